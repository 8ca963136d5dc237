package samples

import (
	"image"
	"math"
)

// gaussianBlur smooths a plane in place; sigma in pixels, edges repeat.
func gaussianBlur(plane []float32, w, h int, sigma float64) {
	radius := int(math.Ceil(3 * sigma))
	kernel := make([]float32, radius+1)
	total := 0.0
	for i := range kernel {
		weight := math.Exp(-sq(float64(i)) / (2 * sigma * sigma))
		kernel[i] = float32(weight)
		total += weight * float64(min(i, 1)+1)
	}
	for i := range kernel {
		kernel[i] /= float32(total)
	}
	line := make([]float32, max(w, h)+2*radius)
	pass := func(lines, length, step, jump int) {
		for n := range lines {
			base := n * jump
			for i := range length + 2*radius {
				line[i] = plane[base+min(max(i-radius, 0), length-1)*step]
			}
			for i := range length {
				at := line[i : i+2*radius+1]
				sum := at[radius] * kernel[0]
				for k := 1; k <= radius; k++ {
					sum += (at[radius-k] + at[radius+k]) * kernel[k]
				}
				plane[base+i*step] = sum
			}
		}
	}
	pass(h, w, 1, w)
	pass(w, h, w, 1)
}

// gauss is normally distributed noise that belongs to a place: the same pixel of the same capture always gets the same.
type gauss struct {
	field lattice
	table []float32 // quantiles of the normal distribution
}

func newGauss(seed uint64) gauss {
	table := make([]float32, 1<<12)
	for i := range table {
		table[i] = float32(math.Sqrt2 * math.Erfinv(2*(float64(i)+0.5)/float64(len(table))-1))
	}
	return gauss{newLattice(seed, "noise"), table}
}

func (g gauss) at(x, y int) float32 {
	return g.table[int(g.field.corner(int64(x), int64(y))*float64(len(g.table)))]
}

// sense turns light into what a sensor with a Bayer mosaic (RGGB) makes of it: one noisy colour per pixel, the other two
// interpolated with the linear filters of Malvar, He and Cutler (ICASSP 2004, figure 2).
func (c *camera) sense(p *planes, noise float64) {
	w, h := p.window.Dx(), p.window.Dy()
	random := newGauss(c.seed)
	raw := make([]float32, w*h)
	shot, read, gain := float32(c.shot), float32(c.read), float32(noise)
	for y := range h {
		for x := range w {
			px, py := x+p.window.Min.X, y+p.window.Min.Y
			v := p.colour[bayer(px, py)][y*w+x]
			sigma := float32(math.Sqrt(float64(shot*max(v, 0) + read)))
			raw[y*w+x] = v + gain*sigma*random.at(px, py)
		}
	}
	for y := 2; y < h-2; y++ {
		for x := 2; x < w-2; x++ {
			r, g, b := demosaic(raw, y*w+x, w, x+p.window.Min.X, y+p.window.Min.Y)
			p.colour[0][y*w+x], p.colour[1][y*w+x], p.colour[2][y*w+x] = r, g, b
		}
	}
}

// bayer returns the colour that the sensor's pixel x, y measures.
func bayer(x, y int) int { return x&1 + y&1 }

// demosaic interpolates one pixel of the mosaic at index i of rows of w.
func demosaic(raw []float32, i, w, x, y int) (r, g, b float32) {
	centre := raw[i]
	near := raw[i-1] + raw[i+1]
	upright := raw[i-w] + raw[i+w]
	corners := raw[i-w-1] + raw[i-w+1] + raw[i+w-1] + raw[i+w+1]
	farX, farY := raw[i-2]+raw[i+2], raw[i-2*w]+raw[i+2*w]
	alongRow := (5*centre + 4*near - corners - farX + farY/2) / 8
	alongColumn := (5*centre + 4*upright - corners - farY + farX/2) / 8
	green := (4*centre + 2*(near+upright) - farX - farY) / 8
	opposite := (6*centre + 2*corners - 1.5*(farX+farY)) / 8
	switch {
	case x&1 == 0 && y&1 == 0: // red
		return centre, green, opposite
	case x&1 == 1 && y&1 == 1: // blue
		return opposite, green, centre
	case y&1 == 0: // green in a red row
		return alongRow, centre, alongColumn
	}
	return alongColumn, centre, alongRow
}

// process sharpens, applies the tone curve and stores 8-bit sRGB.
func (c *camera) process(dst *image.RGBA, p *planes, window image.Rectangle) {
	w := p.window.Dx()
	table := c.toneTable()
	strength := float32(c.sharpen)
	for y := window.Min.Y; y < window.Max.Y; y++ {
		for x := window.Min.X; x < window.Max.X; x++ {
			i := (y-p.window.Min.Y)*w + x - p.window.Min.X
			at := dst.Pix[dst.PixOffset(x, y):][:4]
			for k := range 3 {
				plane := p.colour[k]
				v := plane[i]
				v += strength * (v - (plane[i-1]+plane[i+1]+plane[i-w]+plane[i+w])/4)
				at[k] = table[int(clamp(float64(v), 0, 1)*float64(len(table)-1)+0.5)]
			}
			at[3] = 255
		}
	}
}

// toneTable is the camera's curve: sRGB with a slight S.
func (c *camera) toneTable() []uint8 {
	table := make([]uint8, 1<<14)
	for i := range table {
		v := gamma(float64(i) / float64(len(table)-1))
		v = mix(v, v*v*(3-2*v), c.contrast)
		table[i] = uint8(v*255 + 0.5)
	}
	return table
}
