package copymove

import "image"

// marks are tiles that were seen: those of a picture and right around it a bit each.
type marks struct {
	columns, rows int
	bits          []uint64
	beyond        map[image.Point]bool
	n             int // how many
}

func newMarks(columns, rows int) *marks {
	m := &marks{columns: columns + 2, rows: rows + 2, beyond: map[image.Point]bool{}}
	m.bits = make([]uint64, (m.columns*m.rows+63)/64)
	return m
}

// mark marks p; false when it was marked before.
func (m *marks) mark(p image.Point) bool {
	x, y := p.X+1, p.Y+1
	if x < 0 || y < 0 || x >= m.columns || y >= m.rows {
		if m.beyond[p] {
			return false
		}
		m.beyond[p] = true
		m.n++
		return true
	}
	i := y*m.columns + x
	word, bit := &m.bits[i/64], uint64(1)<<(i%64)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	m.n++
	return true
}
