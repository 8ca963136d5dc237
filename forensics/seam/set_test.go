package seam_test

import (
	"fmt"
	"image"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/drawntest"
	"loupe/forensics/seam"
	"loupe/models"
	"loupe/samples"
)

// measured is what the check says of one picture.
type measured struct {
	operation string
	finding   models.Finding
}

// value is the evidence; 0 where the picture was too small for it.
func (m measured) value() float64 {
	if len(m.finding.Evidence) == 0 {
		return 0
	}
	return m.finding.Evidence[0].Value
}

// TestMeasureSet says how the evidence ranks the edits of the sets that LOUPE_SEAM_SET lists, separated by commas, above
// their untouched pictures. LOUPE_SEAM_EVERY takes one picture of so many.
func TestMeasureSet(t *testing.T) {
	sets := os.Getenv("LOUPE_SEAM_SET")
	if os.Getenv("LOUPE_MEASURE") == "" || sets == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1 and LOUPE_SEAM_SET")
	}
	every, err := strconv.Atoi(os.Getenv("LOUPE_SEAM_EVERY"))
	if err != nil {
		every = 1
	}
	var all []measured
	for _, dir := range strings.Split(sets, ",") {
		for i, l := range drawntest.Labels(t, dir) {
			if i%every != 0 || !asked(l.Operation) {
				continue
			}
			m := measured{string(l.Operation), find(t, drawntest.Open(t, dir, l))}
			t.Logf("%s %s %s %s %s", l.File, l.Channel, l.Chain, line(m.finding), overlap(l.Boxes, m.finding.Regions))
			all = append(all, m)
		}
	}
	summarise(t, all)
}

// asked are the edits that a seam may show, or might be hoped to, and untouched pictures.
func asked(o samples.Operation) bool {
	return slices.Contains([]samples.Operation{samples.OperationNone, samples.OperationPasteRegion, samples.OperationInpaint, samples.OperationPortraitSplice, samples.OperationCopyMoveRegion}, o)
}

func find(t *testing.T, x *forensics.Exhibit) models.Finding {
	t.Helper()
	f, err := seam.New().Run(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func line(f models.Finding) string {
	s := string(f.Outcome)
	for _, e := range f.Evidence {
		s += fmt.Sprintf(" %s %.3f", e.Statistic, e.Value)
	}
	return s
}

// overlap says whether a finding's region is where the picture was edited.
func overlap(boxes, regions []models.Region) string {
	if len(boxes) == 0 || len(regions) == 0 {
		return ""
	}
	rect := func(r models.Region) image.Rectangle { return image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H) }
	for _, r := range regions {
		if rect(r).Overlaps(rect(boxes[0])) {
			return "in place"
		}
	}
	return "elsewhere"
}

// summarise logs outcomes by operation, and of the evidence the area under the ROC curve and the true-positive rates at
// false-positive rates of 1 and 10 %.
func summarise(t *testing.T, all []measured) {
	t.Helper()
	outcomes := map[string]map[models.Outcome]int{}
	for _, m := range all {
		if outcomes[m.operation] == nil {
			outcomes[m.operation] = map[models.Outcome]int{}
		}
		outcomes[m.operation][m.finding.Outcome]++
	}
	for operation, o := range outcomes {
		t.Logf("%s: %v", operation, o)
	}
	for _, operation := range []string{"", "paste_region", "inpaint", "portrait_splice", "copymove_region"} {
		var edited, untouched []float64
		for _, m := range all {
			switch {
			case m.operation == string(samples.OperationNone):
				untouched = append(untouched, m.value())
			case operation == "" || m.operation == operation:
				edited = append(edited, m.value())
			}
		}
		t.Logf("straight_seam %s: %s", operation, rates(edited, untouched))
	}
}

func rates(edited, untouched []float64) string {
	if len(edited) == 0 || len(untouched) == 0 {
		return "nothing to compare"
	}
	slices.Sort(untouched)
	wins, at1, at10 := 0.0, 0, 0
	n := len(untouched)
	for _, v := range edited {
		below, _ := slices.BinarySearch(untouched, v)
		upTo, _ := slices.BinarySearchFunc(untouched, v, func(u, v float64) int {
			if u <= v {
				return -1
			}
			return 1
		})
		wins += float64(below+upTo) / 2
		if v > untouched[n-1-n/100] {
			at1++
		}
		if v > untouched[n-1-n/10] {
			at10++
		}
	}
	return fmt.Sprintf("AUC %.3f, above 1 %%: %d, above 10 %%: %d of %d edited, %d untouched", wins/float64(n*len(edited)), at1, at10, len(edited), n)
}
