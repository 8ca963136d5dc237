package portraitedit_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"loupe/forensics/drawntest"
	"loupe/models"
	"loupe/samples"
)

// TestMeasureSet counts, by operation and last save, what the check says of the sets of `loupe samples --edits` that
// LOUPE_PORTRAITEDIT_SET lists, separated by commas: of all untouched pictures and of replaced portraits.
func TestMeasureSet(t *testing.T) {
	sets := os.Getenv("LOUPE_PORTRAITEDIT_SET")
	if os.Getenv("LOUPE_MEASURE") == "" || sets == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1 and LOUPE_PORTRAITEDIT_SET")
	}
	outcomes := map[string]map[models.Outcome]int{}
	for _, dir := range strings.Split(sets, ",") {
		for _, l := range drawntest.Labels(t, dir) {
			if l.Kind == models.KindDiploma || l.Operation != samples.OperationNone && l.Operation != samples.OperationPortraitSplice {
				continue
			}
			f := run(t, drawntest.Open(t, dir, l))
			key := fmt.Sprintf("%s %s %s", l.Kind, l.Operation, l.Chain)
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
