package copymove_test

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loupe/forensics/drawntest"
	"loupe/models"
)

// TestMeasureLabelled asks the pictures of a drawn set (LOUPE_COPYMOVE_SET, a directory that `loupe samples --edits` made) and
// counts outcomes by operation and last save, for the untouched and for those with a copied part.
func TestMeasureLabelled(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("a measurement: LOUPE_MEASURE=1")
	}
	counts := map[string]*tallied{}
	for _, l := range drawntest.Labels(t, os.Getenv("LOUPE_COPYMOVE_SET")) {
		copied := strings.HasPrefix(string(l.Operation), "copymove")
		if only := os.Getenv("LOUPE_COPYMOVE_ONLY"); !copied && (l.Edited && only != "all" || only == "copied") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(os.Getenv("LOUPE_COPYMOVE_SET"), l.File))
		if err != nil {
			t.Fatal(err)
		}
		f, ok := examine(t, data, l.Kind)
		if !ok {
			continue
		}
		key := fmt.Sprintf("%-16s %-13s %-6s %s", l.Operation, l.Kind, l.Channel, l.Chain)
		if counts[key] == nil {
			counts[key] = &tallied{}
		}
		counts[key].add(f, meets(f, l.Boxes))
		t.Log(key, l.File, l.Grid, f.Outcome, l.Boxes, f.Evidence, f.Measures)
	}
	keys := []string{}
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		t.Logf("TOTAL %s: %v", k, *counts[k])
	}
}

// meets reports whether the finding shows a part of the truth.
func meets(f models.Finding, truth []models.Region) bool {
	for _, r := range f.Regions {
		for _, b := range truth {
			if image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H).Overlaps(image.Rect(b.X, b.Y, b.X+b.W, b.Y+b.H)) {
				return true
			}
		}
	}
	return false
}
