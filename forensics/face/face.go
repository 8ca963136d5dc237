// Package face finds upright faces and the centres of their eyes in a grey plane: the pixel intensity comparisons of
// Markuš et al. (Object Detection with Pixel Intensity Comparisons Organized in Decision Trees, 2013; Eye pupil localization
// with an ensemble of randomized trees, Pattern Recognition 47, 2014) with the cascades of pigo.
package face

import (
	"cmp"
	_ "embed"
	"errors"
	"image"
	"math"
	"slices"

	pigo "github.com/esimov/pigo/core"

	"loupe/forensics/raster"
	"loupe/models"
)

//go:embed cascade/facefinder
var faceCascade []byte

//go:embed cascade/puploc
var pupilCascade []byte

// Side is what the longer side of a plane is reduced to before faces are looked for, in pixels.
const Side = 1000

// How a plane is searched: sizes of faces in pixels of the reduced plane, steps as shares of the size. The least face is
// what 25 ms of processor time allow: one of 40 pixels takes 50, which is spent where none of 70 is found.
const (
	leastFace   = 70
	smallFace   = 40
	shiftFactor = 0.1
	scaleFactor = 1.1
	overlapping = 0.2 // of two detections of one face, intersection over union
)

// threshold is the sum of a cluster's scores from which it is a face. It was chosen on 96 drawn documents and 49 pages and
// barcodes without a face, where 70 of 72 portraits and 42 of 48 ghost images reach it and nothing else does. What it does
// on other pictures is measured by the tests.
const threshold = 20.0

// likely is the sum of scores from which a face counts that takes a quarter of the plane's shorter side at least, where
// none reaches the threshold: the cascade gives some faces, dark or bearded ones among them, no more. Of 72 public
// pictures without a face, none reaches 8 in that size; of 60 drawn portraits, 55 reach the threshold and 59 this.
const likely = 10.0

// Detector finds faces. It is safe for use by several goroutines.
type Detector struct {
	faces  *pigo.Pigo
	pupils *pupils
}

// NewDetector unpacks the cascades, which costs a few milliseconds. An error says that the program was built from damaged ones.
func NewDetector() (*Detector, error) {
	faces, err := pigo.NewPigo().Unpack(faceCascade)
	if err != nil {
		return nil, errors.Join(errors.New("face: cascade/facefinder cannot be unpacked; restore it from pigo v1.4.6"), err)
	}
	p, err := unpackPupils(pupilCascade)
	if err != nil {
		return nil, err
	}
	return &Detector{faces: faces, pupils: p}, nil
}

// Find returns the upright faces in g, the best first. Boxes and eyes are in g's pixels, of which a plane larger than Side
// is reduced to it; Eyes holds the one on the left of the picture first. Score is 0.5 at the threshold and tends to 1; a
// large face that is alone counts from 0.33 on. Page is 0.
func (d *Detector) Find(g *image.Gray) []models.Face { return d.find(g, leastFace) }

// FindSmall is Find for faces from a twenty-fifth of the plane's longer side on, instead of a fourteenth, at twice the cost.
func (d *Detector) FindSmall(g *image.Gray) []models.Face { return d.find(g, smallFace) }

func (d *Detector) find(g *image.Gray, least int) []models.Face {
	small := raster.Fit(raster.Luma(g), Side)
	if small.Rect.Empty() {
		return nil
	}
	fx := float64(g.Rect.Dx()) / float64(small.Rect.Dx())
	fy := float64(g.Rect.Dy()) / float64(small.Rect.Dy())
	var out []models.Face
	for _, c := range d.clusters(small, least) {
		out = append(out, d.face(small, c, fx, fy))
	}
	return out
}

// clusters returns the detections that reach the threshold, the best first; where there are none, the best that is likely.
func (d *Detector) clusters(g *image.Gray, least int) []pigo.Detection {
	found := d.faces.RunCascade(params(g, least), 0)
	clusters := d.faces.ClusterDetections(found, overlapping)
	slices.SortFunc(clusters, func(a, b pigo.Detection) int {
		return cmp.Or(cmp.Compare(b.Q, a.Q), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Scale, b.Scale))
	})
	large := min(g.Rect.Dx(), g.Rect.Dy()) / 4
	first := slices.IndexFunc(clusters, func(c pigo.Detection) bool { return c.Q >= likely && c.Scale >= large })
	sure := slices.DeleteFunc(slices.Clone(clusters), func(c pigo.Detection) bool { return c.Q < threshold })
	if len(sure) == 0 && first >= 0 {
		return clusters[first : first+1]
	}
	return apart(sure)
}

// params is how g is searched.
func params(g *image.Gray, least int) pigo.CascadeParams {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	return pigo.CascadeParams{
		MinSize: least, MaxSize: min(w, h), ShiftFactor: shiftFactor, ScaleFactor: scaleFactor,
		ImageParams: pigo.ImageParams{Pixels: g.Pix, Rows: h, Cols: w, Dim: g.Stride},
	}
}

// apart returns the clusters, of which the best come first, without those whose middle lies in the box of a better one or
// around it: one face often gives a large cluster and smaller ones within.
func apart(clusters []pigo.Detection) []pigo.Detection {
	holds := func(a, b pigo.Detection) bool {
		return 2*max(a.Row-b.Row, b.Row-a.Row) < a.Scale && 2*max(a.Col-b.Col, b.Col-a.Col) < a.Scale
	}
	var out []pigo.Detection
	for _, c := range clusters {
		if !slices.ContainsFunc(out, func(o pigo.Detection) bool { return holds(o, c) || holds(c, o) }) {
			out = append(out, c)
		}
	}
	return out
}

// face is c with its eyes, in pixels of the plane that is fx and fy times as large as g.
func (d *Detector) face(g *image.Gray, c pigo.Detection, fx, fy float64) models.Face {
	col, row, side := float64(c.Col), float64(c.Row), float64(c.Scale)
	f := models.Face{Score: float64(c.Q) / (float64(c.Q) + threshold)}
	f.Box = [4]int{int(math.Round((col - side/2) * fx)), int(math.Round((row - side/2) * fy)), int(math.Round(side * fx)), int(math.Round(side * fy))}
	for i, beside := range []float64{-0.18, 0.18} { // where eyes are to be expected in a box, as pigo has them
		x, y := d.pupils.locate(g, col+beside*side, row-0.075*side, 0.25*side)
		f.Eyes[i] = [2]float64{x * fx, y * fy}
	}
	return f
}
