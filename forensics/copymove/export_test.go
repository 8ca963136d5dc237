package copymove

import "image"

// Fine and Middle are the two bands, as signed numbers.
func Fine(g *image.Gray) []int8   { return signed(fine(g)) }
func Middle(g *image.Gray) []int8 { return signed(middle(g)) }

func signed(v []uint8) []int8 {
	out := make([]int8, len(v))
	for i, u := range v {
		out[i] = int8(u)
	}
	return out
}

// Glances looks at the windows at index a and, size of them, from index b on of a plane w wide, and says which may be alike.
func Glances(v []uint8, w, a, b int, size image.Point) (like []bool) {
	s := &glance{r: &residual{w: w, h: len(v) / w, v: v}}
	s.look(a, b, size)
	for y := range size.Y {
		for x := range size.X {
			like = append(like, s.like(x, y))
		}
	}
	return like
}

// FinelyApart is finelyApart.
func FinelyApart(g *image.Gray, a, b image.Point) int32 { return finelyApart(g, a, b) }
