package fingerprint

import (
	"image"
	"math"

	"loupe/forensics/raster"
)

// plate is a small plane of which parts are painted out.
type plate struct {
	w, h   int
	value  []float64
	weight []float64 // 1 what is seen, 0 what is painted out
}

// plateSide is the longest side of a plate: four times the frequencies that a hash looks at.
const plateSide = 128

func newPlate(g *image.Gray) plate {
	g = raster.Fit(g, plateSide)
	p := plate{w: g.Rect.Dx(), h: g.Rect.Dy()}
	p.value, p.weight = make([]float64, p.w*p.h), make([]float64, p.w*p.h)
	for y := range p.h {
		for x, v := range g.Pix[y*g.Stride:][:p.w] {
			p.value[y*p.w+x], p.weight[y*p.w+x] = float64(v), 1
		}
	}
	return p
}

// paint takes out what lies inside a convex quadrilateral, or outside of it when inside is false. Corners are pixels of
// the plate, in order.
func (p plate) paint(quad [4][2]float64, inside bool) {
	for y := range p.h {
		for x := range p.w {
			if within(quad, float64(x)+0.5, float64(y)+0.5) == inside {
				p.weight[y*p.w+x] = 0
			}
		}
	}
}

// box takes a rectangle out.
func (p plate) box(x0, y0, x1, y1 float64) {
	for y := max(0, whole(y0)); y < min(p.h, whole(y1+0.999)); y++ {
		for x := max(0, whole(x0)); x < min(p.w, whole(x1+0.999)); x++ {
			p.weight[y*p.w+x] = 0
		}
	}
}

func whole(v float64) int { return int(min(max(v, -1<<20), 1<<20)) }

// within reports whether x, y lies on one side of all four edges.
func within(quad [4][2]float64, x, y float64) bool {
	left, right := 0, 0
	for i, a := range quad {
		b := quad[(i+1)%4]
		side := (b[0]-a[0])*(y-a[1]) - (b[1]-a[1])*(x-a[0])
		if side >= 0 {
			left++
		}
		if side <= 0 {
			right++
		}
	}
	return left == 4 || right == 4
}

// seen is the share of the plate that is not painted out.
func (p plate) seen() float64 {
	sum := 0.0
	for _, w := range p.weight {
		sum += w
	}
	return sum / float64(len(p.weight))
}

// filled returns the plate with what was painted out filled by its surroundings, the nearer the more: averages over ever
// larger cells of what is seen, and back (Gortler et al., The Lumigraph, SIGGRAPH 1996, section 3.4, pull-push).
func (p plate) filled() *image.Gray {
	p.fill()
	g := image.NewGray(image.Rect(0, 0, p.w, p.h))
	for i, v := range p.value {
		g.Pix[i] = uint8(min(max(v+0.5, 0), 255))
	}
	return g
}

func (p plate) fill() {
	if p.w == 1 && p.h == 1 {
		return
	}
	half := plate{w: (p.w + 1) / 2, h: (p.h + 1) / 2}
	half.value, half.weight = make([]float64, half.w*half.h), make([]float64, half.w*half.h)
	for y := range p.h {
		for x := range p.w {
			i, j := y*p.w+x, y/2*half.w+x/2
			half.value[j] += p.weight[i] * p.value[i]
			half.weight[j] += p.weight[i]
		}
	}
	for j, w := range half.weight {
		if w > 0 {
			half.value[j] /= w
			half.weight[j] = 1
		}
	}
	half.fill()
	for y := range p.h {
		for x := range p.w {
			if i := y*p.w + x; p.weight[i] == 0 {
				p.value[i], p.weight[i] = half.between((float64(x)-0.5)/2, (float64(y)-0.5)/2), 1
			}
		}
	}
}

// between reads the plate bilinearly.
func (p plate) between(x, y float64) float64 {
	x, y = min(max(x, 0), float64(p.w-1)), min(max(y, 0), float64(p.h-1))
	ix, iy := int(math.Floor(x)), int(math.Floor(y))
	jx, jy := min(ix+1, p.w-1), min(iy+1, p.h-1)
	fx, fy := x-float64(ix), y-float64(iy)
	top := p.value[iy*p.w+ix]*(1-fx) + p.value[iy*p.w+jx]*fx
	low := p.value[jy*p.w+ix]*(1-fx) + p.value[jy*p.w+jx]*fx
	return top*(1-fy) + low*fy
}

// closed returns g without dark strokes and spots that are no wider than twice the radius: the brightest of the pixels
// around, then the darkest of those (Serra, Image Analysis and Mathematical Morphology, 1982, closing by a square). It
// takes out lettering and signatures that nobody read.
func closed(g *image.Gray, radius int) *image.Gray {
	brightest := func(a, b uint8) uint8 { return max(a, b) }
	darkest := func(a, b uint8) uint8 { return min(a, b) }
	return spread(spread(g, radius, brightest), radius, darkest)
}

// spread gives every pixel the most of the pixels around it.
func spread(g *image.Gray, radius int, most func(a, b uint8) uint8) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	across, out := image.NewGray(image.Rect(0, 0, w, h)), image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		row := g.Pix[y*g.Stride:][:w]
		for x := range w {
			v := row[x]
			for _, u := range row[max(0, x-radius):min(w, x+radius+1)] {
				v = most(v, u)
			}
			across.Pix[y*w+x] = v
		}
	}
	for y := range h {
		to := out.Pix[y*w:][:w]
		copy(to, across.Pix[y*w:])
		for v := max(0, y-radius); v < min(h, y+radius+1); v++ {
			for x, u := range across.Pix[v*w:][:w] {
				to[x] = most(to[x], u)
			}
		}
	}
	return out
}
