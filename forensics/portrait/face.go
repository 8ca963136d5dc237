package portrait

import (
	"image"
	"math"

	"loupe/forensics"
	"loupe/models"
)

// Face shows a face of x in a frame. ok is false when its eyes are closer together than least, in stored pixels.
func Face(x *forensics.Exhibit, face models.Face, frame Frame, least float64) (*image.Gray, bool) {
	if d := apart(face); !(d >= least) {
		return nil, false
	}
	m, ok := frame.Reach(face, flipped(x))
	if !ok {
		return nil, false
	}
	return Sample(x.Luma(), m, frame.W, frame.H), true
}

// apart is the distance of the eyes in stored pixels.
func apart(f models.Face) float64 {
	return math.Hypot(f.Eyes[1][0]-f.Eyes[0][0], f.Eyes[1][1]-f.Eyes[0][1])
}

// flipped reports whether x is stored mirrored, so that the eyes of its faces come in the other order.
func flipped(x *forensics.Exhibit) bool {
	v, err := x.View()
	if err != nil {
		return false
	}
	b := v.Plane.Rect
	ox, oy := v.Stored.At(0, 0)
	rx, ry := v.Stored.At(float64(b.Dx()), 0)
	dx, dy := v.Stored.At(0, float64(b.Dy()))
	return (rx-ox)*(dy-oy)-(ry-oy)*(dx-ox) < 0
}
