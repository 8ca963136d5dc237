package fingerprint_test

import (
	"reflect"
	"slices"
	"testing"

	"loupe/forensics/fingerprint"
	"loupe/models"
)

// What is sent early is exactly what the whole set keeps of these kinds.
func TestEarlyIsAPartOfTheWhole(t *testing.T) {
	img, words := card(t, 33)
	x := exhibit(t, img, words)
	early, err := fingerprint.Early(x)
	if err != nil {
		t.Fatal(err)
	}
	all, err := fingerprint.Of(x)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(all, func(f models.Fingerprint) bool { return f.Orientation > 1 || !fingerprint.IsEarly(f.Kind) })
	if !reflect.DeepEqual(early, want) || len(early) < 8 {
		t.Errorf("%d early fingerprints, %d of these kinds in the whole set:\n%+v\n%+v", len(early), len(want), early, want)
	}
}

func BenchmarkEarly(b *testing.B) {
	img, _ := card(b, 31)
	x := exhibit(b, img, nil)
	x.Small()
	start := processorTime(b)
	for b.Loop() {
		if _, err := fingerprint.Early(x); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(processorTime(b)-start)/1e6/float64(b.N), "cpu-ms/op")
}
