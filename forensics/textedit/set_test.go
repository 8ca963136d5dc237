package textedit_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"loupe/forensics"
	"loupe/forensics/drawntest"
	"loupe/forensics/noise"
	"loupe/forensics/portraitedit"
	"loupe/forensics/textedit"
	"loupe/models"
	"loupe/samples"
)

// examined is one picture of a set of `loupe samples --edits`, read by the program's own reader.
type examined struct {
	Label    samples.Labelled
	Words    []textedit.Compared
	In       []float64 // share of each word's box that is edited
	Findings map[string]models.Finding
}

// TestMeasureSet examines LOUPE_TEXTEDIT_SET, a set of `loupe samples --edits`, and reports how well edited words and
// pictures are told from untouched ones, by operation and last save.
func TestMeasureSet(t *testing.T) {
	dir := os.Getenv("LOUPE_TEXTEDIT_SET")
	if dir == "" || os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1 and LOUPE_TEXTEDIT_SET")
	}
	kept := filepath.Join(dir, "examined.gob")
	var all []examined
	if data, err := os.ReadFile(kept); err == nil {
		if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&all); err != nil {
			t.Fatal(err)
		}
	} else {
		all = examineSet(t, dir)
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(all); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(kept, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	reportWords(t, all)
	for _, check := range []string{"textedit", "noise", "portraitedit"} {
		reportCheck(t, all, check)
	}
}

func examineSet(t *testing.T, dir string) (all []examined) {
	reader := newReader(t)
	for _, l := range drawntest.Labels(t, dir) {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(l.File)))
		if err != nil {
			t.Fatal(err)
		}
		x, refusal := forensics.Open(data, l.Kind, forensics.DefaultLimits())
		if refusal != nil {
			t.Fatal(refusal.Message)
		}
		x.SetReader(t.Context(), reader)
		all = append(all, examine(t, x, l))
	}
	return all
}

func examine(t *testing.T, x *forensics.Exhibit, l samples.Labelled) examined {
	e := examined{Label: l, Findings: map[string]models.Finding{}}
	for _, c := range []forensics.Check{textedit.New(), noise.New(), portraitedit.New()} {
		if !c.Info().For(l.Kind) {
			continue
		}
		f, err := c.Run(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		f.Artifacts = nil
		e.Findings[f.Check] = f
	}
	if l.Kind == models.KindProfilePhoto {
		return e
	}
	reading, err := x.Reading()
	if err != nil || reading.Text == nil {
		return e
	}
	if e.Words, err = textedit.Compare(t.Context(), x, reading.Text); err != nil {
		t.Fatal(err)
	}
	for _, w := range e.Words {
		share := 0.0
		for _, b := range l.Boxes {
			in := w.Box.Intersect(image.Rect(b.X, b.Y, b.X+b.W, b.Y+b.H))
			share = max(share, float64(in.Dx()*in.Dy())/float64(w.Box.Dx()*w.Box.Dy()))
		}
		e.In = append(e.In, share)
	}
	return e
}

// editsWords reports whether an operation writes words.
func editsWords(op samples.Operation) bool {
	return slices.Contains([]samples.Operation{samples.OperationRetype, samples.OperationRetypeMatched, samples.OperationCopyMoveWord}, op)
}

// reportWords tells, by last save, edited words and captures from untouched ones. What was never captured has no history.
func reportWords(t *testing.T, all []examined) {
	for _, chain := range samples.EditChains() {
		var boxes, tops [2][]scores
		for _, e := range all {
			edited := editsWords(e.Label.Operation)
			if e.Label.Chain != chain.Name || len(e.Words) == 0 || e.Label.Channel == samples.ChannelRender || !edited && e.Label.Operation != samples.OperationNone {
				continue
			}
			side, top := 0, lowest()
			if edited {
				side = 1
			}
			for i, w := range e.Words {
				s := scoresOf(w)
				top.most(s, len(e.Words))
				if !edited || e.In[i] > 0.5 {
					boxes[side] = append(boxes[side], s)
				}
			}
			tops[side] = append(tops[side], top)
		}
		line := fmt.Sprintf("%-8s", chain.Name)
		for k, name := range kindNames() {
			line += fmt.Sprintf("  %s: box %.2f doc %.2f", name, auc(boxes[1], boxes[0], k), auc(tops[1], tops[0], k))
		}
		t.Logf("%s (%d words of %d pictures against %d of %d)", line, len(boxes[1]), len(tops[1]), len(boxes[0]), len(tops[0]))
	}
}

// reportCheck counts outcomes by operation, and by how much the evidence grows.
func reportCheck(t *testing.T, all []examined, check string) {
	outcomes := map[samples.Operation]map[models.Outcome]int{}
	values := map[samples.Operation]map[string][]scores{}
	for _, e := range all {
		f, ok := e.Findings[check]
		if !ok {
			continue
		}
		op := e.Label.Operation
		if outcomes[op] == nil {
			outcomes[op], values[op] = map[models.Outcome]int{}, map[string][]scores{}
		}
		outcomes[op][f.Outcome]++
		for _, v := range f.Evidence {
			values[op][v.Statistic] = append(values[op][v.Statistic], scores{v.Value})
		}
		if op == samples.OperationNone && f.Outcome == models.OutcomeSuspect {
			t.Logf("%s: false alarm on %s (%s): %s %+v", check, e.Label.File, e.Label.Chain, f.Message, f.Evidence)
		}
	}
	for op, o := range outcomes {
		line := fmt.Sprintf("%s %-14s %v", check, op, o)
		for name, v := range values[op] {
			line += fmt.Sprintf("  %s: AUC %.2f (%d against %d)", name, auc(v, values[samples.OperationNone][name], 0), len(v), len(values[samples.OperationNone][name]))
		}
		t.Log(line)
	}
}
