package portrait

import (
	"image"
	"math"
)

// plane holds grey levels, row by row.
type plane struct {
	w, h int
	pix  []float32
}

func newPlane(w, h int) plane { return plane{w, h, make([]float32, w*h)} }

func floats(g *image.Gray) plane {
	p := newPlane(g.Rect.Dx(), g.Rect.Dy())
	for y := range p.h {
		for x, v := range g.Pix[y*g.Stride:][:p.w] {
			p.pix[y*p.w+x] = float32(v)
		}
	}
	return p
}

// even returns p less its local mean, over its local spread: light, tone curves and contrast fall out of it, and what is
// left of an even surface stays small. Means are taken over squares of 2 radius + 1 pixels.
func (p plane) even(radius int) plane {
	const floor = 5 // grey levels of spread that noise and compression make
	mean := p.means(radius)
	square := newPlane(p.w, p.h)
	for i, v := range p.pix {
		square.pix[i] = v * v
	}
	square = square.means(radius)
	out := newPlane(p.w, p.h)
	for i, v := range p.pix {
		variance := max(0, square.pix[i]-mean.pix[i]*mean.pix[i])
		out.pix[i] = (v - mean.pix[i]) / float32(math.Sqrt(float64(variance+floor*floor)))
	}
	return out
}

// means averages over squares; at the edges over what there is of them.
func (p plane) means(radius int) plane {
	across, out := newPlane(p.w, p.h), newPlane(p.w, p.h)
	for y := range p.h {
		average(across.pix[y*p.w:], p.pix[y*p.w:], p.w, 1, radius)
	}
	for x := range p.w {
		average(out.pix[x:], across.pix[x:], p.h, p.w, radius)
	}
	return out
}

// average writes running means of n values that lie step apart.
func average(out, in []float32, n, step, radius int) {
	sum, count := float64(0), 0
	for i := -radius; i < n; i++ {
		if j := i + radius; j < n {
			sum, count = sum+float64(in[j*step]), count+1
		}
		if j := i - radius - 1; j >= 0 {
			sum, count = sum-float64(in[j*step]), count-1
		}
		if i >= 0 {
			out[i*step] = float32(sum / float64(count))
		}
	}
}

// at reads p bilinearly; outside it the edge repeats.
func (p plane) at(x, y float64) float64 {
	x, y = held(x, p.w), held(y, p.h)
	ix, iy := int(x), int(y)
	jx, jy := min(ix+1, p.w-1), min(iy+1, p.h-1)
	fx, fy := x-float64(ix), y-float64(iy)
	top := float64(p.pix[iy*p.w+ix])*(1-fx) + float64(p.pix[iy*p.w+jx])*fx
	low := float64(p.pix[jy*p.w+ix])*(1-fx) + float64(p.pix[jy*p.w+jx])*fx
	return top*(1-fy) + low*fy
}
