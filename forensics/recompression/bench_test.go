package recompression_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"loupe/forensics"
	"loupe/forensics/recompression"
	"loupe/models"
)

func benchmark(b *testing.B, pixels int) {
	r := rand.New(rand.NewPCG(1, 1))
	img := image.NewGray(image.Rect(0, 0, 4000, 3000))
	for y := range 3000 {
		for x := range 4000 {
			img.SetGray(x, y, color.Gray{uint8(90 + 80*((x/37+y/23)%2) + r.IntN(19))})
		}
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, img, &jpeg.Options{Quality: 92}); err != nil {
		b.Fatal(err)
	}
	x, refusal := forensics.Open(data.Bytes(), models.KindDiploma, forensics.DefaultLimits())
	if refusal != nil {
		b.Fatal(refusal.Message)
	}
	if _, err := x.History(context.Background()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := recompression.Within(pixels).Run(context.Background(), x); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFast12MP(b *testing.B) { benchmark(b, recompression.Fast) }
func BenchmarkFull12MP(b *testing.B) { benchmark(b, recompression.Full) }
