package feature

import (
	"image"
	"math/bits"
)

// corner is a corner of one level of the pyramid.
type corner struct {
	x, y     int
	strength float32
}

const (
	contrast = 6 // grey levels by which a circle must differ from its centre; weaker corners lose by their strength anyway
	ring     = 16
)

// circle lists the pixels at distance 3, clockwise from the top (Rosten and Drummond, ECCV 2006, figure 1).
func circle(stride int) [ring]int {
	at := func(x, y int) int { return y*stride + x }
	return [ring]int{at(0, -3), at(1, -3), at(2, -2), at(3, -1), at(3, 0), at(3, 1), at(2, 2), at(1, 3),
		at(0, 3), at(-1, 3), at(-2, 2), at(-3, 1), at(-3, 0), at(-3, -1), at(-2, -2), at(-1, -3)}
}

// corners lists the corners of g that are stronger than their eight neighbours, row by row: FAST-9 (Rosten and Drummond 2006)
// finds them, Harris' measure (Harris and Stephens 1988) ranks them. strength has room for every pixel; it is 0 everywhere, and
// is so again afterwards.
func corners(g *image.Gray, strength []float32) []corner {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	offsets := circle(g.Stride)
	found := []int{}
	for y := border; y < h-border; y++ {
		row := func(dx, dy int) []uint8 { return g.Pix[(y+dy)*g.Stride+border+dx:][:w-2*border] }
		mid, up, right, down, left := row(0, 0), row(0, -3), row(3, 0), row(0, 3), row(-3, 0)
		for x, v := range mid {
			if quick(v, up[x], right[x], down[x], left[x]) && fast(g.Pix, y*g.Stride+border+x, int(v), &offsets) {
				i := y*w + border + x
				if strength[i] = harris(g, border+x, y); strength[i] > 0 {
					found = append(found, i)
				}
			}
		}
	}
	list := []corner{}
	for _, i := range found {
		if peak(strength, i, w) {
			list = append(list, corner{i % w, i / w, strength[i]})
		}
	}
	for _, i := range found {
		strength[i] = 0
	}
	return list
}

// quick rules most pixels out: nine neighbours in a row on the circle hold two of its four poles at least, next to each
// other.
func quick(v, n, e, s, w uint8) bool {
	return int(min(max(n, s), max(e, w))) > int(v)+contrast || int(max(min(n, s), min(e, w))) < int(v)-contrast
}

// fast reports whether nine pixels in a row on the circle are all brighter, or all darker, than v.
func fast(pix []uint8, i, v int, circle *[ring]int) bool {
	var above, below uint32
	high, low := int32(v+contrast), int32(v-contrast)
	for _, d := range circle { // the sign bit of a difference says which is larger, without a branch that noise would mispredict
		p := int32(pix[i+d])
		above, below = above<<1|uint32(high-p)>>31, below<<1|uint32(p-low)>>31
	}
	return bits.OnesCount32(above) >= 9 && run9(above) || bits.OnesCount32(below) >= 9 && run9(below)
}

// run9 reports whether nine bits in a row are set in the ring of sixteen.
func run9(ring uint32) bool {
	m := ring | ring<<16
	r := m & (m >> 1)
	r &= r >> 2
	r &= r >> 4
	return r&(m>>8) != 0
}

// harris is the determinant less 0.04 times the squared trace of the structure tensor over 7x7 pixels; 0 on edges.
func harris(g *image.Gray, x, y int) float32 {
	var xx, yy, xy int
	for v := y - 3; v <= y+3; v++ {
		i := v*g.Stride + x
		up, at, down := g.Pix[i-g.Stride-3:][:7], g.Pix[i-4:][:9], g.Pix[i+g.Stride-3:][:7]
		for k := range up {
			dx, dy := int(at[k+2])-int(at[k]), int(down[k])-int(up[k])
			xx, yy, xy = xx+dx*dx, yy+dy*dy, xy+dx*dy
		}
	}
	const n = 7 * 7 * 4 // pixels, and central differences over two pixels
	a, b, c := float32(xx)/n, float32(yy)/n, float32(xy)/n
	return max(0, a*b-c*c-0.04*(a+b)*(a+b))
}

// peak reports whether no neighbour of i is stronger; of equals the first wins.
func peak(strength []float32, i, w int) bool {
	s := strength[i]
	return s > strength[i-w-1] && s > strength[i-w] && s > strength[i-w+1] && s > strength[i-1] &&
		s >= strength[i+1] && s >= strength[i+w-1] && s >= strength[i+w] && s >= strength[i+w+1]
}
