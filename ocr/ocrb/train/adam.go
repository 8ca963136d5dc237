package main

import (
	"math"

	"loupe/ocr/ocrb/net"
)

// adam is the optimiser of Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, algorithm 1.
type adam struct {
	step        int
	mean, power gradient
}

func newAdam(n *net.Net) *adam { return &adam{mean: newGradient(n), power: newGradient(n)} }

const (
	decayMean  = 0.9
	decayPower = 0.995
	shrinkage  = 1e-5 // of the weights per step and unit of rate (decoupled weight decay)
)

// update moves the weights against g, which is the sum over places.
func (a *adam) update(n *net.Net, g gradient, places int, rate float64) {
	a.step++
	scale := float32(1 / float64(max(places, 1)))
	rate *= math.Sqrt(1-math.Pow(decayPower, float64(a.step))) / (1 - math.Pow(decayMean, float64(a.step)))
	for i := range n.Layers {
		a.move(n.Layers[i].Weights, g.weights[i], a.mean.weights[i], a.power.weights[i], scale, float32(rate))
		a.move(n.Layers[i].Bias, g.bias[i], a.mean.bias[i], a.power.bias[i], scale, float32(rate))
	}
}

func (a *adam) move(w, g, mean, power []float32, scale, rate float32) {
	for i, d := range g {
		d *= scale
		mean[i] = decayMean*mean[i] + (1-decayMean)*d
		power[i] = decayPower*power[i] + (1-decayPower)*d*d
		w[i] -= rate * (mean[i]/(float32(math.Sqrt(float64(power[i])))+1e-7) + shrinkage*w[i])
	}
}
