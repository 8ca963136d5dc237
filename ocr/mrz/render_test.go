package mrz_test

import (
	"image"
	"math"
	"math/rand/v2"
	"strings"

	"loupe/ocr/mrz"
)

// A recogniser to test with: every character is a point in a space of 8 dimensions, those that look alike near each other; it
// sees the point with Gaussian noise and says the exact posterior of what it sees. Sharpened, it says it with the noise
// divided by that: a recogniser that is too sure of itself.
type recogniser struct {
	points    [len(mrz.Alphabet)][8]float64
	noise     float64
	sharpened float64
}

func newRecogniser(noise, sharpened float64) *recogniser {
	r := rand.New(rand.NewPCG(9303, 3))
	out := &recogniser{noise: noise, sharpened: sharpened}
	for i := range out.points {
		for j := range out.points[i] {
			out.points[i][j] = r.NormFloat64()
		}
	}
	for _, group := range []string{"0OQD", "1IL", "2Z", "5S", "6G", "8B", "<K", "UV", "4A", "CG", "EF", "MN", "PR"} {
		first := &out.points[strings.IndexByte(mrz.Alphabet, group[0])]
		for _, c := range group[1:] {
			p := &out.points[strings.IndexRune(mrz.Alphabet, c)]
			for j := range p {
				p[j] = first[j] + 0.45*(p[j]-first[j])
			}
		}
	}
	return out
}

// see returns what it says of c.
func (m *recogniser) see(c byte, r *rand.Rand) mrz.Posterior {
	seen := m.points[strings.IndexByte(mrz.Alphabet, c)]
	for j := range seen {
		seen[j] += m.noise * r.NormFloat64()
	}
	var d [len(mrz.Alphabet)]float64
	least := math.Inf(1)
	for i, p := range m.points {
		for j := range p {
			d[i] += (p[j] - seen[j]) * (p[j] - seen[j]) / (2 * m.noise * m.noise) * m.sharpened * m.sharpened
		}
		least = min(least, d[i])
	}
	total := 0.0
	for i := range d {
		total += math.Exp(least - d[i])
	}
	var out mrz.Posterior
	for i := range d {
		out[i] = float32(least - d[i] - math.Log(total))
	}
	return out
}

// rows shows lines to the recogniser: cells of 20 x 30 pixels, lines 60 apart.
func (m *recogniser) rows(lines []string, r *rand.Rand) []mrz.Row {
	out := make([]mrz.Row, len(lines))
	for i, line := range lines {
		for j := range len(line) {
			out[i].Cells = append(out[i].Cells, mrz.Cell{Box: cellBox(i, j), Posterior: m.see(line[j], r)})
		}
	}
	return out
}

func cellBox(line, at int) image.Rectangle {
	return image.Rect(100+20*at, 400+60*line, 120+20*at, 430+60*line)
}

// certain is the posterior that says c and nothing else, but for the alternatives: characters with their probabilities.
func certain(c byte, others map[byte]float64) mrz.Posterior {
	var out mrz.Posterior
	rest := 1.0
	for i := range out {
		out[i] = float32(math.Log(1e-9))
	}
	for o, p := range others {
		out[strings.IndexByte(mrz.Alphabet, o)] = float32(math.Log(p))
		rest -= p
	}
	out[strings.IndexByte(mrz.Alphabet, c)] = float32(math.Log(rest))
	return out
}

// sure reads lines with certainty.
func sure(lines ...string) []mrz.Row {
	out := make([]mrz.Row, len(lines))
	for i, line := range lines {
		for j := range len(line) {
			out[i].Cells = append(out[i].Cells, mrz.Cell{Box: cellBox(i, j), Posterior: certain(line[j], nil)})
		}
	}
	return out
}

// invented makes zones of every format with check digits that agree.
type invented struct{ r *rand.Rand }

func (v invented) of(alphabet string, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(alphabet[v.r.IntN(len(alphabet))])
	}
	return b.String()
}

const (
	capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	numerals = "0123456789"
)

func (v invented) date() string {
	two := func(least, most int) string {
		n := least + v.r.IntN(most-least+1)
		return string([]byte{byte('0' + n/10), byte('0' + n%10)})
	}
	d := two(0, 99) + two(1, 12) + two(1, 28)
	return d + digit(d)
}

func (v invented) state() string {
	return []string{"UTO", "D<<", "FRA", "NLD", "POL", "ESP", "GBR", "USA", "IND", "XXA"}[v.r.IntN(10)]
}

func (v invented) name(width int) string {
	n := v.of(capitals, 3+v.r.IntN(9)) + "<<" + v.of(capitals, 3+v.r.IntN(7))
	if v.r.IntN(2) == 0 {
		n += "<" + v.of(capitals, 2+v.r.IntN(6))
	}
	return pad(n, max(width, len(n)))[:width]
}

func (v invented) number() string {
	n := pad(v.of(capitals, v.r.IntN(3))+v.of(numerals, 6)+v.of(capitals+numerals, v.r.IntN(2)), 9)
	return n + digit(n)
}

func (v invented) optional(n int) string {
	if v.r.IntN(2) == 0 {
		return pad("", n)
	}
	return pad(v.of(capitals+numerals, 1+v.r.IntN(n)), n)
}

func (v invented) sex() string { return []string{"M", "F", "<"}[v.r.IntN(3)] }

// zone returns the lines of a zone of the named format.
func (v invented) zone(format string) []string {
	n, birth, expiry, state := v.number(), v.date(), v.date(), v.state()
	second := n + v.state() + birth + v.sex() + expiry
	switch format {
	case "TD1":
		first := "I<" + state + n + v.optional(15)
		o := v.optional(11)
		middle := birth + v.sex() + expiry + v.state() + o
		return []string{first, middle + digit(first[5:]+birth+expiry+o), v.name(30)}
	case "TD2":
		o := v.optional(7)
		return []string{"I<" + state + v.name(31), second + o + digit(n+birth+expiry+o)}
	case "MRV-A":
		return []string{"V<" + state + v.name(39), second + v.optional(16)}
	case "MRV-B":
		return []string{"V<" + state + v.name(31), second + v.optional(8)}
	}
	o := v.optional(14)
	o += digit(o)
	return []string{"P<" + state + v.name(39), second + o + digit(n+birth+expiry+o)}
}

func formats() []string { return []string{"TD1", "TD2", "TD3", "MRV-A", "MRV-B"} }
