package history_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/forensics/history"
	"loupe/forensics/jpegfile"
	"loupe/forensics/raster"
)

// scene is a grey picture with waves and noise, so that every block has detail.
func scene(seed uint64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 3))
	g := image.NewGray(image.Rect(0, 0, 512, 384))
	for y := range 384 {
		for x := range 512 {
			v := 128 + 40*math.Sin(float64(x)/9+float64(y)/31) + 25*math.Sin(float64(x*y)/900) + 8*r.NormFloat64()
			g.SetGray(x, y, color.Gray{uint8(min(max(v, 5), 250))})
		}
	}
	return g
}

func compressed(t *testing.T, img image.Image, quality int) ([]byte, *image.Gray) {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), raster.Luma(out)
}

func of(t *testing.T, g *image.Gray, data []byte) *history.History {
	t.Helper()
	var file *jpegfile.File
	if data != nil {
		var err error
		if file, err = jpegfile.Parse(data); err != nil {
			t.Fatal(err)
		}
	}
	h, err := history.Of(t.Context(), g, g, file)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// A picture compressed at quality 80 and then edited: the edit is off the lattice, all else on it, and on the control
// grid everything is off. Kept as PNG, or as JPEG of quality 95.
func TestAnEditIsOffTheLattice(t *testing.T) {
	_, g := compressed(t, scene(1), 80)
	edit, whole := image.Rect(160, 120, 240, 180), g.Rect
	for y := edit.Min.Y; y < edit.Max.Y; y++ {
		copy(g.Pix[y*g.Stride+edit.Min.X:y*g.Stride+edit.Max.X], scene(2).Pix[y*512+edit.Min.X:])
	}
	data, saved := compressed(t, g, 95)
	for name, h := range map[string]*history.History{"png": of(t, g, nil), "jpeg 95": of(t, saved, data)} {
		if q, _ := h.First.Quality(); q != 80 || !h.First.Shown() {
			t.Fatalf("%s: first quality is %d, want 80", name, q)
		}
		control, err := h.Control(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		in, out, shifted := h.Blocks.Within(edit), h.Blocks.Within(whole), control.Within(whole)
		if in.Error < 0.7 || in.Z < 3 || out.Error > 0.2 || shifted.Error < 0.7 {
			t.Errorf("%s: edit %+v, whole %+v, control %+v", name, in, out, shifted)
		}
	}
}

// Blocks count by their centres: 8x8 blocks from 0,0 have them at 4, 12, 20 ..., those of the control grid at 8, 16 ...
func TestWithinCountsCentres(t *testing.T) {
	b := &history.Blocks{Columns: 3, Rows: 2, Errors: []float64{0, .1, .2, .3, .4, math.NaN()}, Z: []float64{0, 1, 2, 3, 4, math.NaN()}, Judged: 5}
	cases := []struct {
		r      image.Rectangle
		origin image.Point
		want   history.Area
	}{
		{image.Rect(0, 0, 24, 16), image.Point{}, history.Area{Error: .2, Z: 2, Judged: 5}},
		{image.Rect(-90, -90, 90, 90), image.Point{}, history.Area{Error: .2, Z: 2, Judged: 5}},
		{image.Rect(4, 4, 13, 5), image.Point{}, history.Area{Error: .05, Z: .5, Judged: 2}},
		{image.Rect(5, 0, 12, 16), image.Point{}, history.Area{}},
		{image.Rect(20, 12, 24, 16), image.Point{}, history.Area{}},
		{image.Rect(8, 8, 17, 9), image.Pt(4, 4), history.Area{Error: .05, Z: .5, Judged: 2}},
		{image.Rectangle{}, image.Point{}, history.Area{}},
	}
	for _, c := range cases {
		b.Origin = c.origin
		got := b.Within(c.r)
		if math.Abs(got.Error-c.want.Error) > 1e-9 || math.Abs(got.Z-c.want.Z) > 1e-9 || got.Judged != c.want.Judged {
			t.Errorf("%v from %v: %+v, want %+v", c.r, c.origin, got, c.want)
		}
	}
	if got := (*history.Blocks)(nil).Within(image.Rect(0, 0, 9, 9)); got != (history.Area{}) {
		t.Errorf("nil blocks say %+v", got)
	}
}

func TestNoHistory(t *testing.T) {
	data, saved := compressed(t, scene(4), 90)
	for name, h := range map[string]*history.History{"png": of(t, scene(4), nil), "jpeg": of(t, saved, data), "tiny": of(t, image.NewGray(image.Rect(0, 0, 5, 3)), nil)} {
		control, err := h.Control(t.Context())
		if h.First.Shown() || h.Blocks != nil || control != nil || err != nil || h.Unfit != "" {
			t.Errorf("%s: history of %+v, %v %v", name, h.First, control, err)
		}
	}
}

func TestAnEndedContextIsAnError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := history.Of(ctx, scene(1), scene(1), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}
