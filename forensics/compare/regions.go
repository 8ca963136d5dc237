package compare

import (
	"image"
	"math"
	"strings"

	"loupe/models"
)

const (
	portraitShare = 0.25 // of the picture's shorter side that a portrait-sized region is high and wide
	maxLabelWords = 6
)

// regions maps patches of the reduced reference to stored pixels of A and says what stands there.
func (p pair) regions(patches []patch, m mapping) []models.Region {
	up, _ := p.ref.shrink().inverse()
	toA := up
	if p.swapped {
		toA = up.then(m)
	}
	bounds := image.Rect(0, 0, p.a.File.Width, p.a.File.Height)
	words, marks := p.known()
	list := []models.Region{}
	for _, patch := range patches {
		box := mapped(patch.box, toA).Intersect(bounds)
		if box.Empty() {
			continue
		}
		list = append(list, models.Region{
			X: box.Min.X, Y: box.Min.Y, W: box.Dx(), H: box.Dy(), Score: min(1, patch.value/64), Label: describe(box, bounds, words),
		})
	}
	return models.Label(list, marks)
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

// known returns what was read in A and what stands where on it; nothing when nobody read it.
func (p pair) known() ([]models.Word, []models.Landmark) {
	reading, err := p.a.Reading()
	if err != nil {
		return nil, nil
	}
	faces, err := p.a.Faces()
	if err != nil {
		faces = nil // a region without a name is better than no comparison
	}
	marks := models.Landmarks(reading.Document, faces)
	for i := range marks {
		marks[i].Page = 0 // one page of A is all that a comparison knows
	}
	if reading.Text == nil {
		return nil, marks
	}
	return reading.Text.Words, marks
}

// describe labels a region by its size and by the words that lie in it: what can be said without guessing.
func describe(box, picture image.Rectangle, words []models.Word) string {
	side := portraitShare * float64(min(picture.Dx(), picture.Dy()))
	if ratio := float64(box.Dx()) / float64(box.Dy()); float64(min(box.Dx(), box.Dy())) > side && ratio > 0.5 && ratio < 2 {
		return "portrait-sized area"
	}
	texts := []string{}
	for _, w := range words {
		at := image.Rect(w.Box[0], w.Box[1], w.Box[0]+w.Box[2], w.Box[1]+w.Box[3])
		if in := at.Intersect(box); 2*in.Dx()*in.Dy() >= at.Dx()*at.Dy() && !at.Empty() && len(texts) < maxLabelWords {
			texts = append(texts, w.Text)
		}
	}
	if len(texts) > 0 {
		return "text: " + strings.Join(texts, " ")
	}
	return "changed area"
}
