package textedit

import (
	"image"
	"image/color"
	"math"

	"loupe/forensics/raster"
)

const (
	inside     = 0.12 // heights around the box that an editor paints over with the word
	ringFrom   = 0.45 // heights around the box where the paper of the neighbourhood begins
	ringTo     = 1.3
	leastPairs = 40      // pixels, or pairs of pixels, of either zone
	rounding   = 0.5     // levels: what is less rough is as good as even, and a drawing has much that is
	mostWindow = 1 << 22 // pixels; what is larger is no word
)

// The zones of a window.
const (
	zoneNone = iota
	zoneWord
	zoneRing
)

// window is a word with its surroundings in the stored picture.
type window struct {
	site
	rect  image.Rectangle
	plane [3][]uint8 // Y, Cb, Cr of every pixel (ITU-T T.871)
	zone  []uint8
	paper []bool // all nine pixels around are as light as the word's paper
	level levels
}

// levels are those of a word's paper and ink, 0..255.
type levels struct{ paper, ink float64 }

func (l levels) contrast() float64 { return math.Abs(l.paper - l.ink) }

// newWindow copies area, what lies around a word. taken tells the pixels of bounds that belong to words.
func newWindow(img image.Image, area, bounds image.Rectangle, s site, l levels, taken []bool) *window {
	w := &window{site: s, rect: area, level: l}
	n := w.rect.Dx() * w.rect.Dy()
	for c := range w.plane {
		w.plane[c] = make([]uint8, n)
	}
	w.zone, w.paper = make([]uint8, n), make([]bool, n)
	read, at := raster.RGBReader(img), img.Bounds().Min
	i := 0
	for y := w.rect.Min.Y; y < w.rect.Max.Y; y++ {
		for x := w.rect.Min.X; x < w.rect.Max.X; x++ {
			w.plane[0][i], w.plane[1][i], w.plane[2][i] = color.RGBToYCbCr(read(x+at.X, y+at.Y))
			switch away := s.outside(s.at(x, y)); {
			case away <= inside:
				w.zone[i] = zoneWord
			case away >= ringFrom && away <= ringTo && !taken[y*bounds.Dx()+x]:
				w.zone[i] = zoneRing
			}
			i++
		}
	}
	w.findPaper()
	return w
}

// findPaper marks the pixels whose neighbourhood is paper. In the ring the light may be another than at the word.
func (w *window) findPaper() {
	width := w.rect.Dx()
	for i := width + 1; i < len(w.paper)-width-1; i++ {
		if x := i % width; w.zone[i] == zoneNone || x == 0 || x == width-1 {
			continue
		}
		ok := true
		for _, d := range [9]int{0, -1, 1, -width, width, -width - 1, -width + 1, width - 1, width + 1} {
			if math.Abs(float64(w.plane[0][i+d])-w.level.paper) >= w.level.contrast()/4 {
				ok = false
				break
			}
		}
		w.paper[i] = ok
	}
}

// tint is the mean colour of the word's paper less that of the paper around it.
func (w *window) tint() (out [3]float64) {
	var sum [3][3]float64
	var n [3]float64
	for i, ok := range w.paper {
		if !ok {
			continue
		}
		z := w.zone[i]
		n[z]++
		for c := range w.plane {
			sum[z][c] += float64(w.plane[c][i])
		}
	}
	for c := range out {
		out[c] = math.NaN()
		if n[zoneWord] >= leastPairs && n[zoneRing] >= leastPairs {
			out[c] = sum[zoneWord][c]/n[zoneWord] - sum[zoneRing][c]/n[zoneRing]
		}
	}
	return out
}

// texture is the logarithm of how much rougher the word's paper is than that around it: the mean modulus of differences
// over so many pixels along rows and columns (the structure function of order 1), summed over planes from..to.
func (w *window) texture(step, from, to int) float64 {
	width := w.rect.Dx()
	var sum, n [3]float64
	for _, one := range [2]int{1, width} {
		d := one * step
		for i := 0; i+d < len(w.paper); i++ {
			z := w.zone[i]
			if !w.paper[i] || !w.paper[i+d] || !w.paper[i+one*(step/2)] || w.zone[i+d] != z || one == 1 && i%width+d >= width {
				continue
			}
			n[z]++
			for c := from; c <= to; c++ {
				sum[z] += math.Abs(float64(w.plane[c][i+d]) - float64(w.plane[c][i]))
			}
		}
	}
	if n[zoneWord] < leastPairs || n[zoneRing] < leastPairs {
		return math.NaN()
	}
	return math.Log((sum[zoneWord]/n[zoneWord] + rounding) / (sum[zoneRing]/n[zoneRing] + rounding))
}
