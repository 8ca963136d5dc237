package craft

import "math"

// Picture is a JPEG that is coded here: sizes, sampling, restart interval and the order of scans are free.
type Picture struct {
	Width, Height int
	Components    []Sampling                     // 1 grey, 3 YCbCr, 4 CMYK; none for one grey component
	Shade         func(component, x, y int) byte // a sample at full resolution; nil for mid-grey
	Step          byte                           // quantisation step; 0 for 8
	Progressive   bool                           // DC first, then each component's AC in two bands (G.1.2)
	Restart       int                            // units between restart markers; 0 for none
	Extra         [][]byte                       // segments after SOI
}

// Encode returns the file.
func (p Picture) Encode() []byte {
	if len(p.Components) == 0 {
		p.Components = []Sampling{{1, 1}}
	}
	if p.Step == 0 {
		p.Step = 8
	}
	kind := byte(0)
	if p.Progressive {
		kind = 2
	}
	head := Join(SOI(), Join(p.Extra...), DQT(p.Step), SOF(kind, 8, p.Width, p.Height, p.Components...), DHT())
	if p.Restart > 0 {
		head = append(head, DRI(p.Restart)...)
	}
	c := coder{picture: p, blocks: p.transform()}
	if !p.Progressive {
		return Join(head, SOS(0, 63, 0, 0, p.numbers()...), c.interleaved(0, 63), EOI())
	}
	head = Join(head, SOS(0, 0, 0, 0, p.numbers()...), c.interleaved(0, 0))
	for i := range p.Components {
		for _, band := range [][2]int{{1, 5}, {6, 63}} {
			head = Join(head, SOS(band[0], band[1], 0, 0, i+1), c.alone(i, band[0], band[1]))
		}
	}
	return append(head, EOI()...)
}

func (p Picture) numbers() []int {
	var n []int
	for i := range p.Components {
		n = append(n, i+1)
	}
	return n
}

// most returns the largest sampling factors.
func (p Picture) most() (h, v int) {
	for _, c := range p.Components {
		h, v = max(h, c.H), max(v, c.V)
	}
	return h, v
}

// units returns how many minimum coded units lie across and down (A.2.4).
func (p Picture) units() (across, down int) {
	h, v := p.most()
	return (p.Width + 8*h - 1) / (8 * h), (p.Height + 8*v - 1) / (8 * v)
}

// plane is one component's quantised coefficients, in zigzag order, block by block.
type plane struct {
	across, down int // blocks, padded to whole units
	within       int // blocks across that hold samples, for scans of one component (A.2.2)
	rows         int
	blocks       [][64]int
}

// transform returns the quantised coefficients of every component.
func (p Picture) transform() []plane {
	across, down := p.units()
	mh, mv := p.most()
	var planes []plane
	for i, c := range p.Components {
		pl := plane{across: across * c.H, down: down * c.V}
		pl.within = (((p.Width*c.H+mh-1)/mh + 7) / 8)
		pl.rows = (((p.Height*c.V+mv-1)/mv + 7) / 8)
		pl.blocks = make([][64]int, pl.across*pl.down)
		for n := range pl.blocks {
			if p.Shade == nil {
				continue
			}
			bx, by := n%pl.across*8, n/pl.across*8
			pl.blocks[n] = quantise(func(x, y int) float64 {
				fx, fy := min((bx+x)*mh/c.H, p.Width-1), min((by+y)*mv/c.V, p.Height-1)
				return float64(p.Shade(i, fx, fy)) - 128
			}, float64(p.Step))
		}
		planes = append(planes, pl)
	}
	return planes
}

// quantise is the forward DCT (A.3.3) and quantisation (A.3.4) of one block, in zigzag order.
func quantise(sample func(x, y int) float64, step float64) (out [64]int) {
	var cosine, half [8][8]float64
	for u := range 8 {
		for x := range 8 {
			cosine[u][x] = math.Cos(float64(2*x+1)*float64(u)*math.Pi/16) / 2
			if u == 0 {
				cosine[u][x] /= math.Sqrt2
			}
		}
	}
	for u := range 8 {
		for y := range 8 {
			for x := range 8 {
				half[u][y] += sample(x, y) * cosine[u][x]
			}
		}
	}
	for z, at := range zigzag() {
		sum := 0.0
		for y := range 8 {
			sum += half[at%8][y] * cosine[at/8][y]
		}
		out[z] = int(math.Round(sum / step))
	}
	return out
}

// zigzag returns the place in the block, row by row, of each coefficient in zigzag order (A.3.6).
func zigzag() (order [64]int) {
	x, y, up := 0, 0, true
	for i := range order {
		order[i] = y*8 + x
		switch {
		case up && x == 7:
			y, up = y+1, false
		case up && y == 0:
			x, up = x+1, false
		case up:
			x, y = x+1, y-1
		case y == 7:
			x, up = x+1, true
		case x == 0:
			y, up = y+1, true
		default:
			x, y = x-1, y+1
		}
	}
	return order
}
