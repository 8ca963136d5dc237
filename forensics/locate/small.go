package locate

import (
	"bytes"
	"image"

	"loupe/forensics/raster"
)

// searchSide is the longest side, in pixels, of the picture in which the outline is searched: an edge of a card that
// fills a third of the frame is still 200 pixels long, and most lettering is gone.
const searchSide = 640

// small is the picture that the outline is searched in: luma and the two colour differences (ITU-R BT.601), w x h each.
type small struct {
	w, h   int
	planes [3][]uint8
	sx, sy float64 // stored pixels per pixel
}

// reduce averages img down to a longest side of at most side; a smaller picture keeps its size.
func reduce(img image.Image, side int) *small {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if longest := max(w, h); longest > side {
		w, h = max(1, w*side/longest), max(1, h*side/longest)
	}
	s := &small{w: w, h: h, sx: float64(b.Dx()) / float64(w), sy: float64(b.Dy()) / float64(h)}
	switch p := img.(type) {
	case *image.Gray:
		s.planes[0] = fit(raster.Luma(p), w, h)
		s.planes[1], s.planes[2] = bytes.Repeat([]byte{128}, w*h), bytes.Repeat([]byte{128}, w*h)
	case *image.YCbCr:
		s.planes[0] = fit(raster.Luma(p), w, h)
		s.planes[1], s.planes[2] = fit(chroma(p, p.Cb), w, h), fit(chroma(p, p.Cr), w, h)
	default:
		s.split(shrink(img, w, h))
	}
	return s
}

// chroma returns one of p's colour difference planes as it is stored.
func chroma(p *image.YCbCr, pix []uint8) *image.Gray {
	first, last := p.COffset(p.Rect.Min.X, p.Rect.Min.Y), p.COffset(p.Rect.Max.X-1, p.Rect.Max.Y-1)
	size := image.Rect(0, 0, (last-first)%p.CStride+1, (last-first)/p.CStride+1)
	return &image.Gray{Pix: pix[first:], Stride: p.CStride, Rect: size}
}

// fit returns g's pixels at w x h: averaged, or repeated where g is smaller.
func fit(g *image.Gray, w, h int) []uint8 {
	gw, gh := g.Rect.Dx(), g.Rect.Dy()
	switch {
	case gw >= taps*w && gh >= taps*h:
		return thin(g, w, h)
	case gw >= w && gh >= h && (gw > w || gh > h):
		return raster.Box(g, w, h).Pix
	}
	out := make([]uint8, w*h)
	for y := range h {
		row := g.Pix[y*gh/h*g.Stride:]
		for x := range w {
			out[y*w+x] = row[x*gw/w]
		}
	}
	return out
}

// taps is how many pixels are averaged in each direction for one of a much larger picture: more would cost time and
// change little.
const taps = 3

// thin averages taps x taps pixels, evenly spread over the area that each output pixel covers.
func thin(g *image.Gray, w, h int) []uint8 {
	columns := make([]int, taps*w)
	for i := range columns {
		columns[i] = (2*i + 1) * g.Rect.Dx() / (2 * taps * w)
	}
	out := make([]uint8, w*h)
	for y := range h {
		var rows [taps][]uint8
		for j := range rows {
			sy := (2*(taps*y+j) + 1) * g.Rect.Dy() / (2 * taps * h)
			rows[j] = g.Pix[sy*g.Stride:][:g.Rect.Dx()]
		}
		line := out[y*w : (y+1)*w]
		for x := range line {
			a, b, c := columns[taps*x], columns[taps*x+1], columns[taps*x+2]
			sum := uint32(taps * taps / 2)
			for _, row := range rows {
				sum += uint32(row[a]) + uint32(row[b]) + uint32(row[c])
			}
			line[x] = uint8(sum / (taps * taps))
		}
	}
	return out
}
