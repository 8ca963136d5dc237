package craft

import "math/bits"

// coder writes the entropy-coded segments of a Picture (T.81, F.1.2 and G.1.2).
type coder struct {
	Entropy
	picture Picture
	blocks  []plane
	dc      [4]int // of the block before, by component
}

// interleaved codes coefficients from to to of all components, unit by unit (A.2.3).
func (c *coder) interleaved(from, to int) []byte {
	c.begin()
	across, down := c.picture.units()
	for unit := range across * down {
		c.restart(unit)
		for i, s := range c.picture.Components {
			for b := range s.H * s.V {
				x, y := unit%across*s.H+b%s.H, unit/across*s.V+b/s.H
				c.block(i, c.blocks[i].blocks[y*c.blocks[i].across+x], from, to)
			}
		}
	}
	return c.Bytes()
}

// alone codes coefficients from to to of one component, whose units are blocks.
func (c *coder) alone(component, from, to int) []byte {
	c.begin()
	p := c.blocks[component]
	for unit := range p.within * p.rows {
		c.restart(unit)
		c.block(component, p.blocks[unit/p.within*p.across+unit%p.within], from, to)
	}
	return c.Bytes()
}

func (c *coder) begin() { c.Entropy, c.dc = Entropy{}, [4]int{} }

// restart writes a restart marker before every interval but the first.
func (c *coder) restart(unit int) {
	every := c.picture.Restart
	if every == 0 || unit == 0 || unit%every != 0 {
		return
	}
	c.out = append(c.Bytes(), 0xFF, 0xD0+byte(unit/every-1)%8)
	c.dc = [4]int{}
}

func (c *coder) block(component int, b [64]int, from, to int) {
	if from == 0 {
		c.number(b[0]-c.dc[component], func(category int) { c.Put(category, dcBits) })
		c.dc[component] = b[0]
		from = 1
	}
	if to == 0 {
		return
	}
	zeros := 0
	for i := from; i <= to; i++ {
		if b[i] == 0 {
			zeros++
			continue
		}
		for ; zeros > 15; zeros -= 16 {
			c.Put(zeroRun, acBits)
		}
		c.number(b[i], func(category int) { c.Put(zeros*acCategories+category, acBits) })
		zeros = 0
	}
	if zeros > 0 {
		c.Put(endOfBlock, acBits)
	}
}

// number writes the code of v's category and then v's bits (F.1.2.1).
func (c *coder) number(v int, code func(category int)) {
	category := bits.Len(uint(max(v, -v)))
	code(category)
	if v < 0 {
		v += 1<<category - 1
	}
	c.Put(v, category)
}

// Entropy writes an entropy-coded segment, most significant bit first, with a zero stuffed after each 0xFF (F.1.2.3).
type Entropy struct {
	out []byte
	acc uint32
	n   int
}

// Put appends the n low bits of v.
func (e *Entropy) Put(v, n int) {
	for i := n - 1; i >= 0; i-- {
		e.acc = e.acc<<1 | uint32(v>>i&1)
		if e.n++; e.n == 8 {
			e.out = append(e.out, byte(e.acc))
			if byte(e.acc) == 0xFF {
				e.out = append(e.out, 0)
			}
			e.acc, e.n = 0, 0
		}
	}
}

// Bytes fills the last byte with ones and returns what was written.
func (e *Entropy) Bytes() []byte {
	for e.n != 0 {
		e.Put(1, 1)
	}
	return e.out
}
