package quality

import "image"

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
	n := w * h
	t := tones{low: percentile(&histogram, n, darkShare), high: percentile(&histogram, n, lightShare)}
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
