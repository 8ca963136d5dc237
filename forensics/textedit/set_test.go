package textedit_test

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"testing"

	"loupe/forensics"
	"loupe/forensics/drawntest"
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
	reportCheck(t, all, "textedit")
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
	if l.Kind == models.KindProfilePhoto {
		return e
	}
	f, err := textedit.New().Run(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	f.Artifacts = nil
	e.Findings[f.Check] = f
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

// edits are the operations that leave an edited word to look at.
func edits() []samples.Operation {
	return []samples.Operation{samples.OperationRetype, samples.OperationRetypeMatched, samples.OperationPasteRegion, samples.OperationCopyMoveWord}
}

// reportWords tells, by last save and operation, edited words and captures from untouched ones. What was never captured has
// no history, and words of its own.
func reportWords(t *testing.T, all []examined) {
	for _, chain := range samples.EditChains() {
		untouched, none := reached(all, chain.Name, samples.OperationNone)
		for _, op := range edits() {
			boxes, tops := reached(all, chain.Name, op)
			line := fmt.Sprintf("%-8s %-14s", chain.Name, op)
			for k, name := range kindNames() {
				line += fmt.Sprintf("  %s: box %.2f doc %.2f", name, auc(boxes, untouched, k), auc(tops, none, k))
				if n := len(none); n > 0 {
					line += fmt.Sprintf(" at 10 %% %.2f at 3 %% %.2f", beyond(tops, k, highest(none, k, n/10)), beyond(tops, k, highest(none, k, n/33)))
				}
			}
			t.Logf("%s (%d words of %d pictures against %d of %d)", line, len(boxes), len(tops), len(untouched), len(none))
		}
	}
}

// reached are the scores of the words that an operation edited, or of all when it is none, and the highest of each picture.
func reached(all []examined, chain string, op samples.Operation) (boxes, tops []scores) {
	for _, e := range all {
		if e.Label.Chain != chain || e.Label.Operation != op || len(e.Words) == 0 || e.Label.Channel == samples.ChannelRender {
			continue
		}
		for i, w := range e.Words {
			if op == samples.OperationNone || e.In[i] > 0.5 {
				boxes = append(boxes, scoresOf(w))
			}
		}
		tops = append(tops, evidenceOf(e.Findings["textedit"]))
	}
	return boxes, tops
}

// evidenceOf is what a finding says of the picture, by kind and the highest of all; what was not measured is below all.
func evidenceOf(f models.Finding) scores {
	s := lowest()
	for _, e := range f.Evidence {
		for k, statistic := range textedit.Statistics() {
			if e.Statistic == statistic {
				s[k] = e.Value
				s[textedit.Kinds] = max(s[textedit.Kinds], e.Value)
			}
		}
	}
	return s
}

// beyond is the share of a list that lies above a limit.
func beyond(list []scores, k int, limit float64) float64 {
	n := 0
	for _, s := range list {
		if s[k] > limit {
			n++
		}
	}
	return float64(n) / float64(max(len(list), 1))
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
