package fields

import (
	"slices"
	"sort"
	"strings"

	"loupe/models"
	"loupe/ocr/fields/date"
)

// position says where a value stands, seen from its label.
type position int

const (
	beside position = iota // in the label's own run
	right                  // in the next run of the row
	below                  // in a run under the label
	positions
)

// candidate is a value that may belong to a label.
type candidate struct {
	label, run int
	text       span
	position   position
	score      float64 // 0..1
}

// nearRuns bounds how many runs are tried for one label.
const nearRuns = 48

// candidates returns everything that may be a value of label i.
func (p page) candidates(i int) []candidate {
	l := p.labels[i]
	if l.key == keyOther {
		return nil
	}
	var out []candidate
	add := func(r, from, to int, pos position, score float64) {
		if c, ok := p.candidate(i, r, from, to, pos); ok {
			c.score *= score
			out = append(out, c)
		}
	}
	if l.to < l.end {
		score := 0.9
		if l.colon {
			score = 1
		}
		add(l.run, l.to, l.end, beside, score)
		if l.end < len(p.pieces[l.run]) { // what stands between two labels is the first one's
			return out
		}
	}
	near, neighbour := p.around(l)
	for _, r := range near {
		if score := p.under(l, p.runs[r]); score > 0 {
			from, to := p.column(l, r)
			add(r, from, to, below, score)
		}
	}
	if neighbour >= 0 && !p.labelled(neighbour) && l.to == len(p.pieces[l.run]) {
		add(neighbour, 0, len(p.pieces[neighbour]), right, rightOf(l, p.runs[neighbour]))
	}
	return out
}

// candidate makes a candidate for label i of the pieces from..to of run r; ok is false when that is no value of its field.
func (p page) candidate(i, r, from, to int, pos position) (c candidate, ok bool) {
	l := p.labels[i]
	if from >= to {
		return c, false
	}
	c = candidate{label: i, run: r, text: p.runs[r].cut(p.pieces[r], from, to), position: pos}
	fit, ok := fits(l.key, c.text.text)
	if pos == beside && l.short && !l.colon && !typeOf(firstOf(l.key)).strict() {
		return c, false
	}
	c.score = l.score * fit
	return c, ok
}

// around returns the runs that may hold a value under l, and the one that is next right in its row, -1 when there is none.
func (p page) around(l label) (near []int, neighbour int) {
	neighbour = -1
	from := sort.Search(len(p.runs), func(r int) bool { return p.runs[r].box.Min.Y >= l.box.Min.Y-6*l.h })
	for r := from; r < len(p.runs) && p.runs[r].box.Min.Y <= l.box.Max.Y+4*l.h; r++ {
		at := p.runs[r]
		switch {
		case r == l.run:
		case rightOf(l, at) > 0:
			if neighbour < 0 || at.box.Min.X < p.runs[neighbour].box.Min.X {
				neighbour = r
			}
		case len(near) < nearRuns && p.under(l, at) > 0 && !p.labelled(r):
			near = append(near, r)
		}
	}
	return near, neighbour
}

func firstOf(key string) string { return strings.Split(key, "+")[0] }

// fits says how well a text can stand in the fields of key, 0..1.
func fits(key, text string) (float64, bool) {
	v, ok := typeOf(firstOf(key)).read(text)
	if key == models.FieldIssuer && v.iso == "" { // anything may be a nationality that we do not know; an issuer is a code
		return 0, false
	}
	if !ok {
		if strings.Contains(key, "+") { // place and date, in this order
			_, _, ok = placeAndDate(text, date.Hint{})
		}
		return 0.95, ok
	}
	if rest := letters(text[v.end:]) + digits(text[v.end:]); rest > 0 && !strings.Contains(key, "+") {
		return 0.8, true
	}
	return 1, true
}

// labelled reports whether a run begins with a label.
func (p page) labelled(r int) bool {
	i, found := slices.BinarySearchFunc(p.labels, r, func(l label, r int) int { return l.run - r })
	return found && !(p.labels[i].short && !p.labels[i].colon && p.labels[i].to < len(p.pieces[r]))
}

