package fields

import (
	"image"
	"slices"
	"sort"

	"loupe/models"
)

// assign gives each label at most one value and each word to at most one label, the best agreement first. How a document
// places its values is learnt from those that are known by their form: dates, numbers, sexes.
func (p page) assign() []candidate {
	var all []candidate
	for i := range p.labels {
		all = append(all, p.candidates(i)...)
	}
	share := p.habit(all)
	for i := range all {
		all[i].score *= 0.6 + 0.4*share[all[i].position]
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].score > all[j].score })
	type cell struct{ run, x int }
	used, done := map[cell]bool{}, map[int]bool{}
	var out []candidate
	for _, c := range all {
		taken := slices.ContainsFunc(c.text.words, func(w models.Word) bool { return used[cell{c.run, w.Box[0]}] })
		if taken && c.position != beside || done[c.label] || p.answered(out, c) {
			continue
		}
		done[c.label] = true
		for _, w := range c.text.words {
			used[cell{c.run, w.Box[0]}] = true
		}
		out = append(out, c)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].label < out[j].label })
	return out
}

// answered reports whether another label of the same field has a value already that stands next to it: its other language, in
// its row, or the row above or below.
func (p page) answered(out []candidate, c candidate) bool {
	l := p.labels[c.label]
	return slices.ContainsFunc(out, func(o candidate) bool {
		n := p.labels[o.label]
		near := image.Rect(l.box.Min.X-20*l.h, l.box.Min.Y-l.h, l.box.Max.X+20*l.h, l.box.Max.Y+l.h).Overlaps(n.box)
		return n.key == l.key && near && o.label != c.label
	})
}

// habit returns which share of the values that are known by their form stands in each position; of every label's candidates
// the best counts.
func (p page) habit(all []candidate) [positions]float64 {
	best := map[int]candidate{}
	for _, c := range all {
		if typeOf(firstOf(p.labels[c.label].key)).strict() && c.score > best[c.label].score {
			best[c.label] = c
		}
	}
	var n [positions]float64
	for i := range p.labels {
		if c, found := best[i]; found {
			n[c.position]++
		}
	}
	total := n[beside] + n[right] + n[below]
	if total == 0 {
		return [positions]float64{1, 1, 1}
	}
	n[beside], n[right] = n[beside]+n[right], n[beside]+n[right] // a wide space and a wider one
	for i := range n {
		n[i] /= total
	}
	return n
}

func boxOf(r image.Rectangle) *[4]int {
	return &[4]int{r.Min.X, r.Min.Y, r.Dx(), r.Dy()}
}
