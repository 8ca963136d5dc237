package samples

import (
	"cmp"
	"fmt"
	"image"
	"math"
)

// Pose is how a sheet lies before a pinhole camera. Angles are in degrees. The zero Pose is a sheet in the middle of the
// frame, seen straight from above.
type Pose struct {
	Rotation float64 // by which the sheet's top edge is turned clockwise in the picture
	Tilt     float64 // between the sheet's normal and the optical axis, 0..60
	Axis     float64 // direction in the picture of the line about which the sheet is tilted; 0 tilts its top away
	X, Y     float64 // where the sheet's middle lies, in shares of the frame from the frame's middle: 0.5 is the frame's edge
	Focal    float64 // focal length in shares of the frame's longer side; 0 means 0.75, a phone's main camera
}

// defaultPoseFill is the share of the frame that a posed sheet's bounding box takes.
const defaultPoseFill = 0.8

// corners projects the sheet's corners, clockwise from its top left, so that their bounding box fills the share fill of
// a w x h frame in the direction that is tighter.
func (p Pose) corners(sheet image.Rectangle, w, h, fill float64) ([4]point, error) {
	if !(p.Tilt >= 0 && p.Tilt <= 60) {
		return [4]point{}, fmt.Errorf("samples: a tilt of %v degrees cannot be posed: give 0 to 60", p.Tilt)
	}
	var corners [4]point
	distance := 1.0 // in half diagonals of the sheet; the box shrinks steadily as it grows
	near, far := 0.9, 200.0
	for range 60 {
		distance = math.Sqrt(near * far)
		corners = p.project(sheet, w, h, distance)
		x0, y0, x1, y1 := corners[0].X, corners[0].Y, corners[0].X, corners[0].Y
		for _, c := range corners[1:] {
			x0, y0, x1, y1 = min(x0, c.X), min(y0, c.Y), max(x1, c.X), max(y1, c.Y)
		}
		if max((x1-x0)/w, (y1-y0)/h) > fill {
			near = distance
		} else {
			far = distance
		}
	}
	return corners, nil
}

// project turns the sheet in its plane, tilts it about an axis through its middle, moves the middle onto the ray through
// X, Y at the given distance, and projects (Hartley and Zisserman, Multiple View Geometry, section 6.1).
func (p Pose) project(sheet image.Rectangle, w, h, distance float64) (out [4]point) {
	focal := cmp.Or(p.Focal, 0.75) * max(w, h)
	half := math.Hypot(float64(sheet.Dx()), float64(sheet.Dy())) / 2
	hw, hh := float64(sheet.Dx())/2/half, float64(sheet.Dy())/2/half
	sinR, cosR := math.Sincos(p.Rotation * math.Pi / 180)
	sinA, cosA := math.Sincos(p.Axis * math.Pi / 180)
	sinT, cosT := math.Sincos(p.Tilt * math.Pi / 180)
	for i, s := range [4]point{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		x, y := s.X*hw*cosR-s.Y*hh*sinR, s.X*hw*sinR+s.Y*hh*cosR
		along, across := x*cosA+y*sinA, y*cosA-x*sinA // the tilt's axis keeps what lies along it
		z := distance - across*sinT
		across *= cosT
		px := along*cosA - across*sinA + p.X*w/focal*distance
		py := along*sinA + across*cosA + p.Y*h/focal*distance
		out[i] = point{w/2 + focal*px/z, h/2 + focal*py/z}
	}
	return out
}
