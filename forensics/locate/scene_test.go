package locate_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/samples"
)

// scene is one rendered photograph of a document, as a JPEG decodes, and the truth of it.
type scene struct {
	Seed                uint64
	Kind, Desk          string
	Rotation, Tilt      float64
	Cut, Thumb, Clutter bool
	Quad                [4][2]float64
	W, H                int
	Aspect              float64 // longer by shorter side of the sheet
	picture             *image.YCbCr
}

func (s scene) String() string {
	return fmt.Sprintf("seed %d: %s on %s, rotation %.0f, tilt %.0f, cut %v, thumb %v, clutter %v", s.Seed, s.Kind, s.Desk, s.Rotation, s.Tilt, s.Cut, s.Thumb, s.Clutter)
}

func studio(t testing.TB) *samples.Studio {
	t.Helper()
	s, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Fatalf("the specimens' fonts are needed: %v", err)
	}
	return s
}

// paper draws one of the five documents that we have.
func paper(t testing.TB, s *samples.Studio, kind int, seed uint64, share float64) (string, *samples.Sheet) {
	t.Helper()
	h := samples.NewHolder(seed)
	var sheet *samples.Sheet
	var err error
	name := []string{"card", "back", "licence", "passport", "diploma"}[kind]
	switch kind {
	case 0:
		sheet, err = s.CardFront(h, samples.Print{DPI: 300 * share})
	case 1:
		sheet, err = s.CardBack(h, samples.Print{DPI: 300 * share})
	case 2:
		sheet, err = s.Licence(h, samples.Print{DPI: 300 * share})
	case 3:
		sheet, err = s.Passport(h, samples.Print{DPI: 220 * share})
	default:
		sheet, err = s.Diploma(h, samples.NewDegree(seed), samples.Print{DPI: 110 * share})
	}
	if err != nil {
		t.Fatal(err)
	}
	return name, sheet
}

// desks are the backgrounds of a photograph.
func desks() []samples.Desk {
	return []samples.Desk{samples.DeskWood, samples.DeskCloth, samples.DeskPaper, samples.DeskStone, samples.DeskDark, samples.DeskPale}
}

// photograph renders the scene of a seed: any document on any desk, turned by 0..360 and tilted by 0..35 degrees; of ten,
// one is cut off at the frame, one is held by a thumb, three lie among other things, three in a cast shadow. share
// scales the picture, 1 being 1600 x 1200.
func photograph(t testing.TB, s *samples.Studio, seed uint64, share float64) scene {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 77))
	kind, desk := r.IntN(5), r.IntN(6)
	name, sheet := paper(t, s, kind, seed, share)
	pose := &samples.Pose{Rotation: 360*r.Float64() - 180, Tilt: 35 * r.Float64(), Axis: 360 * r.Float64(), X: 0.1 * (r.Float64() - 0.5), Y: 0.1 * (r.Float64() - 0.5), Focal: 0.65 + 0.35*r.Float64()}
	o := samples.CaptureOptions{Width: int(1600 * share), Height: int(1200 * share), Pose: pose, Fill: 0.5 + 0.4*r.Float64(), Desk: desks()[desk], Lens: 0.02 * (r.Float64() - 0.5)}
	sc := scene{Seed: seed, Kind: name, Desk: []string{"wood", "cloth", "paper", "stone", "dark", "pale"}[desk], Rotation: pose.Rotation, Tilt: pose.Tilt}
	if r.IntN(2) == 0 {
		o.Width, o.Height = o.Height, o.Width
	}
	if r.IntN(10) < 3 {
		o.Clutter, sc.Clutter = 2+r.IntN(4), true
	}
	if r.IntN(10) < 3 {
		o.Shade = 0.2 + 0.4*r.Float64()
	}
	switch r.IntN(10) {
	case 0:
		o.Cover, sc.Thumb = 0.15+0.2*r.Float64(), true
	case 1: // a corner or two beyond the frame
		o.Fill, sc.Cut = 0.92+0.14*r.Float64(), true
	}
	shot, err := samples.Capture(sheet, seed, o)
	if err != nil {
		t.Fatal(err)
	}
	sc.Quad, sc.picture = shot.Quad(), asJPEG(t, shot.Image, 70+r.IntN(26))
	sc.W, sc.H = o.Width, o.Height
	b := sheet.Image.Bounds()
	sc.Aspect = float64(max(b.Dx(), b.Dy())) / float64(min(b.Dx(), b.Dy()))
	return sc
}

// asJPEG returns what a decoder makes of the picture once it was saved.
func asJPEG(t testing.TB, img image.Image, quality int) *image.YCbCr {
	t.Helper()
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return fromJPEG(t, file.Bytes())
}

func fromJPEG(t testing.TB, file []byte) *image.YCbCr {
	t.Helper()
	decoded, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return decoded.(*image.YCbCr)
}

// overlap returns the intersection over union of two convex quadrilaterals, each clipped to a w x h frame.
func overlap(a, b [4][2]float64, w, h float64) float64 {
	frame := [][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}}
	pa, pb := clip(oriented(a[:]), frame), clip(oriented(b[:]), frame)
	both := area(clip(pa, pb))
	union := area(pa) + area(pb) - both
	if union <= 0 {
		return 0
	}
	return both / union
}

func area(p [][2]float64) float64 {
	sum := 0.0
	for i := range p {
		j := (i + 1) % len(p)
		sum += p[i][0]*p[j][1] - p[j][0]*p[i][1]
	}
	return math.Abs(sum) / 2
}

// oriented returns p clockwise as seen with y downwards.
func oriented(p [][2]float64) [][2]float64 {
	sum := 0.0
	for i := range p {
		j := (i + 1) % len(p)
		sum += p[i][0]*p[j][1] - p[j][0]*p[i][1]
	}
	out := append([][2]float64(nil), p...)
	if sum < 0 {
		for i := range p {
			out[i] = p[len(p)-1-i]
		}
	}
	return out
}

// clip cuts a convex polygon by another (Sutherland and Hodgman, CACM 17(1), 1974).
func clip(p, by [][2]float64) [][2]float64 {
	for i := range by {
		a, b := by[i], by[(i+1)%len(by)]
		side := func(q [2]float64) float64 { return (b[0]-a[0])*(q[1]-a[1]) - (b[1]-a[1])*(q[0]-a[0]) }
		var kept [][2]float64
		for k := range p {
			q, next := p[k], p[(k+1)%len(p)]
			sq, sn := side(q), side(next)
			if sq >= 0 {
				kept = append(kept, q)
			}
			if (sq >= 0) != (sn >= 0) {
				t := sq / (sq - sn)
				kept = append(kept, [2]float64{q[0] + t*(next[0]-q[0]), q[1] + t*(next[1]-q[1])})
			}
		}
		p = kept
	}
	return p
}
