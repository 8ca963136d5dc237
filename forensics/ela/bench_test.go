package ela_test

import (
	"context"
	"image"
	"image/draw"
	"testing"

	"loupe/forensics"
	"loupe/forensics/ela"
	"loupe/models"
)

// sheet tiles a card to 4000 x 3000.
func sheet(t testing.TB) *image.RGBA {
	c := newCard(t, 1)
	c.compress(t, 85, true)
	out := image.NewRGBA(image.Rect(0, 0, 4000, 3000))
	for y := 0; y < 3000; y += 624 {
		for x := 0; x < 4000; x += 1000 {
			draw.Draw(out, image.Rect(x, y, x+1000, y+624), c.img, image.Point{}, draw.Src)
		}
	}
	return out
}

func benchmark(b *testing.B, data []byte, parsed bool) {
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		b.StopTimer()
		x, refusal := forensics.Open(data, models.KindDiploma, forensics.DefaultLimits())
		if refusal != nil {
			b.Fatal(refusal.Message)
		}
		if parsed {
			f, err := x.JPEG()
			if err != nil {
				b.Fatal(err)
			}
			if _, err := f.Plane(0); err != nil {
				b.Fatal(err)
			}
		}
		b.StartTimer()
		f, err := ela.New().Run(context.Background(), x)
		if err != nil {
			b.Fatal(err)
		}
		if f.Outcome == models.OutcomeFailed {
			b.Fatal(f.Message)
		}
	}
}

func BenchmarkJPEG12MP(b *testing.B)           { benchmark(b, asJPEG(b, sheet(b), 95), true) }
func BenchmarkJPEG12MPWithDecode(b *testing.B) { benchmark(b, asJPEG(b, sheet(b), 95), false) }
