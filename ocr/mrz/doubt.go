package mrz

import (
	"slices"

	"loupe/models"
)

// doubtFloor is the least posterior of a character that may explain why check digits disagree. It is less than what a repair
// asks for: a document is not held to what the reader was not sure of.
const doubtFloor = 1e-3

// ambiguous reports whether, for every check digit that disagrees, some choice of doubtful characters under it would make it
// agree.
func (z *zone) ambiguous(m *models.MRZ) bool {
	if m.Valid {
		return false
	}
	sums := z.sums()
	for _, s := range sums {
		if !m.Checks[s.name] && !z.explicable(s, sums, m) {
			return false
		}
	}
	return true
}

// explicable collects the sums, as a set of 0 to 9, that s can have. Characters that a digit of their own confirms are not
// doubted for the composite one.
func (z *zone) explicable(s sum, sums []sum, m *models.MRZ) bool {
	if s.off(z.lines) == 0 { // the sum is right, but a filler stands for the digit, which only an empty field may have
		last := s.spots[len(s.spots)-1]
		g := z.glyph(last.line, last.at)
		return g != nil && g.raw[place('0')] >= doubtFloor
	}
	reach := uint(1) << s.off(z.lines)
	for i, p := range s.spots {
		g := z.glyph(p.line, p.at)
		if g == nil || s.name == CheckComposite && confirmed(p, sums, m) {
			continue
		}
		now := reach
		z.templates[p.line].may[p.at].each(func(at int, c byte) {
			if was := z.lines[p.line][p.at]; c != was && g.raw[at] >= doubtFloor {
				by := shift(s.weights[i], was, c)
				now |= (reach<<by | reach>>(10-by)) & (1<<10 - 1)
			}
		})
		reach = now
	}
	return reach&1 == 1
}

// confirmed reports whether a check digit other than the composite one covers p and agrees.
func confirmed(p spot, sums []sum, m *models.MRZ) bool {
	return slices.ContainsFunc(sums, func(s sum) bool {
		return s.name != CheckComposite && m.Checks[s.name] && slices.Contains(s.spots, p)
	})
}
