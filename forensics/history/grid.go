package history

import (
	"image"
	"math"
)

const (
	gridBlocks = 800  // places that are looked at, about
	gridLeads  = 0.02 // share of the coefficients by which a grid must have more zeros than the next: content leads by 0.005, a JPEG by 0.1
	grids      = 64
	nearlyZero = 0.5 // levels: what rounding makes of zero
)

// gridOrigin is where the compression grid of a picture begins that is no JPEG now: a crop of one keeps its grid. A compression
// leaves more zero coefficients on its own grid than there are on any other (Nikoukhah et al., ZERO, IPOL 11, 2021, section 3).
// 0,0 where none stands out.
func gridOrigin(luma *image.Gray) image.Point {
	var zeros [grids]float64
	places := 0
	w, h := luma.Rect.Dx(), luma.Rect.Dy()
	step := max(int(math.Sqrt(float64(w)*float64(h)/gridBlocks))&^7, 8)
	for y := 0; y+16 <= h; y += step {
		for x := 0; x+16 <= w; x += step {
			places++
			for g := range zeros {
				zeros[g] += float64(zerosAt(luma, x+g%8, y+g/8))
			}
		}
	}
	first, second := 0, 0.0
	for g, n := range zeros {
		if n > zeros[first] {
			first, second = g, zeros[first]
		} else if g != first {
			second = max(second, n)
		}
	}
	if zeros[first]-second < gridLeads*float64(places*63) {
		return image.Point{}
	}
	return image.Pt(first%8, first/8)
}

// zerosAt counts the AC coefficients of the block at x, y that are nearly zero.
func zerosAt(luma *image.Gray, x, y int) (n int) {
	var b [64]float32
	for i := range b {
		b[i] = float32(luma.Pix[(y+i/8)*luma.Stride+x+i%8])
	}
	Transform(&b)
	for _, c := range b[1:] {
		if max(c, -c) < nearlyZero {
			n++
		}
	}
	return n
}
