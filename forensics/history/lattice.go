package history

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

	// MinFound is how many frequencies must show a first step before a picture counts as compressed before.
	MinFound = 3
)

// Lattice is the first compression as far as it shows in the coefficients: per frequency a step, in levels, to whose
// multiples most coefficients are close. 0: no step was found.
type Lattice struct {
	Step  [Frequencies]int
	Found int // frequencies with a step
}

// Shown reports whether enough frequencies have a step for the first compression to be believed.
func (l Lattice) Shown() bool { return l.Found >= MinFound }

// excess returns the squared distance of value (eighths) from the nearest multiple of step (levels), less what the
// present quantiser (half of present, levels) explains by itself.
func excess(value int16, step, present int) float64 {
	period := step * Fine
	d := int(value)
	if d < 0 {
		d = -d
	}
	d %= period
	d = min(d, period-d) - present*Fine/2
	if d <= 0 {
		return 0
	}
	return float64(d) * float64(d)
}

// chance returns the mean excess of coefficients that never met step: every residue that the present quantiser allows
// is equally likely (the uniform error of METHODS 1.2, mean 1/12 of the squared step when nothing is quantised).
func chance(step, present int) float64 {
	stride := present * Fine
	if present == 0 {
		stride = 1
	}
	sum := 0.0
	n := step * Fine
	for j := range n {
		sum += excess(int16(j*stride%(step*Fine)), step, present)
	}
	return sum / float64(n)
}

// hides reports whether a present step leaves next to nothing of a first one: the error that chance gives, 1/12 of the
// squared first step when nothing is quantised, shrinks below 1/200.
func hides(step, present int) bool {
	return chance(step, present) < float64(step*step*Fine*Fine)/200
}

// histogram counts |coefficient|, in eighths, per frequency.
type histogram [Frequencies][histogramTop*Fine + 1]int32

func histograms(s *Spectrum) *histogram {
	h := &histogram{}
	for i := range s.Blocks() {
		for f, v := range (*[Frequencies]int16)(s.Block(i)) {
			if v = max(v, -v); v <= histogramTop*Fine {
				h[f][v]++
			}
		}
	}
	return h
}

// findLattice searches, frequency by frequency, the first step whose multiples the coefficients keep to (the periodicity
// that double quantisation leaves, METHODS 1.4, measured by lattice error instead of a Fourier peak).
func findLattice(e evidence) Lattice {
	var l Lattice
	for f := range Frequencies {
		best := latticeRatio
		for step := e.present[f] + 1; step <= maxStep; step++ {
			null, ok := e.null(f, step)
			if !ok {
				continue
			}
			if r := latticeError(&e.own[f], step, e.present[f]) / null; r < best {
				best, l.Step[f] = r, step
			}
		}
		if l.Step[f] > 0 {
			l.Found++
		}
	}
	return l
}

// evidence is what steps are searched in: the picture's coefficients, and what they would look like without a history.
type evidence struct {
	present   [Frequencies]int
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
func (s *Spectrum) requantise(present [Frequencies]int) {
	s.Step = present
	for i := range s.Blocks() {
		for f, v := range s.Block(i) {
			if q := present[f] * Fine; q > 0 {
				s.Block(i)[f] = int16(int(math.Round(float64(v)/float64(q))) * q)
			}
		}
	}
}

// latticeError is the mean excess over the coefficients beyond half a step; +Inf when they are too few.
func latticeError(h *[histogramTop*Fine + 1]int32, step, present int) float64 {
	sum, n := 0.0, 0.0
	for v := step * Fine / 2; v <= histogramTop*Fine; v++ {
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

// Quality returns the IJG quality whose luma table is nearest to the steps that were found, and the share of them that
// it names exactly.
func (l Lattice) Quality() (quality int, exact float64) {
	least := math.Inf(1)
	for q := 30; q <= 99; q++ {
		t := jpegfile.IJGTable(q, false)
		sum, same := 0.0, 0
		for f, k := range ScanOrder() {
			if l.Step[f] == 0 {
				continue
			}
			d := math.Log(float64(t[k]) / float64(l.Step[f]))
			sum += d * d
			if int(t[k]) == l.Step[f] {
				same++
			}
		}
		if sum < least {
			least, quality, exact = sum, q, float64(same)/float64(max(l.Found, 1))
		}
	}
	return quality, exact
}

// mostVisible returns the highest IJG quality whose first compression would have shown in these coefficients, 0 when none.
func mostVisible(e evidence) int {
	for q := 98; q >= 30; q-- {
		t, n := jpegfile.IJGTable(q, false), 0
		for f, k := range ScanOrder() {
			if _, ok := e.null(f, int(t[k])); ok && int(t[k]) <= maxStep {
				n++
			}
		}
		if n >= 2*MinFound {
			return q
		}
	}
	return 0
}
