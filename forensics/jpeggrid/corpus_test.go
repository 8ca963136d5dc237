package jpeggrid_test

import (
	"encoding/json"
	"image"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"loupe/forensics"
	"loupe/forensics/ela"
	"loupe/forensics/jpeggrid"
	"loupe/forensics/recompression"
	"loupe/models"
)

// The three checks of the group on a set that `loupe samples --edits` drew, LOUPE_CORPUS: suspect and located, by operation
// and chain.
func TestMeasureCorpus(t *testing.T) {
	dir := os.Getenv("LOUPE_CORPUS")
	if dir == "" {
		t.Skip("set LOUPE_CORPUS to a set of `loupe samples --edits`")
	}
	data, err := os.ReadFile(filepath.Join(dir, "labels.json"))
	if err != nil {
		t.Fatal(err)
	}
	var labels []struct {
		File, Operation, Chain, Grid string
		Edited                       bool
		Boxes                        []models.Region
	}
	if err := json.Unmarshal(data, &labels); err != nil {
		t.Fatal(err)
	}
	type row struct{ n, suspect, located, abstained int }
	rows := map[string]*row{}
	for _, l := range labels {
		file, err := os.ReadFile(filepath.Join(dir, l.File))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []forensics.Check{jpeggrid.New(jpeggrid.Fast), recompression.New(recompression.Fast), ela.New()} {
			f := examine(t, file, c)
			key := c.Info().ID + " " + l.Operation + " " + l.Grid + " " + l.Chain
			r := rows[key]
			if r == nil {
				r = &row{}
				rows[key] = r
			}
			r.n++
			if !f.Outcome.HasScore() {
				r.abstained++
			}
			if f.Outcome == models.OutcomeSuspect {
				r.suspect++
				if slices.ContainsFunc(l.Boxes, func(b models.Region) bool { return touches(f.Regions, b) }) {
					r.located++
				} else {
					t.Logf("%s %s %s: %s %v", l.File, l.Operation, f.Check, brief(f), l.Boxes)
				}
			}
		}
	}
	keys := make([]string, 0, len(rows))
	for k := range rows {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		t.Logf("%-50s n %3d suspect %3d located %3d cannot say %3d", k, rows[k].n, rows[k].suspect, rows[k].located, rows[k].abstained)
	}
}

func touches(regions []models.Region, box models.Region) bool {
	return overlap(regions, image.Rect(box.X, box.Y, box.X+box.W, box.Y+box.H).Inset(-16))
}
