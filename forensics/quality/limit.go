package quality

import "fmt"

// Limit says how a measure is judged: at Good it is beyond doubt, past Edge it is too poor, at Worst it cannot get
// worse. Good < Edge < Worst judges a measure that is better when small, the reverse order one that is better when large.
type Limit struct {
	Good  float64 `json:"good"`
	Edge  float64 `json:"edge"`
	Worst float64 `json:"worst"`
}

// badness maps v to 0 (good or better) .. 0.5 (the edge) .. 1 (worst), monotone and piecewise linear.
func (l Limit) badness(v float64) float64 {
	share := func(from, to float64) float64 { return min(max((v-from)/(to-from), 0), 1) }
	return share(l.Good, l.Edge)/2 + share(l.Edge, l.Worst)/2
}

// crossed reports whether v lies past the edge; the edge itself still passes.
func (l Limit) crossed(v float64) bool {
	if l.Good < l.Worst {
		return v > l.Edge
	}
	return v < l.Edge
}

// hopeless reports whether v lies past the worst: no one could read that, whatever a program says.
func (l Limit) hopeless(v float64) bool {
	if l.Good < l.Worst {
		return v > l.Worst
	}
	return v < l.Worst
}

// shifted moves the edge towards good by the share s of the way, or towards worst by -s.
func (l Limit) shifted(s float64) Limit {
	if s >= 0 {
		l.Edge += s * (l.Good - l.Edge)
	} else {
		l.Edge -= s * (l.Worst - l.Edge)
	}
	return l
}

func (l Limit) validate(rises bool) error {
	if !(l.Good < l.Edge && l.Edge < l.Worst) && !(l.Good > l.Edge && l.Edge > l.Worst) {
		return fmt.Errorf("good %v, edge %v, worst %v must rise or fall in this order", l.Good, l.Edge, l.Worst)
	}
	if (l.Good < l.Worst) != rises {
		return fmt.Errorf("good %v and worst %v are the wrong way round", l.Good, l.Worst)
	}
	return nil
}
