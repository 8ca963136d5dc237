package mrz

import "strings"

// spot is one position of a zone.
type spot struct{ line, at int }

// sum is a check digit as an equation: the weighted values of the characters are 0 modulo 10, ICAO 9303-3 section 4.9. The
// digit itself is the last one, with weight -1.
type sum struct {
	name    string
	spots   []spot
	weights []int
}

// sum returns the equation of c in lines. When the check digit is a filler and the document number goes on in the optional
// data, it covers that too and the digit stands there.
func (l layout) sum(c check, lines [][]byte) sum {
	out := sum{name: c.name}
	for _, s := range c.over {
		for at := s.from; at < s.to; at++ {
			out.spots = append(out.spots, spot{s.line, at})
		}
	}
	digit := spot{c.at.line, c.at.from}
	if c.continuing && lines[digit.line][digit.at] == '<' {
		rest := l.field(FieldOptionalData)
		if n := strings.IndexByte(string(lines[rest.line][rest.from:rest.to])+"<", '<'); n >= 2 {
			for at := rest.from; at < rest.from+n-1; at++ {
				out.spots = append(out.spots, spot{rest.line, at})
			}
			digit = spot{rest.line, rest.from + n - 1}
		}
	}
	for i := range out.spots {
		out.weights = append(out.weights, [3]int{7, 3, 1}[i%3])
	}
	out.spots, out.weights = append(out.spots, digit), append(out.weights, 9)
	return out
}

// field is where the field of that name stands.
func (l layout) field(name string) span {
	for _, f := range l.fields {
		if f.name == name {
			return f.at
		}
	}
	return span{}
}

// off is the sum over lines, 0 to 9; 0 when the digit agrees.
func (s sum) off(lines [][]byte) int {
	total := 0
	for i, p := range s.spots {
		total += s.weights[i] * value(lines[p.line][p.at])
	}
	return total % 10
}

// weight is that of p; 0 when s does not cover it.
func (s sum) weight(p spot) int {
	for i, q := range s.spots {
		if p == q {
			return s.weights[i]
		}
	}
	return 0
}

// shift is by how much a sum changes where a character of weight w becomes now, 0 to 9.
func shift(w int, was, now byte) int { return ((w*(value(now)-value(was)))%10 + 10) % 10 }

// sums returns the equation of every check digit of z, in the layout's order: the composite one is last where there is one.
func (z *zone) sums() []sum {
	out := make([]sum, len(z.checks))
	for i, c := range z.checks {
		out[i] = z.sum(c, z.lines)
	}
	return out
}
