package fields

import (
	"image"
	"slices"

	"loupe/models"
)

// maxSignatories bounds how many seats are stated; a diploma has up to six.
const maxSignatories = 8

// signatories states who signed: each seat (Rector, Dekan, ...) in the lower half of the page, with the name that stands over or
// under it, as "name, seat".
func (s *sheet) signatories(size image.Point) {
	n := 0
	for r := range s.runs {
		if !s.seated(r, size) || n == maxSignatories {
			continue
		}
		n++
		ps := s.pieces[r]
		c := s.cues(cueSeat, r)[0]
		seat := s.runs[r].cut(ps, 0, len(ps))
		if name, ok := s.nameBy(r); ok {
			whole := name
			for k, w := range seat.words {
				separator := " "
				if k == 0 {
					separator = ", "
				}
				end := len(seat.text)
				if k+1 < len(seat.starts) {
					end = seat.starts[k+1] - 1
				}
				whole.add(w, seat.text[seat.starts[k]:end], separator)
			}
			seat = whole
		}
		s.state(models.FieldSignatory, seat, seat.text, c.score)
	}
}

// seated reports whether a run is the line of a seat: short, low on the page, and beginning with it.
func (s *sheet) seated(r int, size image.Point) bool {
	if s.used[r] || 2*s.runs[r].box.Min.Y < size.Y || len(s.pieces[r]) > 8 {
		return false
	}
	cs := s.cues(cueSeat, r)
	return len(cs) > 0 && cs[0].from <= 2
}

// nameBy returns the name right over a seat, else right under it, in letters of about its size.
func (s *sheet) nameBy(r int) (span, bool) {
	seat := s.runs[r]
	var over, under []int
	for i, at := range s.runs {
		middle := (at.box.Min.X + at.box.Max.X) / 2
		if i == r || s.used[i] || middle < seat.box.Min.X-seat.box.Dx() || middle > seat.box.Max.X+seat.box.Dx() || at.h > 2*seat.h || 2*at.h < seat.h {
			continue
		}
		if gap := seat.box.Min.Y - at.box.Max.Y; gap > -seat.h/2 && gap < 2*seat.h {
			over = append(over, i)
		} else if gap := at.box.Min.Y - seat.box.Max.Y; gap > -seat.h/2 && gap < seat.h {
			under = append(under, i)
		}
	}
	slices.Reverse(over) // the nearest first
	for _, i := range append(over, under...) {
		if name, ok := s.nameIn(i, 0); ok && s.alone(i) && len(name.words) >= 2 && name.box.Max.X == s.runs[i].box.Max.X {
			s.used[i] = true
			return name, true
		}
	}
	return span{}, false
}
