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

func (p *packed) add(other *packed) {
	for i, w := range other {
		p[i] += w
	}
}

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
	for u := range highest + 1 {
		for v := range highest + 1 - u {
			if u+v == 0 {
				continue
			}
			for c := range reach * fine {
				for h, quality := range qualities() {
					step := float64(jpegfile.IJGTable(quality, false)[8*v+u])
					level := (float64(c) + 0.5) / fine
					if far && level < step/2 {
						continue
					}
					ratio := math.Log(outliers + (1-outliers)*density(level, step, n[u][v]))
					t.ratio[u][v][c][h/4] += int64(math.Round(perNat*ratio)) << (16 * (h % 4))
				}
			}
		}
	}
	return t
}

// density is that of a multiple of step with normal noise at level, in units of what chance gives: a wrapped normal
// distribution by its Fourier series (Mardia, Jupp 2000, Directional Statistics, equation 3.5.66).
func density(level, step, variance float64) float64 {
	sum := 1.0
	for k := 1.0; k <= 12; k++ {
		a := 2 * math.Pi * k / step
		sum += 2 * math.Exp(-a*a*variance/2) * math.Cos(a*level)
	}
	return max(sum, 0)
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
