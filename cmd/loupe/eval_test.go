package main_test

import (
	"slices"
	"strings"
	"testing"

	"loupe/samples"
)

// A small set is drawn twice alike, and evaluated by the real program.
func TestEvalOfDrawnPairs(t *testing.T) {
	if testing.Short() {
		t.Skip("draws and compares pictures: not in -short")
	}
	dir := t.TempDir()
	entries, err := samples.GeneratePairs(t.Context(), dir, 1, 77, samples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	again, err := samples.GeneratePairs(t.Context(), t.TempDir(), 1, 77, samples.Options{})
	if err != nil || len(entries) != 6 || !slices.EqualFunc(entries, again, func(a, b samples.PairEntry) bool { return a.A == b.A && len(a.Changed) == len(b.Changed) }) {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	out, stderr, err := run(t, "eval", dir)
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	for _, want := range []string{"belong together, channel photo", "do not,          channel scan        0 of    1 linked", "regions that differ"} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q in\n%s", want, out)
		}
	}
}
