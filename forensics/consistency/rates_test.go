package consistency_test

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/consistency"
	"loupe/models"
)

// The seeds of what is reported; those of building were others.
const honestSeed, diplomaSeed, plantedSeed = 31_337, 31_338, 31_339

// TestHonestDossiers measures false contradictions: of invented honest dossiers none may be suspect.
func TestHonestDossiers(t *testing.T) {
	outcomes := map[models.Outcome]int{}
	w, v := newWorld(honestSeed), newWorld(diplomaSeed)
	const identities, diplomas = 1500, 300
	for i := range identities + diplomas {
		d := w.honest()
		if i >= identities {
			d = v.diploma()
		}
		f := judge(t, d, consistency.DefaultPolicy())
		outcomes[f.Outcome]++
		if f.Outcome == models.OutcomeSuspect {
			t.Errorf("dossier %d: %s\nclaim %v", i, f.Message, d.Claim)
		}
	}
	t.Logf("%d identity documents and %d diplomas: %v", identities, diplomas, outcomes)
	if clear := outcomes[models.OutcomeClear]; clear < (identities+diplomas)*7/10 {
		t.Errorf("only %d of %d are clear: a check that never says so is no use", clear, identities+diplomas)
	}
}

// TestPlantedContradictions measures recall: each planted contradiction must be found, with its reason.
func TestPlantedContradictions(t *testing.T) {
	const n = 540
	found, asked := map[string]int{}, map[string]int{}
	w := newWorld(plantedSeed)
	missed := 0
	for i := range n {
		p := w.planted(i)
		f := judge(t, p.dossier, consistency.DefaultPolicy())
		asked[p.String()]++
		if f.Outcome == models.OutcomeSuspect && slices.Contains(strings.Fields(codes(f)), string(p.reason)) {
			found[p.String()]++
			continue
		}
		missed++
		t.Logf("missed %s: %s %s\n%v", p, f.Outcome, f.Message, p.dossier.Claim)
	}
	var lines []string
	for k, n := range asked {
		lines = append(lines, k)
		if 10*found[k] < 9*n {
			t.Errorf("%s: %d of %d found", k, found[k], n)
		}
	}
	sort.Strings(lines)
	t.Logf("%d of %d planted contradictions found, in %d kinds", n-missed, n, len(lines))
	if missed*100 > n {
		t.Errorf("%d of %d missed", missed, n)
	}
}

// TestOddReaders says what a reader costs that is confident and wrong: the figure is printed, and bounded.
func TestOddReaders(t *testing.T) {
	w := newWorld(diplomaSeed + 7)
	const n = 600
	flagged := 0
	for range n {
		d := w.honest()
		s := &d.Document.Statements[w.r.IntN(len(d.Document.Statements))]
		if s.Source == models.SourcePrint && s.Name != "sex" && s.Name != "nationality" {
			s.Value, s.Confidence = w.misread(s.Value), 0.95
		}
		if f := judge(t, d, consistency.DefaultPolicy()); f.Outcome == models.OutcomeSuspect {
			flagged++
		}
	}
	t.Logf("with one confident misreading in about a third of %d dossiers %d are flagged", n, flagged)
	if flagged*4 > n {
		t.Errorf("%d of %d flagged", flagged, n)
	}
}

func FuzzJudge(f *testing.F) {
	f.Add("surname", "BERG", "Leyla Berg", "1990-05-17", 0.95, 3, 10)
	f.Add("birth_date", "1990-05-17", "44051401359", "POL", 0.95, 0, -5)
	f.Fuzz(func(t *testing.T, field, a, b, c string, confidence float64, page, x int) {
		d := newWorld(3).honest()
		for i, v := range []string{a, b, c} {
			source := []models.Source{models.SourceMRZ, models.SourceBarcode, models.SourcePrint}[i]
			for _, name := range []string{field, models.FieldNames()[i], models.FieldPersonalNumber, models.FieldIssuer} {
				box := [4]int{x, page, x, confidenceToInt(confidence)}
				d.Document.Statements = append(d.Document.Statements, models.Statement{Name: name, Field: models.Field{Value: v, Raw: b, Confidence: confidence, Source: source, Page: page, Box: &box}})
			}
		}
		d.Claim = models.Claim{field: a, "name": b, "dob": c, "degree": a, "institution": b}
		d.Text.Words = append(d.Text.Words, models.Word{Text: a, Page: page, Confidence: confidence}, models.Word{Text: "SPECIMEN", Confidence: 99})
		judge(t, d, consistency.DefaultPolicy())
	})
}

func confidenceToInt(c float64) int {
	if c > 0 && c < 1000 {
		return int(c * 1000)
	}
	return -1
}

func BenchmarkJudge(b *testing.B) {
	d := newWorld(11).honest()
	c := consistency.DefaultPolicy()
	for b.Loop() {
		judge(b, d, c)
	}
}

// hostile is a dossier made to cost as much as it can.
func hostile() forensics.Dossier {
	w := newWorld(5)
	d := w.honest()
	for i := range 400 {
		h := w.holder()
		box := [4]int{i, i, 50, 20}
		for _, f := range [][2]string{{"surname", strings.Repeat(h.surname+" ", 20)}, {"given_names", strings.Repeat(h.first+" ", 20)}, {"document_number", strings.Repeat(h.number, 9)},
			{"birth_date", h.born.Format("2006-01-02")}, {"institution", strings.Repeat(h.surname+" ", 40)}, {"nationality", strings.Repeat("x", 60)}} {
			d.Document.Statements = append(d.Document.Statements, models.Statement{Name: f[0], Field: models.Field{Value: f[1], Confidence: 0.99, Source: pick(w, mrz, print_, code), Page: i % 20, Box: &box}})
		}
		for range 10 {
			d.Text.Words = append(d.Text.Words, models.Word{Text: strings.ToUpper(h.surname), Page: i % 20, Confidence: 99, Box: [4]int{900, i, 9, 9}, Line: i})
		}
	}
	for len(d.Pages) < 20 {
		d.Pages = append(d.Pages, page(len(d.Pages)))
	}
	return d
}

func BenchmarkHostile(b *testing.B) {
	d, p := hostile(), consistency.DefaultPolicy()
	for i := range 20_000 {
		p.Institutions = append(p.Institutions, fmt.Sprintf("University of %c%c%d", 'A'+i%26, 'A'+i/26%26, i))
	}
	d.Kind = models.KindDiploma
	c := consistency.New(p)
	for b.Loop() {
		if _, err := c.Judge(context.Background(), d); err != nil {
			b.Fatal(err)
		}
	}
}
