package ocr

import (
	"image"
	"math"
)

// Pose gives the tests what a pose is made of.
type Pose struct{ pose }

// NewPose is a pose of text in a w x h plane; the skew is in degrees.
func NewPose(w, h, turn int, skew float64) Pose { return Pose{pose{w, h, turn, skew * math.Pi / 180}} }

// Size is the level frame's.
func (p Pose) Size() (int, int) { return p.size() }

// At maps a place of the level frame to the plane, Back the other way.
func (p Pose) At(u, v float64) (float64, float64) { return p.motion().at(u, v) }

// Back maps a place of the plane to the level frame.
func (p Pose) Back(x, y float64) (float64, float64) { return p.motion().back().at(x, y) }

// Box maps a box to the plane.
func (p Pose) Box(b [4]int) ([4]int, bool) { return p.box(b) }

// Shown is a part of the level frame.
func (p Pose) Shown(g *image.Gray, part image.Rectangle, w, h int) *image.Gray {
	return p.shown(g, part, w, h)
}

// Direction says how the lines run in g, in degrees, and Rising which way up they are when g stands as p says.
func Direction(g *image.Gray) (float64, bool) {
	angle, sure := direction(look(g, poseOf(g.Rect, 0), nil).marks)
	return angle * 180 / math.Pi, sure
}

// Rising is what tells which way up the lines of g's level frame are.
func (p Pose) Rising(g *image.Gray) float64 { return rising(look(g, p.pose, nil).lines) }
