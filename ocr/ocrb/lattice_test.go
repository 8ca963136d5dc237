package ocrb_test

import (
	"math"
	"testing"

	"loupe/ocr/ocrb"
)

// line is ink of n characters, pitch places apart from first on, each clear for but faint ones.
func line(n int, first, pitch float64, faint map[int]float32) (ink []float32, centres []int) {
	ink = make([]float32, 360)
	for i := range ink {
		ink[i] = -5
	}
	for i := range n {
		c := int(math.Round(first + float64(i)*pitch))
		centres = append(centres, c)
		value := float32(5)
		if v, ok := faint[i]; ok {
			value = v
		}
		for d := -1; d <= 1; d++ {
			ink[c+d] = value - float32(d*d)
		}
	}
	return ink, centres
}

func TestSequence(t *testing.T) {
	for _, c := range []struct {
		name         string
		n            int
		first, pitch float64
		faint        map[int]float32
		forced       int
	}{
		{"even", 44, 20, 7, nil, 0},
		{"wide pitch", 36, 20, 7.6, nil, 0},
		{"narrow pitch", 44, 20, 6.4, nil, 0},
		{"a faint one within", 30, 20, 7, map[int]float32{12: -3}, 0},
		{"three faint ones within", 30, 20, 7.2, map[int]float32{12: -4, 13: -4, 14: -4}, 0},
		{"faint fillers at the end, forced", 44, 20, 7, map[int]float32{40: -2, 41: -2, 42: -2, 43: -2}, 44},
		{"a faint first one, forced", 30, 20, 7.3, map[int]float32{0: -1}, 30},
	} {
		ink, want := line(c.n, c.first, c.pitch, c.faint)
		got := ocrb.Sequence(ink, c.forced)
		if len(got) != len(want) {
			t.Errorf("%s: %d characters, want %d", c.name, len(got), len(want))
			continue
		}
		for i := range want {
			if d := got[i] - want[i]; d < -1 || d > 1 {
				t.Errorf("%s: character %d at %d, want %d", c.name, i, got[i], want[i])
			}
		}
	}
}

func TestSequenceWithoutRoom(t *testing.T) {
	if got := ocrb.Sequence(make([]float32, 9), 0); len(got) > 2 {
		t.Errorf("%d characters in nine places of seven each", len(got))
	}
}
