package recompression

import (
	"math"

	"loupe/forensics/jpegfile"
)

const (
	frequencies = 14  // AC coefficients with u+v <= 4: above them few survive a compression
	reach       = 64  // levels: larger coefficients are not looked at
	fine        = 4   // coefficients are told apart in quarters of a level
	outliers    = 0.1 // share of coefficients that a hypothesis does not explain: partly covered blocks, clipping
)

// qualities are the IJG qualities of an earlier compression that are tried. Tables between them, and cameras' own, lie near
// enough to one as long as most coefficients are of one or two steps.
func qualities() [hypotheses]int {
	return [hypotheses]int{50, 60, 65, 70, 74, 77, 80, 82, 84, 86, 88, 90, 92, 94}
}

const hypotheses = 14

// frequencyAt returns the horizontal and vertical frequency of the looked-at coefficient f: purely horizontal ones come
// first, then purely vertical ones from vertical on, then the others from mixed on.
func frequencyAt(f int) (u, v int) {
	order := [frequencies][2]int{{1, 0}, {2, 0}, {3, 0}, {4, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 4}, {1, 1}, {2, 1}, {3, 1}, {1, 2}, {2, 2}, {1, 3}}
	return order[f][0], order[f][1]
}

const (
	vertical = 4
	mixed    = 8
)

// tables hold the log likelihood ratio, nats, of every coefficient for every hypothesis: that it was a multiple of the
// hypothesis' step before noise was added, against no such multiple. Under the latter every distance from a multiple is
// equally likely (the error of 1/12 squared step of Farid 2009, section II), so the ratio of a sum is what it claims to be.
type tables struct {
	ratio [frequencies][reach * fine][hypotheses]float32 // by |coefficient| in quarters of a level
	least [frequencies]int                               // quarters below which no hypothesis says anything
}

// newTables builds them for noise of the given variance, squared levels, on the coefficients since that compression.
func newTables(variance float64) *tables {
	t := &tables{}
	for f := range frequencies {
		u, v := frequencyAt(f)
		t.least[f] = reach * fine
		for h, quality := range qualities() {
			step := float64(jpegfile.IJGTable(quality, false)[8*v+u])
			t.least[f] = min(t.least[f], int(step*fine/2))
			for c := range reach * fine {
				if level := (float64(c) + 0.5) / fine; level >= step/2 { // about zero the picture's own distribution decides
					t.ratio[f][c][h] = float32(math.Log(outliers + (1-outliers)*density(level, step, variance)))
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

// apart reports whether noise of this variance leaves the multiples of most of the lowest frequencies' steps apart: more
// than minApart of the likelihood's first harmonic.
func apart(quality int, variance float64) bool {
	const minApart = 0.2
	table, n := jpegfile.IJGTable(quality, false), 0
	for _, f := range [5]int{0, 1, vertical, vertical + 1, mixed} {
		u, v := frequencyAt(f)
		a := 2 * math.Pi / float64(table[8*v+u])
		if math.Exp(-a*a*variance/2) > minApart {
			n++
		}
	}
	return n >= 3
}
