// Package feature finds places of a picture that can be found again in another picture of the same thing, whatever its
// scale and rotation, and describes each by 256 bits: corners over a pyramid, oriented by their intensity centroid,
// described by steered binary tests (ORB: Rublee, Rabaud, Konolige and Bradski, ICCV 2011).
//
// Two descriptions agree when few bits differ: the same place about 20 to 60 of 256, different places 128 +- 16.
// A mirrored picture has other descriptions: whoever looks for mirrored copies describes the mirrored plane too.
package feature

import (
	"cmp"
	"image"
	"math"
	"math/bits"
	"slices"

	"loupe/forensics/raster"
)

// Point is one feature.
type Point struct {
	X, Y     float64   // pixels of the picture; the centre of its first pixel is 0, 0
	Scale    float64   // pixels of the picture per pixel of the pyramid level that it was found on, 1 to 3.6
	Angle    float64   // of its intensity centroid, radians, -Pi..Pi, clockwise from the picture's x axis
	Strength float64   // of its corner: the fourth root of Harris' measure, roughly grey levels per pixel
	Code     [4]uint64 // description
}

// Distance is the number of bits in which two descriptions differ, 0..256.
func (p *Point) Distance(q *Point) int {
	return bits.OnesCount64(p.Code[0]^q.Code[0]) + bits.OnesCount64(p.Code[1]^q.Code[1]) +
		bits.OnesCount64(p.Code[2]^q.Code[2]) + bits.OnesCount64(p.Code[3]^q.Code[3])
}

const (
	levels = 8
	factor = 1.2 // from one level of the pyramid to the next
	border = 20  // pixels of a level at its edge that hold no features: a description reaches so far
	cells  = 8   // a level is divided into cells x cells, so that features spread over the picture
	crowd  = 2   // times its fair share that a cell may hold while others are not full
)

// Find returns at most most features of g, strongest first, spread over the picture and over eight scales. Equal
// pictures give equal features. Flat pictures and those of less than 41 pixels a side have none.
func Find(g *image.Gray, most int) []Point { return Detect(g, most).Points() }

// Picture is a picture whose features were found and can be described as it is and mirrored.
type Picture struct {
	w, most int
	levels  []level
}

// level is one level of the pyramid: its corners, what describes them, and how many pixels of the picture one of its is.
type level struct {
	plane   *image.Gray
	sums    sums
	x, y    float64
	corners []corner
}

// Detect finds the features that Find describes.
func Detect(g *image.Gray, most int) Picture {
	p := Picture{w: g.Rect.Dx(), most: max(0, most)}
	plane, strength := softened(g), make([]float32, g.Rect.Dx()*g.Rect.Dy())
	share := float64(p.most) * (1 - 1/factor) / (1 - math.Pow(factor, -levels))
	for i := range levels {
		w, h := plane.Rect.Dx(), plane.Rect.Dy()
		if min(w, h) <= 2*border {
			break
		}
		p.levels = append(p.levels, level{
			plane: plane, sums: newSums(plane), x: float64(g.Rect.Dx()) / float64(w), y: float64(g.Rect.Dy()) / float64(h),
			corners: spread(corners(plane, strength), plane.Rect, int(math.Ceil(share))),
		})
		if share /= factor; i < levels-1 {
			plane = raster.Box(plane, max(1, int(float64(w)/factor+0.5)), max(1, int(float64(h)/factor+0.5)))
		}
	}
	return p
}

// Points describes the features.
func (p Picture) Points() []Point { return p.points(1) }

// Mirrored describes the features of the mirrored picture, X counted there: what Find finds in it, except that of equally strong
// neighbours another may be taken.
func (p Picture) Mirrored() []Point {
	list := p.points(-1)
	for i := range list {
		list[i].X = float64(p.w-1) - list[i].X
	}
	return list
}

// points describes the features in a picture whose x axis points right (1) or left (-1).
func (p Picture) points(right int) []Point {
	list := []Point{}
	tests := pattern()
	for _, l := range p.levels {
		for _, c := range l.corners {
			angle := centroid(l.plane, c.x, c.y, right)
			list = append(list, Point{
				X: (float64(c.x)+0.5)*l.x - 0.5, Y: (float64(c.y)+0.5)*l.y - 0.5, Scale: math.Sqrt(l.x * l.y),
				Angle: angle, Strength: math.Sqrt(math.Sqrt(float64(c.strength))), Code: l.sums.describe(&tests, c.x, c.y, angle, right),
			})
		}
	}
	slices.SortStableFunc(list, func(a, b Point) int { return cmp.Compare(b.Strength, a.Strength) })
	return list[:min(len(list), p.most)]
}

// spread chooses n corners, the strongest first, none from a cell that holds more than its share until the others had
// their turn.
func spread(list []corner, r image.Rectangle, n int) []corner {
	slices.SortStableFunc(list, func(a, b corner) int { return cmp.Compare(b.strength, a.strength) })
	var full [cells * cells]int
	limit := (crowd*n + cells*cells - 1) / (cells * cells)
	chosen, rest := make([]corner, 0, n), []corner{}
	for _, c := range list {
		if len(chosen) >= n {
			return chosen
		}
		cell := c.y*cells/r.Dy()*cells + c.x*cells/r.Dx()
		if full[cell] >= limit {
			rest = append(rest, c)
			continue
		}
		full[cell]++
		chosen = append(chosen, c)
	}
	return append(chosen, rest[:min(len(rest), n-len(chosen))]...)
}

// softened copies g smoothed by the binomial filter 1 2 1 both ways: noise and 8x8 lattices make no corners then.
func softened(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	line := make([]uint16, w)
	for y := range h {
		a, b, c := g.Pix[max(y-1, 0)*g.Stride:][:w], g.Pix[y*g.Stride:][:w], g.Pix[min(y+1, h-1)*g.Stride:][:w]
		for x := range line {
			line[x] = uint16(a[x]) + 2*uint16(b[x]) + uint16(c[x])
		}
		dst := out.Pix[y*w:][:w]
		for x := range dst {
			dst[x] = uint8((line[max(x-1, 0)] + 2*line[x] + line[min(x+1, w-1)] + 8) / 16)
		}
	}
	return out
}
