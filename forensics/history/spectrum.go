package history

import (
	"context"
	"image"
	"math"

	"loupe/forensics/jpegfile"
)

const (
	Frequencies = 27 // AC coefficients looked at: u+v <= 6, zig-zag order; above them few survive quantisation
	Fine        = 8  // coefficients are kept in eighths of a level

	clip = 4000 // levels: bound of a kept coefficient, so that Fine of them fit int16
)

// ScanOrder lists the looked-at AC Frequencies in natural order (8*v+u), by zig-zag.
func ScanOrder() [Frequencies]int {
	return [Frequencies]int{1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6}
}

// Spectrum holds the low AC coefficients of every whole 8x8 luma block on one grid.
type Spectrum struct {
	Columns, Rows int              // blocks
	Origin        image.Point      // pixel of the first block's top left corner
	Activity      []float32        // per block, row-major: log(1 + sum |AC|)
	Step          [Frequencies]int // present quantisation step in levels; 0 when the values are not quantised

	values []int16 // [block*Frequencies + f], eighths of a level
}

func newSpectrum(columns, rows int) *Spectrum {
	n := columns * rows
	return &Spectrum{Columns: columns, Rows: rows, values: make([]int16, n*Frequencies), Activity: make([]float32, n)}
}

// Blocks returns how many blocks there are.
func (s *Spectrum) Blocks() int { return s.Columns * s.Rows }

// Block returns the kept coefficients of block i, row-major, in the order of ScanOrder and in units of 1/Fine level.
func (s *Spectrum) Block(i int) []int16 { return s.values[i*Frequencies : (i+1)*Frequencies] }

// fromPlane takes the coefficients of a JPEG's luma as they stand in the file: no decoding, no rounding, no clipping.
func fromPlane(ctx context.Context, p *jpegfile.Plane) (*Spectrum, error) {
	s := newSpectrum(p.Width/8, p.Height/8)
	order := ScanOrder()
	var scaled [64]int32
	for k, q := range p.Quant.Steps {
		scaled[k] = int32(q) * Fine
	}
	for f, k := range order {
		s.Step[f] = int(p.Quant.Steps[k])
	}
	for y := range s.Rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for x := range s.Columns {
			s.takeQuantised(y*s.Columns+x, p.At(x, y), &order, &scaled)
		}
	}
	return s, nil
}

func (s *Spectrum) takeQuantised(i int, b *jpegfile.Block, order *[Frequencies]int, scaled *[64]int32) {
	sum := int32(0)
	for k := 1; k < 64; k++ {
		v := int32(b[k])
		sum += max(v, -v) * (scaled[k] / Fine)
	}
	s.Activity[i] = float32(math.Log1p(float64(sum)))
	out := s.Block(i)
	for f, k := range order {
		out[f] = int16(min(max(int32(b[k&63])*scaled[k&63], -clip*Fine), clip*Fine))
	}
}

// fromPixels transforms luma on the grid whose first block starts at origin, taking every skip-th row of blocks.
func fromPixels(ctx context.Context, luma *image.Gray, origin image.Point, skip int) (*Spectrum, error) {
	s := newSpectrum(max(luma.Rect.Dx()-origin.X, 0)/8, max(luma.Rect.Dy()-origin.Y, 0)/8/skip)
	s.Origin = origin
	order := ScanOrder()
	var block [64]float32
	for y := range s.Rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		top := origin.Y + 8*y*skip
		for x := range s.Columns {
			for v := range 8 {
				at := (top+v)*luma.Stride + origin.X + 8*x
				for u, p := range luma.Pix[at : at+8] {
					block[8*v+u] = float32(p)
				}
			}
			Transform(&block)
			s.takeTransformed(y*s.Columns+x, &block, &order)
		}
	}
	return s, nil
}

func (s *Spectrum) takeTransformed(i int, b *[64]float32, order *[Frequencies]int) {
	sum := float32(0)
	for _, v := range b[1:] {
		sum += max(v, -v)
	}
	s.Activity[i] = float32(math.Log1p(float64(sum)))
	out := s.Block(i)
	for f, k := range order {
		v := b[k] * Fine
		if v < 0 {
			out[f] = int16(v - 0.5)
		} else {
			out[f] = int16(v + 0.5)
		}
	}
}
