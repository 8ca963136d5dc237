package history_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/forensics/history"
	"loupe/forensics/jpegfile"
)

func encoded(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decoded(t testing.TB, data []byte) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func grain(seed uint64, w, h int) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 3))
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := 128 + 40*math.Sin(float64(x)/9+float64(y)/31) + 12*r.NormFloat64()
			g.SetGray(x, y, color.Gray{uint8(min(max(v, 5), 250))})
		}
	}
	return g
}

func oddsOf(t testing.TB, data []byte) *history.Odds {
	t.Helper()
	f, err := jpegfile.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	plain := decoded(t, data).(*image.Gray)
	h, err := history.Of(context.Background(), plain, plain, f)
	if err != nil {
		t.Fatal(err)
	}
	o, err := h.Odds(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// A part that was quantised once has odds above zero, the rest below; also where the first steps are finer than the last.
func TestOdds(t *testing.T) {
	for _, c := range []struct{ first, last int }{{70, 92}, {85, 90}, {80, 75}} {
		img := decoded(t, encoded(t, grain(1, 640, 640), c.first)).(*image.Gray)
		box := image.Rect(160, 160, 320, 320)
		other := grain(2, 640, 640)
		for y := box.Min.Y; y < box.Max.Y; y++ {
			copy(img.Pix[y*img.Stride+box.Min.X:y*img.Stride+box.Max.X], other.Pix[y*other.Stride:])
		}
		o := oddsOf(t, encoded(t, img, c.last))
		if o == nil {
			t.Errorf("%d then %d: no first step is seen", c.first, c.last)
			continue
		}
		var in, out float64
		for i, v := range o.Nats[0] {
			if image.Pt(8*(i%o.Columns), 8*(i/o.Columns)).In(box) {
				in += v / 400
			} else {
				out += v / 6000
			}
		}
		if in <= 0.05 || out >= -0.05 {
			t.Errorf("%d then %d: mean odds %.2f in the part, %.2f elsewhere", c.first, c.last, in, out)
		}
	}
}

// What was quantised once, or twice by one table, has no odds.
func TestNoOddsWithoutTwoSaves(t *testing.T) {
	img := grain(3, 640, 640)
	if o := oddsOf(t, encoded(t, img, 85)); o != nil {
		t.Errorf("one save: %d frequencies", o.Found)
	}
	if o := oddsOf(t, encoded(t, decoded(t, encoded(t, img, 85)), 85)); o != nil {
		t.Errorf("two saves at one quality: %d frequencies", o.Found)
	}
}