// rightOf says how well a run stands as a value in the row of l, 0..1.
func rightOf(l label, at run) float64 {
	gap := at.box.Min.X - l.box.Max.X
	overlap := min(at.box.Max.Y, l.box.Max.Y) - max(at.box.Min.Y, l.box.Min.Y)
	if gap < 0 || gap > 60*l.h || 2*overlap < min(at.h, l.h) || at.h > 3*l.h {
		return 0
	}
	return 0.9 - 0.006*float64(gap)/float64(l.h)
}

// under says how well a run stands as a value under l, 0..1.
func (p page) under(l label, at run) float64 {
	h := max(l.h, at.h)
	gap := at.box.Min.Y - l.box.Max.Y
	if 3*gap < -h || 5*gap > 8*h || at.h > 5*l.h || 2*at.h < l.h {
		return 0
	}
	score := 0.97 - 0.1*float64(max(gap, 0))/float64(h)
	overlap := min(at.box.Max.X, l.box.Max.X) - max(at.box.Min.X, l.box.Min.X)
	offset := at.box.Min.X - l.box.Min.X
	switch {
	case overlap >= 0:
	case offset < 0 && 2*overlap > -5*h: // the beginning of the label was not read, such as its first language
		score -= 0.1
	default:
		return 0
	}
	return score - 0.02*min(float64(max(offset, -offset))/float64(h), 6)
}

// column returns the pieces of run r that stand under l and not under a neighbour of l in its row: the run falls into parts
// at spaces wider than between words and where another label of the row begins above, and each part belongs to the label whose
// left edge is nearest to its own.
func (p page) column(l label, r int) (from, to int) {
	ps, at := p.pieces[r], p.runs[r]
	for start := 0; start < len(ps); {
		end := start + 1
		for end < len(ps) && !wide(at, ps[end-1], ps[end], 7) && !(wide(at, ps[end-1], ps[end], 5) && p.begins(l, at.words[ps[end].word])) {
			end++
		}
		left := at.words[ps[start].word].Box[0]
		switch {
		case p.nearest(l, left):
			if to == 0 {
				from = start
			}
			to = end
		case to > 0:
			return from, to
		}
		start = end
	}
	return from, to
}

// wide reports whether the space between two pieces is wider than so many tenths of the letters' height; between words it is four.
func wide(at run, a, b piece, tenths int) bool {
	w, n := at.words[a.word], at.words[b.word]
	return a.word != b.word && 10*(n.Box[0]-w.Box[0]-w.Box[2]) > tenths*at.h
}

// begins reports whether another label in the row of l begins where a word under it does.
func (p page) begins(l label, w models.Word) bool {
	return slices.ContainsFunc(p.labels, func(n label) bool {
		offset := n.box.Min.X - w.Box[0]
		return n.key != l.key && inRow(n, l) && 3*max(offset, -offset) <= w.Box[3]
	})
}

// inRow reports whether two labels stand beside each other.
func inRow(n, l label) bool {
	return 2*(min(n.box.Max.Y, l.box.Max.Y)-max(n.box.Min.Y, l.box.Min.Y)) >= min(n.h, l.h)
}

// nearest reports whether no label of another field in the row of l begins nearer to x than l does.
func (p page) nearest(l label, x int) bool {
	far := func(n label) int { return max(n.box.Min.X-x, x-n.box.Min.X) }
	for _, n := range p.labels {
		if inRow(n, l) && n.key != l.key && far(n) < far(l) {
			return false
		}
	}
	return true
}

// placeAndDate reads a date and the words before or after it.
func placeAndDate(text string, h date.Hint) (day value, place [2]int, ok bool) {
	m, ok := date.Find(text, h)
	if !ok {
		return value{}, place, false
	}
	day = value{m.ISO, m.Start, m.End, m.Order}
	if place = [2]int{m.End, len(text)}; letters(text[m.End:]) < 2 {
		place = [2]int{0, m.Start}
	}
	return day, place, true
}
