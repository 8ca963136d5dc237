package quality

import (
	"image"

	"loupe/forensics/locate"
	"loupe/models"
)

// colours is a small flat view of the document in colour.
type colours struct {
	w, h int
	pix  []uint8 // r, g, b of each pixel
	luma []uint8
}

// flatColours takes the document's colour view, at most side pixels long.
func flatColours(img image.Image, p models.Place, side int) (*colours, error) {
	flat, _, err := locate.Colour(img, p, side)
	if err != nil {
		return nil, err
	}
	c := &colours{w: flat.Rect.Dx(), h: flat.Rect.Dy()}
	c.pix, c.luma = make([]uint8, 3*c.w*c.h), make([]uint8, c.w*c.h)
	for i := range c.luma {
		p := flat.Pix[i/c.w*flat.Stride+4*(i%c.w):][:3]
		copy(c.pix[3*i:], p)
		c.luma[i] = uint8((299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000)
	}
	return c, nil
}

// What of a document counts for its colour.
const (
	colourStride = 3    // pixels of the view, of which one is looked at with those around it
	colourMargin = 0.04 // of each side is left out: the outline may be a little off
	colourShare  = 0.97 // the most coloured hundredths decide: a portrait or a title is enough
	groundLevel  = 200  // to which the ground is balanced
	leastRange   = 24   // levels; with less there is no saying what is colour and what is noise
)

// chroma returns how colourful the document is: the distance between the largest and the least of the balanced channels
// that the most coloured pixels have, as a share of the range from print to ground. Haze and exposure scale both alike.
// The ground is taken for grey, as a cast of the light would colour it; ok is false when there is no ground.
func (c *colours) chroma() (value float64, ok bool) {
	ground, ok := c.ground(0.6, 0.9)
	if !ok {
		return 0, false
	}
	mx, my := int(colourMargin*float64(c.w))+1, int(colourMargin*float64(c.h))+1
	var spread, tone []float64
	for y := my; y < c.h-my; y += colourStride {
		for x := mx; x < c.w-mx; x += colourStride {
			p := c.mean(x, y)
			lo, hi, sum := 1e9, 0.0, 0.0
			for k := range p {
				v := p[k] * groundLevel / ground[k]
				lo, hi, sum = min(lo, v), max(hi, v), sum+v
			}
			spread, tone = append(spread, hi-lo), append(tone, sum/3)
		}
	}
	depth := groundLevel - quantile(tone, 0.02)
	if len(spread) == 0 || depth < leastRange {
		return 0, false
	}
	return quantile(spread, colourShare) / depth, true
}

// mean is the colour of the 3 x 3 pixels around x, y: print is wider, noise is not.
func (c *colours) mean(x, y int) (p [3]float64) {
	for dy := -1; dy <= 1; dy++ {
		row := c.pix[3*((y+dy)*c.w+x-1):][:9]
		for i, v := range row {
			p[i%3] += float64(v)
		}
	}
	return [3]float64{p[0] / 9, p[1] / 9, p[2] / 9}
}

// ground is the mean colour between two quantiles of the luma; ok is false when it is black.
func (c *colours) ground(from, to float64) (g [3]float64, ok bool) {
	if c.w < 8 || c.h < 8 {
		return g, false
	}
	var histogram [256]int
	for _, l := range c.luma {
		histogram[l]++
	}
	n := len(c.luma)
	lo, hi := uint8(255*percentile(&histogram, n, from)+0.5), uint8(255*percentile(&histogram, n, to)+0.5)
	count := 0.0
	for i, l := range c.luma {
		if l < lo || l > hi {
			continue
		}
		count++
		for k := range g {
			g[k] += float64(c.pix[3*i+k])
		}
	}
	for k := range g {
		g[k] /= count
		ok = g[k] >= 8
		if !ok {
			return g, false
		}
	}
	return g, true
}
