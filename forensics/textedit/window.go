package textedit

import (
	"image"
	"image/color"
	"math"

	"loupe/forensics/raster"
)

const (
	inside     = 0.12    // heights around the box that an editor paints over with the word
	reach      = 0.4     // heights around the box in which its letters may end
	mostWindow = 1 << 22 // pixels; what is larger is no word
)

// window is a word in the stored picture.
type window struct {
	site
	rect  image.Rectangle
	plane [3][]uint8 // Y, Cb, Cr of every pixel (ITU-T T.871)
	word  []bool     // the pixels of the word's box, and close around it
	level levels
}

// levels are those of a word's paper and ink, 0..255.
type levels struct{ paper, ink float64 }

func (l levels) contrast() float64 { return math.Abs(l.paper - l.ink) }

// shade is how much of the way from paper to ink a lightness goes, 0..1.
func (l levels) shade(luma uint8) float64 {
	return min(max((l.paper-float64(luma))/(l.paper-l.ink), 0), 1)
}

// newWindow copies area, what lies around a word.
func newWindow(img image.Image, area image.Rectangle, s site, l levels) *window {
	w := &window{site: s, rect: area, level: l}
	n := w.rect.Dx() * w.rect.Dy()
	for c := range w.plane {
		w.plane[c] = make([]uint8, n)
	}
	w.word = make([]bool, n)
	read := raster.RGBReader(img)
	i := 0
	for y := w.rect.Min.Y; y < w.rect.Max.Y; y++ {
		for x := w.rect.Min.X; x < w.rect.Max.X; x++ {
			w.plane[0][i], w.plane[1][i], w.plane[2][i] = color.RGBToYCbCr(read(x, y))
			w.word[i] = s.outside(s.at(x, y)) <= inside
			i++
		}
	}
	return w
}
