package recompression

import (
	"math"

	"loupe/forensics/jpegfile"
)

const (
	highest    = 6   // AC coefficients with u+v up to this are looked at: above them few survive a compression
	reach      = 64  // levels: larger coefficients are not looked at
	fine       = 4   // coefficients are told apart in quarters of a level
	outliers   = 0.1 // share of coefficients that a hypothesis does not explain: partly covered blocks, clipping
	perNat     = 64  // sums are kept in so many parts of a nat
	hypotheses = 16  // qualities tried, four to a word
	words      = hypotheses / 4
)

// qualities are the IJG qualities of an earlier compression that are tried. Tables between them, and cameras' own, lie near
// enough to one as long as most coefficients are of one or two steps.
func qualities() [hypotheses]int {
	return [hypotheses]int{50, 58, 64, 68, 72, 75, 78, 80, 82, 84, 86, 88, 90, 92, 93, 95}
}

// packed holds a number for every hypothesis: four signed ones of 16 bits ride in a word, a + b*2^16 + c*2^32 + d*2^48, and
// sums of words are sums of all four.
type packed [words]int64

// addTo adds the numbers of p to to.
func (p *packed) addTo(to *[hypotheses]int32) {
	for i, w := range p {
		for k := range 4 {
			v := int16(w)
			to[4*i+k] += int32(v)
			w = (w - int64(v)) >> 16
		}
	}
}

// tables hold the log likelihood ratio of every coefficient for every hypothesis: that it was a multiple of the hypothesis'
// step before noise was added, against no such multiple (Farid 2009, section II: multiples have next to no error, others one
// of 1/12 squared step).
type tables struct {
	ratio [highest + 2][highest + 1][reach*fine + 1]packed // [u][v], by |coefficient| in quarters of a level; 0 beyond reach and highest
}

// newTables builds them for the noise on the coefficients since that compression. far leaves out what lies within half a step of
// zero.
func newTables(n *noise, far bool) *tables {
	t := &tables{}
	waves := map[uint16]*harmonics{} // many frequencies and qualities share a step
	for h, quality := range qualities() {
		table := jpegfile.IJGTable(quality, false)
		for u := range highest + 1 {
			for v := range highest + 1 - u {
				if u+v == 0 {
					continue
				}
				step := table[8*v+u]
				if waves[step] == nil {
					waves[step] = harmonicsOf(float64(step))
				}
				for c, ratio := range waves[step].ratios(n[u][v], far) {
					t.ratio[u][v][c][h/4] += ratio << (16 * (h % 4))
				}
			}
		}
	}
	return t
}

// harmonics are the cosines of the density under one step, by |coefficient| in quarters of a level.
type harmonics struct {
	step float64
	cos  [reach * fine][terms]float64
}

const terms = 12 // of the Fourier series

func harmonicsOf(step float64) *harmonics {
	h := &harmonics{step: step}
	for c := range h.cos {
		level := (float64(c) + 0.5) / fine
		for k := range h.cos[c] {
			h.cos[c][k] = math.Cos(h.frequency(k) * level)
		}
	}
	return h
}

func (h *harmonics) frequency(k int) float64 { return 2 * math.Pi * float64(k+1) / h.step }

// ratios are the log likelihood ratios under noise of a variance, in 1/perNat nats. The density is that of a multiple of the
// step with normal noise, in units of what chance gives: a wrapped normal distribution by its Fourier series (Mardia, Jupp
// 2000, Directional Statistics, equation 3.5.66).
func (h *harmonics) ratios(variance float64, far bool) *[reach * fine]int64 {
	var weight [terms]float64
	for k := range weight {
		a := h.frequency(k)
		weight[k] = 2 * math.Exp(-a*a*variance/2)
	}
	r := new([reach * fine]int64)
	for c := range r {
		if far && (float64(c)+0.5)/fine < h.step/2 {
			continue
		}
		density := 1.0
		for k, w := range weight {
			density += w * h.cos[c][k]
		}
		r[c] = int64(math.Round(perNat * math.Log(outliers+(1-outliers)*max(density, 0))))
	}
	return r
}

// apart reports whether the noise leaves the multiples of most of the lowest frequencies' steps apart: more than minApart of the
// likelihood's first harmonic.
func apart(quality int, noise *noise) bool {
	const minApart = 0.2
	table, n := jpegfile.IJGTable(quality, false), 0
	for _, f := range [][2]int{{1, 0}, {2, 0}, {0, 1}, {0, 2}, {1, 1}} {
		a := 2 * math.Pi / float64(table[8*f[1]+f[0]])
		if math.Exp(-a*a*noise[f[0]][f[1]]/2) > minApart {
			n++
		}
	}
	return n >= 3
}
