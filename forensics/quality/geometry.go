package quality

import (
	"math"

	"loupe/models"
)

// size takes the measures of how large and how straight the document is in the picture.
func size(s *sheet, f *facts) {
	if s.place.DPI > 0 && s.place.Format != models.FormatUnknown {
		f.set("document_dpi", s.place.DPI)
	}
	corners := inside(s.place.Quad, float64(s.bounds.Dx()), float64(s.bounds.Dy()))
	f.set("document_megapixels", area(corners)/1e6)
	f.set("document_short_side", s.shortSide())
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range corners {
		x0, y0, x1, y1 = min(x0, c[0]), min(y0, c[1]), max(x1, c[0]), max(y1, c[1])
	}
	fill := 0.0
	if len(corners) > 0 {
		fill = max((x1-x0)/float64(s.bounds.Dx()), (y1-y0)/float64(s.bounds.Dy()))
	}
	f.set("frame_fill", fill)
	if !s.place.Frame {
		f.set("tilt", s.place.Tilt)
	}
}

// shortSide is the document's shorter side where it is shortest, stored pixels.
func (s *sheet) shortSide() float64 {
	q := s.place.Quad
	return min(distance(q[0], q[1]), distance(q[1], q[2]), distance(q[2], q[3]), distance(q[3], q[0]))
}

func distance(a, b [2]float64) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// inside clips a quadrilateral to a w x h picture (Sutherland and Hodgman, CACM 17(1), 1974).
func inside(quad [4][2]float64, w, h float64) [][2]float64 {
	p := quad[:]
	for _, side := range []struct{ a, b, c float64 }{{1, 0, 0}, {-1, 0, w}, {0, 1, 0}, {0, -1, h}} { // a x + b y + c >= 0
		var kept [][2]float64
		for i, from := range p {
			to := p[(i+1)%len(p)]
			df, dt := side.a*from[0]+side.b*from[1]+side.c, side.a*to[0]+side.b*to[1]+side.c
			if df >= 0 {
				kept = append(kept, from)
			}
			if (df >= 0) != (dt >= 0) {
				t := df / (df - dt)
				kept = append(kept, [2]float64{from[0] + t*(to[0]-from[0]), from[1] + t*(to[1]-from[1])})
			}
		}
		p = kept
	}
	return p
}

// area is that of a polygon, by the shoelace formula.
func area(p [][2]float64) float64 {
	sum := 0.0
	for i, a := range p {
		b := p[(i+1)%len(p)]
		sum += a[0]*b[1] - b[0]*a[1]
	}
	return math.Abs(sum) / 2
}
