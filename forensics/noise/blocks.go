package noise

import (
	"context"
	"image"
	"math"
	"slices"

	"loupe/forensics/history"
	"loupe/forensics/order"
)

const (
	blockSide   = 8    // pixels: the JPEG's own blocks, so that what its steps left of the noise stays apart from the seams between them
	lowUpTo     = 2    // u+v of the coefficients that shading and print decide; they say how busy a block is
	highFrom    = 3    // u+v of those in which flat parts show noise, and which steps of quality 75 still let through
	highUpTo    = 6    // above, strong compression leaves nothing
	floorEnergy = 0.5  // square levels added to energies: less than this is rounding
	clippedMost = 2    // pixels of a block at the ends of the scale, where clipping takes noise away
	leastZone   = 150  // blocks of a zone
	binBlocks   = 400  // blocks of like brightness that are compared
	flatShare   = 0.6  // of a bin: the least busy blocks, where noise is what there is
	flatGroups  = 3    // into which these are divided by how busy they are
	leastJudged = 200  // flat blocks of a picture
	leastSpread = 0.2  // powers of two: deviations vary at least so much
	silent      = 0.15 // square levels: a block that has only the rounding to whole levels, of variance 1/12, has no noise left
	mostSilent  = 0.25 // share of the flat blocks that may be silent: with more, the picture is drawn or squeezed, and no noise tells nothing
)

// block is what is known of 8x8 pixels.
type block struct {
	mean      float32
	low, high float32 // mean energy of the coefficients, square levels
	excess    float32 // log2 of the high energy over the median of equally bright, equally busy blocks of its zone
	zone      uint8
	judged    bool // flat enough for the excess to tell of noise
}

// field is a picture's blocks, row-major.
type field struct {
	columns, rows int
	blocks        []block
	spread        float64 // robust standard deviation of the judged blocks' excess
	judged        int
	silent        int // judged blocks without any noise
}

// fieldOf measures the blocks of all zones that belong to what is judged.
func fieldOf(ctx context.Context, g *image.Gray, zones zones) (*field, error) {
	f := &field{columns: g.Rect.Dx() / blockSide, rows: g.Rect.Dy() / blockSide}
	f.blocks = make([]block, f.columns*f.rows)
	for y := range f.rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for x := range f.columns {
			if zone := zones.at(f.box(x, y, 1, 1)); zone != zoneNone {
				f.blocks[y*f.columns+x] = measure(g, x*blockSide, y*blockSide)
				f.blocks[y*f.columns+x].zone = zone
			}
		}
	}
	for zone := zoneNone + 1; zone < zoneCount; zone++ {
		f.standardise(uint8(zone))
	}
	f.summarise()
	return f, nil
}

// box is what w x h blocks from column x, row y cover, in stored pixels.
func (f *field) box(x, y, w, h int) image.Rectangle {
	return image.Rect(x*blockSide, y*blockSide, (x+w)*blockSide, (y+h)*blockSide)
}

// measure takes the mean energies of a block's low and high frequencies.
func measure(g *image.Gray, x, y int) block {
	var p [blockSide * blockSide]float32
	clipped := 0
	for v := range blockSide {
		for u, s := range g.Pix[(y+v)*g.Stride+x:][:blockSide] {
			if s <= 3 || s >= 252 {
				clipped++
			}
			p[blockSide*v+u] = float32(s)
		}
	}
	history.Transform(&p)
	b := block{mean: p[0] / blockSide, judged: clipped <= clippedMost}
	low, high := 0, 0
	for k, c := range p[1:] {
		switch sum := (k+1)/blockSide + (k+1)%blockSide; {
		case sum <= lowUpTo:
			b.low += c * c
			low++
		case sum >= highFrom && sum <= highUpTo:
			b.high += c * c
			high++
		}
	}
	b.low, b.high = b.low/float32(low), b.high/float32(high)
	return b
}

// standardise compares the blocks of a zone with those of like brightness, because noise depends on it, and of these with
// equally busy ones. What is not flat is not judged.
func (f *field) standardise(zone uint8) {
	var list []*block
	for i := range f.blocks {
		if b := &f.blocks[i]; b.zone == zone && b.judged {
			b.judged = false
			list = append(list, b)
		}
	}
	if len(list) < leastZone {
		return
	}
	list = ascending(list, func(b *block) float32 { return b.mean })
	bins := max(1, len(list)/binBlocks)
	for i := range bins {
		bin := list[i*len(list)/bins : (i+1)*len(list)/bins]
		bin = ascending(bin, func(b *block) float32 { return b.low })
		flat := bin[:int(flatShare*float64(len(bin)))]
		for k := range flatGroups {
			judge(flat[k*len(flat)/flatGroups : (k+1)*len(flat)/flatGroups])
		}
	}
}

// judge gives blocks of one sort their excess over the median.
func judge(group []*block) {
	energies := make([]float32, len(group))
	for i, b := range group {
		energies[i] = energy(b.high)
	}
	slices.Sort(energies)
	for _, b := range group {
		b.judged, b.excess = true, energy(b.high)-energies[len(energies)/2]
	}
}

func energy(high float32) float32 { return float32(math.Log2(float64(high) + floorEnergy)) }

// summarise counts what is judged and takes the spread of the excess by its quartiles.
func (f *field) summarise() {
	var all []float32
	for _, b := range f.blocks {
		if b.judged {
			all = append(all, b.excess)
			if b.high < silent {
				f.silent++
			}
		}
	}
	if f.judged = len(all); f.judged == 0 {
		return
	}
	slices.Sort(all)
	const quartiles = 1.349 // distance of a normal distribution's quartiles in standard deviations
	f.spread = max(float64(all[len(all)*3/4]-all[len(all)/4])/quartiles, leastSpread)
}

// ascending returns blocks in the order of a value of theirs that is 0 or more.
func ascending(list []*block, value func(b *block) float32) []*block {
	values, out := make([]float32, len(list)), make([]*block, len(list))
	for i, b := range list {
		values[i] = value(b)
	}
	for k, i := range order.Ascending(values) {
		out[k] = list[i]
	}
	return out
}
