package feature_test

import (
	"image"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"loupe/forensics/feature"
)

// collage is a picture of random rectangles and discs, softened by a mean of 3x3, with a little noise.
func collage(w, h int, seed uint64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 1))
	raw := make([]float64, w*h)
	for range 260 {
		x0, y0, s, v := r.IntN(w), r.IntN(h), 4+r.IntN(60), 40+180*r.Float64()
		disc := r.IntN(3) == 0
		for y := y0; y < min(h, y0+s); y++ {
			for x := x0; x < min(w, x0+s); x++ {
				if !disc || math.Hypot(float64(x-x0)-float64(s)/2, float64(y-y0)-float64(s)/2) < float64(s)/2 {
					raw[y*w+x] = v
				}
			}
		}
	}
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sum := 0.0
			for k := range 9 {
				sum += raw[min(max(y+k/3-1, 0), h-1)*w+min(max(x+k%3-1, 0), w-1)]
			}
			g.Pix[y*w+x] = uint8(min(max(sum/9+2*r.NormFloat64(), 0), 255))
		}
	}
	return g
}

// turned shows g about its middle, scaled and turned by degrees, in a picture large enough for all of it, and where a
// pixel of g went.
func turned(g *image.Gray, scale, degrees float64) (*image.Gray, func(x, y float64) (float64, float64)) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(g.Rect.Dx()), float64(g.Rect.Dy())
	tw, th := scale*(math.Abs(w*cos)+math.Abs(h*sin)), scale*(math.Abs(w*sin)+math.Abs(h*cos))
	out := image.NewGray(image.Rect(0, 0, int(tw), int(th)))
	const n = 3 // samples per pixel and axis
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			sum := 0
			for k := range n * n {
				u, v := (float64(x)+(float64(k%n)+0.5)/n-tw/2)/scale, (float64(y)+(float64(k/n)+0.5)/n-th/2)/scale
				sx, sy := int(u*cos+v*sin+w/2), int(-u*sin+v*cos+h/2)
				sum += int(g.GrayAt(min(max(sx, 0), g.Rect.Dx()-1), min(max(sy, 0), g.Rect.Dy()-1)).Y)
			}
			out.Pix[y*out.Stride+x] = uint8(sum / n / n)
		}
	}
	return out, func(x, y float64) (float64, float64) {
		u, v := x+0.5-w/2, y+0.5-h/2
		return scale*(u*cos-v*sin) + tw/2 - 0.5, scale*(u*sin+v*cos) + th/2 - 0.5
	}
}

func TestPlacesAreFoundAgain(t *testing.T) {
	g := collage(700, 500, 3)
	a := feature.Find(g, 800)
	for _, tt := range []struct {
		scale, degrees float64
		right          int // matches
	}{{1, 0, 500}, {1, 90, 400}, {1, 5, 200}, {1, 37, 150}, {0.8, 0, 200}, {0.5, 0, 90}, {0.35, 12, 40}, {2, 0, 120}} {
		b, to := turned(g, tt.scale, tt.degrees)
		points := feature.Find(b, 800)
		right, wrong := 0, 0
		for _, p := range feature.Match(a, points) {
			x, y := to(a[p[0]].X, a[p[0]].Y)
			if q := points[p[1]]; math.Hypot(q.X-x, q.Y-y) < 3*max(1, tt.scale)*max(1, q.Scale/2) {
				right++
			} else {
				wrong++
			}
		}
		t.Logf("scale %.2f, %.0f degrees: %d right, %d wrong of %d and %d", tt.scale, tt.degrees, right, wrong, len(a), len(points))
		if right < tt.right || wrong > right*2/3 {
			t.Errorf("scale %.2f, %.0f degrees: %d right and %d wrong matches, want %d right", tt.scale, tt.degrees, right, wrong, tt.right)
		}
	}
}

func TestOtherPicturesHardlyMatch(t *testing.T) {
	a := feature.Find(collage(700, 500, 4), 800)
	if n := len(feature.Match(a, feature.Find(collage(700, 500, 5), 800))); n > 160 {
		t.Errorf("%d matches between pictures that have nothing in common, want at most 160: corners of rectangles look alike", n)
	}
}

func TestPointsSpreadStrongestFirst(t *testing.T) {
	g := collage(640, 480, 6)
	list := feature.Find(g, 200)
	if len(list) != 200 {
		t.Fatalf("%d features, want 200", len(list))
	}
	var quarters [4]int
	for i, p := range list {
		if i > 0 && p.Strength > list[i-1].Strength {
			t.Fatalf("feature %d is stronger than the one before it", i)
		}
		if p.X < 0 || p.Y < 0 || p.X > 639 || p.Y > 479 {
			t.Fatalf("feature %d lies outside: %v", i, p)
		}
		quarters[int(p.X)/320+2*(int(p.Y)/240)]++
	}
	for i, n := range quarters {
		if n < 15 {
			t.Errorf("quarter %d holds %d of 200 features", i, n)
		}
	}
	if !reflect.DeepEqual(list, feature.Find(g, 200)) {
		t.Error("two runs differ")
	}
}

func TestPicturesWithoutFeatures(t *testing.T) {
	for _, size := range [][2]int{{0, 0}, {1, 1}, {40, 4000}, {41, 41}, {600, 400}} {
		g := image.NewGray(image.Rect(0, 0, size[0], size[1]))
		if list := feature.Find(g, 100); len(list) != 0 {
			t.Errorf("%d features on a flat picture of %v", len(list), size)
		}
	}
	if n := len(feature.Find(collage(100, 80, 1), -1)); n != 0 {
		t.Errorf("%d features, want none of -1", n)
	}
	if pairs := feature.Match(nil, feature.Find(collage(200, 200, 1), 50)); len(pairs) != 0 {
		t.Errorf("%d matches with nothing", len(pairs))
	}
}

func BenchmarkFind(b *testing.B) {
	g := collage(1000, 750, 7)
	b.ReportAllocs()
	for b.Loop() {
		feature.Find(g, 1000)
	}
}

func BenchmarkMatch(b *testing.B) {
	p, q := feature.Find(collage(1000, 750, 7), 1000), feature.Find(collage(1000, 750, 8), 1000)
	for b.Loop() {
		feature.Match(p, q)
	}
}

// TestMirrored holds what is described of the mirrored picture without making it against what is found in it once made.
func TestMirrored(t *testing.T) {
	g := collage(701, 500, 5)
	flipped := image.NewGray(g.Rect)
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			flipped.SetGray(g.Rect.Dx()-1-x, y, g.GrayAt(x, y))
		}
	}
	found := map[feature.Point]bool{}
	for _, p := range feature.Find(flipped, 800) {
		found[rounded(p)] = true
	}
	same := 0
	for _, p := range feature.Detect(g, 800).Mirrored() {
		if found[rounded(p)] {
			same++
		}
	}
	if len(found) < 500 || same < len(found)*95/100 {
		t.Errorf("%d of %d features of the mirrored picture are those that were found in it, want 95 %%", same, len(found))
	}
}

// rounded leaves out what the order of additions changes.
func rounded(p feature.Point) feature.Point {
	round := func(v float64) float64 { return math.Round(v*1e6) / 1e6 }
	p.X, p.Y, p.Angle = round(p.X), round(p.Y), 0
	p.Scale, p.Strength = round(p.Scale), 0
	return p
}
