package locate_test

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"loupe/forensics/locate"
	"loupe/forensics/raster"
	"loupe/models"
)

// drawn paints a pale quadrilateral (clockwise) on a dark ground, each pixel by the share of it that is covered.
func drawn(w, h int, quad [4][2]float64) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	const parts = 3
	for y := range h {
		for x := range w {
			covered := 0
			for k := range parts * parts {
				px, py := float64(x)+(float64(k%parts)+0.5)/parts, float64(y)+(float64(k/parts)+0.5)/parts
				inside := true
				for i, a := range quad {
					b := quad[(i+1)%4]
					inside = inside && (b[0]-a[0])*(py-a[1])-(b[1]-a[1])*(px-a[0]) >= 0
				}
				if inside {
					covered++
				}
			}
			g.SetGray(x, y, color.Gray{Y: uint8(60 + 150*covered/(parts*parts))})
		}
	}
	return g
}

// card returns the corners of an ID-1 rectangle of the given width, turned clockwise about the middle of the picture.
func card(w, h int, width, degrees float64) (quad [4][2]float64) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	hw, hh := width/2, width/2*53.98/85.60
	for i, s := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		x, y := s[0]*hw, s[1]*hh
		quad[i] = [2]float64{float64(w)/2 + x*cos - y*sin, float64(h)/2 + x*sin + y*cos}
	}
	return quad
}

func farthest(a, b [4][2]float64) (d float64) {
	for i := range a {
		d = max(d, math.Hypot(a[i][0]-b[i][0], a[i][1]-b[i][1]))
	}
	return d
}

func TestFindCardByRotation(t *testing.T) {
	const w, h, width = 900, 660, 480.0
	for degrees := -44.0; degrees <= 44; degrees += 11 {
		quad := card(w, h, width, degrees)
		p := locate.Find(drawn(w, h, quad), 1)
		if p.Frame {
			t.Errorf("%v degrees: not found", degrees)
			continue
		}
		if d := farthest(p.Quad, quad); d > 0.5 {
			t.Errorf("%v degrees: corners %.2f pixels off: %v, want %v", degrees, d, p.Quad, quad)
		}
		if math.Abs(p.Rotation-degrees) > 0.1 || p.Tilt > 3 {
			t.Errorf("%v degrees: rotation %.2f, tilt %.2f", degrees, p.Rotation, p.Tilt)
		}
		if want := width / 85.60 * 25.4; p.Format != models.FormatID1 || math.Abs(p.DPI/want-1) > 0.003 {
			t.Errorf("%v degrees: format %q at %.1f dpi, want ID-1 at %.1f", degrees, p.Format, p.DPI, want)
		}
		for i, s := range p.Seen {
			if s < 0.95 {
				t.Errorf("%v degrees: side %d seen to %.2f, want all of it", degrees, i, s)
			}
		}
	}
}

// A picture stored turned or mirrored gives the same document: its corners begin at the top left as shown.
func TestFindByOrientation(t *testing.T) {
	const w, h = 900, 700
	quad := card(w, h, 520, 20)
	shown := drawn(w, h, quad)
	for o := models.Orientation(1); o <= 8; o++ {
		stored := raster.Upright(shown, int(o.Inverse())).(*image.Gray)
		p := locate.Find(stored, o)
		var seen [4][2]float64
		for i, c := range p.Quad { // the middle of a place of two by two pixels
			x, y, _, _ := o.Box(int(math.Round(c[0])), int(math.Round(c[1])), 0, 0, stored.Rect.Dx(), stored.Rect.Dy())
			seen[i] = [2]float64{float64(x), float64(y)}
		}
		if d := farthest(seen, quad); d > 1.5 || math.Abs(p.Rotation-20) > 0.3 {
			t.Errorf("orientation %d: shown at %v, rotation %.2f; want %v, 20", o, seen, p.Rotation, quad)
		}
	}
}

// The side beyond the frame is the one that is not seen, under any orientation.
func TestSeenNamesTheSide(t *testing.T) {
	const w, h = 900, 700
	quad := card(w, h, 640, 0)
	for i := range quad {
		quad[i][0] += 250 // the right edge lies 120 pixels outside
	}
	quad[1][1], quad[2][1] = quad[1][1]+70, quad[2][1]-70 // and tapers, so that its lines still tell where
	p := locate.Find(drawn(w, h, quad), 1)
	if p.Frame {
		return // an honest answer: a whole side is missing
	}
	if p.Seen[1] > 0.1 {
		t.Errorf("seen %v of %v", p.Seen, p.Quad)
	}
}

func TestFindNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	noise := image.NewGray(image.Rect(0, 0, 640, 480))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(r.IntN(256))
	}
	slope := image.NewGray(image.Rect(0, 0, 640, 480))
	for i := range slope.Pix {
		slope.Pix[i] = uint8(i % 640 * 255 / 640)
	}
	stripes := image.NewGray(image.Rect(0, 0, 640, 480))
	for i := range stripes.Pix {
		stripes.Pix[i] = uint8(i % 640 / 20 % 2 * 200)
	}
	for name, img := range map[string]image.Image{
		"noise": noise, "slope": slope, "stripes": stripes, "flat": image.NewGray(image.Rect(0, 0, 300, 200)), "one pixel": image.NewGray(image.Rect(0, 0, 1, 1)),
		"empty": image.NewGray(image.Rect(0, 0, 0, 5)), "line": image.NewNRGBA(image.Rect(0, 0, 9000, 1)), "paletted": image.NewPaletted(image.Rect(3, 4, 50, 60), color.Palette{color.Black}),
	} {
		if p := locate.Find(img, 6); !p.Frame {
			t.Errorf("%s: found %v", name, p.Quad)
		}
	}
}

// The same pixels in other types give the same place, but for rounding.
func TestFindInAnyType(t *testing.T) {
	quad := card(2000, 1500, 1250, 12)
	g := drawn(2000, 1500, quad)
	colour := image.NewYCbCr(g.Rect, image.YCbCrSubsampleRatio420)
	copy(colour.Y, g.Pix)
	for i := range colour.Cb {
		colour.Cb[i], colour.Cr[i] = 128, 128
	}
	rgba, nrgba := image.NewRGBA(g.Rect.Add(image.Pt(7, 3))), image.NewNRGBA(g.Rect)
	for i, v := range g.Pix {
		copy(rgba.Pix[4*i:], []uint8{v, v, v, 255})
		copy(nrgba.Pix[4*i:], []uint8{v, v, v, 255})
	}
	for _, img := range []image.Image{g, colour, rgba, nrgba} {
		if p := locate.Find(img, 1); p.Frame || farthest(p.Quad, quad) > 0.5 {
			t.Errorf("%T: %v, want %v", img, p.Quad, quad)
		}
	}
}

func TestFindTwiceIsEqual(t *testing.T) {
	sc := photograph(t, studio(t), 41, 0.5)
	a, b := locate.Find(sc.picture, 1), locate.Find(sc.picture, 1)
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%v, then %v", a, b)
	}
}

func FuzzFind(f *testing.F) {
	f.Add(uint64(1), 3, 2, 0, 1)
	f.Add(uint64(2), 700, 1, 1, 6)
	f.Add(uint64(3), 640, 480, 2, 5)
	f.Add(uint64(4), 2, 1500, 3, 8)
	f.Add(uint64(5), 0, 7, 4, -3)
	f.Fuzz(func(t *testing.T, seed uint64, w, h, kind, orientation int) {
		w, h = int(uint(w)%2000), int(uint(h)%2000)
		if w*h > 1<<19 {
			h = 1 << 19 / w
		}
		p := locate.Find(hostile(seed, w, h, kind), models.Orientation(orientation))
		if err := sane(p); err != nil {
			t.Errorf("seed %d, %d x %d, kind %d: %v", seed, w, h, kind, err)
		}
	})
}

// hostile makes pictures that no camera takes: noise, random rectangles, checks, lines at all angles.
func hostile(seed uint64, w, h, kind int) image.Image {
	r := rand.New(rand.NewPCG(seed, 1))
	g := image.NewGray(image.Rect(0, 0, w, h))
	pitch := 1 + r.IntN(40)
	for i := range g.Pix {
		x, y := i%max(w, 1), i/max(w, 1)
		switch uint(kind) % 4 {
		case 0:
			g.Pix[i] = uint8(r.IntN(256))
		case 1:
			g.Pix[i] = uint8((x/pitch ^ y/pitch) * 37)
		case 2:
			g.Pix[i] = uint8((x*x + y*y) / pitch)
		case 3:
			g.Pix[i] = uint8(128 + 127*math.Sin(float64(x*y)/float64(200*pitch)))
		}
	}
	return g
}

func sane(p models.Place) error {
	numbers := []float64{p.DPI, p.Tilt, p.Rotation}
	for i, c := range p.Quad {
		numbers = append(numbers, c[0], c[1], p.Seen[i])
		if p.Seen[i] < 0 || p.Seen[i] > 1 {
			return fmt.Errorf("seen %v", p.Seen)
		}
	}
	for _, v := range numbers {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("%+v has a number that is not finite", p)
		}
	}
	if p.Tilt < 0 || p.Tilt > 90 || p.Rotation < -180 || p.Rotation > 180 || p.DPI < 0 {
		return fmt.Errorf("%+v is out of range", p)
	}
	return nil
}
