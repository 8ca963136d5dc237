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
// finds them, Harris' measure (Harris and Stephens 1988) ranks them.
func corners(g *image.Gray) []corner {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	offsets := circle(g.Stride)
	strength := make([]float32, w*h)
	for y := border; y < h-border; y++ {
		row := g.Pix[y*g.Stride:]
		for x := border; x < w-border; x++ {
			if v := int(row[x]); quick(g.Pix, y*g.Stride+x, v, &offsets) && fast(g.Pix, y*g.Stride+x, v, &offsets) {
				strength[y*w+x] = harris(g, x, y)
			}
		}
	}
	list := []corner{}
	for y := border; y < h-border; y++ {
		for x, s := range strength[y*w : (y+1)*w] {
			if s > 0 && peak(strength, y*w+x, w) {
				list = append(list, corner{x, y, s})
			}
		}
	}
	return list
}

// quick rules most pixels out: nine neighbours in a row on the circle hold two of its four poles at least.
func quick(pix []uint8, i, v int, circle *[ring]int) bool {
	n, e, s, w := int(pix[i+circle[0]])-v, int(pix[i+circle[4]])-v, int(pix[i+circle[8]])-v, int(pix[i+circle[12]])-v
	return (n > contrast || s > contrast) && (e > contrast || w > contrast) ||
		(n < -contrast || s < -contrast) && (e < -contrast || w < -contrast)
}

// fast reports whether nine pixels in a row on the circle are all brighter, or all darker, than v.
func fast(pix []uint8, i, v int, circle *[ring]int) bool {
	var above, below uint32
	for k, d := range circle {
		p := int(pix[i+d])
		if p > v+contrast {
			above |= 1 << k
		} else if p < v-contrast {
			below |= 1 << k
		}
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
