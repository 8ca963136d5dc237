package mrz

import (
	"slices"

	"loupe/models"
)

// Why a character was replaced, the values of models.Repair.Why.
const (
	whyAlphabet = "alphabet"    // the field allows no other
	whyDigit    = "check_digit" // the only likely reading that the check digits confirm
	whyFiller   = "filler"      // behind the end of what the field holds
)

// understood repairs what the check digits decide and says what is known of z.
func (z *zone) understood() *models.MRZ {
	m := z.parse(z.text())
	changes, share := z.solve(m)
	if repaired := z.parse(z.with(changes)); repaired.Valid { // not when a rule that is no sum speaks against it
		m = repaired
		for _, c := range changes {
			z.lines[c.line][c.at] = c.now
		}
	} else {
		changes = nil
	}
	m.Ambiguous, m.Box = z.ambiguous(m), z.box()
	read := make([]string, len(z.fits))
	for i := range z.lines {
		z.describe(m, i, changes, share)
		read[i] = z.fits[i].row.read
	}
	if !slices.Equal(read, m.Lines) {
		m.Read = read
	}
	return m
}

// with returns the lines with changes.
func (z *zone) with(changes []change) []string {
	lines := make([][]byte, len(z.lines))
	for i := range lines {
		lines[i] = slices.Clone(z.lines[i])
	}
	for _, c := range changes {
		lines[c.line][c.at] = c.now
	}
	return (&zone{lines: lines}).text()
}

// describe adds line i's characters, its confidence and what was replaced in it.
func (z *zone) describe(m *models.MRZ, i int, changes []change, share float64) {
	row := z.fits[i].row
	characters := make([]models.MRZCharacter, z.width)
	for _, s := range z.sums() {
		for _, p := range s.spots {
			if p.line == i {
				characters[p.at].Checks = append(characters[p.at].Checks, s.name)
			}
		}
	}
	for at := range characters {
		c, now, g := &characters[at], z.lines[i][at], z.glyph(i, at)
		if g == nil {
			m.Repairs = append(m.Repairs, models.Repair{Line: i + 1, Position: at + 1, Now: string(now), Why: whyFiller})
			continue
		}
		solved := slices.ContainsFunc(changes, func(c change) bool { return c.spot == spot{i, at} })
		if g.read != string(now) {
			m.Repairs = append(m.Repairs, models.Repair{Line: i + 1, Position: at + 1, Read: g.read, Now: string(now), Why: z.why(i, at, solved)})
		}
		c.Box = g.box
		switch {
		case row.words: // nothing is known of single characters
		case solved:
			c.Probability = share
		default:
			c.Probability = g.certainty(now, z.templates[i].may[at], len(c.Checks) > 0 && m.Checks[c.Checks[0]])
		}
	}
	m.Characters = append(m.Characters, characters)
	if row.words {
		m.Confidence = append(m.Confidence, row.confidence)
	} else {
		m.Confidence = append(m.Confidence, 100*least(characters))
	}
}

func (z *zone) why(line, at int, solved bool) string {
	switch {
	case solved:
		return whyDigit
	case z.templates[line].may[at].has(z.glyph(line, at).top):
		return whyFiller
	}
	return whyAlphabet
}

// least is the probability of the least certain character among those under a check digit, or of all when there are none.
func least(characters []models.MRZCharacter) float64 {
	covered, any := 1.0, 1.0
	under := false
	for _, c := range characters {
		if c.Box[2] == 0 && c.Probability == 0 {
			continue // a filler that was lost
		}
		any = min(any, c.Probability)
		if len(c.Checks) > 0 {
			covered, under = min(covered, c.Probability), true
		}
	}
	if under {
		return covered
	}
	return any
}

// box is around the zone: the lines as words, else the cells that are part of it.
func (z *zone) box() *models.Region {
	var all [4]int
	add := func(b [4]int) {
		if all == ([4]int{}) {
			all = b
		} else if b[2] > 0 {
			all = union(all, b)
		}
	}
	for i, f := range z.fits {
		if f.row.words {
			add(f.row.box)
			continue
		}
		for at := range z.width {
			if g := z.glyph(i, at); g != nil {
				add(g.box)
			}
		}
	}
	return &models.Region{X: all[0], Y: all[1], W: all[2], H: all[3], Label: "machine readable zone"}
}
