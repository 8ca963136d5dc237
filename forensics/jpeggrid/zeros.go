package jpeggrid

import (
	"image"

	"loupe/forensics/history"
)

// tileSide is how many block origins a tile has each way: few enough that its rows stay in the processor's cache.
const (
	tileSide = 256
	tileRow  = history.SlideWidth
)

// countZeros fills out, row-major, with a key for each block whose top left corner lies in r, made of the number of its AC
// coefficients that are zero: see keys. The blocks must lie within luma, and r may be tileRow wide at most.
func countZeros(slide *history.Slide, luma *image.Gray, r image.Rectangle, out []uint16) {
	for y := r.Min.Y; y < r.Max.Y+7; y++ {
		slide.Row(y, luma.Pix[y*luma.Stride+r.Min.X:][:r.Dx()+7])
		if top := y - 7; top >= r.Min.Y {
			line := out[(top-r.Min.Y)*r.Dx():][:r.Dx()]
			zeros(slide.From(top), line)
			keys(luma, r.Min.X, top, line)
		}
	}
}

// zeros counts for every block of a row of blocks.
func zeros(r [8]*history.SlideRow, out []uint16) {
	for x := range out {
		n := uint64(0)
		for i := 4 * x; i < 4*x+4; i++ {
			b0, b1, b2, b3, b4, b5, b6, b7 := history.Pair8(r[0][i], r[1][i], r[2][i], r[3][i], r[4][i], r[5][i], r[6][i], r[7][i])
			first := small(b0)
			if i == 4*x {
				first &^= 1 // the mean is no AC coefficient
			}
			n += first + small(b1) + small(b2) + small(b3) + small(b4) + small(b5) + small(b6) + small(b7)
		}
		out[x] = uint16(n&0xFF + n>>32)
	}
}
