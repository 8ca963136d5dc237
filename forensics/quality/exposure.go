package quality

import (
	"image"
	"slices"
)

// tones is what the histogram of a luma plane says. All values are shares of full scale or of the pixels, 0..1.
type tones struct {
	mean        float64
	low, high   float64 // darkShare and lightShare percentiles
	black, full float64 // share of the pixels at or beyond the clipping levels
}

// Pixels at or below blackLevel, at or above fullLevel have lost their detail.
const (
	blackLevel = 2
	fullLevel  = 253
)

// The tones a picture reaches. Ink may cover a thousandth of a page and count; a lamp in the dark must cover a hundredth.
const (
	darkShare  = 0.001
	lightShare = 0.99
)

func tonesOf(g *image.Gray) tones {
	var histogram [256]int
	w, h := g.Rect.Dx(), g.Rect.Dy()
	for y := range h {
		for _, v := range g.Pix[y*g.Stride : y*g.Stride+w] {
			histogram[v]++
		}
	}
	return tonesIn(&histogram, w*h)
}

// tonesBeside is tonesOf what mask, of w x h, leaves free; of all when that is nothing.
func tonesBeside(g *image.Gray, mask []bool, w, h int) tones {
	var histogram [256]int
	n := 0
	if !slices.Contains(mask, true) {
		return tonesOf(g)
	}
	for y := range g.Rect.Dy() {
		hidden := mask[y*h/g.Rect.Dy()*w:][:w]
		for x, v := range g.Pix[y*g.Stride:][:g.Rect.Dx()] {
			if !hidden[x*w/g.Rect.Dx()] {
				histogram[v]++
				n++
			}
		}
	}
	if n == 0 {
		return tonesOf(g)
	}
	return tonesIn(&histogram, n)
}

func tonesIn(histogram *[256]int, n int) tones {
	t := tones{low: percentile(histogram, n, darkShare), high: percentile(histogram, n, lightShare)}
	for v, count := range histogram {
		share := float64(count) / float64(n)
		t.mean += share * float64(v) / 255
		if v <= blackLevel {
			t.black += share
		}
		if v >= fullLevel {
			t.full += share
		}
	}
	return t
}

// contrast is the robust range of the tones: a few dead or glaring pixels do not widen it.
func (t tones) contrast() float64 { return t.high - t.low }

// percentile returns the level below or at which share of the n pixels lie, 0..1.
func percentile(histogram *[256]int, n int, share float64) float64 {
	want := int(share*float64(n) + 0.5)
	seen := 0
	for v, count := range histogram {
		if seen += count; seen >= max(1, want) {
			return float64(v) / 255
		}
	}
	return 1
}

// A tile is detailed when its tones span detailSpan; its ground is what most of it is: the level at groundShare.
const (
	tileSide      = 16  // pixels of the reduced picture
	detailSpan    = 64  // levels
	groundShare   = 0.6 // print covers less than two fifths of a tile
	darkTwentieth = 0.05
	washedLevel   = 250 // a ground at or above has lost its tint
	minTiles      = 20  // detailed tiles below which nothing is said
)

// washed returns the share of the detailed tiles whose ground is clipped to white: a printed document has a tint there
// unless the exposure took it away. 0 when there is hardly any detail.
func washed(g *image.Gray) float64 {
	detailed, clipped := 0, 0
	for y := 0; y+tileSide <= g.Rect.Dy(); y += tileSide {
		for x := 0; x+tileSide <= g.Rect.Dx(); x += tileSide {
			span, ground, _ := tile(g, x, y, tileSide)
			if span < detailSpan {
				continue
			}
			if detailed++; ground >= washedLevel {
				clipped++
			}
		}
	}
	if detailed < minTiles {
		return 0
	}
	return float64(clipped) / float64(detailed)
}

// tile returns the range of the levels of the square tile at x, y, its ground and its darkest twentieth.
func tile(g *image.Gray, x, y, side int) (span, ground, dark int) {
	var histogram [256]int
	low, high := 255, 0
	for v := y; v < y+side; v++ {
		for _, p := range g.Pix[v*g.Stride+x : v*g.Stride+x+side] {
			histogram[p]++
			low, high = min(low, int(p)), max(high, int(p))
		}
	}
	n := side * side
	return high - low, int(255*percentile(&histogram, n, groundShare) + 0.5), int(255*percentile(&histogram, n, darkTwentieth) + 0.5)
}

// What printContrast looks at.
const (
	printTile  = 48  // pixels of the flat document: room for the bold print and the large dark things that blur leaves
	printShare = 0.9 // of the tiles have less contrast than what is returned: they speak for the document
	faintSpan  = 8   // levels; a tile that spans less holds noise
)

// printContrast is by how much print is darker than the ground around it, as a share of the ground: tile by tile, because
// light is uneven. Exposure scales both alike and leaves it alone; haze does not.
func printContrast(g *image.Gray, t tones) float64 {
	var shares []float64
	for y := 0; y+printTile <= g.Rect.Dy(); y += printTile {
		for x := 0; x+printTile <= g.Rect.Dx(); x += printTile {
			span, ground, dark := tile(g, x, y, printTile)
			if span >= faintSpan && ground > 0 {
				shares = append(shares, max(0, float64(ground-dark)/float64(ground)))
			}
		}
	}
	if len(shares) < minTiles {
		return t.contrast() / max(t.high, 1.0/255)
	}
	return quantile(shares, printShare)
}
