package mrz

import "slices"

// alignment lays the glyphs of a strip on the positions of a line. gap positions from split on have no glyph (fillers that
// were lost); a negative gap leaves out as many glyphs there (fillers too many).
type alignment struct {
	from, split, gap int
	counted          bool    // fillers between other characters were counted anew
	cost             float64 // <= 0: how unusual this is, in nats
}

// cell is the number of the glyph at position i, -1 when there is none.
func (a alignment) cell(i int) int {
	switch {
	case i < a.split:
		return a.from + i
	case i < a.split+a.gap:
		return -1
	}
	return a.from + i - a.gap
}

func (a alignment) glyph(s *strip, i int) *glyph {
	if at := a.cell(i); at >= 0 {
		return &s.glyphs[at]
	}
	return nil
}

const (
	maxNoise    = 2 // cells at either end that are no characters of the line
	maxInterior = 6 // fillers inside a line that may have been lost or gained; more would make one format of another
	maxGained   = 4 // fillers too many at a line's end

	// What each of these costs, in nats: how seldom they are taken to happen.
	noiseCost, lostCost, gainedCost, eachCost, countedCost = -2.5, -1.5, -1, -0.25, -4
)

// alignments returns every way in which s may be the line t.
func (t *template) alignments(s *strip) []alignment {
	var out []alignment
	n, w := len(s.glyphs), len(t.may)
	for left := range maxNoise + 1 {
		for right := range maxNoise + 1 {
			noise := noiseCost * float64(left+right)
			switch lost := w - (n - left - right); {
			case lost == 0:
				out = append(out, alignment{from: left, split: w, cost: noise})
			case lost > 0 && lost <= w/2 && t.open && s.run(n-right-min(lost, 2), n-right):
				out = append(out, alignment{from: left, split: w - lost, gap: lost, cost: noise + lostCost + eachCost*float64(lost)})
			case lost < 0 && right == 0 && -lost <= maxGained && t.open && s.run(left+w, n):
				out = append(out, alignment{from: left, split: w, cost: noise + gainedCost + eachCost*float64(-lost)})
			}
		}
	}
	if lost := w - n; lost != 0 && max(lost, -lost) <= maxInterior && t.tail > 0 {
		out = append(out, t.recounted(s, lost)...)
	}
	return out
}

// run reports whether the glyphs from i on and before j are fillers.
func (s *strip) run(i, j int) bool {
	return !slices.ContainsFunc(s.glyphs[max(i, 0):j], func(g glyph) bool { return g.top != '<' })
}

// recounted finds the only run of two or more fillers in the optional data of a line that ends in check digits, and brings it
// to the length that the line needs.
func (t *template) recounted(s *strip, lost int) []alignment {
	first, last := -1, -1
	end := len(s.glyphs) - t.tail
	for i := t.start; i < end; i++ {
		if s.glyphs[i].top != '<' {
			continue
		}
		j := i
		for j < end && s.glyphs[j].top == '<' {
			j++
		}
		if j-i >= 2 {
			if first >= 0 {
				return nil
			}
			first, last = i, j
		}
		i = j
	}
	if first < 0 || last-first+lost < 1 {
		return nil
	}
	return []alignment{{split: first, gap: lost, counted: true, cost: countedCost + eachCost*float64(max(lost, -lost))}}
}
