package noise_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/noise"
	"loupe/models"
	"loupe/samples"
)

// TestMeasureSet counts, by operation and last save, what the check says of the sets of `loupe samples --edits` that
// LOUPE_NOISE_SET lists, separated by commas: of all untouched pictures and of painted-over and pasted parts.
func TestMeasureSet(t *testing.T) {
	sets := os.Getenv("LOUPE_NOISE_SET")
	if os.Getenv("LOUPE_MEASURE") == "" || sets == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1 and LOUPE_NOISE_SET")
	}
	outcomes := map[string]map[models.Outcome]int{}
	for _, dir := range strings.Split(sets, ",") {
		for _, l := range labels(t, dir) {
			if !slices.Contains([]samples.Operation{samples.OperationNone, samples.OperationInpaint, samples.OperationPasteRegion}, l.Operation) {
				continue
			}
			f := runFile(t, filepath.Join(dir, filepath.FromSlash(l.File)), l.Kind)
			key := fmt.Sprintf("%s %s", l.Operation, l.Chain)
			if outcomes[key] == nil {
				outcomes[key] = map[models.Outcome]int{}
			}
			outcomes[key][f.Outcome]++
			t.Logf("%s %s: %s %+v", key, l.File, f.Outcome, f.Evidence)
		}
	}
	for key, o := range outcomes {
		t.Logf("%s: %v", key, o)
	}
}

func labels(t *testing.T, dir string) (list []samples.Labelled) {
	data, err := os.ReadFile(filepath.Join(dir, samples.LabelsFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func runFile(t *testing.T, path string, kind models.Kind) models.Finding {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(data, kind, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	f, err := noise.New().Run(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
