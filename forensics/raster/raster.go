// Package raster holds the pixel helpers shared by the checks: planes, reductions, orientation, drawing.
// Planes are *image.Gray with origin 0,0; values 0..255.
package raster

import (
	"image"
	"image/draw"
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

// Box reduces g to w x h by averaging, each output pixel over the whole source pixels it covers. w and h must not
// exceed the source's size.
func Box(g *image.Gray, w, h int) *image.Gray {
	sw, sh := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	sums := make([]uint32, w)
	edges := make([]int, w+1)
	for x := range edges {
		edges[x] = x * sw / w
	}
	for y := range h {
		top, bottom := y*sh/h, (y+1)*sh/h
		clear(sums)
		for sy := top; sy < bottom; sy++ {
			addBoxes(sums, edges, g.Pix[sy*g.Stride:sy*g.Stride+sw])
		}
		for x := range w {
			n := uint32((edges[x+1] - edges[x]) * (bottom - top))
			out.Pix[y*out.Stride+x] = uint8((sums[x] + n/2) / n)
		}
	}
	return out
}

func addBoxes(sums []uint32, edges []int, row []uint8) {
	for x := range sums {
		s := uint32(0)
		for _, v := range row[edges[x]:edges[x+1]] {
			s += uint32(v)
		}
		sums[x] += s
	}
}
