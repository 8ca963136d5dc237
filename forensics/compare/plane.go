package compare

import (
	"image"
	"math"
)

// plane is a small picture of real luma values, 0..255 before filtering, row by row.
type plane struct {
	w, h int
	pix  []float32
}

func newPlane(w, h int) plane { return plane{w, h, make([]float32, w*h)} }

func (p plane) row(y int) []float32 { return p.pix[y*p.w : (y+1)*p.w] }

// planeOf copies g.
func planeOf(g *image.Gray) plane {
	p := newPlane(g.Rect.Dx(), g.Rect.Dy())
	for y := range p.h {
		for x, v := range g.Pix[y*g.Stride:][:p.w] {
			p.pix[y*p.w+x] = float32(v)
		}
	}
	return p
}

// resized returns a plane of that size that may lie in p's memory; it holds anything.
func (p plane) resized(w, h int) plane {
	if cap(p.pix) < w*h {
		return newPlane(w, h)
	}
	return plane{w, h, p.pix[:w*h]}
}

// cut copies the rectangle r of g; pixels outside repeat the border.
func cut(g *image.Gray, r image.Rectangle) plane { return plane{}.cut(g, r) }

// cut is the same, into p's memory where it is enough.
func (p plane) cut(g *image.Gray, r image.Rectangle) plane {
	p = p.resized(r.Dx(), r.Dy())
	right, bottom := g.Rect.Dx()-1, g.Rect.Dy()-1
	from := min(max(-r.Min.X, 0), p.w) // columns from..to lie inside
	to := max(from, min(p.w, right+1-r.Min.X))
	for y := range p.h {
		src, dst := g.Pix[min(max(r.Min.Y+y, 0), bottom)*g.Stride:][:right+1], p.row(y)
		for x := range from {
			dst[x] = float32(src[0])
		}
		if from < to {
			inside := dst[from:to]
			for x, v := range src[r.Min.X+from:][:to-from] {
				inside[x] = float32(v)
			}
		}
		for x := to; x < p.w; x++ {
			dst[x] = float32(src[right])
		}
	}
	return p
}

// warp samples g at m(x, y) for every pixel x, y of the rectangle r. A reduction is low-passed first, so that it does
// not alias; whole-pixel maps copy values exactly. Pixels outside g repeat its border.
func warp(g *image.Gray, m mapping, r image.Rectangle) plane { return new(warper).warp(g, m, r) }

// warper warps again and again in the same memory: a result lasts until the next one. Not for concurrent use.
type warper struct{ source, out plane }

func (b *warper) warp(g *image.Gray, m mapping, r image.Rectangle) plane {
	box := m.around(r)
	sx, sy := m.stretch(float64(r.Min.X+r.Max.X)/2, float64(r.Min.Y+r.Max.Y)/2)
	margin := 3 + int(2*max(sx, sy))
	box = clip(box.Inset(-margin), g.Rect, margin)
	b.source, b.out = b.source.cut(g, box), b.out.resized(r.Dx(), r.Dy())
	src := b.source.smoothed(antialias(sx), antialias(sy))
	src.sample(m.then(affine(1, 0, -float64(box.Min.X), 0, 1, -float64(box.Min.Y))), r.Min, b.out)
	return b.out
}

// antialias is the sigma of the Gaussian that brings a camera's own blur at s times the scale to about that of the
// small one; 0 for an enlargement.
func antialias(s float64) float64 {
	if s < 1.05 {
		return 0
	}
	return 0.42 * math.Sqrt(s*s-1)
}

// clip keeps box within margin of the picture, and never empty.
func clip(box, picture image.Rectangle, margin int) image.Rectangle {
	c := box.Intersect(picture.Inset(-margin))
	if c.Empty() {
		return image.Rect(0, 0, 1, 1)
	}
	return c
}

func floor(v float64) int { return int(math.Floor(v)) }

// sample fills out, whose first pixel is from, with p at m(x, y) by Catmull-Rom interpolation (Keys 1981, a = -1/2).
func (p plane) sample(m mapping, from image.Point, out plane) {
	for y := range out.h {
		dst, at := out.row(y), m.along(float64(from.X), float64(from.Y+y))
		for x := range dst {
			dst[x] = p.cubic(at.step(x))
		}
	}
}

func (p plane) cubic(x, y float64) float32 {
	if !(x >= 1 && y >= 1 && x < float64(p.w-2) && y < float64(p.h-2)) {
		return p.cubicAtBorder(x, y)
	}
	ix, iy := int(x), int(y)
	fx, fy := float32(x-float64(ix)), float32(y-float64(iy))
	i := (iy-1)*p.w + ix - 1
	if fx == 0 && fy == 0 {
		return p.pix[i+p.w+1]
	}
	a, b, c, d := keys(fx)
	e, f, g, h := keys(fy)
	r, s, t, u := p.pix[i:][:4], p.pix[i+p.w:][:4], p.pix[i+2*p.w:][:4], p.pix[i+3*p.w:][:4]
	return e*(a*r[0]+b*r[1]+c*r[2]+d*r[3]) + f*(a*s[0]+b*s[1]+c*s[2]+d*s[3]) +
		g*(a*t[0]+b*t[1]+c*t[2]+d*t[3]) + h*(a*u[0]+b*u[1]+c*u[2]+d*u[3])
}

func (p plane) cubicAtBorder(x, y float64) float32 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int(fx), int(fy)
	a, b, c, d := keys(float32(x - fx))
	e, f, g, h := keys(float32(y - fy))
	sum, wx := float32(0), [4]float32{a, b, c, d}
	for k, wy := range [4]float32{e, f, g, h} {
		row := p.row(min(max(iy-1+k, 0), p.h-1))
		for j := range wx {
			sum += wy * wx[j] * row[min(max(ix-1+j, 0), p.w-1)]
		}
	}
	return sum
}

// keys are the weights of four neighbours for a place t between the second and the third.
func keys(t float32) (a, b, c, d float32) {
	return t * (t*(1-t/2) - 0.5), 1 + t*t*(1.5*t-2.5), t * (0.5 + t*(2-1.5*t)), t * t * (t - 1) / 2
}

// minus returns p - q.
func (p plane) minus(q plane) plane {
	out := newPlane(p.w, p.h)
	for i := range out.pix {
		out.pix[i] = p.pix[i] - q.pix[i]
	}
	return out
}

// inner copies p without a border of n pixels.
func (p plane) inner(n int) plane {
	out := newPlane(p.w-2*n, p.h-2*n)
	for y := range out.h {
		copy(out.row(y), p.row(y + n)[n:])
	}
	return out
}

// deviation returns the mean and the standard deviation of p.
func (p plane) deviation() (mean, sd float64) {
	var s, s2 float64
	for _, v := range p.pix {
		s += float64(v)
		s2 += float64(v) * float64(v)
	}
	n := float64(len(p.pix))
	mean = s / n
	return mean, math.Sqrt(max(0, s2/n-mean*mean))
}
