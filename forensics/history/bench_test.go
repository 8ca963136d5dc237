package history_test

import (
	"context"
	"image"
	"testing"

	"loupe/forensics/history"
	"loupe/forensics/jpegfile"
)

func BenchmarkOdds12MP(b *testing.B) {
	twice := encoded(b, decoded(b, encoded(b, grain(1, 4000, 3000), 80)), 92)
	f, err := jpegfile.Parse(twice)
	if err != nil {
		b.Fatal(err)
	}
	plain := decoded(b, twice).(*image.Gray)
	h, err := history.Of(context.Background(), plain, plain, f)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if o, err := h.Odds(context.Background()); err != nil || o == nil {
			b.Fatal("no odds", err)
		}
	}
}
