package compare

import (
	"image"
	"slices"
)

// patch is one changed region, in pixels of the reduced reference.
type patch struct {
	box   image.Rectangle
	value float64 // mean difference of its changed cells, grey levels
	peak  float64 // largest of them
}

// patches joins changed cells that are close to each other, largest first; single cells are dropped.
func (d *difference) patches() []patch {
	seen := make([]bool, len(d.changed))
	list := []patch{}
	for i := range d.changed {
		if d.changed[i] && !seen[i] {
			if p, cells := d.grow(i, seen); cells >= minCells && p.peak >= d.floor {
				p.box = d.trimmed(p.box)
				list = append(list, p)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b patch) int {
		return b.box.Dx()*b.box.Dy() - a.box.Dx()*a.box.Dy()
	})
	return joined(list)
}

func (d *difference) grow(start int, seen []bool) (patch, int) {
	p := patch{}
	cells := 0
	stack := []int{start}
	seen[start] = true
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		x, y := i%d.nx, i/d.nx
		cells++
		p.value += d.value[i]
		p.peak = max(p.peak, d.value[i])
		p.box = p.box.Union(image.Rect(x*cellSide, y*cellSide, (x+1)*cellSide, (y+1)*cellSide))
		for v := max(0, y-cellReach); v <= min(d.ny-1, y+cellReach); v++ {
			for u := max(0, x-cellReach); u <= min(d.nx-1, x+cellReach); u++ {
				if k := v*d.nx + u; d.changed[k] && !seen[k] {
					seen[k] = true
					stack = append(stack, k)
				}
			}
		}
	}
	p.value /= float64(cells)
	return p, cells
}

// trimmed takes rows and columns from the borders of box that hold no difference worth the name: cells are coarse.
func (d *difference) trimmed(box image.Rectangle) image.Rectangle {
	r := image.Rectangle{Min: box.Max, Max: box.Min}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x, v := range d.soft.row(y)[box.Min.X:box.Max.X] {
			if v > cellFloor || v < -cellFloor {
				r.Min.X, r.Min.Y = min(r.Min.X, box.Min.X+x), min(r.Min.Y, y)
				r.Max.X, r.Max.Y = max(r.Max.X, box.Min.X+x+1), max(r.Max.Y, y+1)
			}
		}
	}
	return r
}

// joined drops patches that lie inside a larger one.
func joined(list []patch) []patch {
	out := list[:0]
	for _, p := range list {
		if !slices.ContainsFunc(out, func(q patch) bool { return p.box.In(q.box) }) {
			out = append(out, p)
		}
	}
	return out
}

// shared is the share of the reference's cells that the other picture shows unchanged, and that it shows at all.
func (d *difference) shared(patches []patch) (unchanged, covered float64) {
	n := max(1, len(d.covered))
	for i, c := range d.covered {
		if !c {
			continue
		}
		covered += 1 / float64(n)
		at := image.Pt(i%d.nx*cellSide, i/d.nx*cellSide)
		if !d.changed[i] || !slices.ContainsFunc(patches, func(p patch) bool { return at.In(p.box) }) {
			unchanged += 1 / float64(n)
		}
	}
	return min(1, unchanged), min(1, covered)
}
