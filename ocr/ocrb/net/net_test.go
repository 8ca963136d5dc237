package net_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/ocr/ocrb/net"
	"loupe/ocr/ocrb/strip"
)

func noise(seed uint64, columns int) []float32 {
	r := rand.New(rand.NewPCG(seed, 0))
	out := make([]float32, strip.Height*columns)
	for i := range out {
		out[i] = float32(r.NormFloat64())
	}
	return out
}

// convolved is the definition of a convolution with zeros around, plane o, row y, column x.
func convolved(l net.Layer, in *net.Planes, o, y, x int) float32 {
	sum := l.Bias[o]
	for i := range l.In {
		for ky := range l.KH {
			for kx := range l.KW {
				sy, sx := y+ky-l.PadH, x+kx-l.KW/2
				if sy >= 0 && sy < in.H && sx >= 0 && sx < in.W {
					sum += l.Kernel(o, i, ky)[kx] * in.Row(i, sy)[sx]
				}
			}
		}
	}
	if !l.Linear {
		sum = max(sum, 0)
	}
	return sum
}

func TestConvolveIsAConvolution(t *testing.T) {
	for _, l := range []net.Layer{
		{In: 2, Out: 3, KH: 3, KW: 3, PadH: 1}, {In: 1, Out: 2, KH: 4, KW: 5}, {In: 3, Out: 2, KH: 1, KW: 1, Linear: true},
	} {
		r := rand.New(rand.NewPCG(1, 2))
		l.Weights, l.Bias = make([]float32, l.Out*l.In*l.KH*l.KW), make([]float32, l.Out)
		for i := range l.Weights {
			l.Weights[i] = float32(r.NormFloat64())
		}
		in := net.NewPlanes(l.In, 6, 11)
		for c := range in.C {
			for y := range in.H {
				for x := range in.Row(c, y) {
					in.Row(c, y)[x] = float32(r.NormFloat64())
				}
			}
		}
		out := l.Convolve(in)
		for o := range out.C {
			for y := range out.H {
				for x, got := range out.Row(o, y) {
					if want := convolved(l, in, o, y, x); math.Abs(float64(got-want)) > 1e-4 {
						t.Fatalf("%dx%d kernel, plane %d, row %d, column %d: %v, want %v", l.KH, l.KW, o, y, x, got, want)
					}
				}
			}
		}
	}
}

func TestPoolTakesTheLargest(t *testing.T) {
	in := net.NewPlanes(1, 4, 7)
	for y := range 4 {
		for x := range 7 {
			in.Row(0, y)[x] = float32((x*5+y*3)%11) - 5
		}
	}
	l := net.Layer{In: 1, Out: 1, PoolH: 2, PoolW: 2}
	out := l.Pool(in)
	if out.H != 2 || out.W != 3 {
		t.Fatalf("%d x %d, want 2 x 3: what fills no block is dropped", out.H, out.W)
	}
	for y := range 2 {
		for x, got := range out.Row(0, y) {
			want := max(in.Row(0, 2*y)[2*x], in.Row(0, 2*y)[2*x+1], in.Row(0, 2*y+1)[2*x], in.Row(0, 2*y+1)[2*x+1])
			if got != want {
				t.Errorf("block %d, %d: %v, want %v", x, y, got, want)
			}
		}
	}
}

func TestScoresAreLogarithmsOfProbabilities(t *testing.T) {
	n := net.New(3)
	scores := n.Read(noise(1, 100))
	if len(scores) != 100/net.Stride {
		t.Fatalf("%d places, want %d", len(scores), 100/net.Stride)
	}
	for i, s := range scores {
		sum := 0.0
		for _, v := range s {
			sum += math.Exp(float64(v))
		}
		if math.Abs(sum-1) > 1e-5 {
			t.Fatalf("place %d: probabilities sum to %v", i, sum)
		}
	}
}

// A network that moves with its input: the same strip a stride further right gives the same scores one place further.
func TestReadMovesWithTheStrip(t *testing.T) {
	n, s, columns := net.New(4), noise(2, 120), 120
	moved := make([]float32, len(s))
	for y := range strip.Height {
		copy(moved[y*columns+net.Stride:(y+1)*columns], s[y*columns:])
	}
	a, b := n.Read(s), n.Read(moved)
	for i := 10; i < len(a)-10; i++ {
		for c := range a[i] {
			if math.Abs(float64(a[i][c]-b[i+1][c])) > 1e-4 {
				t.Fatalf("place %d class %d: %v, moved %v", i, c, a[i][c], b[i+1][c])
			}
		}
	}
}

func TestMarshalRoundsToAByte(t *testing.T) {
	n := net.New(5)
	n.Temperature = 1.25
	back, err := net.Unmarshal(n.Marshal())
	if err != nil {
		t.Fatal(err)
	}
	if back.Temperature != 1.25 {
		t.Errorf("temperature %v, want 1.25", back.Temperature)
	}
	for i, l := range n.Layers {
		size := len(l.Weights) / l.Out
		for j, w := range l.Weights {
			most := float32(0)
			for _, v := range l.Weights[j/size*size : j/size*size+size] {
				most = max(most, v, -v)
			}
			if d := math.Abs(float64(w - back.Layers[i].Weights[j])); d > float64(most)/127*0.501 {
				t.Fatalf("layer %d weight %d is off by %g, more than half a step of %g", i, j, d, most/127)
			}
		}
	}
	again := back.Marshal()
	if string(again) != string(n.Marshal()) {
		t.Error("a quantised model is not written back as it was read")
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	good := net.New(1).Marshal()
	bad := func(change func(b []byte)) []byte {
		b := append([]byte(nil), good...)
		change(b)
		return b
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "short": good[:len(good)-1], "long": append(append([]byte(nil), good...), 0), "other magic": bad(func(b []byte) { b[0] = 'X' }),
		"temperature 0": bad(func(b []byte) { clear(b[5:9]) }), "scale not a number": bad(func(b []byte) { b[9], b[10], b[11], b[12] = 255, 255, 255, 127 }),
	} {
		if _, err := net.Unmarshal(data); !errors.Is(err, net.ErrModel) {
			t.Errorf("%s: %v, want ErrModel", name, err)
		}
	}
}

// Any bytes at any place of a model: it is refused, or it still gives probabilities.
func FuzzUnmarshal(f *testing.F) {
	good := net.New(1).Marshal()
	f.Add([]byte("OCRB1"), uint16(0))
	f.Add([]byte{0, 0, 128, 127}, uint16(9))
	f.Add([]byte{}, uint16(len(good)-1))
	f.Fuzz(func(t *testing.T, data []byte, at uint16) {
		model := append([]byte(nil), good...)
		if i := min(int(at), len(model)); len(data) == 0 {
			model = model[:i]
		} else {
			copy(model[i:], data)
		}
		n, err := net.Unmarshal(model)
		if err != nil {
			return
		}
		for _, s := range n.Read(noise(1, 20)) {
			for _, v := range s {
				if math.IsNaN(float64(v)) || v > 1e-3 {
					t.Fatalf("a score of %v", v)
				}
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	n, s := net.New(1), noise(1, 44*strip.Pitch+2*strip.Margin)
	for b.Loop() {
		n.Read(s)
	}
}
