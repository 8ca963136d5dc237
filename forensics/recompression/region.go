package recompression

import (
	"cmp"
	"image"
	"slices"
)

// region is a part of the picture with a history of its own.
type region struct {
	box        image.Rectangle // pixels
	grid       image.Point     // where its earlier compression's grid begins, 0..7
	hypothesis int
	window     image.Rectangle // cells of its strongest window
	logNFA     float64
}

func (r region) offset() int { return 8*r.grid.Y + r.grid.X }

// quality is the IJG quality of the earlier compression, about.
func (r region) quality() int { return qualities()[r.hypothesis] }

const (
	surroundings = 2   // cells around a region that may still belong to it
	mostOf       = 0.5 // share of the cells that tell anything from which a region is the picture
	leastOf      = 0.1 // and of all cells
	alsoThere    = 4.0 // standard deviations by which an offset stands out where no region of it lies
)

// elsewhere reports whether the offset stands out in the rest of the picture as well, or its regions leave too little of a
// rest: a crop that was saved again shows its first grid wherever there is detail enough.
func (s *scanned) elsewhere(regions []region, offset, hypothesis int) bool {
	rest, looked, own := new(sums), 0, 0
	for at, c := range s.cells {
		cell := image.Rect(at%s.columns, at/s.columns, at%s.columns+1, at/s.columns+1)
		within := func(margin int) bool {
			return slices.ContainsFunc(regions, func(r region) bool {
				return r.offset() == offset && cells(r.box).Inset(-margin).Overlaps(cell)
			})
		}
		switch {
		case c == nil || c.faint(hypothesis):
			continue
		case within(0):
			own++
		case !within(surroundings):
			rest.add(c)
		}
		looked++
	}
	if float64(own) > mostOf*float64(looked) && float64(own) > leastOf*float64(len(s.cells)) {
		return true
	}
	return rest.stands(offset, hypothesis) > alsoThere
}

func cells(box image.Rectangle) image.Rectangle {
	return image.Rectangle{Min: box.Min.Div(cellSide), Max: box.Max.Div(cellSide)}
}

// regions joins the cells of suspect windows that speak for the window's offset. whole is the offset that the whole picture
// shows, 0 when none: it is nobody's contradiction.
func (s *scanned) regions(windows []window, whole int, logTests float64) []region {
	owner := make([]int, len(s.cells)) // index of the window that a cell belongs to, from 1
	for i, w := range windows {
		if logNFA(w.z, logTests) > maxLogNFA {
			break
		}
		if w.offset == whole {
			continue
		}
		s.own(owner, w, i+1)
	}
	return s.join(windows, owner, logTests)
}

const (
	speaks = 2.0 // standard deviations by which an offset must stand out in a cell for the cell to belong to a region,
	faints = 0.3 // and the share of what the window's strongest cell shows
)

// own names the cells of w that speak for its offset, and that nobody owns, as those of owner number.
func (s *scanned) own(owner []int, w window, number int) {
	z, most := map[int]float64{}, 0.0
	for y := w.cells.Min.Y; y < w.cells.Max.Y; y++ {
		for x := w.cells.Min.X; x < w.cells.Max.X; x++ {
			at := y*s.columns + x
			if c := s.cells[at]; c != nil {
				z[at] = c.stands(w.offset, w.hypothesis)
				most = max(most, z[at])
			}
		}
	}
	for at, v := range z {
		if owner[at] == 0 && v > max(speaks, faints*most) {
			owner[at] = number
		}
	}
}

// join makes regions of neighbouring cells of one offset, each as strong as its strongest window; what does not stand out by
// itself is dropped, as the stray cells at the border of a window that holds the part.
func (s *scanned) join(windows []window, owner []int, logTests float64) []region {
	var out []region
	for start := range owner {
		if owner[start] == 0 {
			continue
		}
		cells, best := s.flood(windows, owner, start)
		w := windows[best]
		r := region{grid: image.Pt(w.offset%8, w.offset/8), hypothesis: w.hypothesis, window: w.cells, logNFA: logNFA(w.z, logTests)}
		total := new(sums)
		for _, at := range cells {
			x, y := at%s.columns, at/s.columns
			r.box = r.box.Union(image.Rect(x*cellSide, y*cellSide, (x+1)*cellSide, (y+1)*cellSide))
			total.add(s.cells[at])
		}
		if len(cells) >= leastCells && total.stands(w.offset, w.hypothesis) >= standsAlone {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b region) int { return cmp.Compare(a.logNFA, b.logNFA) })
	return out
}

const (
	standsAlone = 5 // standard deviations by which the offset must stand out in all of a region's cells together
	leastCells  = 5 // of a region: what stands out in a few is an accident of their content
)

// flood takes the cells of one offset that hang together with start out of owner; best is the strongest of their windows.
func (s *scanned) flood(windows []window, owner []int, start int) (cells []int, best int) {
	best = owner[start] - 1
	o := windows[best].offset
	stack := []int{start}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if owner[at] == 0 || windows[owner[at]-1].offset != o {
			continue
		}
		best = min(best, owner[at]-1) // windows are sorted
		owner[at] = 0
		cells = append(cells, at)
		x, y := at%s.columns, at/s.columns
		for v := max(y-1, 0); v <= min(y+1, s.rows-1); v++ {
			for u := max(x-1, 0); u <= min(x+1, s.columns-1); u++ {
				stack = append(stack, v*s.columns+u)
			}
		}
	}
	return cells, best
}
