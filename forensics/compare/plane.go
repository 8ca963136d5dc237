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

// cut copies the rectangle r of g; pixels outside repeat the border.
func cut(g *image.Gray, r image.Rectangle) plane {
	p := newPlane(r.Dx(), r.Dy())
	right, bottom := g.Rect.Dx()-1, g.Rect.Dy()-1
	for y := range p.h {
		src := g.Pix[min(max(r.Min.Y+y, 0), bottom)*g.Stride:]
		dst := p.row(y)
		for x := range dst {
			dst[x] = float32(src[min(max(r.Min.X+x, 0), right)])
		}
	}
	return p
}

// warp samples g at m(x, y) for every pixel x, y of the rectangle r. A reduction is low-passed first, so that it does
// not alias; whole-pixel maps copy values exactly. Pixels outside g repeat its border.
func warp(g *image.Gray, m mapping, r image.Rectangle) plane {
	box := m.around(r)
	sx, sy := m.stretch(float64(r.Min.X+r.Max.X)/2, float64(r.Min.Y+r.Max.Y)/2)
	margin := 3 + int(2*max(sx, sy))
	box = clip(box.Inset(-margin), g.Rect, margin)
	src := cut(g, box).smoothed(antialias(sx), antialias(sy))
	return src.sample(m.then(affine(1, 0, -float64(box.Min.X), 0, 1, -float64(box.Min.Y))), r)
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

// sample reads p at m(x, y) for every pixel of r by Catmull-Rom interpolation (Keys 1981, a = -1/2).
func (p plane) sample(m mapping, r image.Rectangle) plane {
	out := newPlane(r.Dx(), r.Dy())
	for y := range out.h {
		dst := out.row(y)
		x0, y0 := float64(r.Min.X), float64(r.Min.Y+y)
		u, v, w := m[0]*x0+m[1]*y0+m[2], m[3]*x0+m[4]*y0+m[5], m[6]*x0+m[7]*y0+m[8]
		if m[6] == 0 && m[7] == 0 && w == 1 {
			for x := range dst {
				dst[x] = p.cubic(u+float64(x)*m[0], v+float64(x)*m[3])
			}
			continue
		}
		for x := range dst {
			t := float64(x)
			s := 1 / (w + t*m[6])
			dst[x] = p.cubic((u+t*m[0])*s, (v+t*m[3])*s)
		}
	}
	return out
}

func (p plane) cubic(x, y float64) float32 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int(fx), int(fy)
	if x == fx && y == fy {
		return p.pix[min(max(iy, 0), p.h-1)*p.w+min(max(ix, 0), p.w-1)]
	}
	wx, wy := keys(float32(x-fx)), keys(float32(y-fy))
	if ix < 1 || iy < 1 || ix+2 >= p.w || iy+2 >= p.h {
		return p.cubicAtBorder(ix, iy, wx, wy)
	}
	i := (iy-1)*p.w + ix - 1
	sum := float32(0)
	for k := range wy {
		s := p.pix[i : i+4 : i+4]
		sum += wy[k] * (wx[0]*s[0] + wx[1]*s[1] + wx[2]*s[2] + wx[3]*s[3])
		i += p.w
	}
	return sum
}

func (p plane) cubicAtBorder(ix, iy int, wx, wy [4]float32) float32 {
	sum := float32(0)
	for k := range wy {
		row := p.row(min(max(iy-1+k, 0), p.h-1))
		for j := range wx {
			sum += wy[k] * wx[j] * row[min(max(ix-1+j, 0), p.w-1)]
		}
	}
	return sum
}

func keys(t float32) [4]float32 {
	t2, t3 := t*t, t*t*t
	return [4]float32{(-t3 + 2*t2 - t) / 2, (3*t3 - 5*t2 + 2) / 2, (-3*t3 + 4*t2 + t) / 2, (t3 - t2) / 2}
}

// blurred returns p convolved with a round Gaussian.
func (p plane) blurred(sigma float64) plane { return p.smoothed(sigma, sigma) }

// smoothed returns p convolved with a Gaussian of the given sigmas, cut at 2.5 sigma, borders repeated; a sigma of 0
// leaves its axis alone.
func (p plane) smoothed(sx, sy float64) plane {
	if sx > 0 {
		p = p.smoothedRows(gaussian(sx))
	}
	if sy > 0 {
		p = p.smoothedColumns(gaussian(sy))
	}
	return p
}

// gaussian returns 2n+1 weights that add up to 1.
func gaussian(sigma float64) []float32 {
	n := max(1, int(math.Ceil(2.5*sigma)))
	k := make([]float32, 2*n+1)
	sum := 0.0
	for i := range k {
		sum += math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
	}
	for i := range k {
		k[i] = float32(math.Exp(-float64((i-n)*(i-n))/(2*sigma*sigma)) / sum)
	}
	return k
}

func (p plane) smoothedRows(k []float32) plane {
	n := len(k) / 2
	out, padded := newPlane(p.w, p.h), make([]float32, p.w+2*n)
	for y := range p.h {
		row, dst := p.row(y), out.row(y)
		copy(padded[n:], row)
		for i := range n {
			padded[i], padded[n+p.w+i] = row[0], row[p.w-1]
		}
		for i, c := range k {
			accumulate(dst, padded[i:i+p.w], c)
		}
	}
	return out
}

func (p plane) smoothedColumns(k []float32) plane {
	out := newPlane(p.w, p.h)
	for y := range p.h {
		for i, c := range k {
			accumulate(out.row(y), p.row(min(max(y+i-len(k)/2, 0), p.h-1)), c)
		}
	}
	return out
}

func accumulate(dst, src []float32, c float32) {
	src = src[:len(dst)]
	for i := range dst {
		dst[i] += c * src[i]
	}
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
