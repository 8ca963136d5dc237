package acontrario_test

import (
	"math"
	"testing"

	"loupe/forensics/acontrario"
)

func TestLogTail(t *testing.T) {
	tests := []struct {
		n, k int
		p    float64
		want float64 // the tail itself
	}{
		{3, 2, 0.5, 0.5},       // 3/8 + 1/8
		{4, 4, 0.25, 1. / 256}, // p^4
		{10, 0, 0.3, 1},
		{2, 1, 0.1, 0.19}, // 1 - 0.81
		{5, 6, 0.5, 0},
		{5, 1, 0, 0},
		{5, 3, 1, 1},
	}
	for _, tt := range tests {
		got := math.Pow(10, acontrario.LogTail(tt.n, tt.k, tt.p))
		if math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("P[Bin(%d, %v) >= %d]: got %v, want %v", tt.n, tt.p, tt.k, got, tt.want)
		}
	}
	if got := acontrario.LogNFA(1000, 4, 4, 0.1); math.Abs(got+1) > 1e-12 {
		t.Errorf("1000 tests of 1e-4: got 10^%v", got)
	}
}

// A far tail neither overflows nor takes long: n is a picture's pixels.
func TestFarTail(t *testing.T) {
	if got := acontrario.LogTail(50_000_000, 2_000_000, 1.0/64); math.IsNaN(got) || got > -1000 {
		t.Errorf("got %v", got)
	}
}
