package textedit

import (
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/raster"
)

// flat maps between the stored picture and the document as it would lie flat with its text upright.
type flat struct{ toStored, toFlat raster.Homography }

// newFlat takes the document's place and the way its text was read from x; ok is false when it cannot be laid flat.
func newFlat(x *forensics.Exhibit, turn int) (flat, bool) {
	v, err := x.View()
	if err != nil {
		return flat{}, false
	}
	w, h := float64(v.Plane.Rect.Dx()), float64(v.Plane.Rect.Dy())
	upright := [4]raster.Homography{
		raster.Identity(), {0, -1, w, 1, 0, 0, 0, 0, 1}, {-1, 0, w, 0, -1, h, 0, 0, 1}, {0, 1, 0, -1, 0, h, 0, 0, 1},
	}[(turn%4+4)%4]
	stored := v.Stored.After(upright)
	return flat{stored, stored.Inverse()}, true
}

// site is where a word stands on the document laid flat, and the affine map around it: perspective within a word is less
// than what reading leaves open.
type site struct {
	x, y           float64 // of the box's middle, flat
	w, h           float64 // of the box, flat
	cx, cy         float64 // of its middle, stored
	xx, xy, yx, yy float64 // flat = middle + this matrix times (stored - middle)
}

// site undoes what View.Box did: the upright rectangle around a turned one tells the sides of that.
func (f flat) site(box image.Rectangle) (site, bool) {
	s := site{cx: float64(box.Min.X+box.Max.X) / 2, cy: float64(box.Min.Y+box.Max.Y) / 2}
	s.x, s.y = f.toFlat.At(s.cx, s.cy)
	rx, ry := f.toStored.At(s.x+1, s.y)
	dx, dy := f.toStored.At(s.x, s.y+1)
	a, c, b, d := rx-s.cx, ry-s.cy, dx-s.cx, dy-s.cy // columns: where flat steps right and down lead
	det, moduli := a*d-b*c, math.Abs(a*d)-math.Abs(b*c)
	if !(math.Abs(det) > 1e-6) || !(math.Abs(moduli) > 0.2*math.Abs(det)) || math.Abs(det) > 1e6 {
		return site{}, false // text at half a right angle: its box tells nothing
	}
	bw, bh := float64(box.Dx()), float64(box.Dy())
	s.w = (math.Abs(d)*bw - math.Abs(b)*bh) / moduli
	s.h = (math.Abs(a)*bh - math.Abs(c)*bw) / moduli
	s.xx, s.xy, s.yx, s.yy = d/det, -b/det, -c/det, a/det
	return s, s.w > 2 && s.h > 2
}

// at returns where a stored pixel's centre lies against the middle of the word, flat.
func (s site) at(x, y int) (u, v float64) {
	return s.place(float64(x)+0.5, float64(y)+0.5)
}

// place does so for any place of the stored picture.
func (s site) place(x, y float64) (u, v float64) {
	dx, dy := x-s.cx, y-s.cy
	return s.xx*dx + s.xy*dy, s.yx*dx + s.yy*dy
}

// outside is how far a place lies outside the word's box, in shares of its height; negative inside.
func (s site) outside(u, v float64) float64 {
	return max(math.Abs(u)-s.w/2, math.Abs(v)-s.h/2) / s.h
}

// around is the stored rectangle that holds all that lies at most so many heights outside the box.
func (s site) around(heights float64) image.Rectangle {
	det := s.xx*s.yy - s.xy*s.yx
	w, h := s.w/2+heights*s.h, s.h/2+heights*s.h
	rx := (math.Abs(s.yy)*w + math.Abs(s.xy)*h) / math.Abs(det)
	ry := (math.Abs(s.yx)*w + math.Abs(s.xx)*h) / math.Abs(det)
	return image.Rect(int(s.cx-rx), int(s.cy-ry), int(s.cx+rx)+1, int(s.cy+ry)+1)
}

// scale is how many flat pixels a stored one is long.
func (s site) scale() float64 { return math.Sqrt(math.Abs(s.xx*s.yy - s.xy*s.yx)) }
