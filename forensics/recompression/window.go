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

// scales are the sides of the windows in cells. Smaller ones hold too few blocks for their sums to be near normal.
func scales() [3]int { return [3]int{3, 5, 8} }

// windows returns what every window says, half overlapping, in several sizes.
func (s *scanned) windows() []window {
	var out []window
	strip, columns, total := make([]*sums, s.columns), make([]sums, s.columns), new(sums)
	for _, side := range scales() {
		for y := 0; y+side <= s.rows; y += side / 2 {
			for x := range strip { // down first: neighbours share their columns
				strip[x] = nil
				if columns[x].set(s.cells[y*s.columns+x:(y+side-1)*s.columns+x+1], s.columns) {
					strip[x] = &columns[x]
				}
			}
			for x := 0; x+side <= s.columns; x += side / 2 {
				if total.set(strip[x:x+side], 1) {
					out = append(out, total.best(image.Rect(x, y, x+side, y+side)))
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b window) int { return cmp.Compare(b.z, a.z) })
	return out
}

// set makes t the sum of every step-th of cells; ok is false, and t what it was, where none of them was looked at.
func (t *sums) set(cells []*sums, step int) (ok bool) {
	for i := 0; i < len(cells); i += step {
		switch c := cells[i]; {
		case c == nil:
		case !ok:
			*t, ok = *c, true
		default:
			t.add(c)
		}
	}
	return ok
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
		d := t.deviations(h)
		first, second := 0, math.MinInt
		for i, v := range d[1:] {
			if v > d[first] {
				first, second = i+1, d[first]
			} else {
				second = max(second, v)
			}
		}
		if z := float64(d[first]-second) / d.scale(first); z > w.z {
			w.offset, w.hypothesis, w.z = 8*(first/7+1)+first%7+1, h, z
		}
	}
	return w
}

// stands returns by how many standard deviations offset o stands out from the others under hypothesis h.
func (t *sums) stands(o, h int) float64 {
	d, i := t.deviations(h), 7*(o/8-1)+o%8-1
	return float64(d[i]) / d.scale(i)
}

// deviations are the sums of the 49 offsets that are looked at, row by row, under one hypothesis, less what content explains.
type deviations [49]int

// deviations takes off the median of every row and then of every column of offsets (a median polish: Tukey 1977, Exploratory
// Data Analysis, chapter 11): a straight edge in the picture favours all offsets that have it between two blocks, which lie
// in one row or column, and compression favours one offset.
func (t *sums) deviations(h int) (d deviations) {
	for i := range d {
		d[i] = int(t[8*(i/7+1)+i%7+1][h])
	}
	for k := range 7 {
		d.centre(7*k, 1)
	}
	for k := range 7 {
		d.centre(k, 7)
	}
	return d
}

// centre takes their median off seven deviations.
func (d *deviations) centre(from, step int) {
	m := median7(d[from], d[from+step], d[from+2*step], d[from+3*step], d[from+4*step], d[from+5*step], d[from+6*step])
	for i := range 7 {
		d[from+i*step] -= m
	}
}

// median7 is the median of seven numbers, by as few comparisons as it takes (Knuth, The Art of Computer Programming 3,
// section 5.3.3), none of which is a jump.
func median7(a, b, c, d, e, f, g int) int {
	a, f = min(a, f), max(a, f)
	a, d = min(a, d), max(a, d)
	b, g = min(b, g), max(b, g)
	c, e = min(c, e), max(c, e)
	b = max(a, b)
	d, f = min(d, f), max(d, f)
	c, g = min(c, g), max(c, g)
	d = min(max(c, d), g)
	e = min(e, f)
	b, e = min(b, e), max(b, e)
	d = max(b, d)
	return min(d, e)
}

// leastScale keeps windows with hardly a coefficient from standing out.
const leastScale = 3 * perNat

// scale is the standard deviation of all but one, by their mean absolute value (normal: sqrt(pi/2) of it).
func (d *deviations) scale(but int) float64 {
	sum := -max(d[but], -d[but])
	for _, v := range d {
		sum += max(v, -v)
	}
	return max(math.Sqrt(math.Pi/2)*float64(sum)/float64(len(d)-1), leastScale)
}

// logNFA is log10 of the number of windows that chance would make with such a z. Of n normal numbers the greatest exceeds the
// second by z with probability n Int phi(x+z) Phi(x)^(n-1) dx (David, Nagaraja 2003, Order Statistics, section 2.3), which is
// about exp(-z^2/2 - m z), m being the mean of the greatest.
func logNFA(z, logTests float64) float64 {
	const mean = 2.24 // of the greatest of 49 (the same, table of section 4.5, interpolated)
	if z < 0 {
		return logTests
	}
	return logTests - (z*z/2+mean*z)/math.Ln10
}
