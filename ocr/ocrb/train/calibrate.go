package main

import (
	"math"
	"math/rand/v2"

	"loupe/ocr/ocrb/net"
)

// unseen is where the drawings begin that no training step sees.
const unseen = 1 << 40

func seeded(seed uint64, index int) *rand.Rand { return rand.New(rand.NewPCG(seed, uint64(index)+2)) }

// calibrate sets the temperature that makes the held-out drawings most likely, and says how well they are read.
func (r recipe) calibrate(n *net.Net, f faces, say func(string, ...any)) error {
	var logits []net.Scores
	var labels []int8
	n.Temperature = 1
	for i := range r.heldOut {
		examples, err := makeExamples(seeded(r.seed, unseen+i), f, 1)
		if err != nil {
			return err
		}
		e := join(examples)
		for x, s := range n.Read(e.strip) {
			if e.labels[x] != ignored {
				logits, labels = append(logits, s), append(labels, e.labels[x])
			}
		}
	}
	best := math.Inf(1)
	for t := 0.5; t < 3; t *= 1.03 {
		if loss := entropy(logits, labels, float32(t)); loss < best {
			best, n.Temperature = loss, float32(t)
		}
	}
	right, characters := 0, 0
	for i, s := range logits {
		if labels[i] == int8(net.Blank) {
			continue
		}
		characters++
		if likeliest(s[:net.Blank]) == int(labels[i]) {
			right++
		}
	}
	say("held out: loss %.4f at temperature %.2f; %.3f %% of %d places of characters right", best, n.Temperature,
		100*float64(right)/float64(characters), characters)
	return nil
}

// entropy returns the mean cross-entropy of scores at a temperature.
func entropy(scores []net.Scores, labels []int8, temperature float32) float64 {
	sum := 0.0
	for i, s := range scores {
		for c := range s {
			s[c] /= temperature
		}
		net.Normalise(s[:])
		sum -= float64(s[labels[i]])
	}
	return sum / float64(max(len(scores), 1))
}

func likeliest(scores []float32) int {
	best := 0
	for c, s := range scores {
		if s > scores[best] {
			best = c
		}
	}
	return best
}
