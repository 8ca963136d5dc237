package locate

import (
	"image"
	"math"

	"loupe/models"
)

// Box returns the smallest rectangle (x, y, w, h) of a w x h stored picture around a rectangle of the view, clipped to the
// picture; ok is false when nothing is left of it.
func (v View) Box(box [4]int, w, h int) (out [4]int, ok bool) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	l, t, r, b := float64(box[0]), float64(box[1]), float64(box[0]+box[2]), float64(box[1]+box[3])
	for _, c := range [4][2]float64{{l, t}, {r, t}, {r, b}, {l, b}} {
		x, y := v.Stored.At(c[0], c[1])
		x0, y0, x1, y1 = math.Min(x0, x), math.Min(y0, y), math.Max(x1, x), math.Max(y1, y)
	}
	const slack = 1e-6 // of rounding in the map
	clip := func(x float64, most int) int { return int(min(max(x, 0), float64(most))) }
	left, top := clip(math.Floor(x0+slack), w), clip(math.Floor(y0+slack), h)
	right, bottom := clip(math.Ceil(x1-slack), w), clip(math.Ceil(y1-slack), h)
	return [4]int{left, top, right - left, bottom - top}, right > left && bottom > top
}

// pixelsOf returns the size of the view of p in its own resolution, at most maxPixels in area.
func pixelsOf(p models.Place, maxPixels int) (w, h int) {
	side := func(a, b int) float64 {
		return math.Hypot(p.Quad[a][0]-p.Quad[b][0], p.Quad[a][1]-p.Quad[b][1])
	}
	fw, fh := max(side(0, 1), side(3, 2)), max(side(0, 3), side(1, 2))
	if scale := math.Sqrt(float64(maxPixels) / (fw * fh)); scale < 1 {
		fw, fh = fw*scale, fh*scale
	}
	return max(1, int(fw)), max(1, int(fh))
}

// Rectify shows the luma plane g of a stored picture as p says, never enlarged and of at most maxPixels.
func Rectify(g *image.Gray, p models.Place, maxPixels int) (View, error) {
	w, h := pixelsOf(p, maxPixels)
	return warp(g, p, w, h)
}
