package fields

import (
	"image"
	"slices"

	"loupe/models"
)

// maxGaps bounds the places that are worth a second look.
const maxGaps = 8

// Gaps returns where the values of an identity document's labels should stand that were not read, in pixels of the plane: under
// labels without a value, as far below and as tall as those of the other labels are. A reader loses single letters and short lines.
// Without two values under their labels nothing is known of the layout, and nothing is returned.
func Gaps(text models.Text, size image.Point) []image.Rectangle {
	p := newPage(runs(text.Words))
	values := p.assign()
	lead, height, ok := p.lead(values)
	if !ok {
		return nil
	}
	var out []image.Rectangle
	for i, l := range p.labels {
		answered := slices.ContainsFunc(values, func(c candidate) bool { return c.label == i || p.labels[c.label].key == l.key })
		if answered || !asked(l.key) || len(out) == maxGaps || l.end > l.to {
			continue
		}
		top := l.box.Max.Y + int(lead*float64(l.h))
		r := image.Rect(l.box.Min.X-height/2, top-height/3, p.margin(l, height), top+height+height/3)
		for _, n := range p.labels { // the next row begins there
			if n.box.Overlaps(r) && n.box.Min.Y >= l.box.Max.Y {
				r.Max.Y = n.box.Min.Y
			}
		}
		if r = r.Intersect(image.Rectangle{Max: size}); 2*r.Dy() > height && r.Dx() > 0 {
			out = append(out, r)
		}
	}
	return out
}

// asked reports whether the value of a label is looked for: those that are compared.
func asked(key string) bool {
	return key != keyOther && typeOf(firstOf(key)) != typeText && typeOf(firstOf(key)) != typeHeight
}

// lead returns how far under their labels the values stand, in heights of the label, and how tall they are, by the middle ones.
func (p page) lead(values []candidate) (lead float64, height int, ok bool) {
	var leads []float64
	var heights []int
	for _, c := range values {
		if l := p.labels[c.label]; c.position == below && l.h > 0 {
			leads = append(leads, float64(c.text.box.Min.Y-l.box.Max.Y)/float64(l.h))
			heights = append(heights, p.runs[c.run].h)
		}
	}
	if len(leads) < 2 || 2*len(leads) < len(values) {
		return 0, 0, false
	}
	slices.Sort(leads)
	slices.Sort(heights)
	return leads[len(leads)/2], heights[len(heights)/2], true
}

// margin returns where the value under l ends at the latest: before the next label of the row; a single letter soon.
func (p page) margin(l label, height int) int {
	most := 14
	if typeOf(firstOf(l.key)) == typeSex {
		most = 5
	}
	end := max(l.box.Min.X+most*height, min(l.box.Max.X, l.box.Min.X+2*most*height))
	for _, n := range p.labels {
		if inRow(n, l) && n.box.Min.X > l.box.Min.X {
			end = min(end, n.box.Min.X-height/2)
		}
	}
	return end
}
