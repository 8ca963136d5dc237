package copymove

import (
	"image"
	"math"
	"slices"
)

// residual is the high-pass residual of a luma plane: each pixel less the binomial mean of its 3x3 neighbourhood, in
// half grey levels, cut at +-127 so that hard edges do not outweigh everything else. The outermost pixels are 0.
type residual struct {
	w, h     int
	textured bool    // texture does not repeat itself honestly: a photograph, not a document
	v        []int8  // row-major, stride w
	tests    float64 // log10 of the pairs of places that can be compared
	typical  int32   // energy of a tile that shows noise or common texture: what a place has of its own, at most
}

// newResidual filters g, of any size. Half of a photograph may be texture, which does not repeat itself honestly; on a
// document only the paper between what is printed shows noise alone: what is typical is less there.
func newResidual(g *image.Gray, textured bool) *residual {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	r := &residual{w: w, h: h, textured: textured, v: filtered(g), tests: 2 * math.Log10(float64(w*h))}
	r.typical = r.quantile(0.2)
	if textured {
		r.typical = r.quantile(0.4)
	}
	return r
}

// filtered returns the residual of g, row by row.
func filtered(g *image.Gray) []int8 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	v := make([]int8, w*h)
	column := make([]int32, w) // 1 2 1 down
	for y := 1; y < h-1; y++ {
		a, b, c := g.Pix[(y-1)*g.Stride:][:w], g.Pix[y*g.Stride:][:w], g.Pix[(y+1)*g.Stride:][:w]
		for x := range column {
			column[x] = int32(a[x]) + 2*int32(b[x]) + int32(c[x])
		}
		out := v[y*w:][:w]
		for x := 1; x < w-1; x++ {
			d := 16*int32(b[x]) - column[x-1] - 2*column[x] - column[x+1]
			out[x] = int8(min(max((d+4)>>3, -127), 127))
		}
	}
	return v
}

// quantile returns the energy that the given share of a sample of the picture's tiles does not reach.
func (r *residual) quantile(share float64) int32 {
	step := tile * (1 + r.w*r.h/(tile*tile*20_000)/4)
	all := []int32{}
	for y := 1; y+tile < r.h; y += step {
		for x := 1; x+tile < r.w; x += step {
			i := y*r.w + x
			all = append(all, r.energyOf(i, i, tile).own/2)
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[int(share*float64(len(all)-1))]
}
