package barcode

import (
	"image"
	"slices"
)

// mostFinders is how many finder patterns of QR codes a picture may show to be searched for such codes: zxing tries every
// three of them, so that a picture full of them keeps it busy for minutes. Of 104 real pictures the busiest counted 333.
const mostFinders = 600

// affordable returns the formats among want that g can be searched for.
func affordable(g *image.Gray, want []Format) []Format {
	if !slices.Contains(want, QRCode) || finders(g) <= mostFinders {
		return want
	}
	return slices.DeleteFunc(slices.Clone(want), func(f Format) bool { return f == QRCode })
}

// finder is a finder pattern that rows of pixels cross: its middle in the last of them, and their number.
type finder struct{ x, row, rows int }

// finders counts what may be finder patterns of QR codes in g: runs of 1:1:3:1:1 modules (ISO/IEC 18004, section 6.3.3) in
// two rows, one below the other, and in the column through their middle. It is more generous than zxing in what a module is.
func finders(g *image.Gray) int {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	dark := make([]bool, 0, w*h)
	for y := range h {
		dark = darker(dark, g.Pix[y*g.Stride:][:w])
	}
	var open []finder
	n := 0
	for y := range h {
		open = slices.DeleteFunc(open, func(f finder) bool { return f.row < y-2 })
		known := len(open)
		crossings(dark[y*w:(y+1)*w], func(x, module int) {
			i := slices.IndexFunc(open[:known], func(f finder) bool { return max(f.x-x, x-f.x) <= module })
			switch {
			case i >= 0 && open[i].row == y || !resembles(column(dark, w, x, y)):
			case i < 0:
				open = append(open, finder{x, y, 1})
			default:
				f := &open[i]
				f.x, f.row, f.rows = x, y, f.rows+1
				if f.rows == 2 {
					n++
				}
			}
		})
	}
	return n
}

// column returns the five runs above and below x, y in its column, the middle one through it.
func column(dark []bool, w, x, y int) (runs [5]int) {
	at, ink := y*w+x, true
	for side, i := 2, at; side >= 0 && i >= 0; i -= w {
		if dark[i] != ink {
			side, ink = side-1, !ink
		}
		if side >= 0 {
			runs[side]++
		}
	}
	ink = true
	for side, i := 2, at+w; side < 5 && i < len(dark); i += w {
		if dark[i] != ink {
			side, ink = side+1, !ink
		}
		if side < 5 {
			runs[side]++
		}
	}
	return runs
}

// darker says which pixels of a row are clearly darker than their surroundings in it.
func darker(out []bool, row []uint8) []bool {
	const reach, clearly = 32, 6
	sum, from, to := 0, 0, 0
	for x, v := range row {
		for ; to < min(len(row), x+reach+1); to++ {
			sum += int(row[to])
		}
		for ; from < x-reach; from++ {
			sum -= int(row[from])
		}
		out = append(out, (int(v)+clearly)*(to-from) < sum)
	}
	return out
}

// crossings calls found with the middle and the module of every stretch of a row that may cross a finder pattern.
func crossings(dark []bool, found func(x, module int)) {
	var runs [5]int // the last five: dark, light, dark, light, dark
	start := 0
	for x := 1; x <= len(dark); x++ {
		if x < len(dark) && dark[x] == dark[x-1] {
			continue
		}
		copy(runs[:], runs[1:])
		runs[4], start = x-start, x
		if dark[x-1] && resembles(runs) {
			total := runs[0] + runs[1] + runs[2] + runs[3] + runs[4]
			found(x-total/2, (total+6)/7)
		}
	}
}

func resembles(runs [5]int) bool {
	total := runs[0] + runs[1] + runs[2] + runs[3] + runs[4]
	for i, modules := range [5]int{1, 1, 3, 1, 1} {
		off := 7*runs[i] - modules*total // in sevenths of a pixel
		if runs[i] == 0 || max(off, -off) > total*3/4+4 {
			return false
		}
	}
	return total >= 7
}
