package compare

import (
	"image"
	"math"

	"loupe/models"
)

const portraitShare = 0.25 // of the picture's shorter side that a portrait-sized region is high and wide

// regions maps patches of the reduced reference to stored pixels of A.
func (p pair) regions(patches []patch, m mapping) []models.Region {
	up, _ := p.ref.shrink().inverse()
	toA := up
	if p.swapped {
		toA = up.then(m)
	}
	bounds := image.Rect(0, 0, p.a.File.Width, p.a.File.Height)
	list := []models.Region{}
	for _, patch := range patches {
		box := mapped(patch.box, toA).Intersect(bounds)
		if box.Empty() {
			continue
		}
		list = append(list, models.Region{
			X: box.Min.X, Y: box.Min.Y, W: box.Dx(), H: box.Dy(), Score: min(1, patch.value/64), Label: describe(box, bounds),
		})
	}
	return list
}

// mapped returns the box around r's image under m. r's borders are pixel edges, half a pixel before the centres.
func mapped(r image.Rectangle, m mapping) image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range [4]image.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, {X: r.Min.X, Y: r.Max.Y}, r.Max} {
		x, y := m.at(float64(c.X)-0.5, float64(c.Y)-0.5)
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
	}
	round := func(v float64) int { return int(math.Round(min(max(v+0.5, -farAway), farAway))) }
	return image.Rect(round(x0), round(y0), round(x1), round(y1))
}

// describe labels a region by its size alone: what stands there is for those to say who have read A (models.Label).
func describe(box, picture image.Rectangle) string {
	side := portraitShare * float64(min(picture.Dx(), picture.Dy()))
	if ratio := float64(box.Dx()) / float64(box.Dy()); float64(min(box.Dx(), box.Dy())) > side && ratio > 0.5 && ratio < 2 {
		return "portrait-sized area"
	}
	return "changed area"
}
