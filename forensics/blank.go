package forensics

import "slices"

// A blank page: fewer than blankShare of its pixels differ from the median by more than blankLevels grey levels. A line
// of 12 point text across an A4 page covers about 0.3 % of it.
const (
	blankShare  = 0.0005
	blankLevels = 32
)

// Blank reports whether nothing stands on the page, as on the empty back of a scanned sheet.
func Blank(x *Exhibit) bool {
	small := x.Small()
	w, h := small.Rect.Dx(), small.Rect.Dy()
	var counts [256]int
	for y := range h {
		for _, v := range small.Pix[y*small.Stride : y*small.Stride+w] {
			counts[v]++
		}
	}
	median := medianLevel(counts[:], w*h)
	marked := w * h
	for v := max(0, median-blankLevels); v <= min(255, median+blankLevels); v++ {
		marked -= counts[v]
	}
	return float64(marked) < blankShare*float64(w*h)
}

// medianLevel returns the grey level below which half of n pixels lie.
func medianLevel(counts []int, n int) int {
	seen := 0
	return slices.IndexFunc(counts, func(c int) bool { seen += c; return 2*seen >= n })
}
