package ela

import (
	"math"

	"loupe/forensics/jpegfile"
)

const (
	maxStep      = 64  // largest first step searched, levels
	histogramTop = 256 // largest |coefficient| used to find steps, levels
	minSamples   = 150 // coefficients that a frequency needs before its step is believed
	latticeRatio = 0.5 // a step is believed when its lattice error is below this share of what chance gives
	minPower     = 0.4 // share of the chance error that the reference must show for a step to be searched
	minFound     = 3   // frequencies that must show a first step before the picture has an earlier compression
)

// lattice is the first compression as far as it shows in the coefficients: per frequency a step, in levels, to whose
// multiples most coefficients are close. 0: no step was found.
type lattice struct {
	step  [frequencies]int
	found int // frequencies with a step
}

// excess returns the squared distance of value (eighths) from the nearest multiple of step (levels), less what the
// present quantiser (half of present, levels) explains by itself.
func excess(value int16, step, present int) float64 {
	period := step * fine
	d := int(value)
	if d < 0 {
		d = -d
	}
	d %= period
	d = min(d, period-d) - present*fine/2
	if d <= 0 {
		return 0
	}
	return float64(d) * float64(d)
}

// chance returns the mean excess of coefficients that never met step: every residue that the present quantiser allows
// is equally likely (the uniform error of METHODS 1.2, mean 1/12 of the squared step when nothing is quantised).
func chance(step, present int) float64 {
	stride := present * fine
	if present == 0 {
		stride = 1
	}
	sum := 0.0
	n := step * fine
	for j := range n {
		sum += excess(int16(j*stride%(step*fine)), step, present)
	}
	return sum / float64(n)
}

// hides reports whether a present step leaves next to nothing of a first one: the error that chance gives, 1/12 of the
// squared first step when nothing is quantised, shrinks below 1/200.
func hides(step, present int) bool {
	return chance(step, present) < float64(step*step*fine*fine)/200
}

// histogram counts |coefficient|, in eighths, per frequency.
type histogram [frequencies][histogramTop*fine + 1]int32

func histograms(s *spectrum) *histogram {
	h := &histogram{}
	for i := range s.blocks() {
		for f, v := range s.block(i) {
			if v < 0 {
				v = -v
			}
			if v <= histogramTop*fine {
				h[f][v]++
			}
		}
	}
	return h
}

// findLattice searches, frequency by frequency, the first step whose multiples the coefficients keep to (the periodicity
// that double quantisation leaves, METHODS 1.4, measured by lattice error instead of a Fourier peak).
func findLattice(e evidence) lattice {
	var l lattice
	for f := range frequencies {
		best := latticeRatio
		for step := e.present[f] + 1; step <= maxStep; step++ {
			null, ok := e.null(f, step)
			if !ok {
				continue
			}
			if r := latticeError(&e.own[f], step, e.present[f]) / null; r < best {
				best, l.step[f] = r, step
			}
		}
		if l.step[f] > 0 {
			l.found++
		}
	}
	return l
}

// evidence is what steps are searched in: the picture's coefficients, and what they would look like without a history.
type evidence struct {
	present   [frequencies]int
	own       *histogram
	reference *histogram // of the grid shifted by 4,4, quantised by the present steps: calibration (Fridrich, Goljan, Hogea 2002)
}

// null returns the lattice error of step at frequency f without a history. ok is false when the present quantiser or
// the lack of coefficients would hide such a step.
func (e evidence) null(f, step int) (null float64, ok bool) {
	if hides(step, e.present[f]) {
		return 0, false
	}
	null = latticeError(&e.reference[f], step, e.present[f])
	return null, !math.IsInf(null, 1) && null > minPower*chance(step, e.present[f])
}

// requantise rounds the coefficients of s to multiples of the present steps, as a file saved from these pixels has them.
func (s *spectrum) requantise(present [frequencies]int) {
	s.step = present
	for i := range s.blocks() {
		for f, v := range s.block(i) {
			if q := present[f] * fine; q > 0 {
				s.block(i)[f] = int16(int(math.Round(float64(v)/float64(q))) * q)
			}
		}
	}
}

// latticeError is the mean excess over the coefficients beyond half a step; +Inf when they are too few.
func latticeError(h *[histogramTop*fine + 1]int32, step, present int) float64 {
	sum, n := 0.0, 0.0
	for v := step * fine / 2; v <= histogramTop*fine; v++ {
		if c := h[v]; c > 0 {
			sum += float64(c) * excess(int16(v), step, present)
			n += float64(c)
		}
	}
	if n < minSamples {
		return math.Inf(1)
	}
	return sum / n
}

// quality returns the IJG quality whose luma table is nearest to the steps that were found, and the share of them that
// it names exactly.
func (l lattice) quality() (quality int, exact float64) {
	least := math.Inf(1)
	for q := 30; q <= 99; q++ {
		t := jpegfile.IJGTable(q, false)
		sum, same := 0.0, 0
		for f, k := range scanOrder() {
			if l.step[f] == 0 {
				continue
			}
			d := math.Log(float64(t[k]) / float64(l.step[f]))
			sum += d * d
			if int(t[k]) == l.step[f] {
				same++
			}
		}
		if sum < least {
			least, quality, exact = sum, q, float64(same)/float64(max(l.found, 1))
		}
	}
	return quality, exact
}
