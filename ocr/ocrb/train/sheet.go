package main

import (
	"image"
	"math"
	"slices"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/vector"
	"gonum.org/v1/gonum/blas/blas32"
)

// place maps a point of a line, in pitches along and capitals across it, to a point of the sheet.
type place func(along, across float64) (x, y float64)

// sheet is how much ink lies where, 0..1.
type sheet struct {
	w, h int
	ink  []float32
}

func newSheet(w, h int) *sheet { return &sheet{w, h, make([]float32, w*h)} }

// print draws a glyph whose middle stands at along; shape bends its points first.
func (s *sheet) print(g glyph, at place, along float64, shape func(x, y float64) (float64, float64)) {
	type point struct{ x, y float32 }
	var low, high point
	low, high = point{math.MaxFloat32, math.MaxFloat32}, point{-math.MaxFloat32, -math.MaxFloat32}
	to := func(p [2]float64) point {
		x, y := shape(p[0], p[1])
		sx, sy := at(along+x, y)
		q := point{float32(sx), float32(sy)}
		low, high = point{min(low.x, q.x), min(low.y, q.y)}, point{max(high.x, q.x), max(high.y, q.y)}
		return q
	}
	g.walk(func(_ sfnt.SegmentOp, p [3][2]float64) { to(p[0]) })
	box := image.Rect(int(low.x)-4, int(low.y)-4, int(high.x)+5, int(high.y)+5)
	if len(g.segments) == 0 || !box.In(image.Rect(0, 0, s.w, s.h)) {
		return
	}
	raster := vector.NewRasterizer(box.Dx(), box.Dy())
	x0, y0 := float32(box.Min.X), float32(box.Min.Y)
	g.walk(func(op sfnt.SegmentOp, p [3][2]float64) {
		a, b, c := to(p[0]), to(p[1]), to(p[2])
		switch op {
		case sfnt.SegmentOpMoveTo:
			raster.ClosePath()
			raster.MoveTo(a.x-x0, a.y-y0)
		case sfnt.SegmentOpLineTo:
			raster.LineTo(a.x-x0, a.y-y0)
		case sfnt.SegmentOpQuadTo:
			raster.QuadTo(a.x-x0, a.y-y0, b.x-x0, b.y-y0)
		case sfnt.SegmentOpCubeTo:
			raster.CubeTo(a.x-x0, a.y-y0, b.x-x0, b.y-y0, c.x-x0, c.y-y0)
		}
	})
	raster.ClosePath()
	mask := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy()))
	raster.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	s.lay(mask, box.Min)
}

// lay puts ink where mask has some, mask's first pixel at a place of the sheet.
func (s *sheet) lay(mask *image.Alpha, at image.Point) {
	for y := range mask.Rect.Dy() {
		row := s.ink[(at.Y+y)*s.w+at.X:]
		for x, v := range mask.Pix[y*mask.Stride : y*mask.Stride+mask.Rect.Dx()] {
			row[x] = max(row[x], float32(v)/255)
		}
	}
}

// spread lets the ink run (threshold below a half) or dry up (above): strokes grow or shrink by about sigma times the
// normal quantile of threshold.
func (s *sheet) spread(sigma float64, threshold float32) {
	blur(s.ink, s.w, s.h, sigma, sigma)
	slope := float32(1.2 * sigma)
	for i, v := range s.ink {
		s.ink[i] = min(max((v-threshold)*2*slope+0.5, 0), 1)
	}
}

// halve averages blocks of two by two.
func (s *sheet) halve() *sheet {
	out := newSheet(s.w/2, s.h/2)
	for y := range out.h {
		a, b := s.ink[2*y*s.w:], s.ink[(2*y+1)*s.w:]
		for x := range out.w {
			out.ink[y*out.w+x] = (a[2*x] + a[2*x+1] + b[2*x] + b[2*x+1]) / 4
		}
	}
	return out
}

// blur convolves with a normal density, in place, each direction with its own deviation.
func blur(v []float32, w, h int, sigmaX, sigmaY float64) {
	if k := normal(sigmaX); len(k) > 1 {
		r := len(k) / 2
		line := make([]float32, w+2*r)
		for y := range h {
			row := v[y*w : (y+1)*w]
			for i := range line {
				line[i] = row[min(max(i-r, 0), w-1)]
			}
			clear(row)
			for j, weight := range k {
				axpy(weight, line[j:], row)
			}
		}
	}
	if k := normal(sigmaY); len(k) > 1 {
		from := slices.Clone(v)
		clear(v)
		for y := range h {
			for j, weight := range k {
				source := min(max(y+j-len(k)/2, 0), h-1)
				axpy(weight, from[source*w:], v[y*w:(y+1)*w])
			}
		}
	}
}

// axpy adds a times x to all of y.
func axpy(a float32, x, y []float32) {
	blas32.Axpy(a, blas32.Vector{N: len(y), Data: x, Inc: 1}, blas32.Vector{N: len(y), Data: y, Inc: 1})
}

func normal(sigma float64) []float32 {
	r := int(math.Ceil(2.5 * sigma))
	if sigma < 0.15 {
		r = 0
	}
	k, sum := make([]float32, 2*r+1), float32(0)
	for i := range k {
		k[i] = float32(math.Exp(-0.5 * float64((i-r)*(i-r)) / max(sigma*sigma, 1e-9)))
		sum += k[i]
	}
	for i := range k {
		k[i] /= sum
	}
	return k
}
