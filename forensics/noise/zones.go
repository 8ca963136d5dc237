package noise

import (
	"image"

	"loupe/forensics"
	"loupe/models"
)

// The zones: noise is compared within one only, because what a printer laid on a card differs from a photograph. What lies
// around a document is not judged: nobody edits a desk, and its things differ.
const (
	zoneNone = iota
	zoneDocument
	zonePortrait
	zoneCount
)

// zones says where the document and its portrait lie.
type zones struct {
	whole    bool // a profile photo is one zone
	quad     [4][2]float64
	portrait image.Rectangle
}

func zonesOf(x *forensics.Exhibit) (zones, error) {
	if x.Kind == models.KindProfilePhoto {
		return zones{whole: true}, nil
	}
	faces, err := x.Faces()
	if err != nil {
		return zones{}, err
	}
	z := zones{quad: x.Place().Quad}
	if len(faces) > 0 {
		z.portrait = portraitOf(faces[0])
	}
	return z, nil
}

// portraitOf is the part of the printed photograph that a face box surely lies in.
func portraitOf(f models.Face) image.Rectangle {
	w, h := f.Box[2], f.Box[3]
	return image.Rect(f.Box[0]-w/4, f.Box[1]-h/3, f.Box[0]+w+w/4, f.Box[1]+h+h/3)
}

// rim is how many pixels of the document's edge are left out: its shadow, a lid's line, an outline that is not quite exact.
const rim = 8

// at returns the zone that a box lies in with all its corners.
func (z zones) at(box image.Rectangle) uint8 {
	switch {
	case z.whole:
		return zoneDocument
	case box.In(z.portrait):
		return zonePortrait
	case box.Overlaps(z.portrait.Inset(-z.portrait.Dx() / 4)):
		return zoneNone // where the photograph ends is not known
	}
	box = box.Inset(-rim)
	for _, p := range [4]image.Point{box.Min, {X: box.Max.X, Y: box.Min.Y}, box.Max, {X: box.Min.X, Y: box.Max.Y}} {
		if !within(z.quad, float64(p.X), float64(p.Y)) {
			return zoneNone
		}
	}
	return zoneDocument
}

// within reports whether a point lies on the inner side of a clockwise quadrilateral's edges.
func within(q [4][2]float64, x, y float64) bool {
	for i, a := range q {
		b := q[(i+1)%4]
		if (b[0]-a[0])*(y-a[1])-(b[1]-a[1])*(x-a[0]) < 0 {
			return false
		}
	}
	return true
}
