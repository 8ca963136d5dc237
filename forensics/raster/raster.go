// Package raster holds the pixel helpers shared by the checks: planes, reductions, orientation, drawing.
// Planes are *image.Gray with origin 0,0; values 0..255.
package raster

import (
	"image"
	"image/draw"
	"math"
	"math/bits"
)

// Luma returns the luma plane of img, ITU-R BT.601, origin 0,0. The Y plane of a YCbCr picture and a grey picture are
// shared, not copied: callers must not write to the result.
func Luma(img image.Image) *image.Gray {
	switch p := img.(type) {
	case *image.Gray:
		return &image.Gray{Pix: p.Pix[p.PixOffset(p.Rect.Min.X, p.Rect.Min.Y):], Stride: p.Stride, Rect: origin(p.Rect)}
	case *image.YCbCr:
		return &image.Gray{Pix: p.Y[p.YOffset(p.Rect.Min.X, p.Rect.Min.Y):], Stride: p.YStride, Rect: origin(p.Rect)}
	}
	g := image.NewGray(origin(img.Bounds()))
	draw.Draw(g, g.Rect, img, img.Bounds().Min, draw.Src)
	return g
}

func origin(r image.Rectangle) image.Rectangle { return image.Rect(0, 0, r.Dx(), r.Dy()) }

// Fit returns g reduced so that its longest side is at most side pixels, by averaging boxes; g itself when it fits already.
func Fit(g *image.Gray, side int) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	longest := max(w, h)
	if longest <= side {
		return g
	}
	return Box(g, max(1, w*side/longest), max(1, h*side/longest))
}

// Box reduces g to w x h by averaging the area that each output pixel covers; source pixels on a border count for the
// share that lies inside, so that nothing shifts and a mirrored picture reduces to the mirrored result. w and h must
// not exceed the source's size.
func Box(g *image.Gray, w, h int) *image.Gray {
	sw, sh := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	columns, rows := spans(sw, w), spans(sh, h)
	line, held := make([]uint32, w), -1 // one source row, averaged across, and which; at most 255 * sw
	sums := make([]uint64, w)
	area := uint64(sw) * uint64(sh) // an output pixel weighs so much in units of 1/(w*h) source pixel
	inverse := math.MaxUint64 / area
	for y, r := range rows {
		clear(sums)
		for sy := r.first; sy <= r.last; sy++ {
			if sy != held { // two output rows share the source row between them
				across(line, columns, g.Pix[sy*g.Stride:sy*g.Stride+sw])
				held = sy
			}
			weight := r.weight(sy)
			for x, v := range line {
				sums[x] += weight * uint64(v)
			}
		}
		for x, v := range sums {
			// (v+area/2)/area, exactly, while 255*area*area < 2^64 (Robison, "N-bit unsigned division via N-bit multiply-add",
			// ARITH 2005): a division takes ten times as long.
			q, _ := bits.Mul64(v+area/2+1, inverse)
			out.Pix[y*out.Stride+x] = uint8(q)
		}
	}
	return out
}

// span is the source pixels first..last that one output pixel covers, with the weights of the outer two; those between
// weigh inner. Weights are in units of 1/n source pixel, n being the number of output pixels.
type span struct {
	first, last       int
	head, inner, tail uint64
}

// spans divides source pixels evenly among n output pixels.
func spans(source, n int) []span {
	out := make([]span, n)
	for i := range out {
		from, to := i*source, (i+1)*source // in units of 1/n source pixel
		s := span{first: from / n, last: (to - 1) / n, inner: uint64(n)}
		s.head, s.tail = uint64((s.first+1)*n-from), uint64(to-s.last*n)
		if s.first == s.last {
			s.head = uint64(to - from)
		}
		out[i] = s
	}
	return out
}

func (s span) weight(i int) uint64 {
	switch i {
	case s.first:
		return s.head
	case s.last:
		return s.tail
	}
	return s.inner
}

func across(line []uint32, columns []span, row []uint8) {
	for x := range columns {
		c := &columns[x]
		cells := row[c.first : c.last+1]
		v := uint32(c.head) * uint32(cells[0])
		if end := len(cells) - 1; end > 0 {
			inner := uint32(0)
			for _, p := range cells[1:end] {
				inner += uint32(p)
			}
			v += uint32(c.inner)*inner + uint32(c.tail)*uint32(cells[end])
		}
		line[x] = v
	}
}
