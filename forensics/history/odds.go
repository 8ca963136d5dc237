package history

import (
	"context"
	"math"
	"math/bits"
)

const (
	minCounted   = 300  // coefficients beyond nearZero that a frequency needs,
	minOfClass   = 64   // and a class
	minTelling   = 0.02 // nats that a coefficient must tell on average: what tells less is outweighed by what the model leaves out
	classes      = 64
	telling      = 3   // levels of a coefficient that rounding does not make,
	leastTelling = 12  // of which a block needs so many
	mostOfBlock  = 8.0 // nats: no single block may decide
)

// Odds says of every 8x8 block whether it was quantised twice, as most of the picture was.
type Odds struct {
	Columns, Rows int
	Nats          [2][]float64 // row-major: logarithm of p(block | quantised once) / p(block | twice), at most mostOfBlock; 0: it tells nothing.
	// Of a decoder between the saves that rounds, and of one that cuts off: what is to be believed is the less.
	Found int // frequencies whose first step shows
}

// Odds returns the likelihood ratio of every block under the model of aligned double compression (Bianchi, Piva 2012,
// section III). It looks at the file's own coefficients; nil where there are none, or fewer than MinFound frequencies show a
// first step. Unlike Blocks it knows first steps below the present ones, and steps close to them.
func (h *History) Odds(ctx context.Context) (*Odds, error) {
	if h.Unfit != "" || h.Quality == 0 {
		return nil, nil
	}
	s := h.Spectrum
	o := &Odds{Columns: s.Columns, Rows: s.Rows}
	for k := range o.Nats {
		o.Nats[k] = make([]float64, s.Blocks())
	}
	near := neighbours()
	class := make([]uint8, s.Blocks())
	for f, present := range s.Step {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		own, reference := h.evidence.own.levelsOf(f, present), h.evidence.reference.levelsOf(f, present)
		if present == 0 || total(&own) < minCounted {
			continue
		}
		if d := findDoubled(&own, &reference, present); d.first > 0 {
			s.classify(f, near[f], class)
			if o.add(s, f, class, &d) {
				o.Found++
			}
		}
	}
	if o.Found < MinFound {
		return nil, nil
	}
	for _, nats := range o.Nats {
		for i, v := range nats {
			nats[i] = min(v, mostOfBlock)
			if v > 0 && s.Telling(i) < leastTelling {
				nats[i] = 0
			}
		}
	}
	return o, nil
}

// Telling counts the coefficients of block i that are larger than rounding between two saves makes them. A slope of few such
// becomes a staircase there, whose error gathers in a few low frequencies instead of spreading over all like noise, so that the
// block seems to have another history.
func (s *Spectrum) Telling(i int) (n int) {
	for _, v := range s.Block(i) {
		if max(v, -v) >= telling*Fine {
			n++
		}
	}
	return n
}

func total(l *levels) (n float64) {
	for _, c := range l {
		n += c
	}
	return n
}

// neighbours lists, for every frequency, those one step away in u, v or both.
func neighbours() (near [Frequencies][]int) {
	order := ScanOrder()
	for f, k := range order {
		for g, m := range order {
			du, dv := k%8-m%8, k/8-m/8
			if f != g && max(du, -du, dv, -dv) == 1 {
				near[f] = append(near[f], g)
			}
		}
	}
	return near
}

// classify sorts blocks by how large the coefficients next to f are, in half octaves: which level a coefficient has depends
// on that first of all, in text and in a portrait alike.
func (s *Spectrum) classify(f int, near []int, class []uint8) {
	unit := 2 * s.Step[f] * len(near) // a quarter of a step on average
	for i := range class {
		b, sum := s.Block(i), 0
		for _, g := range near {
			sum += int(max(b[g], -b[g]))
		}
		n := uint(sum/unit) + 1
		octave := bits.Len(n)
		class[i] = uint8(min(2*octave+int(n<<1>>(octave-1)&1), classes-1))
	}
}

// add adds what frequency f says; false when that is too little.
func (o *Odds) add(s *Spectrum, f int, class []uint8, d *doubled) bool {
	unit := s.Step[f] * Fine
	level := make([]uint8, len(class))
	for i := range level {
		v := int(s.Block(i)[f])
		if n := min(max(v, -v)/unit, combTop); beyondZero(n, s.Step[f]) {
			level[i] = uint8(n)
		}
	}
	for k := range d.mix {
		if !o.addMix(k, level, class, &d.mix[k]) && k == 0 {
			return false
		}
	}
	return true
}

// addMix adds the odds of one noise. In every class they are such that their mean, as odds and not as logarithm, is 1 over
// the picture's own blocks: what most blocks of a kind are like is no evidence.
func (o *Odds) addMix(k int, level, class []uint8, mix *levels) bool {
	var count, inverse, base [classes]float64
	told, n := 0.0, 0.0
	for i, c := range class {
		if l := level[i]; l > 0 {
			count[c]++
			inverse[c] += 1 / mix[l]
			told += math.Log(mix[l])
		}
	}
	for c := range base {
		if count[c] >= minOfClass {
			base[c] = math.Log(count[c] / inverse[c])
		}
		told -= count[c] * base[c]
		n += count[c]
	}
	if told < minTelling*n {
		return false
	}
	var ratio levels
	for l := range mix {
		ratio[l] = math.Log(mix[l])
	}
	for i, c := range class {
		if l := level[i]; l > 0 && count[c] >= minOfClass {
			o.Nats[k][i] += base[c] - ratio[l]
		}
	}
	return true
}
