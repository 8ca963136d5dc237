package compare_test

import (
	"context"
	"syscall"
	"testing"

	"loupe/forensics"
	"loupe/forensics/compare"
	"loupe/models"
)

func compareExhibits(t testing.TB, a, b *forensics.Exhibit) models.Comparison {
	t.Helper()
	c, err := compare.Compare(context.Background(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// cpu is the processor time this process used, seconds: on a shared machine the only honest clock.
func cpu(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// BenchmarkCompare compares a photographed card with its doctored re-save, and with another holder's.
func BenchmarkCompare(b *testing.B) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"2MP", 1632, 1224}, {"12MP", 4000, 3000}} {
		r := rng(1, 41)
		first, second := card(1, 100).printed(r), card(1, 101).printed(r)
		a := save{"", 1, 92}.file(b, photograph(first, size.w, size.h, rng(1, 42), expose).gray())
		same := save{"", 1, 85}.file(b, decoded(b, a))
		other := save{"", 1, 92}.file(b, photograph(second, size.w, size.h, rng(1, 43), expose).gray())
		for _, pair := range []struct {
			name string
			file []byte
		}{{"copy", same}, {"honest", other}} {
			b.Run(size.name+"/"+pair.name, func(b *testing.B) {
				x, y := exhibit(b, a), exhibit(b, pair.file)
				x.Small() // shared with the checks that ran before
				y.Small()
				b.ReportAllocs()
				b.ResetTimer()
				began := cpu(b)
				for range b.N {
					compareExhibits(b, x, y)
				}
				b.ReportMetric((cpu(b)-began)/float64(b.N), "cpu-s/op")
			})
		}
	}
}
