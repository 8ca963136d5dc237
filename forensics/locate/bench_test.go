package locate_test

import (
	"image"
	"syscall"
	"testing"
	"time"

	"loupe/forensics/locate"
	"loupe/forensics/raster"
	"loupe/models"
)

// twelve enlarges a scene's picture to 12 megapixels, as a phone stores them: 4:2:0.
func twelve(b *testing.B) *image.YCbCr {
	b.Helper()
	sc := photograph(b, studio(b), 7, 1)
	small := sc.picture
	big := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	w, h := small.Rect.Dx(), small.Rect.Dy()
	for y := range 3000 {
		for x := range 4000 {
			big.Y[big.YOffset(x, y)] = small.Y[small.YOffset(x*w/4000, y*h/3000)]
			big.Cb[big.COffset(x, y)] = small.Cb[small.COffset(x*w/4000, y*h/3000)]
			big.Cr[big.COffset(x, y)] = small.Cr[small.COffset(x*w/4000, y*h/3000)]
		}
	}
	return big
}

// processorTime reports, beside the wall time, the processor time of each turn: what counts on a busy machine.
func processorTime(b *testing.B) (report func()) {
	read := func() time.Duration {
		var use syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
			b.Fatal(err)
		}
		return time.Duration(use.Utime.Nano() + use.Stime.Nano())
	}
	start := read()
	return func() { b.ReportMetric(float64(read()-start)/float64(b.N)/1e6, "cpu-ms/op") }
}

func BenchmarkFind12MP(b *testing.B) {
	img := twelve(b)
	spent := processorTime(b)
	for b.Loop() {
		locate.Find(img, 1)
	}
	spent()
}

// A grid is the worst that a picture can hold: every pair of its lines makes an outline with every other.
func BenchmarkFindGrid12MP(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		if x, y := i%4000, i/4000; x%110 < 55 != (y%110 < 55) {
			img.Y[i] = 200
		}
	}
	spent := processorTime(b)
	for b.Loop() {
		locate.Find(img, 1)
	}
	spent()
}

func BenchmarkRectifyCard600(b *testing.B) {
	g := raster.Luma(twelve(b))
	p := locate.WithFormat(models.Place{Quad: card(4000, 3000, 2300, 8)}, models.FormatID1)
	spent := processorTime(b)
	for b.Loop() {
		if _, err := locate.Rectify(g, p, 9_000_000); err != nil {
			b.Fatal(err)
		}
	}
	spent()
}

func BenchmarkRectifyA4(b *testing.B) {
	g := raster.Luma(twelve(b))
	p := locate.WithFormat(models.Place{Quad: [4][2]float64{{200, 150}, {3800, 200}, {3750, 2750}, {180, 2700}}}, models.FormatA4)
	spent := processorTime(b)
	for b.Loop() {
		if _, err := locate.Rectify(g, p, 9_000_000); err != nil {
			b.Fatal(err)
		}
	}
	spent()
}

func BenchmarkColour(b *testing.B) {
	img := twelve(b)
	p := models.Place{Quad: card(4000, 3000, 3000, 8)}
	spent := processorTime(b)
	for b.Loop() {
		if _, _, err := locate.Colour(img, p, 640); err != nil {
			b.Fatal(err)
		}
	}
	spent()
}
