package recompression

import (
	"cmp"
	"image"
	"math"
	"slices"
)

// window is a square of cells and what its blocks say together: which offset and hypothesis stand out most.
type window struct {
	cells      image.Rectangle
	offset     int
	hypothesis int
	z          float64 // by how many standard deviations of the other offsets the best exceeds the second best
}

// scales are the sides of the windows in cells.
func scales() [3]int { return [3]int{2, 4, 8} }

// windows returns what every window says, half overlapping, in several sizes.
func (s *scanned) windows() []window {
	var out []window
	for _, side := range scales() {
		for y := 0; y+side <= s.rows; y += side / 2 {
			for x := 0; x+side <= s.columns; x += side / 2 {
				r := image.Rect(x, y, x+side, y+side)
				if total, ok := s.total(r); ok {
					out = append(out, total.best(r))
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b window) int { return cmp.Compare(b.z, a.z) })
	return out
}

// total sums the cells of r; ok is false where none was looked at.
func (s *scanned) total(r image.Rectangle) (t *sums, ok bool) {
	t = new(sums)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, c := range s.cells[y*s.columns+r.Min.X : y*s.columns+r.Max.X] {
			if c != nil {
				ok = true
				t.add(c)
			}
		}
	}
	return t, ok
}

func (t *sums) add(other *sums) {
	for o := range other {
		for h, v := range &other[o] {
			t[o][h] += v
		}
	}
}

// best finds the offset and hypothesis that stand out most from the other offsets of the same hypothesis. These are what the
// same content says where it was not compressed: no assumption about content or noise is needed. Content that keeps to
// multiples of a number by itself, such as lines of one colour, does so at many offsets, and compression at one; so the
// best is held against the second best.
func (t *sums) best(r image.Rectangle) window {
	w := window{cells: r, z: math.Inf(-1)}
	for h := range hypotheses {
		var values [offsets - 1]float64 // of offsets 1..63
		for o := range values {
			values[o] = float64(t[o+1][h])
		}
		level(&values)
		first, second := 0, 0.0
		for o, v := range values {
			if v > values[first] {
				first = o
			}
		}
		second = math.Inf(-1)
		for o, v := range values {
			if o != first {
				second = max(second, v)
			}
		}
		_, scale := middle(values[:])
		if z := (values[first] - second) / scale; z > w.z {
			w.offset, w.hypothesis, w.z = first+1, h, z
		}
	}
	return w
}

// level brings the sums of the offsets along one axis, of which fewer frequencies are asked, to the measure of the others.
func level(values *[offsets - 1]float64) {
	var inner, rows, columns []float64
	for i, v := range values {
		switch o := i + 1; {
		case o < 8:
			rows = append(rows, v)
		case o%8 == 0:
			columns = append(columns, v)
		default:
			inner = append(inner, v)
		}
	}
	m, _ := middle(inner)
	a, _ := middle(rows)
	b, _ := middle(columns)
	for i := range values {
		if o := i + 1; o < 8 {
			values[i] += m - a
		} else if o%8 == 0 {
			values[i] += m - b
		}
	}
}

// leastScale keeps windows with hardly a coefficient from standing out.
const leastScale = 3 * perNat

// middle returns the median of values and their robust standard deviation, 1.4826 MAD.
func middle(values []float64) (median, scale float64) {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	median = sorted[len(sorted)/2]
	for i, v := range sorted {
		sorted[i] = math.Abs(v - median)
	}
	slices.Sort(sorted)
	return median, max(1.4826*sorted[len(sorted)/2], leastScale)
}

// stands returns by how many standard deviations offset o stands out from the others under hypothesis h.
func (t *sums) stands(o, h int) float64 {
	var values [offsets - 1]float64
	for i := range values {
		values[i] = float64(t[i+1][h])
	}
	level(&values)
	median, scale := middle(values[:])
	return (values[o-1] - median) / scale
}

// logNFA is log10 of the number of windows that chance would make with such a z. Of n normal numbers the greatest exceeds the
// second by z with probability n Int phi(x+z) Phi(x)^(n-1) dx (David, Nagaraja 2003, Order Statistics, section 2.3), which is
// about exp(-z^2/2 - m z), m being the mean of the greatest.
func logNFA(z, logTests float64) float64 {
	const mean = 2.38 // of the greatest of 63 (the same, table of section 4.5, interpolated)
	if z < 0 {
		return logTests
	}
	return logTests - (z*z/2+mean*z)/math.Ln10
}
