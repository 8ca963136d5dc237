package main

import (
	"math"

	"gonum.org/v1/gonum/blas/blas32"

	"loupe/ocr/ocrb/net"
)

// gradient holds, per layer, the derivatives of the loss by weights and biases.
type gradient struct{ weights, bias [][]float32 }

func newGradient(n *net.Net) gradient {
	var g gradient
	for _, l := range n.Layers {
		g.weights = append(g.weights, make([]float32, len(l.Weights)))
		g.bias = append(g.bias, make([]float32, len(l.Bias)))
	}
	return g
}

// add adds the derivatives of the cross-entropy, summed over the example's labelled places, and returns that entropy and
// how many places are labelled.
func (g gradient) add(n *net.Net, e example) (loss float64, places int) {
	inputs, convolved := []*net.Planes{net.Input(e.strip)}, []*net.Planes(nil)
	for i := range n.Layers {
		c := n.Layers[i].Convolve(inputs[i])
		convolved = append(convolved, c)
		inputs = append(inputs, n.Layers[i].Pool(c))
	}
	last := len(n.Layers)
	delta, loss, places := crossEntropy(inputs[last], e.labels)
	for i := last - 1; i >= 0; i-- {
		l := &n.Layers[i]
		delta = unpool(l, convolved[i], inputs[i+1], delta)
		g.layer(i, l, inputs[i], delta)
		if i > 0 {
			delta = back(l, inputs[i], delta)
		}
	}
	return loss, places
}

// crossEntropy returns the derivative by the logits, the loss, and the number of labelled places.
func crossEntropy(logits *net.Planes, labels []int8) (*net.Planes, float64, int) {
	delta := net.NewPlanes(logits.C, 1, logits.W)
	loss, places := 0.0, 0
	var scores net.Scores
	for x, label := range labels {
		if label == ignored {
			continue
		}
		for c := range scores {
			scores[c] = logits.Row(c, 0)[x]
		}
		net.Normalise(scores[:])
		loss -= float64(scores[label])
		places++
		for c, s := range scores {
			delta.Row(c, 0)[x] = float32(math.Exp(float64(s)))
		}
		delta.Row(int(label), 0)[x]--
	}
	return delta, loss, places
}

// unpool sends the derivative of each pooled value to the value that was the largest, if the rectifier let it pass.
func unpool(l *net.Layer, before, after, delta *net.Planes) *net.Planes {
	if l.Linear {
		return delta
	}
	out := net.NewPlanes(before.C, before.H, before.W)
	for c := range delta.C {
		for y := range delta.H {
			most, d := after.Row(c, y), delta.Row(c, y)
			for x, v := range most {
				if v > 0 {
					toLargest(l, before, out, c, y, x, v, d[x])
				}
			}
		}
	}
	return out
}

func toLargest(l *net.Layer, before, out *net.Planes, c, y, x int, v, d float32) {
	for dy := range l.PoolH {
		row := before.Row(c, y*l.PoolH+dy)
		for dx := range l.PoolW {
			if row[x*l.PoolW+dx] == v {
				out.Row(c, y*l.PoolH+dy)[x*l.PoolW+dx] = d
				return
			}
		}
	}
}

// layer adds the derivatives by the weights and biases of layer i.
func (g gradient) layer(i int, l *net.Layer, in, delta *net.Planes) {
	for o := range l.Out {
		for y := range delta.H {
			row := blas32.Vector{N: delta.W, Data: delta.Row(o, y), Inc: 1}
			for _, d := range row.Data {
				g.bias[i][o] += d
			}
			visit(l, in, y, func(from []float32, plane, ky, kx int) {
				at := ((o*l.In+plane)*l.KH+ky)*l.KW + kx
				g.weights[i][at] += blas32.Dot(row, blas32.Vector{N: in.W, Data: from, Inc: 1})
			})
		}
	}
}

// back returns the derivative by the layer's input.
func back(l *net.Layer, in, delta *net.Planes) *net.Planes {
	out := net.NewPlanes(in.C, in.H, in.W)
	for o := range l.Out {
		for y := range delta.H {
			row := blas32.Vector{N: delta.W, Data: delta.Row(o, y), Inc: 1}
			visit(l, out, y, func(to []float32, plane, ky, kx int) {
				blas32.Axpy(l.Kernel(o, plane, ky)[kx], row, blas32.Vector{N: in.W, Data: to, Inc: 1})
			})
		}
	}
	for c := range out.C {
		for y := range out.H {
			wide := out.Wide(c, y)
			clear(wide[:net.Pad])
			clear(wide[net.Pad+out.W:])
		}
	}
	return out
}

// visit calls f for every weight of one output plane with the stretch of the input that it multiplies for output row y.
func visit(l *net.Layer, in *net.Planes, y int, f func(row []float32, plane, ky, kx int)) {
	for plane := range l.In {
		for ky := range l.KH {
			source := y + ky - l.PadH
			if source < 0 || source >= in.H {
				continue
			}
			wide := in.Wide(plane, source)
			for kx := range l.KW {
				f(wide[net.Pad+kx-l.KW/2:], plane, ky, kx)
			}
		}
	}
}
