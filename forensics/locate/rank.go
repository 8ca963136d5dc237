package locate

import "math"

// rank says how much a line looks like a side of something that lies in the picture: a dense run that ends. Lines of wood,
// checks and tiles are longer than a small document's sides, but cross the picture or go on sparsely.
func (l *line) rank() float64 {
	const (
		dense  = 0.45 // support of a run
		enough = 60   // pixels of a run beyond it: a longer one is not likelier
		near   = 6    // pixels from the frame at which a run is open
	)
	open := [3]float64{1, 0.75, 0.4} // by how many of its ends are open
	from, to, gain := l.run(dense)
	ends := 0
	if from < near {
		ends++
	}
	if to > len(l.sums)-1-near {
		ends++
	}
	return min(gain, enough) * open[ends] * (1 - l.overrun(l.start+float64(from), l.start+float64(to)))
}

// borders returns the four sides of a w x h picture: where one side of a document lies outside, an outline ends there.
func borders(w, h int) []line {
	fw, fh := float64(w-1), float64(h-1)
	var out []line
	for _, b := range [4]struct{ normal, rho, length float64 }{{0, 0, fh}, {0, fw, fh}, {90, 0, fw}, {90, fh, fw}} {
		l := newLine(b.normal, b.rho)
		l.border = true
		l.start, _, _ = l.span(w, h)
		l.to = int(math.Round(b.length))
		out = append(out, l)
	}
	return out
}
