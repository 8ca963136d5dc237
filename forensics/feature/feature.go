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
func Find(g *image.Gray, most int) []Point {
	list := []Point{}
	tests := pattern()
	level := softened(g)
	share := float64(most) * (1 - 1/factor) / (1 - math.Pow(factor, -levels))
	for range levels {
		if min(level.Rect.Dx(), level.Rect.Dy()) <= 2*border {
			break
		}
		sums := newSums(level)
		s := point{float64(g.Rect.Dx()) / float64(level.Rect.Dx()), float64(g.Rect.Dy()) / float64(level.Rect.Dy())}
		for _, c := range spread(corners(level), level.Rect, int(math.Ceil(share))) {
			angle := centroid(level, c.x, c.y)
			list = append(list, Point{
				X: (float64(c.x)+0.5)*s.x - 0.5, Y: (float64(c.y)+0.5)*s.y - 0.5, Scale: math.Sqrt(s.x * s.y),
				Angle: angle, Strength: math.Sqrt(math.Sqrt(float64(c.strength))), Code: sums.describe(&tests, c.x, c.y, angle),
			})
		}
		share /= factor
		w, h := int(float64(level.Rect.Dx())/factor+0.5), int(float64(level.Rect.Dy())/factor+0.5)
		level = raster.Box(level, max(1, w), max(1, h))
	}
	slices.SortStableFunc(list, func(a, b Point) int { return cmp.Compare(b.Strength, a.Strength) })
	return list[:min(len(list), max(0, most))]
}

type point struct{ x, y float64 }

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
