package history

import "math"

const (
	residueBins = 12
	floorShare  = 0.01 // added to every bin's share: no single coefficient may decide
)

// weights say how strongly a coefficient's distance from the lattice speaks against the first compression: the log
// likelihood ratio of "never met it" (as on the shifted grid) to "met it" (as most of this picture did), learnt from the
// picture itself. Steps that rounding blurs so weigh little and coarse steps much.
type weights struct {
	table [Frequencies][]float32 // by |coefficient| modulo step, eighths; mean 0 on the lattice; nil: frequency unused
	span  [Frequencies]float32   // mean of table by chance, nats
	least [Frequencies]int       // |coefficients| below, in eighths, are rounding noise about zero
}

func learn(e evidence, l Lattice) *weights {
	w := &weights{}
	for f, step := range l.Step {
		if step == 0 {
			continue
		}
		w.least[f] = step * Fine / 4
		on, off := residues(&e.own[f], step, w.least[f]), residues(&e.reference[f], step, w.least[f])
		onMean, offMean := 0.0, 0.0
		var ratio [residueBins]float64
		for k := range ratio {
			ratio[k] = math.Log((off[k] + floorShare) / (on[k] + floorShare))
			onMean += on[k] * ratio[k]
			offMean += off[k] * ratio[k]
		}
		w.span[f] = float32(offMean - onMean)
		w.table[f] = make([]float32, step*Fine)
		for r := range w.table[f] {
			w.table[f][r] = float32(ratio[residueBin(r, step)] - onMean)
		}
	}
	return w
}

// residueBin sorts a residue, eighths, by its distance from the lattice.
func residueBin(residue, step int) int {
	period := step * Fine
	d := min(residue, period-residue)
	return min(2*residueBins*d/period, residueBins-1)
}

// residues returns the share of coefficients from least on in every bin.
func residues(h *[histogramTop*Fine + 1]int32, step, least int) [residueBins]float64 {
	var shares [residueBins]float64
	total := 0.0
	for v := least; v < len(h); v++ {
		if h[v] > 0 {
			shares[residueBin(v%(step*Fine), step)] += float64(h[v])
			total += float64(h[v])
		}
	}
	for k := range shares {
		shares[k] /= max(total, 1)
	}
	return shares
}
