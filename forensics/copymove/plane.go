package copymove

import (
	"image"
	"math"
	"slices"

	"loupe/forensics/jpegfile"
)

// residual is what two places of a luma plane are compared in: a band of it, in half grey levels, cut at +-127 so that hard
// edges do not outweigh everything else. The outermost pixels are 0.
type residual struct {
	w, h     int
	saved    *jpegfile.File // the last save; nil when that lost nothing
	textured bool           // texture does not repeat itself honestly: a photograph, not a document
	v        []uint8        // the band that is compared, row-major, stride w: bits of int8, so that eight ride in a word
	bands    []bounded      // what must hold in each band for the last save to explain a difference; none without a JPEG
	tests    float64        // log10 of the pairs of places that are compared
	judging                 // by the band that is compared
	typical  int32          // energy of a tile that shows noise or common texture: what a place has of its own, at most
}

// judging is what a band asks of a copy.
type judging struct {
	independent         float64 // pixels for each independent one
	bound               bool    // the last save bounds what equal structure may differ by; not in photographs, where walls have equal windows
	mostAgrees          float64 // disagreement of a copy, at most
	maxLogNFA           float64 // log10 of the regions that chance may make in a picture
	leastTypical, quiet int32   // energy of the typical tile, and of nine tiles of ten, below which nothing could repeat
	filter              func(*image.Gray) []uint8
}

// inFine and inMiddle judge the two bands. The middle one's own autocorrelation ties 2.4 times as many pixels (the sums of squares over the
// square of the sum of both power gains are 3.09 and 1.29). Honest windows of one wall reach -9.5 in the finest band; in the
// middle one the last save must explain what differs too. The rounding of a decoder alone gives tiles of 18, and of 7;
// what a save at 75 makes of a drawing, whose letters are equal, up to 11.
func inFine() judging   { return judging{effective, false, 0.4, -11.5, 40, 20, fine} }
func inMiddle() judging { return judging{2.4 * effective, true, 0.5, -8, 14, 14, middle} }

// bounded is a band and the energy, in squared half levels a pixel, that the last save's quantisation puts between two places
// that were equal before it.
type bounded struct {
	apart  func(a, b image.Point) int32 // energy of the difference of two tiles, in squared half levels
	energy float64
}

// newResidual filters g, of any size. What a last save j without loss leaves is compared in the finest band, where noise
// is strongest; a JPEG rounds that away first, and leaves the band below it. Half of a photograph may be texture, which does
// not repeat itself honestly; on a document only the paper between what is printed shows noise alone: what is typical is
// less there.
func newResidual(g *image.Gray, textured bool, j *jpegfile.File) *residual {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	r := &residual{w: w, h: h, saved: j, textured: textured, tests: math.Log10(mostCompared), judging: inFine()}
	if table, ok := lumaTable(j); ok && quantised(table, fineGain) > lossless {
		r.v, r.judging = middle(g), inMiddle()
		r.bands = []bounded{
			{func(a, b image.Point) int32 { return finelyApart(g, a, b) }, quantised(table, fineGain)},
			{func(a, b image.Point) int32 { return r.energyOf(a.Y*w+a.X, b.Y*w+b.X, tile).diff }, quantised(table, middleGain)},
		}
	} else {
		r.v = fine(g)
	}
	r.typical = r.quantile(0.2)
	if textured {
		r.typical, r.bound = r.quantile(0.4), false
	}
	return r
}

// lossless is the energy of a quantisation below which the finest band survives a save: steps of 1 and 2, with the rounding.
const lossless = 3.0

// lumaTable returns the quantisation table of j's first component, row by row of frequencies.
func lumaTable(j *jpegfile.File) (*[64]uint16, bool) {
	if j == nil || len(j.Frame.Components) == 0 || j.Frame.Components[0].Quant == nil {
		return nil, false
	}
	return &j.Frame.Components[0].Quant.Steps, true
}

// quantised is the energy that two independent quantisations put between two equal places in a band, in squared half
// levels a pixel: a step q errs by q*q/12 at most in the mean (T.81 A.3.4), of which the band keeps its gain's square.
func quantised(table *[64]uint16, gain func(u, v float64) float64) float64 {
	sum := 0.0
	for i, q := range table {
		g := gain(math.Pi*float64(i%8)/8, math.Pi*float64(i/8)/8)
		sum += g * g * (float64(q)*float64(q) + 3) / 12 // and the rounding of pixels: to luma, to colours, and to luma again
	}
	return 2*4*sum/64 + 2.0/12 // the residual's own rounding, to half levels
}

// binomial is the gain of (1 2 1)/4 at w radians a pixel.
func binomial(w float64) float64 { return (1 + math.Cos(w)) / 2 }

func fineGain(u, v float64) float64 { return 1 - binomial(u)*binomial(v) }

func middleGain(u, v float64) float64 {
	return binomial(u) * binomial(v) * (1 - binomial(2*u)*binomial(2*v))
}

// quantile returns the energy that the given share of a sample of the picture's tiles does not reach.
func (r *residual) quantile(share float64) int32 {
	step := tile * (1 + r.w*r.h/(tile*tile*20_000)/4)
	all := []int32{}
	for y := 1; y+tile < r.h; y += step {
		for x := 1; x+tile < r.w; x += step {
			i := y*r.w + x
			all = append(all, r.energyOf(i, i, tile).own/2)
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[int(share*float64(len(all)-1))]
}
