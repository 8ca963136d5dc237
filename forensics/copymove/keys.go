package copymove

import (
	"image"
	"math"
)

const (
	cell    = 4        // pixels of the search plane a side of a cell
	block   = 4 * cell // pixels of the search plane a side of a block that is looked for again
	minStep = 1.2      // grey levels of contrast below which a block is flat
	perStep = 3.0      // quantisation of a block's coefficients, steps to its own contrast
)

// keyed is one block of the search plane and the hash of how it looks.
type keyed struct {
	key uint32
	at  int32 // y*w + x of its upper left pixel
}

// keys hashes the blocks of g that have some contrast: the 15 Hadamard coefficients of the 4x4 cell means (a robust form of
// the block features of Christlein et al. 2012, section II), each in units of the block's own contrast, so that neither
// brightness, contrast nor a little noise moves many blocks to another key. Of the keys, not of the places, every n-th is
// kept, so that about most blocks remain and a copy keeps the blocks that its source keeps.
func keys(g *image.Gray, most int) []keyed {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if w < block || h < block {
		return nil
	}
	every := uint32(1 + w*h/most)
	sums := cellSums(g)
	out := make([]keyed, 0, min(w*h, most+most/4))
	var c [16]int32
	for y := 0; y+block <= h; y++ {
		for x := 0; x+block <= w; x++ {
			for r := range 4 {
				i := (y+cell*r)*w + x
				c[4*r], c[4*r+1], c[4*r+2], c[4*r+3] = int32(sums[i]), int32(sums[i+cell]), int32(sums[i+2*cell]), int32(sums[i+3*cell])
			}
			if k, ok := hash(&c); ok && k%every == 0 {
				out = append(out, keyed{k, int32(y*w + x)})
			}
		}
	}
	return out
}

// cellSums returns, for every pixel, the sum of the cell that begins there.
func cellSums(g *image.Gray) []uint16 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := make([]uint16, w*h)
	column := make([]uint16, w)
	for y := 0; y+cell <= h; y++ {
		clear(column)
		for r := range cell {
			for x, v := range g.Pix[(y+r)*g.Stride:][:w] {
				column[x] += uint16(v)
			}
		}
		row := out[y*w:][:w]
		for x := 0; x+cell <= w; x++ {
			row[x] = column[x] + column[x+1] + column[x+2] + column[x+3]
		}
	}
	return out
}

// hash quantises the coefficients of a block with the cell sums c, which it overwrites. ok is false for a flat block.
func hash(c *[16]int32) (key uint32, ok bool) {
	const level = cell * cell * 4 // what one grey level in every cell gives
	var sum, squares int64
	for _, v := range c {
		sum += int64(v)
		squares += int64(v) * int64(v)
	}
	contrast := math.Sqrt(float64(16*squares - sum*sum)) // of all coefficients but the first (Parseval)
	if contrast < minStep*level {
		return 0, false
	}
	hadamard(c)
	scale := float32(perStep / contrast)
	key = 2166136261 // FNV-1a over the steps
	for _, v := range c[1:] {
		key = (key ^ uint32(int32(float32(v)*scale+16.5))) * 16777619
	}
	return key ^ key>>15, true
}

// hadamard transforms c by rows of four and then by columns.
func hadamard(c *[16]int32) {
	for i := 0; i < 16; i += 4 {
		c[i], c[i+1], c[i+2], c[i+3] = hadamard4(c[i], c[i+1], c[i+2], c[i+3])
	}
	for i := range 4 {
		c[i], c[i+4], c[i+8], c[i+12] = hadamard4(c[i], c[i+4], c[i+8], c[i+12])
	}
}

func hadamard4(a, b, c, d int32) (_, _, _, _ int32) {
	a, b, c, d = a+b, a-b, c+d, c-d
	return a + c, b + d, a - c, b - d
}
