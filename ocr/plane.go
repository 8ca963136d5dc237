package ocr

import (
	"image"
	"math"

	"loupe/models"
)

// upright returns g turned as o says; g itself when it stands upright.
func upright(g *image.Gray, o models.Orientation) *image.Gray {
	if o < 2 || o > 8 {
		return g
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	uw, uh := o.Upright(w, h)
	out := image.NewGray(image.Rect(0, 0, uw, uh))
	// The stored pixel 0,0 and the steps to its neighbours on the right and below decide where all others go.
	ox, oy, _, _ := o.Box(0, 0, 1, 1, w, h)
	rx, ry, _, _ := o.Box(1, 0, 1, 1, w, h)
	bx, by, _, _ := o.Box(0, 1, 1, 1, w, h)
	right, below := (ry-oy)*out.Stride+rx-ox, (by-oy)*out.Stride+bx-ox
	for y := range h {
		at := oy*out.Stride + ox + y*below
		for _, v := range g.Pix[y*g.Stride : y*g.Stride+w] {
			out.Pix[at] = v
			at += right
		}
	}
	return out
}

// crop returns the part r of g without copying; r is clipped to g.
func crop(g *image.Gray, r image.Rectangle) *image.Gray {
	r = r.Intersect(g.Rect)
	return &image.Gray{Pix: g.Pix[g.PixOffset(r.Min.X, r.Min.Y):], Stride: g.Stride, Rect: image.Rect(0, 0, r.Dx(), r.Dy())}
}

// resize scales g to w x h with a triangle filter as wide as the reduction, so that strokes neither vanish nor alias.
func resize(g *image.Gray, w, h int) *image.Gray {
	if w == g.Rect.Dx() && h == g.Rect.Dy() {
		return g
	}
	columns, rows := taps(g.Rect.Dx(), w), taps(g.Rect.Dy(), h)
	narrow := make([]uint8, w*g.Rect.Dy())
	for y := range g.Rect.Dy() {
		row := g.Pix[y*g.Stride:]
		for x, t := range columns {
			sum := int32(1 << 15)
			for i, k := range t.weights {
				sum += k * int32(row[t.from+i])
			}
			narrow[y*w+x] = uint8(sum >> 16)
		}
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	sums := make([]int32, w)
	for y, t := range rows {
		for x := range sums {
			sums[x] = 1 << 15
		}
		for i, k := range t.weights {
			for x, v := range narrow[(t.from+i)*w : (t.from+i+1)*w] {
				sums[x] += k * int32(v)
			}
		}
		for x, s := range sums {
			out.Pix[y*out.Stride+x] = uint8(s >> 16)
		}
	}
	return out
}

// tap is how one output sample is made: weights in 1/65536, they sum to 1.
type tap struct {
	from    int
	weights []int32
}

func taps(from, to int) []tap {
	scale := float64(from) / float64(to)
	radius := max(scale, 1)
	out := make([]tap, to)
	for i := range out {
		centre := (float64(i)+0.5)*scale - 0.5
		lo, hi := max(0, int(math.Ceil(centre-radius))), min(from-1, int(math.Floor(centre+radius)))
		weights := make([]float64, hi-lo+1)
		sum := 0.0
		for j := range weights {
			weights[j] = max(0, radius-math.Abs(float64(lo+j)-centre))
			sum += weights[j]
		}
		out[i] = tap{lo, fixed(weights, sum)}
	}
	return out
}

// fixed rounds weights/sum to 1/65536 so that they sum to exactly 65536.
func fixed(weights []float64, sum float64) []int32 {
	out := make([]int32, len(weights))
	left, largest := int32(1<<16), 0
	for i, w := range weights {
		out[i] = int32(math.Round(w / sum * (1 << 16)))
		left -= out[i]
		if w > weights[largest] {
			largest = i
		}
	}
	out[largest] += left
	return out
}

// appendPixels appends g's pixels to out, row after row.
func appendPixels(out []uint8, g *image.Gray) []uint8 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for y := range h {
		out = append(out, g.Pix[y*g.Stride:y*g.Stride+w]...)
	}
	return out
}
