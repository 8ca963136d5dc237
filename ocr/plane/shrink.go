// Package plane reduces grey planes, for all who read.
package plane

import "image"

// Shrink averages blocks of f x f pixels of g; what does not fill a block at the far edges is dropped, but at least one pixel
// comes of each side. g itself is returned for an f of 1 or less. The result's origin is 0,0.
func Shrink(g *image.Gray, f int) *image.Gray {
	if f <= 1 {
		return g
	}
	w, h := max(1, g.Rect.Dx()/f), max(1, g.Rect.Dy()/f)
	f = min(f, g.Rect.Dx(), g.Rect.Dy())
	out := image.NewGray(image.Rect(0, 0, w, h))
	sums := make([]uint32, w)
	area := uint32(f * f)
	for y := range h {
		row := out.Pix[y*out.Stride : y*out.Stride+w]
		if f == 2 {
			halve(row, g.Pix[2*y*g.Stride:], g.Pix[(2*y+1)*g.Stride:])
			continue
		}
		clear(sums)
		for sy := y * f; sy < (y+1)*f; sy++ {
			line := g.Pix[sy*g.Stride:]
			for x := range sums {
				for _, v := range line[x*f : (x+1)*f] {
					sums[x] += uint32(v)
				}
			}
		}
		for x, s := range sums {
			row[x] = uint8((s + area/2) / area)
		}
	}
	return out
}

// halve averages blocks of two by two of the rows a and b.
func halve(out, a, b []uint8) {
	a, b = a[:2*len(out)], b[:2*len(out)]
	for x := range out {
		out[x] = uint8((uint16(a[2*x]) + uint16(a[2*x+1]) + uint16(b[2*x]) + uint16(b[2*x+1]) + 2) / 4)
	}
}
