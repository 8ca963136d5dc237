package barcode

import "image"

// stretch spreads g's grey levels, but for the darkest and the lightest 1 %, over 0..255.
func stretch(g *image.Gray) {
	var counts [256]int
	for _, v := range g.Pix {
		counts[v]++
	}
	rank := func(n int) int {
		for v, c := range counts {
			if n -= c; n < 0 {
				return v
			}
		}
		return 255
	}
	lo, hi := rank(len(g.Pix)/100), rank(len(g.Pix)-len(g.Pix)/100-1)
	var to [256]uint8
	for v := range to {
		to[v] = uint8(min(max((v-lo)*255/max(hi-lo, 1), 0), 255))
	}
	for i, v := range g.Pix {
		g.Pix[i] = to[v]
	}
}

// sharpen subtracts from each pixel of g, which was enlarged three times, its neighbours of before on the left and right:
// upright bars that the lens blurred get some of their contrast back.
func sharpen(g *image.Gray) {
	const distance = 3
	w := g.Rect.Dx()
	line := make([]uint8, w)
	for y := range g.Rect.Dy() {
		row := g.Pix[y*g.Stride:][:w]
		copy(line, row)
		for x := distance; x+distance < w; x++ {
			v := int(line[x])
			row[x] = uint8(min(max(v+2*v-int(line[x-distance])-int(line[x+distance]), 0), 255))
		}
	}
}
