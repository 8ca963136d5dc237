package mrz

import "math"

// template is one line of a layout.
type template struct {
	line   int
	may    []set  // what may stand at each position
	tailed []span // fields whose characters are followed by nothing but fillers
	single []int  // the positions outside of them
	dates  []span
	states []span

	start, tail int  // where optional data begins that is followed by check digits, and how many; 0, 0 when there are none
	open        bool // the line ends in a field that fillers fill
}

// templates returns the lines of l.
func (l layout) templates() []template {
	out := make([]template, l.lines)
	for i := range out {
		out[i] = l.template(i)
	}
	return out
}

func (l layout) template(line int) template {
	t := template{line: line, may: make([]set, l.width)}
	for i := range t.may {
		t.may[i] = mixed
	}
	for _, f := range append([]field{{at: l.names, abc: letters}}, l.fields...) {
		if f.at.line == line && f.at.to > 0 {
			t.add(f, l.width)
		}
	}
	for _, c := range l.checks {
		if c.at.line != line {
			continue
		}
		t.may[c.at.from] = numerals
		if c.fillerOK || c.continuing {
			t.may[c.at.from] = digits
		}
	}
	if line == 0 {
		t.may[0] = only(l.initial)
		if l.french() {
			for i := range frenchMark {
				t.may[i] = only(frenchMark[i : i+1])
			}
		}
	}
	in := make([]bool, l.width)
	for _, s := range t.tailed {
		for i := s.from; i < s.to; i++ {
			in[i] = true
		}
	}
	for i, tailed := range in {
		if !tailed {
			t.single = append(t.single, i)
		}
	}
	return t
}

// add enters a field; the names come without a name of their own.
func (t *template) add(f field, width int) {
	for i := f.at.from; i < f.at.to; i++ {
		t.may[i] = f.abc
	}
	switch f.name {
	case FieldBirthDate, FieldExpiryDate:
		t.dates = append(t.dates, f.at)
	case FieldIssuer, FieldNationality:
		t.may[f.at.from] = capitals // no state's code begins with a filler
		t.states = append(t.states, f.at)
	case FieldOptionalData, FieldOptionalData2:
		if f.at.to < width {
			t.start, t.tail = f.at.from, width-f.at.to
		}
		fallthrough
	case "", FieldSurname, FieldGivenNames, FieldDocumentNumber:
		t.tailed = append(t.tailed, f.at)
		t.open = t.open || f.at.to == width
	}
}

const (
	// A field may be followed by many fillers, which no text has; but rules, dots and ornaments look like them all at once,
	// so that a run of them says no more than this, in nats.
	runEvidence = 6

	// Of the dates of a zone 98 % and of its states' codes as many are taken to be in the calendar and in the closed list:
	// ln(0.98 * 10^4 / 372) and ln(0.98 * 27^3 / 300) for what is, about ln(0.02) for what is not.
	dateEvidence, stateEvidence, strangeEvidence = 3.3, 4.2, -3.9
)

// evidence is by how much s, laid on t as a says, speaks for this line rather than for any text: a log-likelihood ratio in
// nats, so that random characters reach e with a probability of at most exp(-e).
func (t *template) evidence(s *strip, a alignment) float64 {
	sum := a.cost
	for _, i := range t.single {
		if g := a.glyph(s, i); g != nil {
			sum += g.evidence(t.may[i])
		}
	}
	for _, f := range t.tailed {
		sum += t.filled(s, a, f)
	}
	if sum < -2*stateEvidence-2*dateEvidence {
		return sum // nothing that follows makes up for it
	}
	for _, f := range t.dates {
		if text := t.text(s, a, f); text != "<<<<<<" {
			sum += ratio(isDate(text), dateEvidence)
		}
	}
	for _, f := range t.states {
		_, known := State(t.text(s, a, f))
		sum += ratio(known, stateEvidence)
	}
	return sum
}

func ratio(ordinary bool, evidence float64) float64 {
	if ordinary {
		return evidence
	}
	return strangeEvidence
}

// filled is the evidence of a field that holds characters of its own up to the most probable place, and fillers from there.
func (t *template) filled(s *strip, a alignment, f span) float64 {
	n := f.to - f.from
	var run [maxRow + 1]float64 // of fillers from each place to the end
	for i := n - 1; i >= 0; i-- {
		run[i] = run[i+1]
		if g := a.glyph(s, f.from+i); g != nil {
			run[i] += g.evidence(filler)
		}
	}
	best, data := min(run[0], runEvidence), 0.0
	for i := range n {
		if g := a.glyph(s, f.from+i); g != nil {
			data += g.evidence(t.may[f.from+i])
		}
		best = max(best, data+min(run[i+1], runEvidence))
	}
	return best - math.Log(float64(n+1))
}

// text is what stands in f, read in the field's alphabet.
func (t *template) text(s *strip, a alignment, f span) string {
	b := make([]byte, 0, maxRow)
	for i := f.from; i < f.to; i++ {
		c := byte('<')
		if g := a.glyph(s, i); g != nil {
			c = g.choose(t.may[i])
		}
		b = append(b, c)
	}
	return string(b)
}
