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
	list = joined(list)
	slices.SortStableFunc(list, func(a, b patch) int {
		return b.box.Dx()*b.box.Dy() - a.box.Dx()*a.box.Dy()
	})
	return list
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
		for v := max(0, y-reachDown); v <= min(d.ny-1, y+reachDown); v++ {
			for u := max(0, x-reachAcross); u <= min(d.nx-1, x+reachAcross); u++ {
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

// oneField reports whether two boxes belong to one change: they overlap, as the parts of a portrait do, or they stand side by
// side on one line no further apart than letters that happen to be equal leave between them.
func oneField(a, b image.Rectangle) bool {
	if a.Overlaps(b) {
		return true
	}
	low, high := min(a.Dy(), b.Dy()), max(a.Dy(), b.Dy())
	shared := min(a.Max.Y, b.Max.Y) - max(a.Min.Y, b.Min.Y)
	gap := max(a.Min.X, b.Min.X) - min(a.Max.X, b.Max.X)
	return 2*high <= 3*low && 3*shared >= 2*low && gap <= low
}

// joined makes one patch of those that belong to one change.
func joined(list []patch) []patch {
	for i := 0; i < len(list); i++ {
		for k := i + 1; k < len(list); k++ {
			if !oneField(list[i].box, list[k].box) {
				continue
			}
			list[i].box = list[i].box.Union(list[k].box)
			list[i].value, list[i].peak = max(list[i].value, list[k].value), max(list[i].peak, list[k].peak)
			list = slices.Delete(list, k, k+1)
			i = -1 // the larger box may overlap others
			break
		}
	}
	return list
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
