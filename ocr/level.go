package ocr

import (
	"image"
	"math"
)

// shown returns the part of g's level frame as a plane of w x h pixels. It may share g's pixels.
func (p pose) shown(g *image.Gray, part image.Rectangle, w, h int) *image.Gray {
	if p.upright() {
		return resize(crop(g, part), w, h)
	}
	m := p.motion()
	needed := m.around(part).Intersect(g.Rect)
	if needed.Empty() { // a corner of the level frame that the plane does not reach
		return image.NewGray(image.Rect(0, 0, w, h))
	}
	if p.skew == 0 {
		return resize(upright(crop(g, needed), p.orientation()), w, h)
	}
	// Reduced first, with the filter that a reduction needs, then turned with bilinear samples.
	scale := min(1, float64(h)/float64(part.Dy()))
	reduced := resize(crop(g, needed), reach(needed.Dx(), scale), reach(needed.Dy(), scale))
	return resize(turned(reduced, needed, m, part, scale), w, h)
}

func reach(n int, scale float64) int { return max(1, int(math.Round(float64(n)*scale))) }

// turned samples the part of the level frame, times scale, from reduced, which shows the rectangle needed of the plane. What lies outside
// is as light as the rest on average.
func turned(reduced *image.Gray, needed image.Rectangle, m motion, part image.Rectangle, scale float64) *image.Gray {
	w, h := reach(part.Dx(), scale), reach(part.Dy(), scale)
	rw, rh := reduced.Rect.Dx(), reduced.Rect.Dy()
	kx, ky := float64(rw)/float64(needed.Dx()), float64(rh)/float64(needed.Dy())
	du, dv := float64(part.Dx())/float64(w), float64(part.Dy())/float64(h)
	out, outside := image.NewGray(image.Rect(0, 0, w, h)), mean(reduced)
	for j := range h {
		x, y := m.at(float64(part.Min.X)+du/2, float64(part.Min.Y)+(float64(j)+0.5)*dv)
		x, y = (x-float64(needed.Min.X))*kx-0.5, (y-float64(needed.Min.Y))*ky-0.5
		row := out.Pix[j*out.Stride : j*out.Stride+w]
		for i := range row {
			sx, sy := x+float64(i)*du*m.b*kx, y+float64(i)*du*m.c*ky
			ix, iy := int(math.Floor(sx)), int(math.Floor(sy))
			if ix < 0 || iy < 0 || ix+1 >= rw || iy+1 >= rh {
				row[i] = outside
				continue
			}
			fx, fy := sx-float64(ix), sy-float64(iy)
			at := iy*reduced.Stride + ix
			above, below := reduced.Pix[at:at+2], reduced.Pix[at+reduced.Stride:at+reduced.Stride+2]
			top := float64(above[0]) + fx*(float64(above[1])-float64(above[0]))
			bottom := float64(below[0]) + fx*(float64(below[1])-float64(below[0]))
			row[i] = uint8(top + fy*(bottom-top) + 0.5)
		}
	}
	return out
}

func mean(g *image.Gray) uint8 {
	sum, w, h := uint64(0), g.Rect.Dx(), g.Rect.Dy()
	for y := range h {
		for _, v := range g.Pix[y*g.Stride : y*g.Stride+w] {
			sum += uint64(v)
		}
	}
	return uint8(sum / uint64(max(1, w*h)))
}

// scaled is a part of the level frame at another size.
type scaled struct {
	plane  *image.Gray
	part   image.Rectangle // of the level frame
	sx, sy float64         // pixels of the level frame per pixel of plane
}

// maxEnlarge bounds how much small text is enlarged; beyond, no detail is gained.
const maxEnlarge = 2

// view shows part of the level frame at about scale, within maxPixels, and squeezed: that many times narrower.
func (p pose) view(g *image.Gray, part image.Rectangle, scale, squeeze float64, maxPixels int) scaled {
	part = part.Intersect(p.frame())
	w, h := float64(part.Dx()), float64(part.Dy())
	scale = min(scale, maxEnlarge, math.Sqrt(float64(maxPixels)/(w*h)))
	pw, ph := max(1, int(w*scale*squeeze)), max(1, int(h*scale))
	return scaled{p.shown(g, part, pw, ph), part, w / float64(pw), h / float64(ph)}
}

// cover paints the parts skip of the plane of p over in v, each with the shade around it, so that nothing is read there.
func (v *scaled) cover(p pose, skip []image.Rectangle) {
	if len(skip) == 0 {
		return
	}
	v.plane = &image.Gray{Pix: appendPixels(nil, v.plane), Stride: v.plane.Rect.Dx(), Rect: v.plane.Rect}
	to, from := p.motion(), p.motion().back()
	for _, r := range skip {
		in := v.inward(from.around(r))
		shade := edge(v.plane, in)
		for y := in.Min.Y; y < in.Max.Y; y++ {
			for x := in.Min.X; x < in.Max.X; x++ {
				px, py := to.at(float64(v.part.Min.X)+(float64(x)+0.5)*v.sx, float64(v.part.Min.Y)+(float64(y)+0.5)*v.sy)
				if image.Pt(int(math.Floor(px)), int(math.Floor(py))).In(r) {
					v.plane.Pix[y*v.plane.Stride+x] = shade
				}
			}
		}
	}
}

// inward maps a rectangle of the level frame to v's plane, rounding outward and clipping.
func (v scaled) inward(r image.Rectangle) image.Rectangle {
	r = r.Sub(v.part.Min)
	return image.Rect(
		int(math.Floor(float64(r.Min.X)/v.sx)), int(math.Floor(float64(r.Min.Y)/v.sy)),
		int(math.Ceil(float64(r.Max.X)/v.sx)), int(math.Ceil(float64(r.Max.Y)/v.sy))).Intersect(v.plane.Rect)
}

// edge is the mean shade along the border of r.
func edge(g *image.Gray, r image.Rectangle) uint8 {
	sum, n := 0, 0
	add := func(x, y int) { sum, n = sum+int(g.Pix[y*g.Stride+x]), n+1 }
	for x := r.Min.X; x < r.Max.X; x++ {
		add(x, r.Min.Y)
		add(x, r.Max.Y-1)
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		add(r.Min.X, y)
		add(r.Max.X-1, y)
	}
	return uint8(sum / max(1, n))
}

// outward maps a rectangle of v's plane to the level frame, rounding outward and clipping.
func (v scaled) outward(r image.Rectangle) image.Rectangle {
	x := func(px int, round func(float64) float64) int { return v.part.Min.X + int(round(float64(px)*v.sx)) }
	y := func(py int, round func(float64) float64) int { return v.part.Min.Y + int(round(float64(py)*v.sy)) }
	return image.Rect(x(r.Min.X, math.Floor), y(r.Min.Y, math.Floor), x(r.Max.X, math.Ceil), y(r.Max.Y, math.Ceil)).Intersect(v.part)
}
