package raster

import (
	"cmp"
	"image"
	"slices"
)

// Tiles cuts inner, a part of luma, into squares of the given side (less at its right and lower edges), of at most budget
// pixels together: all when they fit, else those with most detail, in reading order. whole is the number of pixels of inner.
func Tiles(luma *image.Gray, inner image.Rectangle, side, budget int) (chosen []image.Rectangle, whole int) {
	for y := inner.Min.Y; y < inner.Max.Y; y += side {
		for x := inner.Min.X; x < inner.Max.X; x += side {
			r := image.Rect(x, y, x+side, y+side).Intersect(inner)
			chosen = append(chosen, r)
			whole += r.Dx() * r.Dy()
		}
	}
	if whole <= budget {
		return chosen, whole
	}
	detail := make(map[image.Rectangle]int, len(chosen))
	for _, r := range chosen {
		detail[r] = detailOf(luma, r)
	}
	slices.SortStableFunc(chosen, func(a, b image.Rectangle) int { return cmp.Compare(detail[b], detail[a]) })
	n, kept := 0, 0
	for kept < len(chosen) && n+chosen[kept].Dx()*chosen[kept].Dy() <= budget {
		n += chosen[kept].Dx() * chosen[kept].Dy()
		kept++
	}
	chosen = chosen[:kept]
	slices.SortFunc(chosen, func(a, b image.Rectangle) int {
		return cmp.Or(cmp.Compare(a.Min.Y, b.Min.Y), cmp.Compare(a.Min.X, b.Min.X))
	})
	return chosen, whole
}

// detailOf counts the cells of 8x8 pixels that are neither flat nor hidden in noise, by two pixels each: edges.
func detailOf(luma *image.Gray, r image.Rectangle) int {
	const edge = 12 // levels
	n := 0
	for y := r.Min.Y; y < r.Max.Y; y += 8 {
		row := luma.Pix[y*luma.Stride:]
		for x := r.Min.X; x+4 < r.Max.X; x += 8 {
			if d := int(row[x]) - int(row[x+4]); d > edge || d < -edge {
				n++
			}
		}
	}
	return n
}
