package compare_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"math"
	"reflect"
	"testing"

	"loupe/forensics/compare"
	"loupe/models"
)

// lossless stores g as PNG.
func lossless(t testing.TB, g image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, g); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// scene is a flat scan of one card at 200 dpi: 702 x 442 pixels with real noise.
func scene(seed uint64) *image.Gray {
	r := rng(seed, 31)
	return scan(card(seed, seed+1).printed(r), 200, r, expose).gray()
}

func cropped(g *image.Gray, r image.Rectangle) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, r.Dx(), r.Dy()))
	for y := range r.Dy() {
		copy(out.Pix[y*out.Stride:], g.Pix[g.PixOffset(r.Min.X, r.Min.Y+y):][:r.Dx()])
	}
	return out
}

// sampled reads g at m(x, y) for every pixel of a w x h picture.
func sampled(g *image.Gray, w, h int, m func(x, y float64) (float64, float64)) *image.Gray {
	c := newCanvas(g.Rect.Dx(), g.Rect.Dy())
	for i, v := range g.Pix {
		c.pix[i] = float64(v)
	}
	out := newCanvas(w, h)
	for y := range h {
		for x := range w {
			out.pix[y*w+x] = c.at(m(float64(x), float64(y)))
		}
	}
	return out.gray()
}

// farthest is the largest distance, over the corners of a w x h picture, between c's transform and the expected map.
func farthest(c models.Comparison, w, h int, want func(x, y float64) (float64, float64)) float64 {
	far := 0.0
	for _, p := range [4][2]float64{{0, 0}, {float64(w - 1), 0}, {0, float64(h - 1)}, {float64(w - 1), float64(h - 1)}} {
		x, y := project(c.Transform, p[0], p[1])
		u, v := want(p[0], p[1])
		far = max(far, math.Hypot(x-u, y-v))
	}
	return far
}

func TestTransformIsFoundToATenthOfAPixel(t *testing.T) {
	a := scene(1)
	w, h := a.Rect.Dx(), a.Rect.Dy()
	for _, tt := range []struct {
		name string
		b    *image.Gray
		want func(x, y float64) (float64, float64) // pixels of A to pixels of B
	}{
		{"crop 11,7", cropped(a, image.Rect(11, 7, w-20, h-15)), func(x, y float64) (float64, float64) { return x - 11, y - 7 }},
		{"half a pixel", sampled(a, w, h, func(x, y float64) (float64, float64) { return x + 0.5, y + 0.25 }),
			func(x, y float64) (float64, float64) { return x - 0.5, y - 0.25 }},
		{"scale 0.75", sampled(a, w*3/4, h*3/4, func(x, y float64) (float64, float64) { return x/0.75 + 1.0/6, y/0.75 + 1.0/6 }),
			func(x, y float64) (float64, float64) { return 0.75*x - 0.125, 0.75*y - 0.125 }},
		{"enlarged 1.5", sampled(a, w*3/2, h*3/2, func(x, y float64) (float64, float64) { return x/1.5 - 1.0/6, y/1.5 - 1.0/6 }),
			func(x, y float64) (float64, float64) { return 1.5*x + 0.25, 1.5*y + 0.25 }},
		{"half a degree", sampled(a, w, h, func(x, y float64) (float64, float64) { return x + 0.0087*y, y - 0.0087*x }),
			func(x, y float64) (float64, float64) {
				d := 1 + 0.0087*0.0087
				return (x - 0.0087*y) / d, (y + 0.0087*x) / d
			}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := compared(t, lossless(t, a), lossless(t, tt.b))
			if far := farthest(c, w, h, tt.want); far > 0.1 {
				t.Errorf("transform is off by %.3f px, want <= 0.1: %v", far, c.Transform)
			}
			if c.Relation != models.RelationNearDuplicate {
				t.Errorf("relation %s, want near_duplicate; changed %v, measures %v", c.Relation, c.Changed, c.Measures)
			}
		})
	}
}

// turned returns g as the EXIF orientation o would show it, and the map from g's pixels to the result's.
func turned(g *image.Gray, o int) (*image.Gray, func(x, y float64) (float64, float64)) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	r, b := float64(w-1), float64(h-1)
	to := []func(x, y float64) (float64, float64){
		func(x, y float64) (float64, float64) { return x, y },
		func(x, y float64) (float64, float64) { return r - x, y },
		func(x, y float64) (float64, float64) { return r - x, b - y },
		func(x, y float64) (float64, float64) { return x, b - y },
		func(x, y float64) (float64, float64) { return y, x },
		func(x, y float64) (float64, float64) { return b - y, x },
		func(x, y float64) (float64, float64) { return b - y, r - x },
		func(x, y float64) (float64, float64) { return y, r - x },
	}[o-1]
	tw, th := models.Orientation(o).Upright(w, h)
	out := image.NewGray(image.Rect(0, 0, tw, th))
	for y := range h {
		for x := range w {
			u, v := to(float64(x), float64(y))
			out.SetGray(int(u), int(v), g.GrayAt(x, y))
		}
	}
	return out, to
}

