package copymove_test

import (
	"image"
	"math/rand/v2"
	"testing"

	"loupe/forensics/copymove"
)

// What eight pixels a word say is what one by one would, up to the largest residuals.
func TestGlance(t *testing.T) {
	const w, h, a, b = 64, 48, 3*64 + 5, 20*64 + 30
	r := rand.New(rand.NewPCG(2, 3))
	size := image.Pt(7, 5)
	seen := map[bool]int{}
	for round := range 400 {
		v := make([]uint8, w*h)
		for i := range v {
			v[i] = uint8(int8(r.IntN(255) - 127))
			if round%2 == 0 && i >= b-a { // nearly a copy, round/2 parts of a hundred
				if copied := v[i-b+a]; r.IntN(200) > round {
					v[i] = copied
				}
			}
		}
		got := copymove.Glances(v, w, a, b, size)
		for i, like := range got {
			want := plainGlance(v, w, a, b+i/size.X*w+i%size.X)
			if seen[want]++; like != want {
				t.Fatalf("round %d, window %d: %v, want %v", round, i, like, want)
			}
		}
	}
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("only one answer was asked for: %v", seen)
	}
}

// plainGlance is four rows, pixel by pixel.
func plainGlance(v []uint8, w, a, b int) bool {
	diff, own := 0, 0
	for y := 2; y < 16; y += 4 {
		for x := range 16 {
			p, q := int(int8(v[a+y*w+x])), int(int8(v[b+y*w+x]))
			diff += max(p-q, q-p)
			own += max(p, -p) + max(q, -q)
		}
	}
	return float64(diff) < 0.6*float64(own)
}

// The bands are what their formulas say, pixel by pixel, of pictures down to one pixel, and of parts of pictures.
func TestBands(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 5))
	for _, size := range []image.Point{{1, 1}, {2, 9}, {3, 3}, {6, 20}, {7, 7}, {31, 17}} {
		whole := image.NewGray(image.Rect(0, 0, size.X+5, size.Y+3))
		for i := range whole.Pix {
			whole.Pix[i] = uint8(r.IntN(256))
		}
		g := whole.SubImage(image.Rect(2, 1, 2+size.X, 1+size.Y)).(*image.Gray)
		fine, middle := copymove.Fine(g), copymove.Middle(g)
		at := func(x, y int) int { return int(g.GrayAt(g.Rect.Min.X+x, g.Rect.Min.Y+y).Y) }
		mean := func(x, y int) int { return binomial(at, x, y, 1) }
		for y := range size.Y {
			for x := range size.X {
				expect(t, "fine", fine[y*size.X+x], 16*at(x, y)-mean(x, y), 3, inside(x, y, size, 1), size)
				if inside(x, y, size, 3) {
					expect(t, "middle", middle[y*size.X+x], 16*mean(x, y)-binomial(mean, x, y, 2), 7, true, size)
				}
			}
		}
	}
}

func inside(x, y int, size image.Point, rim int) bool {
	return x >= rim && y >= rim && x < size.X-rim && y < size.Y-rim
}

// binomial is 16 times the mean of nine places.
func binomial(at func(x, y int) int, x, y, step int) (sum int) {
	for v := -1; v <= 1; v++ {
		for u := -1; u <= 1; u++ {
			sum += (2 - u*u) * (2 - v*v) * at(x+u*step, y+v*step)
		}
	}
	return sum
}

func expect(t *testing.T, band string, got int8, d, shift int, counts bool, size image.Point) {
	t.Helper()
	want := min(max((d+1<<(shift-1))>>shift, -127), 127)
	if !counts {
		want = 0
	}
	if int(got) != want {
		t.Fatalf("%s of %v: %d, want %d", band, size, got, want)
	}
}

// The finest band of two tiles alone is that of the whole picture there.
func TestFinelyApart(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 7))
	g := image.NewGray(image.Rect(0, 0, 40, 30))
	for i := range g.Pix {
		g.Pix[i] = uint8(r.IntN(256))
	}
	v, want := copymove.Fine(g), int32(0)
	a, b := image.Pt(1, 1), image.Pt(31, 21)
	for y := range 8 {
		for x := range 8 {
			d := int32(v[(a.Y+y)*40+a.X+x]) - int32(v[(b.Y+y)*40+b.X+x])
			want += d * d
		}
	}
	if got := copymove.FinelyApart(g, a, b); got != want {
		t.Errorf("%d, want %d", got, want)
	}
}
