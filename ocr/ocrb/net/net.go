package net

import (
	"fmt"
	"math"
	"math/rand/v2"

	"loupe/ocr/mrz"
	"loupe/ocr/ocrb/strip"
)

const (
	// Classes is the number of answers: the characters of mrz.Alphabet and Blank.
	Classes = len(mrz.Alphabet) + 1
	// Blank is the class of a place that is not the middle of a character.
	Blank = Classes - 1
	// Stride is how many columns of a strip one answer stands for.
	Stride = 2
)

// Net is the network. It is safe for concurrent use as long as nobody changes its weights.
type Net struct {
	Layers []Layer
	// Temperature divides the logits, so that a probability means what it says (Guo et al., On Calibration of Modern
	// Neural Networks, ICML 2017, section 4.2).
	Temperature float32
}

// New returns a network with random weights (He et al., Delving Deep into Rectifiers, ICCV 2015, section 2.2).
func New(seed uint64) *Net {
	n := &Net{Layers: shape(), Temperature: 1}
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range n.Layers {
		l := &n.Layers[i]
		spread := math.Sqrt(2 / float64(l.In*l.KH*l.KW))
		for j := range l.Weights {
			l.Weights[j] = float32(r.NormFloat64() * spread)
		}
	}
	return n
}

// shape returns the layers with weights of zero. The third sees the whole height of a strip and, with what the first two
// have gathered, about one and a half characters.
func shape() []Layer {
	layers := []Layer{
		{In: 1, Out: 8, KH: 3, KW: 3, PadH: 1, PoolH: 2, PoolW: Stride},
		{In: 8, Out: 16, KH: 3, KW: 3, PadH: 1, PoolH: 2, PoolW: 1},
		{In: 16, Out: 64, KH: strip.Height / 4, KW: 5, PoolH: 1, PoolW: 1},
		{In: 64, Out: Classes, KH: 1, KW: 1, PoolH: 1, PoolW: 1, Linear: true},
	}
	for i := range layers {
		l := &layers[i]
		l.Weights, l.Bias = make([]float32, l.Out*l.In*l.KH*l.KW), make([]float32, l.Out)
	}
	return layers
}

// Input returns a strip of strip.Height rows as planes.
func Input(s []float32) *Planes {
	in := NewPlanes(1, strip.Height, len(s)/strip.Height)
	for y := range in.H {
		copy(in.Row(0, y), s[y*in.W:(y+1)*in.W])
	}
	return in
}

// Logits returns the network's raw answer: Classes planes of one row, one column for every Stride columns of the strip.
func (n *Net) Logits(s []float32) *Planes {
	p := Input(s)
	for i := range n.Layers {
		p = n.Layers[i].Pool(n.Layers[i].Convolve(p))
	}
	return p
}

// Scores are natural logarithms of the probabilities of all classes at one place.
type Scores [Classes]float32

// Read returns the scores of every Stride columns of a strip, left to right. It panics when s has no whole columns.
func (n *Net) Read(s []float32) []Scores {
	if len(s)%strip.Height != 0 {
		panic(fmt.Sprintf("net: a strip of %d values has no %d rows", len(s), strip.Height))
	}
	p := n.Logits(s)
	out := make([]Scores, p.W)
	for c := range Classes {
		for x, v := range p.Row(c, 0) {
			out[x][c] = v / n.Temperature
		}
	}
	for x := range out {
		Normalise(out[x][:])
	}
	return out
}

// Normalise turns logits into logarithms of probabilities that sum to 1, in place.
func Normalise(v []float32) {
	most := v[0]
	for _, x := range v {
		most = max(most, x)
	}
	sum := 0.0
	for _, x := range v {
		sum += math.Exp(float64(x - most))
	}
	shift := most + float32(math.Log(sum))
	for i := range v {
		v[i] -= shift
	}
}