func TestEightOrientations(t *testing.T) {
	a := scene(2)
	for o := 2; o <= 8; o++ {
		b, want := turned(a, o)
		c := compared(t, lossless(t, a), lossless(t, b))
		if far := farthest(c, a.Rect.Dx(), a.Rect.Dy(), want); far > 1e-6 {
			t.Errorf("orientation %d: transform %v is off by %.3f px", o, c.Transform, far)
		}
		if c.Relation != models.RelationNearDuplicate || c.SharedFraction < 0.98 {
			t.Errorf("orientation %d: %s, shared %.3f", o, c.Relation, c.SharedFraction)
		}
	}
}

// iou is the intersection over union of a region and a rectangle.
func iou(r models.Region, want image.Rectangle) float64 {
	got := image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H)
	in := got.Intersect(want)
	shared := float64(in.Dx() * in.Dy())
	return shared / (float64(got.Dx()*got.Dy()+want.Dx()*want.Dy()) - shared)
}

func TestChangedRectanglesAreFound(t *testing.T) {
	a := scene(3)
	want := []image.Rectangle{image.Rect(60, 120, 220, 330), image.Rect(300, 250, 460, 290)}
	for _, s := range []save{{"png", 1, 0}, {"q90", 1, 90}, {"q75", 1, 75}, {"0.7 q90", 0.7, 90}} {
		t.Run(s.name, func(t *testing.T) {
			b := cropped(a, a.Rect)
			r := rng(3, 5)
			for _, box := range want {
				fill := texture(box.Dx(), box.Dy(), 1.5, r)
				for i, v := range fill.pix {
					b.SetGray(box.Min.X+i%box.Dx(), box.Min.Y+i/box.Dx(), color.Gray{Y: uint8(min(max(130+50*v, 0), 255))})
				}
			}
			c := compared(t, lossless(t, a), s.file(t, b))
			if c.Relation != models.RelationSameCapture || len(c.Changed) != len(want) {
				t.Fatalf("%s with %d regions %v, want same_capture with %d", c.Relation, len(c.Changed), c.Changed, len(want))
			}
			for i, box := range want {
				if v := iou(c.Changed[i], box); v < 0.75 {
					t.Errorf("region %v against %v: IoU %.2f, want >= 0.75", c.Changed[i], box, v)
				}
			}
			changed := float64(want[0].Dx()*want[0].Dy()+want[1].Dx()*want[1].Dy()) / float64(a.Rect.Dx()*a.Rect.Dy())
			if math.Abs(c.SharedFraction-(1-changed)) > 0.03 {
				t.Errorf("shared fraction %.3f, want %.3f", c.SharedFraction, 1-changed)
			}
		})
	}
}

// render is a born-digital document: exact colours, no capture.
func render(holder string) *image.Gray {
	c := newCanvas(900, 600)
	for i := range c.pix {
		c.pix[i] = 255
	}
	for i, line := range []string{"UNIVERSITY OF UTOPIA", "DIPLOMA", "AWARDED TO", "BACHELOR OF SCIENCE", "WITH DISTINCTION", "THE RECTOR"} {
		c.write(80, 40+90*i, 4, line)
	}
	c.write(450, 220, 4, holder)
	return c.gray()
}

func flatPicture(v uint8) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, 640, 480))
	for i := range g.Pix {
		g.Pix[i] = v
	}
	return g
}

