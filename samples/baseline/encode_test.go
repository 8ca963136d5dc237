package baseline_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"testing"

	"loupe/samples/baseline"
)

func scene(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(128 + 100*math.Sin(float64(x)/9)), uint8(128 + 90*math.Cos(float64(y)/7)), uint8((x*7 + y*3) % 200), 255})
		}
	}
	return img
}

// The standard library reads every size and sampling back as what was written, nearer the finer the steps.
func TestEncodedPicturesDecode(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {7, 9}, {16, 16}, {33, 50}, {200, 120}} {
		for _, sub := range []bool{false, true} {
			img := scene(size.X, size.Y)
			data, err := baseline.Encode(img, baseline.Standard().Scaled(98), sub)
			if err != nil {
				t.Fatal(err)
			}
			got, err := jpeg.Decode(bytes.NewReader(data))
			if err != nil {
				t.Fatalf("%v, sub %v: %v", size, sub, err)
			}
			if got.Bounds().Size() != size {
				t.Errorf("%v comes back as %v", size, got.Bounds())
			}
			if d := lumaError(img, got); d > 2 {
				t.Errorf("%v, sub %v: mean luma error %.2f levels", size, sub, d)
			}
		}
	}
}

func lumaError(a *image.RGBA, b image.Image) float64 {
	sum := 0.0
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			grey := func(c color.Color) float64 { return float64(color.GrayModel.Convert(c).(color.Gray).Y) }
			sum += math.Abs(grey(a.At(x, y)) - grey(b.At(x, y)))
		}
	}
	return sum / float64(a.Rect.Dx()*a.Rect.Dy())
}

// The tables scaled to quality 75 are the ones of the standard library, which scales by the same rule.
func TestScaledTablesAreTheLibrarys(t *testing.T) {
	for _, quality := range []int{30, 75, 95} {
		var theirs bytes.Buffer
		if err := jpeg.Encode(&theirs, scene(16, 16), &jpeg.Options{Quality: quality}); err != nil {
			t.Fatal(err)
		}
		ours, err := baseline.Encode(scene(16, 16), baseline.Standard().Scaled(quality), true)
		if err != nil {
			t.Fatal(err)
		}
		both := theirs.Bytes()
		at, mine := bytes.Index(both, []byte{0xFF, 0xDB}), bytes.Index(ours, []byte{0xFF, 0xDB})
		// The library writes both tables in one segment of 132 bytes; ours are two of 67.
		if !bytes.Equal(both[at+5:at+69], ours[mine+5:mine+69]) || !bytes.Equal(both[at+70:at+134], ours[mine+74:mine+138]) {
			t.Errorf("quality %d: the tables differ", quality)
		}
	}
}

func TestEncodeRefusesEmptyPictures(t *testing.T) {
	for _, size := range []image.Point{{0, 0}, {0, 5}, {65536, 1}} {
		if _, err := baseline.Encode(image.NewRGBA(image.Rectangle{Max: size}), baseline.Standard(), true); err == nil {
			t.Errorf("%v was written", size)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	img := scene(1280, 960)
	for b.Loop() {
		if _, err := baseline.Encode(img, baseline.Standard().Scaled(90), true); err != nil {
			b.Fatal(err)
		}
	}
}
