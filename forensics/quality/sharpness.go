package quality

import (
	"cmp"
	"image"
	"math"
	"slices"
)

// The measuring instrument; what is good enough is Policy's.
const (
	edgeTiles     = 6    // the picture is looked at in edgeTiles x edgeTiles tiles, so that one sharp caption cannot speak for all
	edgeLines     = 300  // lines traced in each direction, at least, where the picture has them
	edgeReach     = 24   // pixels a ramp is followed to each side of its steepest point
	edgeAmplitude = 0.25 // an edge must rise by this share of the picture's own range ...
	edgeLeast     = 10   // ... and by this many grey levels, above noise and compression
	edgesPerTile  = 64   // the strongest edges of a tile are used
	edgesNeeded   = 8    // a tile with fewer says nothing
	tileQuantile  = 0.15 // the picture is as sharp as its sharper parts: a soft background is no fault
)

// edgeWidth returns the 10-90 % rise distance, in pixels of g, of the strongest edges; ok is false when g has none.
// The width of a ramp does not depend on its height, so exposure and contrast leave it alone (P. Marziliano et al., "A
// no-reference perceptual blur metric", ICIP 2002, with the 10-90 % rise of ISO 12233 in place of the full ramp). Both
// directions are measured and the wider counts: a shaken camera blurs one of them.
func edgeWidth(g *image.Gray, contrast float64) (width float64, ok bool) {
	least := max(edgeLeast, edgeAmplitude*contrast*255)
	w, h := g.Rect.Dx(), g.Rect.Dy()
	across, a := tracer{g.Pix, 1, g.Stride, w, h, least}.width()
	down, d := tracer{g.Pix, g.Stride, 1, h, w, least}.width()
	return max(across, down), a || d
}

// tracer follows ramps along the lines of one direction.
type tracer struct {
	pix           []uint8
	step, line    int // distances in pix between neighbours on a line, and between parallel lines
	length, lines int // pixels on a line, lines
	least         float64
}

// edge is one ramp: how far it rises, grey levels, over what distance, pixels, and how much steeper it is at right angles
// to the line than along it, signed.
type edge struct{ rise, width, slant float64 }

// width returns the width of the direction's sharper tiles; ok is false when no tile has edges enough.
func (t tracer) width() (width float64, ok bool) {
	var widths []float64
	for _, edges := range t.tiles() {
		if len(edges) >= edgesNeeded {
			widths = append(widths, tileWidth(edges))
		}
	}
	return quantile(widths, tileQuantile), len(widths) > 0
}

// tiles returns the ramps of the tiles, row by row of the direction's lines; none when no ramp fits into a strip.
func (t tracer) tiles() [][]edge {
	tiles := make([][]edge, edgeTiles*edgeTiles)
	if t.length < 4 {
		return tiles
	}
	for l := 1; l < t.lines-1; l += max(1, t.lines/edgeLines) {
		t.trace(l, tiles[l*edgeTiles/t.lines*edgeTiles:][:edgeTiles])
	}
	return tiles
}

// trace appends the ramps of line l to the tiles their steepest points lie in.
func (t tracer) trace(l int, tiles [][]edge) {
	pix := t.pix[l*t.line:]
	before, slope := 0, int(pix[t.step])-int(pix[0])
	for i := 1; i < t.length-2; i++ {
		at := i * t.step
		after := int(pix[at+t.step]) - int(pix[at])
		before, slope = slope, after
		if slope == 0 || abs(slope) < abs(before) || abs(slope) <= abs(int(pix[at+2*t.step])-int(pix[at+t.step])) {
			continue // not the steepest point
		}
		if e, ok := t.ramp(pix, l, i, slope); ok {
			tile := i * edgeTiles / t.length
			tiles[tile] = append(tiles[tile], e)
		}
	}
}

// ramp measures the monotone ramp whose steepest step lies between i and i+1 of line l.
func (t tracer) ramp(pix []uint8, l, i, slope int) (edge, bool) {
	tilt := t.tilt(l, i)
	if abs(tilt) > 2*abs(slope) {
		return edge{}, false // runs along the line more than across it: the other direction measures it
	}
	sign := 1
	if slope < 0 {
		sign = -1
	}
	value := func(i int) int { return sign * int(pix[i*t.step]) }
	lo, hi := i, i+1
	for lo > 0 && i-lo < edgeReach && value(lo) > value(lo-1) {
		lo--
	}
	for hi < t.length-1 && hi-i < edgeReach && value(hi+1) > value(hi) {
		hi++
	}
	rise := float64(value(hi) - value(lo))
	if rise < t.least {
		return edge{}, false
	}
	// A line meets a tilted edge at an angle and sees it wider than it is.
	cosine := float64(abs(slope)) / math.Hypot(float64(slope), float64(tilt)/2)
	return edge{rise, cosine * (crossing(value, lo, hi, 0.9) - crossing(value, lo, hi, 0.1)), float64(tilt) / 2 / float64(slope)}, true
}

// tilt returns twice the slope at right angles to the line, between i and i+1 of line l.
func (t tracer) tilt(l, i int) int {
	up, down := (l-1)*t.line+i*t.step, (l+1)*t.line+i*t.step
	return (int(t.pix[down]) + int(t.pix[down+t.step]) - int(t.pix[up]) - int(t.pix[up+t.step])) / 2
}

// crossing returns where the rising ramp lo..hi reaches share of its height, interpolated.
func crossing(value func(int) int, lo, hi int, share float64) float64 {
	level := float64(value(lo)) + share*float64(value(hi)-value(lo))
	i := lo
	for i < hi-1 && float64(value(i+1)) < level {
		i++
	}
	return float64(i) + (level-float64(value(i)))/float64(value(i+1)-value(i))
}

func tileWidth(edges []edge) float64 {
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(b.rise, a.rise), cmp.Compare(a.width, b.width))
	})
	widths := make([]float64, min(len(edges), edgesPerTile))
	for i := range widths {
		widths[i] = edges[i].width
	}
	return quantile(widths, 0.5)
}

// quantile returns the q-quantile of v, which it sorts; 0 when v is empty.
func quantile(v []float64, q float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[int(q*float64(len(v)-1)+0.5)]
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
