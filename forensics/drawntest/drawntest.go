// Package drawntest reads the sets that `loupe samples --edits` draws, for measurements of checks.
package drawntest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"loupe/forensics"
	"loupe/samples"
)

// Labels reads the list of the set in dir.
func Labels(t testing.TB, dir string) (list []samples.Labelled) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, samples.LabelsFile))
	if err == nil {
		err = json.Unmarshal(data, &list)
	}
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Open opens a picture of the set in dir.
func Open(t testing.TB, dir string, l samples.Labelled) *forensics.Exhibit {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(l.File)))
	if err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(data, l.Kind, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	return x
}
