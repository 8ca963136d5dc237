package fingerprint_test

import (
	"image"
	"image/draw"
	"math"
	"reflect"
	"testing"

	"loupe/forensics/fingerprint"
	"loupe/forensics/raster"
	"loupe/models"
)

// bordered lays g on a larger plane of one tone.
func bordered(g *image.Gray, left, top, right, bottom int, tone uint8) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, left+g.Rect.Dx()+right, top+g.Rect.Dy()+bottom))
	for i := range out.Pix {
		out.Pix[i] = tone
	}
	draw.Draw(out, g.Rect.Add(image.Pt(left, top)), g, image.Point{}, draw.Src)
	return out
}

func TestTrimmed(t *testing.T) {
	g := scene(2, 200, 150, 60)
	for _, tt := range []struct {
		name string
		g    *image.Gray
		want image.Rectangle
		ok   bool
	}{
		{"nothing", g, g.Rect, false},
		{"white all round", bordered(g, 20, 10, 30, 40, 255), image.Rect(20, 10, 220, 160), true},
		{"black above and below", bordered(g, 0, 25, 0, 25, 0), image.Rect(0, 25, 200, 175), true},
		{"one edge", bordered(g, 33, 0, 0, 0, 90), image.Rect(33, 0, 233, 150), true},
		{"all of one tone", bordered(image.NewGray(image.Rect(0, 0, 1, 1)), 50, 50, 50, 50, 0), image.Rect(0, 0, 101, 101), false},
	} {
		if got, ok := fingerprint.Trimmed(tt.g); ok != tt.ok || got != tt.want {
			t.Errorf("%s: %v, %v; want %v, %v", tt.name, got, ok, tt.want, tt.ok)
		}
	}
}

// The quick hash of parts is close to the whole computation, so that parts and wholes can be looked up against each other.
func TestRoughIsClose(t *testing.T) {
	worst, n := 0, 0
	for _, path := range pictures(t, "nearduplicate", "mrz/passporteye") {
		x := open(t, path)
		if x == nil {
			continue
		}
		fps, _ := fingerprint.Perceptual(x.Small(), 1)
		if h := byTurn(fps, models.FingerprintPHash)[1]; h != "" {
			n++
			worst = max(worst, distance(h, fingerprint.Rough(x.Small())))
		}
	}
	t.Logf("%d pictures, worst distance %d of 256 bits", n, worst)
	if worst > 20 {
		t.Errorf("%d of 256 bits differ", worst)
	}
}

// A bordered picture's trimmed part is the picture, a crop lies near the centre, and the boxes say where parts lie.
func TestPartsMeetWholes(t *testing.T) {
	g := scene(4, 480, 360, 60)
	whole, _ := fingerprint.Perceptual(g, 1)
	want := byTurn(whole, models.FingerprintPHash)[1]
	framed := bordered(g, 100, 70, 60, 90, 255)
	if d := distance(byTurn(fingerprint.Parts(framed, 1), models.FingerprintTrimmed)[1], want); d > 16 {
		t.Errorf("the trimmed part of a bordered picture is %d bits from the picture", d)
	}
	crop, _ := fingerprint.Perceptual(&image.Gray{Pix: g.Pix[18*g.Stride+24:], Stride: g.Stride, Rect: image.Rect(0, 0, 432, 324)}, 1)
	if d := distance(byTurn(fingerprint.Parts(g, 1), models.FingerprintCentre)[1], byTurn(crop, models.FingerprintPHash)[1]); d > 16 {
		t.Errorf("a crop is %d bits from the centre", d)
	}
	for _, fp := range fingerprint.Parts(g, 1) {
		b := *fp.Box
		if r := image.Rect(b[0], b[1], b[0]+b[2], b[1]+b[3]); fp.Kind != models.FingerprintFeature && !r.In(g.Rect) {
			t.Errorf("%s: box %v outside %v", fp.Kind, r, g.Rect)
		}
	}
}

