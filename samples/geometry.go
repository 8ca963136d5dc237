package samples

import (
	"fmt"
	"image"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Geometry says where each place of a sheet appears in a picture of it: a homography, the lens's radial distortion
// (Brown's first coefficient), and the slight bend of the sheet. Coordinates are pixels of the sheet and of the picture.
type Geometry struct {
	Sheet   image.Rectangle
	Picture image.Rectangle

	forward, backward [9]float64 // row-major homographies: sheet to ideal picture, and back
	radial            float64    // radius is scaled by 1 + radial*r^2, r = 1 at half the picture's diagonal
	bend              lattice
	bendAmplitude     float64 // pixels of the picture
}

// newGeometry places the sheet's four corners (clockwise from top left) at the given places of the picture.
func newGeometry(sheet, picture image.Rectangle, corners [4]point) (*Geometry, error) {
	w, h := float64(sheet.Dx()), float64(sheet.Dy())
	forward, err := homography([4]point{{0, 0}, {w, 0}, {w, h}, {0, h}}, corners)
	if err != nil {
		return nil, err
	}
	backward, err := homography(corners, [4]point{{0, 0}, {w, 0}, {w, h}, {0, h}})
	return &Geometry{Sheet: sheet, Picture: picture, forward: forward, backward: backward}, err
}

// homography solves the eight equations of four point pairs (Hartley and Zisserman, Multiple View Geometry, section 4.1, with h33 = 1).
func homography(from, to [4]point) ([9]float64, error) {
	a, b := mat.NewDense(8, 8, nil), mat.NewVecDense(8, nil)
	for i := range from {
		x, y, u, v := from[i].X, from[i].Y, to[i].X, to[i].Y
		a.SetRow(2*i, []float64{x, y, 1, 0, 0, 0, -u * x, -u * y})
		a.SetRow(2*i+1, []float64{0, 0, 0, x, y, 1, -v * x, -v * y})
		b.SetVec(2*i, u)
		b.SetVec(2*i+1, v)
	}
	var solved mat.VecDense
	if err := solved.SolveVec(a, b); err != nil {
		return [9]float64{}, fmt.Errorf("samples: corners %v do not span a quadrilateral: %w", to, err)
	}
	h := [9]float64{8: 1}
	copy(h[:], solved.RawVector().Data)
	return h, nil
}

func apply(h *[9]float64, x, y float64) (float64, float64) {
	w := h[6]*x + h[7]*y + h[8]
	return (h[0]*x + h[1]*y + h[2]) / w, (h[3]*x + h[4]*y + h[5]) / w
}

// warp moves an ideal picture place to where lens and bend put it.
func (g *Geometry) warp(x, y float64) (float64, float64) {
	cx, cy := float64(g.Picture.Dx())/2, float64(g.Picture.Dy())/2
	dx, dy := x-cx, y-cy
	k := 1 + g.radial*(dx*dx+dy*dy)/(cx*cx+cy*cy)
	const cells = 5.0 // of the bend across the picture
	bx, by := x/cx*cells/2, y/cx*cells/2
	return cx + dx*k + g.bendAmplitude*(g.bend.at(bx, by)-0.5)*2, cy + dy*k + g.bendAmplitude*(g.bend.at(bx+100, by)-0.5)*2
}

// ToPicture returns where the sheet's place x, y appears.
func (g *Geometry) ToPicture(x, y float64) (float64, float64) { return g.warp(apply(&g.forward, x, y)) }

// ToSheet is the inverse of ToPicture: two rounds of fixed-point iteration leave less than 0.01 pixel.
func (g *Geometry) ToSheet(x, y float64) (float64, float64) {
	ix, iy := x, y
	for range 2 {
		wx, wy := g.warp(ix, iy)
		ix, iy = ix+x-wx, iy+y-wy
	}
	return apply(&g.backward, ix, iy)
}

// Quad returns the sheet's corners in the picture, clockwise from its top left, to a tenth of a pixel.
func (g *Geometry) Quad() [4][2]float64 {
	w, h := float64(g.Sheet.Dx()), float64(g.Sheet.Dy())
	var quad [4][2]float64
	for i, corner := range [4]point{{0, 0}, {w, 0}, {w, h}, {0, h}} {
		x, y := g.ToPicture(corner.X, corner.Y)
		quad[i] = [2]float64{math.Round(x*10) / 10, math.Round(y*10) / 10}
	}
	return quad
}

// Box returns the smallest picture rectangle around a rectangle of the sheet, clipped to the picture.
func (g *Geometry) Box(area image.Rectangle) image.Rectangle {
	var outline path
	const steps = 8 // the edges may be bent
	for i := range steps + 1 {
		t := float64(i) / steps
		x, y := mix(float64(area.Min.X), float64(area.Max.X), t), mix(float64(area.Min.Y), float64(area.Max.Y), t)
		for _, at := range []point{{x, float64(area.Min.Y)}, {x, float64(area.Max.Y)}, {float64(area.Min.X), y}, {float64(area.Max.X), y}} {
			px, py := g.ToPicture(at.X, at.Y)
			outline.line(px, py)
		}
	}
	return outline.bounds().Intersect(g.Picture)
}
