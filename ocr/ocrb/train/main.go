// Command train draws OCR-B as printers and cameras spoil it, trains the recogniser's network on that, calibrates it on
// drawings that it has not seen, and writes the model. Equal flags give an equal model (on equal hardware).
//
//	go run ./ocr/ocrb/train -out ocr/ocrb/model.bin
package main

import (
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"time"

	"loupe/ocr/ocrb/net"
)

// recipe says how the model is made.
type recipe struct {
	seed    uint64
	steps   int
	batch   int
	rate    float64
	workers int
	heldOut int // sheets that no step sees, for the temperature
}

func main() {
	log.SetFlags(0)
	r := recipe{batch: 6, rate: 3e-3, heldOut: 300}
	out := flag.String("out", "model.bin", "where the model is written")
	fonts := flag.String("fonts", "/usr/share/fonts/opentype/ocr-b", "directory of Debian's fonts-ocr-b")
	flag.Uint64Var(&r.seed, "seed", 1871, "seed of weights and drawings")
	flag.IntVar(&r.steps, "steps", 5000, "batches of 6 sheets, 12 lines of 16 characters")
	flag.IntVar(&r.workers, "workers", 2, "threads; their number is part of the recipe")
	flag.Parse()
	f, err := loadFaces(*fonts)
	if err != nil {
		log.Fatal(err)
	}
	n, err := r.train(f, log.Printf)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(*out, n.Marshal(), 0o644); err != nil {
		log.Fatalf("train: write the model: %v", err)
	}
}

// train returns the trained, quantised and calibrated network.
func (r recipe) train(f faces, say func(string, ...any)) (*net.Net, error) {
	n, start := net.New(r.seed), time.Now()
	optimiser := newAdam(n)
	loss, places := 0.0, 0
	for step := range r.steps {
		g, l, p, err := r.gradient(n, f, step)
		if err != nil {
			return nil, err
		}
		loss, places = loss+l, places+p
		optimiser.update(n, g, p, r.rateAt(step))
		if (step+1)%200 == 0 {
			say("step %5d  loss %.4f  %s", step+1, loss/float64(places), time.Since(start).Round(time.Second))
			loss, places = 0, 0
		}
	}
	n, err := net.Unmarshal(n.Marshal())
	if err != nil {
		return nil, fmt.Errorf("train: the model does not survive its own format: %w", err)
	}
	return n, r.calibrate(n, f, say)
}

// rateAt warms up over 100 steps and then falls along a cosine.
func (r recipe) rateAt(step int) float64 {
	warm := min(1, float64(step+1)/100)
	return r.rate * warm * (0.51 + 0.49*math.Cos(math.Pi*float64(step)/float64(r.steps)))
}

// gradient returns the sum over one batch; every worker sums its own share, in order, so that the result is always the same.
func (r recipe) gradient(n *net.Net, f faces, step int) (gradient, float64, int, error) {
	type share struct {
		g      gradient
		loss   float64
		places int
		err    error
	}
	shares := make([]chan share, r.workers)
	for w := range shares {
		shares[w] = make(chan share, 1)
		go func() {
			s := share{g: newGradient(n)}
			var all []example
			for i := w; i < r.batch && s.err == nil; i += r.workers {
				var some []example
				some, s.err = makeExamples(seeded(r.seed, step*r.batch+i), f, 1)
				all = append(all, some...)
			}
			if s.err == nil {
				s.loss, s.places = s.g.add(n, join(all))
			}
			shares[w] <- s
		}()
	}
	sum := <-shares[0]
	for _, c := range shares[1:] {
		s := <-c
		for i := range sum.g.weights {
			plus(sum.g.weights[i], s.g.weights[i])
			plus(sum.g.bias[i], s.g.bias[i])
		}
		sum.loss, sum.places = sum.loss+s.loss, sum.places+s.places
		if sum.err == nil {
			sum.err = s.err
		}
	}
	return sum.g, sum.loss, sum.places, sum.err
}

func plus(a, b []float32) {
	for i, v := range b {
		a[i] += v
	}
}
