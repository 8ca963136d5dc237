package models

import "slices"

// MRZCharacter is one character of a machine readable zone as it was seen.
type MRZCharacter struct {
	Box         [4]int   // x, y, w, h, as MRZ.Box; w is 0 when nothing was seen: a filler that was lost
	Probability float64  // that it is the character in Lines, 0..1; 0 when the reader does not say
	Checks      []string // the check digits that cover it or that it is itself, keys of MRZ.Checks
}

// Mapped returns m with every box moved by move, which gives false for a box of which nothing is left. m stays as it is.
func (m MRZ) Mapped(move func(box [4]int) ([4]int, bool)) MRZ {
	if m.Box != nil {
		box, ok := move([4]int{m.Box.X, m.Box.Y, m.Box.W, m.Box.H})
		r := *m.Box
		r.X, r.Y, r.W, r.H = box[0], box[1], box[2], box[3]
		if m.Box = &r; !ok {
			m.Box = nil
		}
	}
	m.Characters = slices.Clone(m.Characters)
	for i, line := range m.Characters {
		line = slices.Clone(line)
		for j, c := range line {
			if c.Box[2] == 0 {
				continue
			}
			if box, ok := move(c.Box); ok {
				line[j].Box = box
			} else {
				line[j].Box = [4]int{}
			}
		}
		m.Characters[i] = line
	}
	return m
}
