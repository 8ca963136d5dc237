package noise_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"loupe/forensics/drawntest"
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
		for _, l := range drawntest.Labels(t, dir) {
			if !slices.Contains([]samples.Operation{samples.OperationNone, samples.OperationInpaint, samples.OperationPasteRegion}, l.Operation) {
				continue
			}
			f, err := noise.New().Run(t.Context(), drawntest.Open(t, dir, l))
			if err != nil {
				t.Fatal(err)
			}
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
