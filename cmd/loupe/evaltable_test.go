package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/models"
	"loupe/samples"
)

// picture makes a judged picture with one finding of check "a".
func picture(edited bool, chain string, bytes int64, f models.Finding) judgedPicture {
	f.Check = "a"
	return judgedPicture{Labelled: samples.Labelled{Edited: edited, Chain: chain}, Stored: storedAs{MediaType: "image/png", Bytes: bytes}, Findings: []models.Finding{f}}
}

func measured(o models.Outcome, evidence ...models.Evidence) models.Finding {
	return models.Finding{Outcome: o, Evidence: evidence}
}

func value(name string, v float64, p ...float64) models.Evidence {
	e := models.Evidence{Statistic: name, Value: v}
	if len(p) > 0 {
		e.P = &p[0]
	}
	return e
}

func TestEvaluateCountsAndRanks(t *testing.T) {
	clear, suspect, abstained := models.OutcomeClear, models.OutcomeSuspect, models.OutcomeInconclusive
	e := evaluate([]judgedPicture{
		picture(false, "png", 10, measured(clear, value("s", 1))), picture(false, "q90", 20, measured(suspect, value("s", 5))),
		picture(false, "png", 30, measured(abstained)), picture(false, "png", 30, measured(models.OutcomeFailed)),
		picture(true, "png", 10, measured(suspect, value("s", 7))), picture(true, "q90", 20, measured(clear, value("s", 2))),
		{Labelled: samples.Labelled{Edited: true}, Error: "refused"},
	}, "chain")
	a := e.Rows[0]
	if e.Clean != 4 || e.Edited != 2 || e.Failed != 1 || a.Clean != 3 || a.CleanAbstained != 1 || a.Edited != 2 || a.CleanFlagged != 1 || a.EditedFlagged != 1 {
		t.Errorf("%+v", a)
	}
	if a.AUC == nil || !near(a.AUC.Value, 5.0/6, 1e-12) || a.TPR1 != 0.5 || a.TPR10 != 0.5 { // 7 beats all three, 2 beats two
		t.Errorf("AUC %+v, %v, %v", a.AUC, a.TPR1, a.TPR10)
	}
	if len(e.By) != 2 || e.By[0].Key != "chain png" || e.By[0].Rows[0].AUC.Value != 1 || e.By[1].Rows[0].AUC.Value != 0 {
		t.Errorf("%+v", e.By)
	}
}

// A check that never answers has no AUC, and a set that was not drawn is not called synthetic.
func TestTableOfASetByHand(t *testing.T) {
	abstained := measured(models.OutcomeInconclusive)
	var out bytes.Buffer
	e := evaluate([]judgedPicture{picture(false, "", 1, abstained), picture(true, "", 1, abstained)})
	if err := e.print(&out); err != nil {
		t.Fatal(err)
	}
	if e.Rows[0].AUC != nil || strings.Contains(out.String(), "synthetic") || !strings.Contains(out.String(), "battery") || !strings.Contains(out.String(), "metadata only") {
		t.Errorf("%+v\n%s", e.Rows[0], out.String())
	}
}

// One statistic ranks by its value; several by the smallest p-value when all have one, otherwise by the finding's own score.
func TestScoring(t *testing.T) {
	score := 0.25
	withScore := measured(models.OutcomeClear, value("s", 3), value("t", 4, 0.1))
	withScore.Score = &score
	for _, c := range []struct {
		name     string
		findings []models.Finding
		want     float64
	}{
		{"one statistic", []models.Finding{measured(models.OutcomeClear, value("s", 3, 0.5))}, 3},
		{"two calibrated", []models.Finding{measured(models.OutcomeClear, value("s", 3, 0.5), value("t", 1, 0.01))}, 2},
		{"two, one uncalibrated picture", []models.Finding{withScore, measured(models.OutcomeClear, value("s", 3))}, 0.25},
		{"none, suspect", []models.Finding{measured(models.OutcomeSuspect)}, 1},
		{"none, clear", []models.Finding{measured(models.OutcomeClear)}, 0},
	} {
		var pictures []judgedPicture
		for _, f := range c.findings {
			pictures = append(pictures, picture(false, "", 0, f))
		}
		if got := checkRows(pictures)[0].all[0].score; !near(got, c.want, 1e-12) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAgreement(t *testing.T) {
	truth := painted(10, 10, []models.Region{{X: 0, Y: 0, W: 4, H: 5}})
	for _, c := range []struct {
		found   []models.Region
		f1, iou float64
	}{
		{nil, 0, 0}, {[]models.Region{{X: 0, Y: 0, W: 4, H: 5}}, 1, 1}, {[]models.Region{{X: 0, Y: 0, W: 2, H: 5}, {X: 1, Y: 0, W: 1, H: 5}}, 2.0 / 3, 0.5},
		{[]models.Region{{X: -5, Y: -5, W: 50, H: 50}}, 2 * 20.0 / 120, 0.2},
	} {
		if f1, iou := agreement(truth, painted(10, 10, c.found)); !near(f1, c.f1, 1e-12) || !near(iou, c.iou, 1e-12) {
			t.Errorf("%+v: %v, %v", c.found, f1, iou)
		}
	}
}

// A set whose edited files are larger is called confounded; one whose files are alike is not.
func TestMetadataOnly(t *testing.T) {
	clear := measured(models.OutcomeClear)
	apart := metadataOnly([]judgedPicture{picture(false, "", 10, clear), picture(false, "", 20, clear), picture(true, "", 30, clear), picture(true, "", 40, clear)})
	if !apart.Confounded || apart.Feature != "bytes" || apart.Area.Value != 1 || !strings.Contains(strings.Join(apart.lines(), " "), "CONFOUNDED") {
		t.Errorf("%+v", apart)
	}
	alike := metadataOnly([]judgedPicture{picture(false, "", 10, clear), picture(true, "", 10, clear)})
	if alike.Confounded || alike.Area.Value != 0.5 {
		t.Errorf("%+v", alike)
	}
}

// The plots are well-formed whatever a statistic is called.
func TestPlotsAreXML(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "plots")
	err := writePlots(dir, []judgedPicture{
		picture(false, "", 1, measured(models.OutcomeClear, value("<&>", 1, 0.5), value("t", 1, 1))), picture(true, "", 1, measured(models.OutcomeClear, value("<&>", 2, 0.1), value("t", 1, 1))),
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"roc.svg": "a, AUC 1.00", "reliability.svg": "a, n = 1"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("%s lacks %q", name, want)
		}
		decoder := xml.NewDecoder(bytes.NewReader(data))
		for err = nil; err == nil; {
			_, err = decoder.Token()
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAboutEdit(t *testing.T) {
	findings := []models.Finding{{Check: "a", Group: models.GroupNoise}, {Check: "q", Group: models.GroupQuality}}
	for _, c := range []struct {
		reason models.Reason
		want   bool
	}{
		{models.Reason{Check: "a", Code: models.ReasonCompressionELA}, true}, {models.Reason{Check: "q", Code: models.ReasonCompressionELA}, false},
		{models.Reason{Check: "verdict", Code: models.ReasonContentAltered}, true}, {models.Reason{Check: "reuse"}, false},
	} {
		if got := aboutEdit(c.reason, findings); got != c.want {
			t.Errorf("%+v: %v", c.reason, got)
		}
	}
}
