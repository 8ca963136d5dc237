package noise

import (
	"context"
	"image"
	"math"
	"slices"
)

const (
	blockSide   = 3    // pixels (Gardella et al. 2021, section 3.1); blocks do not overlap, so that their counts are independent
	densePixels = 6e6  // of a picture, up to which every block is looked at; of larger ones, every second or third
	leastBlocks = 4000 // of a zone
	binBlocks   = 2000 // blocks of like mean that are compared; the paper's 20000 overlap ninefold
	shareV      = 0.1  // of a bin's blocks: the ones with the least low-frequency energy, where noise is all there is
	shareS      = 0.5  // of these: the ones with the least deviation. Untouched, they lie evenly among them
	mostFlat    = 0.2  // share of V without any deviation, above which there is no noise to compare
)

// block is what is known of 3x3 pixels.
type block struct {
	cell      int32
	mean      int16 // nine times
	low       int32 // energy of the low frequencies, a multiple
	deviation float32
}

// blocksOf measures the blocks of every zone; clipped ones are left out, because clipping takes noise away.
func blocksOf(ctx context.Context, g *image.Gray, zones *grid) ([zoneCount][]block, error) {
	var out [zoneCount][]block
	step := blockSide * int(math.Ceil(math.Sqrt(float64(g.Rect.Dx()*g.Rect.Dy())/densePixels)))
	for y := 0; y+blockSide <= zones.rows*zones.side; y += step {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		for x := 0; x+blockSide <= zones.columns*zones.side; x += step {
			cell := y/zones.side*zones.columns + x/zones.side
			zone := zones.zone[cell]
			if zone == zoneNone {
				continue
			}
			if b, ok := measure(g, x, y); ok {
				b.cell = int32(cell)
				out[zone] = append(out[zone], b)
			}
		}
	}
	return out, nil
}

// measure takes the block's mean, the energy of its three lowest AC coefficients of the 3x3 DCT and its deviation.
func measure(g *image.Gray, x, y int) (block, bool) {
	var p [9]int32
	low, high := int32(255), int32(0)
	for v := range blockSide {
		row := g.Pix[(y+v)*g.Stride+x:][:3]
		for u, s := range row {
			p[3*v+u] = int32(s)
			low, high = min(low, int32(s)), max(high, int32(s))
		}
	}
	if low <= 2 || high >= 253 {
		return block{}, false
	}
	sum, squares := int32(0), int32(0)
	for _, s := range p {
		sum += s
		squares += s * s
	}
	// Basis vectors (1,1,1)/sqrt3 and (1,0,-1)/sqrt2; energies times 12.
	across := p[0] + p[3] + p[6] - p[2] - p[5] - p[8]
	down := p[0] + p[1] + p[2] - p[6] - p[7] - p[8]
	both := p[0] - p[2] - p[6] + p[8]
	variance := float64(9*squares-sum*sum) / 81
	return block{mean: int16(sum), low: 2*(across*across+down*down) + 3*both*both, deviation: float32(math.Sqrt(max(variance, 0)))}, true
}

// counts are, per cell, the blocks of V and those of them in S, and how V's deviations compare with their bins'.
type counts struct {
	*grid
	v, s  []int
	ratio []float64 // sum over V of log(deviation / what is usual in the bin: the upper tenth of V, which a large quiet part leaves alone)
}

// count sorts a zone's blocks into bins of like mean and finds V and S. ok is false when the zone is too small or
// without noise.
func count(list []block, zones *grid) (*counts, bool) {
	c := &counts{zones, make([]int, len(zones.zone)), make([]int, len(zones.zone)), make([]float64, len(zones.zone))}
	if len(list) < leastBlocks {
		return c, false
	}
	list = byMean(list)
	flat, all := 0, 0
	bins := len(list) / binBlocks
	for i := range bins {
		bin := list[i*len(list)/bins : (i+1)*len(list)/bins]
		slices.SortFunc(bin, func(a, b block) int { return int(a.low) - int(b.low) })
		v := bin[:int(shareV*float64(len(bin)))]
		slices.SortFunc(v, func(a, b block) int { return compare(a.deviation, b.deviation) })
		half := int(shareS * float64(len(v)))
		usual := max(v[len(v)*9/10].deviation, 0.1)
		for k, b := range v {
			c.v[b.cell]++
			if k < half {
				c.s[b.cell]++
			}
			c.ratio[b.cell] += math.Log(float64(max(b.deviation, 0.1) / usual))
			if b.deviation == 0 {
				flat++
			}
		}
		all += len(v)
	}
	return c, float64(flat) <= mostFlat*float64(all)
}

func compare(a, b float32) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// byMean sorts by counting: there are few means and many blocks.
func byMean(list []block) []block {
	var start [9*255 + 2]int
	for _, b := range list {
		start[b.mean+1]++
	}
	for m := 1; m < len(start); m++ {
		start[m] += start[m-1]
	}
	out := make([]block, len(list))
	for _, b := range list {
		out[start[b.mean]] = b
		start[b.mean]++
	}
	return out
}