func TestRelations(t *testing.T) {
	a := scene(4)
	other := scene(5)
	honestPhotoA, honestPhotoB := honest(t, 7, photo, save{"png", 1, 0})
	honestScanA, honestScanB := honest(t, 8, flat, save{"q90", 1, 90})
	farmA, farmB := farm(t, 9, photo, save{"q85", 1, 85})
	best := png.Encoder{CompressionLevel: png.NoCompression}
	var uncompressed bytes.Buffer
	if err := best.Encode(&uncompressed, a); err != nil {
		t.Fatal(err)
	}
	tiny := cropped(a, image.Rect(100, 100, 130, 130))
	for _, tt := range []struct {
		name string
		a, b []byte
		want []models.Relation // any of them
	}{
		{"equal bytes", farmA, farmA, []models.Relation{models.RelationSameFile}},
		{"equal pixels", lossless(t, a), uncompressed.Bytes(), []models.Relation{models.RelationSameFile}},
		{"re-saved", lossless(t, a), save{"", 1, 80}.file(t, a), []models.Relation{models.RelationNearDuplicate}},
		{"resized", lossless(t, a), save{"", 0.6, 90}.file(t, a), []models.Relation{models.RelationNearDuplicate}},
		{"squeezed", lossless(t, a), lossless(t, sampled(a, a.Rect.Dx()*3/4, a.Rect.Dy(), func(x, y float64) (float64, float64) { return x/0.75 + 1.0/6, y })), []models.Relation{models.RelationNearDuplicate}},
		{"template farm", farmA, farmB, []models.Relation{models.RelationSameCapture}},
		{"two honest photographs", honestPhotoA, honestPhotoB, []models.Relation{models.RelationSameLayout, models.RelationUnrelated}},
		{"two honest scans", honestScanA, honestScanB, []models.Relation{models.RelationSameLayout, models.RelationUnrelated}},
		{"two issuers", lossless(t, a), lossless(t, other), []models.Relation{models.RelationSameLayout, models.RelationUnrelated}},
		{"two renders", lossless(t, render("JOHN DOE")), lossless(t, render("MARY ROE")), []models.Relation{models.RelationSameLayout}},
		{"flat pictures", lossless(t, flatPicture(255)), lossless(t, flatPicture(200)), []models.Relation{models.RelationUnrelated}},
		{"flat and card", lossless(t, flatPicture(128)), lossless(t, a), []models.Relation{models.RelationUnrelated}},
		{"tiny", lossless(t, tiny), lossless(t, a), []models.Relation{models.RelationUnrelated}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := compared(t, tt.a, tt.b)
			ok := false
			for _, w := range tt.want {
				ok = ok || c.Relation == w
			}
			if !ok {
				t.Errorf("%s, want one of %v; measures %v", c.Relation, tt.want, c.Measures)
			}
			checkShape(t, c)
		})
	}
}

// checkShape holds c to the contract.
func checkShape(t *testing.T, c models.Comparison) {
	t.Helper()
	if !(c.Score >= 0 && c.Score <= 1) || !(c.SharedFraction >= 0 && c.SharedFraction <= 1) {
		t.Errorf("score %v, shared fraction %v: outside 0..1", c.Score, c.SharedFraction)
	}
	if c.Relation.Links() != (c.Score >= 0.5) {
		t.Errorf("%s with score %v: 0.5 is where links begin", c.Relation, c.Score)
	}
	if c.FalseAlarmRate != nil && (!c.Relation.Links() || *c.FalseAlarmRate <= 0 || *c.FalseAlarmRate > 1) {
		t.Errorf("%s with false alarm rate %v", c.Relation, *c.FalseAlarmRate)
	}
	if c.Changed == nil || c.Artifacts == nil || len(c.Measures) == 0 {
		t.Error("changed, artifacts and measures must be lists, measures not empty")
	}
	for _, m := range c.Measures {
		if math.IsNaN(m.Value) || math.IsInf(m.Value, 0) {
			t.Errorf("measure %s is %v", m.Name, m.Value)
		}
	}
	if c.Relation != models.RelationSameCapture && len(c.Changed) > 0 {
		t.Errorf("%s with changed regions", c.Relation)
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	a, b := farm(t, 10, flat, save{"0.8 q90", 0.8, 90})
	x, y := compared(t, a, b), compared(t, b, a)
	if x.Relation != y.Relation || x.Score != y.Score || len(x.Changed) != len(y.Changed) {
		t.Errorf("%s %.3f %d regions one way, %s %.3f %d the other", x.Relation, x.Score, len(x.Changed), y.Relation, y.Score, len(y.Changed))
	}
	for _, p := range [][2]float64{{0, 0}, {500, 300}} {
		u, v := project(x.Transform, p[0], p[1])
		if r, s := project(y.Transform, u, v); math.Hypot(r-p[0], s-p[1]) > 1e-6 {
			t.Errorf("there and back moves %v to %.3f, %.3f", p, r, s)
		}
	}
}

func TestSameInputSameAnswer(t *testing.T) {
	a, b := farm(t, 11, flat, save{"q90", 1, 90})
	if x, y := compared(t, a, b), compared(t, a, b); !reflect.DeepEqual(x, y) {
		t.Error("two runs differ")
	}
}

func TestCancelledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	a := exhibit(t, lossless(t, scene(1)))
	if _, err := compare.Compare(ctx, a, exhibit(t, lossless(t, scene(2)))); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// A region is labelled by its size; what stands there is for those to say who have read the picture.
func TestRegionsAreLabelledBySize(t *testing.T) {
	a := scene(6)
	b := cropped(a, a.Rect)
	for y := 260; y < 300; y++ {
		for x := 300; x < 460; x++ {
			b.SetGray(x, y, color.Gray{Y: uint8(60 + 130*(x/9%2))})
		}
	}
	c, err := compare.Compare(context.Background(), exhibit(t, lossless(t, a)), exhibit(t, lossless(t, b)))
	if err != nil || len(c.Changed) != 1 || c.Changed[0].Label != "changed area" {
		t.Errorf("regions %v, error %v; want one labelled \"changed area\"", c.Changed, err)
	}
}
