package jpeggrid_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/forensics/jpeggrid"
	"loupe/forensics/raster"
)

// scene is a grey picture with waves and noise.
func scene(seed uint64, w, h int, noise float64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 3))
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := 128 + 40*math.Sin(float64(x)/19+float64(y)/31) + 25*math.Sin(float64(x)*float64(y)/9000) + noise*r.NormFloat64()
			g.SetGray(x, y, color.Gray{uint8(min(max(v, 5), 250))})
		}
	}
	return g
}

// compressed is what a JPEG of the given quality shows of img.
func compressed(t testing.TB, img image.Image, quality int) *image.Gray {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return raster.Luma(out)
}

func cropped(g *image.Gray, r image.Rectangle) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, r.Dx(), r.Dy()))
	for y := range r.Dy() {
		copy(out.Pix[y*out.Stride:], g.Pix[(r.Min.Y+y)*g.Stride+r.Min.X:][:r.Dx()])
	}
	return out
}

// slow counts votes by the definition: a DCT of every block in floating point.
func slow(g *image.Gray) []uint8 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	var basis [8][8]float64
	for k := range 8 {
		for n := range 8 {
			basis[k][n] = 0.5 * math.Cos(float64(2*n+1)*float64(k)*math.Pi/16)
		}
	}
	for n := range 8 {
		basis[0][n] = math.Sqrt(0.125)
	}
	best, out := make([]int, w*h), bytes.Repeat([]byte{255}, w*h)
	for y := 0; y+8 <= h; y++ {
		for x := 0; x+8 <= w; x++ {
			n := slowZeros(g, &basis, x, y)
			for i := range 64 {
				switch at := (y+i/8)*w + x + i%8; {
				case n > best[at]:
					best[at], out[at] = n, uint8(y%8*8+x%8)
				case n == best[at]:
					out[at] = 255
				}
			}
		}
	}
	return out
}

func slowZeros(g *image.Gray, basis *[8][8]float64, left, top int) int {
	var rows [8][8]float64
	for y := range 8 {
		for u := range 8 {
			for x := range 8 {
				rows[y][u] += float64(g.Pix[(top+y)*g.Stride+left+x]) * basis[u][x]
			}
		}
	}
	n := 0
	for i := 1; i < 64; i++ {
		c := 0.0
		for y := range 8 {
			c += rows[y][i%8] * basis[i/8][y]
		}
		if math.Abs(c) < 0.5 {
			n++
		}
	}
	return n
}

func TestVotesAreThoseOfTheDefinition(t *testing.T) {
	g := cropped(compressed(t, scene(1, 330, 300, 3), 80), image.Rect(3, 5, 323, 290))
	v, err := jpeggrid.Count(g)
	if err != nil {
		t.Fatal(err)
	}
	want, differ := slow(g), 0
	for y := 7; y < g.Rect.Dy()-7; y++ {
		for x := 7; x < g.Rect.Dx()-7; x++ {
			if v.At(x, y) != want[y*g.Rect.Dx()+x] {
				differ++
			}
		}
	}
	if n := g.Rect.Dx() * g.Rect.Dy(); differ > n/50 {
		t.Errorf("%d of %d votes differ from the definition's, more than rounding explains", differ, n)
	}
	if of := v.Of(); of[3*8+5] < 50_000 { // 8-3 and 8-5
		t.Errorf("grid 5,3 has %d votes of %d", of[3*8+5], g.Rect.Dx()*g.Rect.Dy())
	}
}

func BenchmarkVotes12MP(b *testing.B) {
	g := compressed(b, scene(1, 4000, 3000, 3), 85)
	for b.Loop() {
		if _, err := jpeggrid.Count(g); err != nil {
			b.Fatal(err)
		}
	}
}
