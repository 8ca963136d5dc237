package net

import "gonum.org/v1/gonum/blas/blas32"

// Layer is a convolution, then a rectifier, then the largest of PoolH x PoolW values.
type Layer struct {
	In, Out      int // planes
	KH, KW       int // kernel; KW is odd
	PadH         int // rows of zeros above and below
	PoolH, PoolW int
	Linear       bool      // no rectifier: the last layer
	Weights      []float32 // Out x In x KH x KW
	Bias         []float32 // Out
}

// Kernel returns the KW weights of one kernel row.
func (l *Layer) Kernel(out, in, ky int) []float32 {
	at := ((out*l.In+in)*l.KH + ky) * l.KW
	return l.Weights[at : at+l.KW]
}

// Convolve returns the layer's answer before pooling.
func (l *Layer) Convolve(in *Planes) *Planes {
	out := NewPlanes(l.Out, in.H+2*l.PadH-l.KH+1, in.W)
	for o := range l.Out {
		for y := range out.H {
			row := out.Row(o, y)
			for x := range row {
				row[x] = l.Bias[o]
			}
			l.accumulate(in, row, o, y)
			if !l.Linear {
				for x, v := range row {
					row[x] = max(v, 0)
				}
			}
		}
	}
	return out
}

// accumulate adds the kernels of plane o around row y of in to row.
func (l *Layer) accumulate(in *Planes, row []float32, o, y int) {
	target := blas32.Vector{N: in.W, Data: row, Inc: 1}
	for i := range l.In {
		for ky := range l.KH {
			source := y + ky - l.PadH
			if source < 0 || source >= in.H {
				continue
			}
			wide := in.Wide(i, source)
			for kx, w := range l.Kernel(o, i, ky) {
				blas32.Axpy(w, blas32.Vector{N: in.W, Data: wide[Pad+kx-l.KW/2:], Inc: 1}, target)
			}
		}
	}
}

// Pool returns the largest value of every PoolH x PoolW block; what does not fill a block is dropped.
func (l *Layer) Pool(in *Planes) *Planes {
	if l.PoolH == 1 && l.PoolW == 1 {
		return in
	}
	out := NewPlanes(in.C, in.H/l.PoolH, in.W/l.PoolW)
	for c := range out.C {
		for y := range out.H {
			row := out.Row(c, y)
			for x := range row {
				row[x] = in.Row(c, y*l.PoolH)[x*l.PoolW]
			}
			for dy := range l.PoolH {
				from := in.Row(c, y*l.PoolH+dy)
				for dx := range l.PoolW {
					for x := range row {
						row[x] = max(row[x], from[x*l.PoolW+dx])
					}
				}
			}
		}
	}
	return out
}
