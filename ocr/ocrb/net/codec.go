package net

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

const magic = "OCRB1"

// ErrModel: the bytes are no model of this network's shape.
var ErrModel = errors.New("net: not a model of this network")

// Marshal returns the network as bytes: the temperature, then per layer and output plane the scale and the bias as float32
// and the weights as int8 times the scale. The order is little-endian.
func (n *Net) Marshal() []byte {
	out := append([]byte(magic), float(n.Temperature)...)
	for _, l := range n.Layers {
		size := len(l.Weights) / l.Out
		for o := range l.Out {
			weights := l.Weights[o*size : (o+1)*size]
			scale := largest(weights) / 127
			out = append(append(out, float(scale)...), float(l.Bias[o])...)
			for _, w := range weights {
				out = append(out, byte(int8(math.RoundToEven(float64(w/scale)))))
			}
		}
	}
	return out
}

func float(v float32) []byte { return binary.LittleEndian.AppendUint32(nil, math.Float32bits(v)) }

func largest(weights []float32) float32 {
	most := float32(math.SmallestNonzeroFloat32 * 1e9)
	for _, w := range weights {
		most = max(most, w, -w)
	}
	return most
}

// Unmarshal reads what Marshal wrote; any other bytes are ErrModel.
func Unmarshal(data []byte) (*Net, error) {
	n := &Net{Layers: shape()}
	if want := n.size(); len(data) != want || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("%w: %d bytes, want %d that begin with %s: run make ocrb-model", ErrModel, len(data), want, magic)
	}
	data = data[len(magic):]
	next := func() float32 {
		v := math.Float32frombits(binary.LittleEndian.Uint32(data))
		data = data[4:]
		return v
	}
	n.Temperature = next()
	if !(n.Temperature > 0.01 && n.Temperature < 100) {
		return nil, fmt.Errorf("%w: temperature %v", ErrModel, n.Temperature)
	}
	for _, l := range n.Layers {
		size := len(l.Weights) / l.Out
		for o := range l.Out {
			scale := next()
			l.Bias[o] = next()
			if !finite(scale) || !finite(l.Bias[o]) {
				return nil, fmt.Errorf("%w: scale %v, bias %v", ErrModel, scale, l.Bias[o])
			}
			for i := range size {
				l.Weights[o*size+i] = scale * float32(int8(data[i]))
			}
			data = data[size:]
		}
	}
	return n, nil
}

func (n *Net) size() int {
	size := len(magic) + 4
	for _, l := range n.Layers {
		size += 8*l.Out + len(l.Weights)
	}
	return size
}

func finite(v float32) bool { return !math.IsNaN(float64(v)) && math.Abs(float64(v)) < 1e6 }
