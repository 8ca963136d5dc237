package residual

import (
	"image"
	"math"
)

// Writing is what was measured of one piece of writing. Responses are those of Response.
type Writing struct {
	Paper, Ink float64 // median levels of paper and of strokes, 0..255
	Share      float64 // of the box that is ink, 0..1
	Quiet      float64 // modulus of the responses in the box's quietest fifth
	Gaps       float64 // lower quartile of the responses' moduli on paper between and around the strokes; NaN: too little paper
	GapsMean   float64 // their mean
	Edges      float64 // mean modulus of the responses at the strokes' edges, in shares of the contrast
}

const (
	leastContrast = 24 // levels between paper and ink: below, edges tell nothing
	leastPaper    = 24 // pixels of free paper: below, its noise tells nothing
	leastEdge     = 24 // pixels at edges
	beside        = 2  // pixels of paper around the box that belong to the writing: what an editor covers it with
)

// Measure looks at the writing in box, a rectangle of g with its origin at 0, 0. ok is false when there is no ink on paper.
func Measure(g *image.Gray, box image.Rectangle) (w Writing, ok bool) {
	box = Inside(g, box)
	if box.Dx() < 6 || box.Dy() < 6 {
		return Writing{}, false
	}
	m, ok := split(g, box)
	if !ok {
		return Writing{}, false
	}
	w = Writing{Paper: m.paper, Ink: m.ink, Gaps: math.NaN(), GapsMean: math.NaN()}
	all, paper := m.noise(g, Inside(g, box.Inset(-beside)))
	w.Quiet = all.Quantile(0.2)
	if paper.Count() >= leastPaper {
		w.Gaps, w.GapsMean = paper.Quantile(0.25), paper.Mean()
	}
	w.Edges, w.Share, ok = m.edges(g, box)
	return w, ok
}

// levels are those of a piece of writing.
type levels struct{ paper, ink float64 }

func (m levels) contrast() float64 { return math.Abs(m.paper - m.ink) }

// split separates the levels by Otsu's threshold; paper is what lies along more of the box's rim.
func split(g *image.Gray, box image.Rectangle) (levels, bool) {
	var all, rim [256]int
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := g.Pix[g.PixOffset(box.Min.X, y):][:box.Dx()]
		for x, v := range row {
			all[v]++
			if y == box.Min.Y || y == box.Max.Y-1 || x == 0 || x == len(row)-1 {
				rim[v]++
			}
		}
	}
	t := otsu(&all)
	dark, light := median(all[:t+1]), median(all[t+1:])+float64(t+1)
	if light-dark < leastContrast {
		return levels{}, false
	}
	if total(rim[t+1:]) >= total(rim[:t+1]) {
		return levels{paper: light, ink: dark}, true
	}
	return levels{paper: dark, ink: light}, true
}

// otsu returns the level that best separates a histogram's two classes, the last of the darker one (Otsu, IEEE Trans. SMC
// 9(1), 1979, eq. 14).
func otsu(h *[256]int) int {
	n, sum := 0.0, 0.0
	for v, c := range h {
		n += float64(c)
		sum += float64(c * v)
	}
	best, at, weight, below := -1.0, 0, 0.0, 0.0
	for v := range 255 {
		weight += float64(h[v])
		below += float64(h[v] * v)
		if weight == 0 || weight == n {
			continue
		}
		d := below/weight - (sum-below)/(n-weight)
		if between := weight * (n - weight) * d * d; between > best {
			best, at = between, v
		}
	}
	return at
}

func total(h []int) (n int) {
	for _, c := range h {
		n += c
	}
	return n
}

// median returns the index at which half of a histogram is reached, 0 for an empty one.
func median(h []int) float64 {
	n := total(h)
	for v, c := range h {
		if n -= 2 * c; n <= 0 {
			return float64(v)
		}
	}
	return 0
}

// isPaper reports whether v is nearer to the paper's level than a quarter of the contrast.
func (m levels) isPaper(v uint8) bool { return math.Abs(float64(v)-m.paper) < m.contrast()/4 }

// noise collects the responses of all pixels of box, and of those whose neighbours are all paper.
func (m levels) noise(g *image.Gray, box image.Rectangle) (all, paper *Histogram) {
	all, paper = &Histogram{}, &Histogram{}
	var flat [256]bool
	for v := range flat {
		flat[v] = m.isPaper(uint8(v))
	}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		columns := 0 // of paper, three pixels high, up to the one after x
		for x := box.Min.X - 1; x <= box.Max.X; x++ {
			i := g.PixOffset(x, y)
			if columns++; !flat[g.Pix[i-g.Stride]] || !flat[g.Pix[i]] || !flat[g.Pix[i+g.Stride]] {
				columns = 0
			}
			if x <= box.Min.X {
				continue
			}
			r := Response(g.Pix, i-1, g.Stride)
			all.Add(r)
			if columns >= 3 {
				paper.Add(r)
			}
		}
	}
	return all, paper
}

// edges measures the pixels that are steep for this contrast, and the share of ink.
func (m levels) edges(g *image.Gray, box image.Rectangle) (detail, share float64, ok bool) {
	n, ink, sum := 0, 0, 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			i := g.PixOffset(x, y)
			if math.Abs(float64(g.Pix[i])-m.paper) > m.contrast()/2 {
				ink++
			}
			if Gradient(g.Pix, i, g.Stride) < m.contrast()/10 {
				continue
			}
			n++
			r := Response(g.Pix, i, g.Stride)
			sum += max(r, -r)
		}
	}
	detail = float64(sum) / float64(max(n, 1)) / (Norm * m.contrast())
	return detail, float64(ink) / float64(box.Dx()*box.Dy()), n >= leastEdge
}
