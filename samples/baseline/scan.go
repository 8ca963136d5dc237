package baseline

import (
	"math"
	"math/bits"
)

// encoder codes blocks.
type encoder struct {
	out    *writer
	basis  [8][8]float32
	zigzag [64]int
	codes  [4][256]code
	before [3]int // the DC value of each component's last block
}

// scan codes all minimum coded units, in rows (T.81, A.2.3).
func (e *encoder) scan(planes [3]plane, t Tables, sub bool) {
	step := 1 // blocks of luma along each axis of a unit
	if sub {
		step = 2
	}
	units := func(length int) int { return (length + 8*step - 1) / (8 * step) }
	for v := range units(planes[0].h) {
		for u := range units(planes[0].w) {
			for i := range step * step {
				e.block(planes[0], 0, u*step+i%step, v*step+i/step, &t.Luma)
			}
			e.block(planes[1], 1, u, v, &t.Chroma)
			e.block(planes[2], 2, u, v, &t.Chroma)
		}
	}
}

// newBasis returns the one-dimensional transform: basis[k][n] = c(k)/2 cos((2n+1)k pi/16) (T.81, A.3.3).
func newBasis() (basis [8][8]float32) {
	for k := range 8 {
		for n := range 8 {
			c := 0.5
			if k == 0 {
				c = 0.5 / math.Sqrt2
			}
			basis[k][n] = float32(c * math.Cos(float64((2*n+1)*k)*math.Pi/16))
		}
	}
	return basis
}

// block transforms, quantises and codes the block at column u and row v of a component.
func (e *encoder) block(p plane, component, u, v int, steps *[64]uint8) {
	var rows, freq [64]float32
	for y := range 8 {
		for k := range 8 {
			sum := float32(0)
			for x := range 8 {
				sum += e.basis[k][x] * (p.at(8*u+x, 8*v+y) - 128)
			}
			rows[8*y+k] = sum
		}
	}
	for k := range 8 {
		for x := range 8 {
			sum := float32(0)
			for y := range 8 {
				sum += e.basis[k][y] * rows[8*y+x]
			}
			freq[8*k+x] = sum
		}
	}
	var levels [64]int
	for i, at := range e.zigzag {
		levels[i] = int(math.Round(float64(freq[at]) / float64(steps[at])))
	}
	e.levels(component, &levels)
}

// levels codes one block's values (T.81, F.1.2).
func (e *encoder) levels(component int, levels *[64]int) {
	dc, ac := &e.codes[0], &e.codes[1]
	if component > 0 {
		dc, ac = &e.codes[2], &e.codes[3]
	}
	e.value(dc, 0, levels[0]-e.before[component])
	e.before[component] = levels[0]
	run := 0
	for _, v := range levels[1:] {
		if v == 0 {
			run++
			continue
		}
		for ; run > 15; run -= 16 {
			e.out.bits(ac[0xF0])
		}
		e.value(ac, run, v)
		run = 0
	}
	if run > 0 {
		e.out.bits(ac[0])
	}
}

// value codes run zeros and then v: the size category by a Huffman code, and its low bits (T.81, table F.1).
func (e *encoder) value(table *[256]code, run, v int) {
	size, low := bits.Len(uint(max(v, -v))), v
	if v < 0 {
		low = v + 1<<size - 1
	}
	e.out.bits(table[run<<4|size])
	e.out.bits(code{uint32(low), size})
}

// code is a Huffman code or other bits.
type code struct {
	bits uint32
	n    int
}

// codes assigns the codes of a specification (T.81, annex C).
func (s huffmanSpec) codes() (table [256]code) {
	next, at := uint32(0), 0
	for length, count := range s.counts {
		for range count {
			table[s.values[at]] = code{next, length + 1}
			next, at = next+1, at+1
		}
		next <<= 1
	}
	return table
}

// writer collects the file.
type writer struct {
	data []byte
	hold uint32 // bits not yet written, the last of them lowest
	n    int
}

func (o *writer) marker(m byte) { o.data = append(o.data, 0xFF, m) }

func (o *writer) segment(m byte, payload []byte) {
	o.marker(m)
	o.data = append(append(o.data, byte((len(payload)+2)>>8), byte(len(payload)+2)), payload...)
}

// bits appends a code; a byte of ones is followed by a zero byte (T.81, F.1.2.3).
func (o *writer) bits(c code) {
	o.hold, o.n = o.hold<<c.n|c.bits, o.n+c.n
	for ; o.n >= 8; o.n -= 8 {
		b := byte(o.hold >> (o.n - 8))
		o.data = append(o.data, b)
		if b == 0xFF {
			o.data = append(o.data, 0)
		}
	}
}

// flush fills the last byte with ones.
func (o *writer) flush() {
	if o.n > 0 {
		o.bits(code{1<<(8-o.n) - 1, 8 - o.n})
	}
}
