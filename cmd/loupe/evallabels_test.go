package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loupe/forensics/calibration"
	"loupe/samples"
)

// A drawn scene and what a person may write into a set by hand are evaluated by the real program.
func TestEvalOfLabelledPictures(t *testing.T) {
	if testing.Short() {
		t.Skip("draws and examines pictures: not in -short")
	}
	dir := t.TempDir()
	list, err := samples.GenerateEdits(t.Context(), dir, samples.EditOptions{Scenes: 1, Edits: 1, Seed: 4}, samples.Options{})
	if err != nil || len(list) != 2 {
		t.Fatalf("%d pictures, %v", len(list), err)
	}
	list = append(list, samples.Labelled{File: "lost.png", Edited: true}, samples.Labelled{File: "../" + list[0].File})
	data, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, samples.LabelsFile), data, 0o644); err != nil {
		t.Fatal(err)
	}
	table, plots := filepath.Join(dir, "table.json"), filepath.Join(dir, "plots")
	out, stderr, err := run(t, "eval", "--json", "--plots", plots, "--calibrate", table, dir)
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	checkEvaluation(t, out)
	if data, err = os.ReadFile(table); err == nil {
		_, err = calibration.Parse(data)
	}
	if err != nil {
		t.Errorf("calibration table: %v", err)
	}
	if _, err := os.Stat(filepath.Join(plots, "roc.svg")); err != nil {
		t.Error(err)
	}
}

func checkEvaluation(t *testing.T, out string) {
	t.Helper()
	var result struct {
		Clean, Edited, Failed int
		Rows                  []struct{ Name string }
		By                    []struct{ Key string }
		Pictures              []struct{ File, Error string }
	}
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ela", "battery", "any edit check"} {
		if !slices.ContainsFunc(result.Rows, func(r struct{ Name string }) bool { return r.Name == name }) {
			t.Errorf("no row %q among %v", name, result.Rows)
		}
	}
	if result.Clean != 1 || result.Edited != 1 || result.Failed != 2 || len(result.By) != 3 || result.By[0].Key != "chain png" {
		t.Errorf("%+v", result)
	}
	if e := result.Pictures[3].Error; !strings.Contains(e, "not inside the set") {
		t.Errorf("a file outside of the set: %q", e)
	}
}
