package barcode

import (
	"image"
	"math"
)

// tensor is a sum of gradient products (Bigün & Granlund, Optimal Orientation Detection of Linear Symmetry, ICCV 1987).
type tensor struct{ xx, yy, xy float64 }

func (t tensor) plus(o tensor) tensor { return tensor{t.xx + o.xx, t.yy + o.yy, t.xy + o.xy} }

// energy is the sum of squared gradients.
func (t tensor) energy() float64 { return t.xx + t.yy }

// coherence is 1 where all gradients lie on one axis, 0 where none is preferred.
func (t tensor) coherence() float64 {
	if t.energy() <= 0 {
		return 0
	}
	return math.Hypot(t.xx-t.yy, 2*t.xy) / t.energy()
}

// axis is the angle of the preferred axis of the gradients, in radians, -π/2..π/2: across the bars of a barcode.
func (t tensor) axis() float64 { return math.Atan2(2*t.xy, t.xx-t.yy) / 2 }

// grid is a picture divided into square cells of side pixels, each with its tensor per sample.
type grid struct {
	side, w, h int
	cells      []tensor
}

// The longer side of a picture is divided into about mostCells cells of at least leastCell pixels.
const (
	mostCells = 128
	leastCell = 8
)

// survey divides g. Some rows of each cell are looked at, at full resolution, so that thin bars are not averaged away.
func survey(g *image.Gray) grid {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	side := max(leastCell, (max(w, h)+mostCells-1)/mostCells)
	d := grid{side: side, w: w / side, h: h / side}
	d.cells = make([]tensor, d.w*d.h)
	step := max(1, side/4)
	for cy := range d.h {
		row := d.cells[cy*d.w : (cy+1)*d.w]
		samples := 0
		for y := cy*side + step/2; y < (cy+1)*side; y += step {
			if y < 1 || y+1 >= h {
				continue
			}
			samples += side
			rowTensors(row, g, y, side)
		}
		for i := range row {
			n := float64(max(samples, 1))
			row[i] = tensor{row[i].xx / n, row[i].yy / n, row[i].xy / n}
		}
	}
	return d
}

// rowTensors adds what the pixels of row y say to the cells that they lie in, by central differences.
func rowTensors(cells []tensor, g *image.Gray, y, side int) {
	n := len(cells) * side
	above, here, below := g.Pix[(y-1)*g.Stride:][:n], g.Pix[y*g.Stride:][:n], g.Pix[(y+1)*g.Stride:][:n]
	for i := range cells {
		var xx, yy, xy int
		for x := max(i*side, 1); x < min((i+1)*side, n-1); x++ {
			dx, dy := int(here[x+1])-int(here[x-1]), int(below[x])-int(above[x])
			xx, yy, xy = xx+dx*dx, yy+dy*dy, xy+dx*dy
		}
		cells[i].xx += float64(xx)
		cells[i].yy += float64(yy)
		cells[i].xy += float64(xy)
	}
}

// smooth returns the mean tensor of each cell and its neighbours.
func (d grid) smooth() []tensor {
	out := make([]tensor, len(d.cells))
	for y := range d.h {
		for x := range d.w {
			var sum tensor
			n := 0.0
			for v := max(y-1, 0); v <= min(y+1, d.h-1); v++ {
				for u := max(x-1, 0); u <= min(x+1, d.w-1); u++ {
					sum = sum.plus(d.cells[v*d.w+u])
					n++
				}
			}
			out[y*d.w+x] = tensor{sum.xx / n, sum.yy / n, sum.xy / n}
		}
	}
	return out
}