func TestPartsOfPoorPictures(t *testing.T) {
	for _, size := range []image.Point{{}, {1, 1}, {31, 900}, {900, 3}, {40, 40}, {600, 400}} {
		if size.X == 0 {
			continue
		}
		if got := fingerprint.Parts(image.NewGray(image.Rectangle{Max: size}), 1); len(got) > 0 {
			t.Errorf("a flat picture of %v has %d prints", size, len(got))
		}
	}
	noisy := scene(5, 320, 240, 60)
	if a, b := fingerprint.Parts(noisy, 1), fingerprint.Parts(noisy, 1); !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func TestFeaturesAreLeftOut(t *testing.T) {
	img, _ := card(t, 31)
	g := raster.Luma(img)
	r := image.Rect(0, 0, g.Rect.Dx()/2, g.Rect.Dy())
	all, some := 0, 0
	for _, fp := range fingerprint.Parts(g, 1) {
		if fp.Kind == models.FingerprintFeature {
			all++
		}
	}
	for _, fp := range fingerprint.Parts(g, 1, r) {
		if b := fp.Box; fp.Kind == models.FingerprintFeature {
			some++
			if b[0]+b[2]/2 < r.Max.X-3 {
				t.Errorf("a feature at %v within %v", *b, r)
			}
		}
	}
	if all == 0 || some == 0 || some >= all {
		t.Errorf("%d features, %d outside %v", all, some, r)
	}
}

func TestFilled(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 100, 80))
	for i := range g.Pix {
		g.Pix[i] = uint8(40 + i%100)
	}
	box := image.Rect(30, 20, 60, 50)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			g.Pix[y*g.Stride+x] = 0
		}
	}
	out, seen := fingerprint.Filled(g, box)
	if want := 1 - 900.0/8000; math.Abs(seen-want) > 1e-9 {
		t.Errorf("%v is seen, want %v", seen, want)
	}
	for y := range 80 {
		for x := range 100 {
			if d := math.Abs(float64(out.GrayAt(x, y).Y) - float64(40+x)); d > 16 {
				t.Fatalf("%d,%d is %v off a ramp that was painted out and filled", x, y, d)
			}
		}
	}
}

func TestClosedTakesStrokesOut(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 60, 40))
	for i := range g.Pix {
		g.Pix[i] = 200
	}
	for x := range 60 {
		g.Pix[20*g.Stride+x], g.Pix[21*g.Stride+x] = 30, 30 // a line of 2 pixels
	}
	for i, v := range fingerprint.Closed(g, 2).Pix {
		if v != 200 {
			t.Fatalf("pixel %d is %d", i, v)
		}
	}
}

func FuzzParts(f *testing.F) {
	f.Add([]byte{0, 255, 7}, uint16(90), uint16(60), uint8(1))
	f.Fuzz(func(t *testing.T, pattern []byte, w, h uint16, o uint8) {
		g := image.NewGray(image.Rect(0, 0, 1+int(w%160), 1+int(h%160)))
		for i := range g.Pix {
			if len(pattern) > 0 {
				g.Pix[i] = pattern[i%len(pattern)] ^ uint8(i>>9)
			}
		}
		for _, fp := range fingerprint.Parts(g, models.Orientation(1+o%8)) {
			if fp.Bits != 256 || len(fp.Hex) != 64 || fp.Orientation < 1 || fp.Orientation > 8 || fp.Version == 0 {
				t.Errorf("%+v", fp)
			}
		}
	})
}

// A flat picture has no perceptual fingerprint and the page says so; another has some and says nothing.
func TestWithheld(t *testing.T) {
	for _, tt := range []struct {
		img  *image.Gray
		want bool
	}{{image.NewGray(image.Rect(0, 0, 300, 200)), true}, {scene(4, 480, 360, 60), false}} {
		x := exhibit(t, tt.img, nil)
		fps := printsOf(t, x)
		perceptual := 0
		for _, fp := range fps {
			if fp.Orientation > 0 {
				perceptual++
			}
		}
		if why := fingerprint.Withheld(x, fps); (why != "") != tt.want || (perceptual == 0) != tt.want {
			t.Errorf("withheld %q with %d perceptual fingerprints, want withheld: %v", why, perceptual, tt.want)
		}
	}
}
