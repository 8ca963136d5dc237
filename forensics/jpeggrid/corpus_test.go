package jpeggrid_test

import (
	"encoding/json"
	"image"
	"maps"
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
	rows := map[string]*row{}
	for _, l := range labels {
		file, err := os.ReadFile(filepath.Join(dir, l.File))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []forensics.Check{jpeggrid.Within(jpeggrid.Fast), recompression.Within(recompression.Fast), ela.New()} {
			f := examine(t, file, c)
			key := c.Info().ID + " " + l.Operation + " " + l.Grid + " " + l.Chain
			if rows[key] == nil {
				rows[key] = &row{}
			}
			if !rows[key].take(f, l.Boxes) {
				t.Logf("%s %s %s: %s %v", l.File, l.Operation, f.Check, brief(f), l.Boxes)
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(rows)) {
		t.Logf("%-50s n %3d suspect %3d located %3d cannot say %3d", k, rows[k].n, rows[k].suspect, rows[k].located, rows[k].abstained)
	}
}

type row struct{ n, suspect, located, abstained int }

// take counts f; false is a suspicion in another place.
func (r *row) take(f models.Finding, boxes []models.Region) bool {
	r.n++
	if !f.Outcome.HasScore() {
		r.abstained++
	}
	if f.Outcome != models.OutcomeSuspect {
		return true
	}
	r.suspect++
	located := slices.ContainsFunc(boxes, func(b models.Region) bool { return touches(f.Regions, b) })
	if located {
		r.located++
	}
	return located
}

func touches(regions []models.Region, box models.Region) bool {
	return overlap(regions, image.Rect(box.X, box.Y, box.X+box.W, box.Y+box.H).Inset(-16))
}

// Real pictures as they are.
func TestMeasureAuthentic(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("set LOUPE_MEASURE=1")
	}
	outcomes := map[string]int{}
	for i, path := range pictures(t, half(), "authentic", "formats/orientation", "formats/sharp", "faces", "mrz", "ocr") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []forensics.Check{jpeggrid.Within(jpeggrid.Fast), recompression.Within(recompression.Fast), ela.New()} {
			x, refusal := forensics.Open(data, models.KindProfilePhoto, forensics.DefaultLimits())
			if refusal != nil {
				continue
			}
			f, err := c.Run(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			outcomes[f.Check+" "+string(f.Outcome)]++
			if f.Outcome == models.OutcomeSuspect {
				t.Logf("%d %s %s: %s", i, filepath.Base(path), f.Check, brief(f))
			}
		}
	}
	t.Logf("%v", outcomes)
}
