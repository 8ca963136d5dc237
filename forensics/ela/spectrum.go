package ela

import (
	"context"
	"image"
	"math"

	"loupe/forensics/jpegfile"
)

const (
	frequencies = 27   // AC coefficients looked at: u+v <= 6, zig-zag order; above them few survive quantisation
	fine        = 8    // coefficients are kept in eighths
	clip        = 4000 // eighths*fine bound of a kept coefficient: 8*4000 fits int16
)

// scanOrder lists the looked-at AC frequencies in natural order (8*v+u), by zig-zag.
func scanOrder() [frequencies]int {
	return [frequencies]int{1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6}
}

// spectrum holds the low AC coefficients of every whole 8x8 luma block on one grid.
type spectrum struct {
	columns, rows int
	values        []int16          // [block*frequencies + f], eighths of a level
	activity      []float32        // per block: log(1 + sum |AC|)
	step          [frequencies]int // present quantisation step in levels; 0 when the values are not quantised
}

func newSpectrum(columns, rows int) *spectrum {
	n := columns * rows
	return &spectrum{columns: columns, rows: rows, values: make([]int16, n*frequencies), activity: make([]float32, n)}
}

func (s *spectrum) blocks() int { return s.columns * s.rows }

// block returns the kept coefficients of block i.
func (s *spectrum) block(i int) []int16 { return s.values[i*frequencies : (i+1)*frequencies] }

// fromPlane takes the coefficients of a JPEG's luma as they stand in the file: no decoding, no rounding, no clipping.
func fromPlane(ctx context.Context, p *jpegfile.Plane) (*spectrum, error) {
	s := newSpectrum(p.Width/8, p.Height/8)
	order := scanOrder()
	var scaled [64]int32
	for k, q := range p.Quant.Steps {
		scaled[k] = int32(q) * fine
	}
	for f, k := range order {
		s.step[f] = int(p.Quant.Steps[k])
	}
	for y := range s.rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for x := range s.columns {
			s.takeQuantised(y*s.columns+x, p.At(x, y), &order, &scaled)
		}
	}
	return s, nil
}

func (s *spectrum) takeQuantised(i int, b *jpegfile.Block, order *[frequencies]int, scaled *[64]int32) {
	sum := int32(0)
	for k := 1; k < 64; k++ {
		if v := int32(b[k]); v != 0 {
			sum += max(v, -v) * (scaled[k] / fine)
		}
	}
	s.activity[i] = float32(math.Log1p(float64(sum)))
	out := s.block(i)
	for f, k := range order {
		out[f] = int16(min(max(int32(b[k])*scaled[k], -clip*fine), clip*fine))
	}
}

// fromPixels transforms luma on the grid whose first block starts at origin, taking every skip-th row of blocks.
func fromPixels(ctx context.Context, luma *image.Gray, origin image.Point, skip int) (*spectrum, error) {
	s := newSpectrum(max(luma.Rect.Dx()-origin.X, 0)/8, max(luma.Rect.Dy()-origin.Y, 0)/8/skip)
	order := scanOrder()
	var block [64]float32
	for y := range s.rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		top := origin.Y + 8*y*skip
		for x := range s.columns {
			for v := range 8 {
				at := (top+v)*luma.Stride + origin.X + 8*x
				for u, p := range luma.Pix[at : at+8] {
					block[8*v+u] = float32(p)
				}
			}
			transform(&block)
			s.takeTransformed(y*s.columns+x, &block, &order)
		}
	}
	return s, nil
}

func (s *spectrum) takeTransformed(i int, b *[64]float32, order *[frequencies]int) {
	sum := float32(0)
	for _, v := range b[1:] {
		sum += max(v, -v)
	}
	s.activity[i] = float32(math.Log1p(float64(sum)))
	out := s.block(i)
	for f, k := range order {
		v := b[k] * fine
		if v < 0 {
			out[f] = int16(v - 0.5)
		} else {
			out[f] = int16(v + 0.5)
		}
	}
}
