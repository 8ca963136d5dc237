package copymove_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"loupe/forensics"
	"loupe/forensics/copymove"
	"loupe/models"
	"loupe/samples"
)

// saved returns the file of img: PNG for quality 0, JPEG otherwise.
func saved(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img)
	if quality > 0 {
		b.Reset()
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pixels decodes a file to RGBA.
func pixels(t testing.TB, data []byte) *image.RGBA {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}

// examine opens and asks; ok is false when the file was refused.
func examine(t testing.TB, data []byte, kind models.Kind) (f models.Finding, ok bool) {
	t.Helper()
	x, refusal := forensics.Open(data, kind, forensics.DefaultLimits())
	if refusal != nil {
		return f, false
	}
	f, err := copymove.New().Run(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f, true
}

// hits reports whether the finding has a pair of regions that meet both parts.
func hits(f models.Finding, source, copied image.Rectangle) bool {
	for _, r := range f.Regions {
		if r.Pair == nil {
			continue
		}
		o := f.Regions[*r.Pair]
		a, b := image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H), image.Rect(o.X, o.Y, o.X+o.W, o.Y+o.H)
		if a.Overlaps(source) && b.Overlaps(copied) || a.Overlaps(copied) && b.Overlaps(source) {
			return true
		}
	}
	return false
}

// texture is a grey scene of random blobs with camera noise of the given deviation.
func texture(w, h int, sigma float64, seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 1))
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	type wave struct{ u, v, phase, size float64 }
	waves := make([]wave, 24)
	for i := range waves {
		waves[i] = wave{r.NormFloat64() * 0.06, r.NormFloat64() * 0.06, r.Float64() * 6, 8 * r.Float64()}
	}
	for y := range h {
		for x := range w {
			v := 128.0
			for _, k := range waves {
				v += k.size * math.Sin(k.u*float64(x)+k.v*float64(y)+k.phase)
			}
			v += sigma * r.NormFloat64()
			g := uint8(min(max(v, 0), 255))
			out.SetRGBA(x, y, color.RGBA{g, g, g, 255})
		}
	}
	return out
}

// move copies box of img by offset.
func move(img *image.RGBA, box image.Rectangle, offset image.Point) {
	from := image.NewRGBA(box)
	draw.Draw(from, box, img, box.Min, draw.Src)
	draw.Draw(img, box.Add(offset), from, box.Min, draw.Src)
}

// document is a captured document as its camera saved it.
func document(t testing.TB, studio *samples.Studio, seed uint64, ch samples.Channel) *image.RGBA {
	t.Helper()
	data, err := studio.HonestCapture(seed, 0, ch, samples.Chain{Scale: 1})
	if err != nil {
		t.Fatal(err)
	}
	return pixels(t, data)
}

func studio(t testing.TB) *samples.Studio {
	t.Helper()
	s, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Fatalf("the specimens' fonts are needed: %v", err)
	}
	return s
}

// number reads a setting of a measurement.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}
