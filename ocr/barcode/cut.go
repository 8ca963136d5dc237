package barcode

import (
	"image"
	"math"

	"loupe/ocr/plane"
)

// quad is four corners in a picture, clockwise from the top left.
type quad [4][2]float64

// quad returns the corners of r with margins on the left and right and on top and bottom.
func (r region) quad(beside, above float64) quad {
	sin, cos := math.Sincos(r.angle)
	var q quad
	for i, s := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		u, v := s[0]*(r.w/2+beside), s[1]*(r.h/2+above)
		q[i] = [2]float64{r.cx + u*cos - v*sin, r.cy + u*sin + v*cos}
	}
	return q
}

// size returns the mean lengths of q's sides.
func (q quad) size() (w, h float64) {
	side := func(a, b int) float64 { return math.Hypot(q[a][0]-q[b][0], q[a][1]-q[b][1]) }
	return (side(0, 1) + side(3, 2)) / 2, (side(0, 3) + side(1, 2)) / 2
}

// outlines says whether q can be a symbol's outline. zxing gives a PDF417 symbol of which it missed a guard pattern corners
// that fall together or lie anywhere; no perspective in which it reads makes one side twice as long as the opposite one.
func (q quad) outlines() bool {
	side := func(a, b int) float64 { return math.Hypot(q[a][0]-q[b][0], q[a][1]-q[b][1]) }
	alike := func(a, b float64) bool { return min(a, b) >= 4 && max(a, b) <= 2*min(a, b) }
	return alike(side(0, 1), side(3, 2)) && alike(side(0, 3), side(1, 2))
}

// between returns the point of q at u, v, both 0..1 within q: bilinear, so that rows and columns stay straight lines.
func (q quad) between(u, v float64) [2]float64 {
	var p [2]float64
	for i := range p {
		p[i] = (q[0][i]*(1-u)+q[1][i]*u)*(1-v) + (q[3][i]*(1-u)+q[2][i]*u)*v
	}
	return p
}

// cutting is the part of a picture in quad, laid flat.
type cutting struct {
	plane *image.Gray
	quad  quad
}

// at maps a point of the plane to the picture.
func (c cutting) at(p [2]float64) [2]float64 {
	return c.quad.between(p[0]/float64(c.plane.Rect.Dx()), p[1]/float64(c.plane.Rect.Dy()))
}

// whole is g as it stands; averaged by a whole factor to at most mostPixels when it has more.
func whole(g *image.Gray, mostPixels int) cutting {
	f := int(math.Ceil(math.Sqrt(float64(g.Rect.Dx()*g.Rect.Dy()) / float64(mostPixels))))
	if f > 1 {
		g = plane.Shrink(g, f)
	} else {
		f = 1
	}
	w, h := float64(f*g.Rect.Dx()), float64(f*g.Rect.Dy())
	return cutting{g, quad{{0, 0}, {w, 0}, {w, h}, {0, h}}}
}

// cut lays q of g flat, scale times as large as it is, but of at most mostPixels. It samples bilinearly, after averaging
// when the result is smaller. What lies outside g is white, as a quiet zone is.
func cut(g *image.Gray, q quad, scale float64, mostPixels int) cutting {
	w, h := q.size()
	scale = min(scale, math.Sqrt(float64(mostPixels)/(w*h)))
	c := cutting{image.NewGray(image.Rect(0, 0, max(1, int(w*scale)), max(1, int(h*scale)))), q}
	from := q
	if f := int(1 / scale); f >= 2 {
		around := bounds(q).Intersect(g.Rect)
		if around.Dx() < f || around.Dy() < f {
			return c
		}
		g = plane.Shrink(g.SubImage(around).(*image.Gray), f)
		for i := range from {
			from[i] = [2]float64{(q[i][0] - float64(around.Min.X)) / float64(f), (q[i][1] - float64(around.Min.Y)) / float64(f)}
		}
	}
	sample(c.plane, g, from)
	return c
}

// sample fills out from q of g, row by row, bilinearly. Coordinates are fixed-point, in 1/65536 pixel.
func sample(out, g *image.Gray, q quad) {
	const one = 1 << 16
	gw, gh, w, h := g.Rect.Dx(), g.Rect.Dy(), out.Rect.Dx(), out.Rect.Dy()
	fixed := func(v float64) int { return int(math.Round(v * one)) }
	for y := range h {
		v := (float64(y) + 0.5) / float64(h)
		from, to := q.between(0.5/float64(w), v), q.between(1.5/float64(w), v)
		sx, sy, rx, ry := fixed(from[0]-0.5), fixed(from[1]-0.5), fixed(to[0]-from[0]), fixed(to[1]-from[1])
		row := out.Pix[y*out.Stride:][:w]
		for x := range row {
			ix, iy := sx>>16, sy>>16
			if uint(ix) < uint(gw-1) && uint(iy) < uint(gh-1) {
				fx, fy := sx&(one-1), sy&(one-1)
				at := iy*g.Stride + ix
				top := int(g.Pix[at])*(one-fx) + int(g.Pix[at+1])*fx
				bottom := int(g.Pix[at+g.Stride])*(one-fx) + int(g.Pix[at+g.Stride+1])*fx
				row[x] = uint8((top>>8*(one-fy) + bottom>>8*fy + 1<<23) >> 24)
			} else {
				row[x] = 255
			}
			sx, sy = sx+rx, sy+ry
		}
	}
}

// bounds returns the smallest rectangle of whole pixels around q.
func bounds(q quad) image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range q {
		x0, y0, x1, y1 = min(x0, p[0]), min(y0, p[1]), max(x1, p[0]), max(y1, p[1])
	}
	return image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
}
