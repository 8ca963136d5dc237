package mrz_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"slices"
	"testing"

	"loupe/forensics"
	"loupe/forensics/mrz"
	"loupe/models"
)

// reader is a forensics.Reader that gives what it holds.
type reader struct {
	reading forensics.Reading
	err     error
}

func (r reader) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) {
	return r.reading, r.err
}

func run(t *testing.T, r reader) (models.Finding, error) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 400, 300))); err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(b.Bytes(), models.KindIdentityDocument, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	x.SetReader(context.Background(), r)
	f, err := mrz.New(mrz.DefaultPolicy()).Run(context.Background(), x)
	if err == nil {
		if invalid := f.Validate(400, 300); invalid != nil {
			t.Fatal(invalid)
		}
	}
	return f, err
}

// td1 is a zone read with the given probability of every character, whose named check digits disagree; a character is 10 x 20
// pixels.
func td1(p float64, wrong ...string) *models.MRZ {
	m := &models.MRZ{
		Type: models.MRZTypeTD1, Valid: len(wrong) == 0, Confidence: []float64{100 * p, 100 * p, 100 * p},
		Lines:  []string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
		Checks: map[string]bool{"document_number": true, "birth_date": true, "expiry_date": true, "composite": true},
		Box:    &models.Region{X: 10, Y: 200, W: 300, H: 90}, Characters: make([][]models.MRZCharacter, 3),
	}
	for i := range m.Characters {
		for at := range 30 {
			m.Characters[i] = append(m.Characters[i], models.MRZCharacter{Box: [4]int{10 + 10*at, 200 + 35*i, 10, 20}, Probability: p})
		}
	}
	cover := func(name string, line, from, to int) {
		for at := from; at < to; at++ {
			m.Characters[line][at].Checks = append(m.Characters[line][at].Checks, name)
		}
	}
	cover("document_number", 0, 5, 15)
	cover("birth_date", 1, 0, 7)
	cover("expiry_date", 1, 8, 15)
	cover("composite", 0, 5, 30)
	cover("composite", 1, 0, 7)
	cover("composite", 1, 8, 15)
	cover("composite", 1, 18, 30)
	for _, name := range wrong {
		m.Checks[name] = false
	}
	return m
}

// with changes a zone.
func with(m *models.MRZ, change func(m *models.MRZ)) *models.MRZ {
	change(m)
	return m
}

func doubt(line, at int, p float64) func(m *models.MRZ) {
	return func(m *models.MRZ) { m.Characters[line][at].Probability = p }
}

func repair(line, position int, why string) func(m *models.MRZ) {
	return func(m *models.MRZ) {
		m.Repairs = append(m.Repairs, models.Repair{Line: line, Position: position, Read: "O", Now: "0", Why: why})
	}
}

// words makes the zone one of words, of whose characters nothing is known but where they stand.
func words(confidence ...float64) func(m *models.MRZ) {
	return func(m *models.MRZ) {
		m.Confidence = confidence
		for i := range m.Characters {
			for at := range m.Characters[i] {
				m.Characters[i][at].Probability = 0
			}
		}
	}
}

func TestRun(t *testing.T) {
	for name, c := range map[string]struct {
		zone  *models.MRZ
		want  models.Outcome
		score float64
		agree float64
	}{
		"all agree":                     {td1(0.999), models.OutcomeClear, 0, 4},
		"all agree though read poorly":  {td1(0.4), models.OutcomeClear, 0, 4},
		"all agree after repair":        {with(td1(0.999), repair(2, 3, "check_digit")), models.OutcomeClear, 0, 4},
		"two disagree, read well":       {td1(0.9999, "birth_date", "composite"), models.OutcomeSuspect, 0.5, 2},
		"read poorly":                   {td1(0.98, "birth_date"), models.OutcomeInconclusive, 0, 3},
		"one doubtful character":        {with(td1(0.9999, "birth_date"), doubt(1, 6, 0.9)), models.OutcomeInconclusive, 0, 3},
		"a doubtful character without":  {with(td1(0.9999, "birth_date"), doubt(1, 7, 0.5)), models.OutcomeSuspect, 0.25, 3},
		"a doubtful other field":        {with(td1(0.9999, "birth_date"), doubt(1, 9, 0.5)), models.OutcomeSuspect, 0.25, 3},
		"composite over a doubtful one": {with(td1(0.9999, "composite"), doubt(1, 9, 0.5)), models.OutcomeInconclusive, 0, 3},
		"digit held though composite not": {with(td1(0.9999, "birth_date", "composite"), doubt(0, 9, 0.5)),
			models.OutcomeSuspect, 0.5, 2},
		"a character repaired under it": {with(td1(0.9999, "birth_date"), repair(2, 3, "alphabet")), models.OutcomeInconclusive, 0, 3},
		"a character repaired aside":    {with(td1(0.9999, "birth_date"), repair(3, 3, "alphabet")), models.OutcomeSuspect, 0.25, 3},
		"ambiguous":                     {with(td1(0.9999, "birth_date"), func(m *models.MRZ) { m.Ambiguous = true }), models.OutcomeInconclusive, 0, 3},
		"nothing known of characters":   {with(td1(0.9999, "birth_date"), func(m *models.MRZ) { m.Characters = nil }), models.OutcomeInconclusive, 0, 3},
		"words, read well":              {with(td1(1, "birth_date"), words(50, 90, 50)), models.OutcomeSuspect, 0.25, 3},
		"words, below the threshold":    {with(td1(1, "birth_date"), words(95, 89.9, 95)), models.OutcomeInconclusive, 0, 3},
		"words without confidence":      {with(td1(1, "birth_date"), words()), models.OutcomeInconclusive, 0, 3},
		"words, composite, a poor line": {with(td1(1, "composite"), words(50, 95, 95)), models.OutcomeInconclusive, 0, 3},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := run(t, reader{reading: forensics.Reading{Document: &models.Document{MRZ: c.zone}}})
			if err != nil {
				t.Fatal(err)
			}
			if f.Outcome != c.want || f.Measures[0].Value != c.agree || f.Measures[1].Value != 4 {
				t.Errorf("%s, %v; want %s with %v agreeing", f.Outcome, f.Measures, c.want, c.agree)
			}
			if c.want.HasScore() && *f.Score != c.score {
				t.Errorf("score %v, want %v", *f.Score, c.score)
			}
			if suspect := c.want == models.OutcomeSuspect; suspect != (f.ReasonCode == models.ReasonDataMRZCheckDigit) {
				t.Errorf("%s with reason %q", f.Outcome, f.ReasonCode)
			}
		})
	}
}

// The regions are the characters of what disagrees, or the zone where they are not known.
func TestRegions(t *testing.T) {
	zone := models.Region{X: 10, Y: 200, W: 300, H: 90, Label: "machine readable zone"}
	for name, c := range map[string]struct {
		zone *models.MRZ
		want []models.Region
	}{
		"clear":               {td1(0.9999), []models.Region{zone}},
		"birth date":          {td1(0.9999, "birth_date", "composite"), []models.Region{{X: 10, Y: 235, W: 70, H: 20, Label: "birth date"}}},
		"number":              {td1(0.9999, "document_number"), []models.Region{{X: 60, Y: 200, W: 100, H: 20, Label: "document number"}}},
		"composite":           {td1(0.9999, "composite"), []models.Region{{X: 60, Y: 200, W: 250, H: 20, Label: "composite"}, {X: 10, Y: 235, W: 300, H: 20, Label: "composite"}}},
		"characters unknown":  {with(td1(0.9999, "birth_date"), func(m *models.MRZ) { m.Characters = nil }), []models.Region{zone}},
		"boxes of other ways": {with(td1(0.9999, "birth_date"), func(m *models.MRZ) { m.Box.X = 20 }), []models.Region{{X: 20, Y: 200, W: 300, H: 90, Label: "machine readable zone"}}},
	} {
		f, err := run(t, reader{reading: forensics.Reading{Document: &models.Document{MRZ: c.zone}}})
		if err != nil {
			t.Fatal(err)
		}
		for i := range f.Regions {
			f.Regions[i].Score = 0
		}
		if !slices.Equal(f.Regions, c.want) {
			t.Errorf("%s: %+v, want %+v", name, f.Regions, c.want)
		}
	}
}

func TestRunWithoutZone(t *testing.T) {
	for name, reading := range map[string]forensics.Reading{"no document": {}, "no zone": {Document: &models.Document{}}} {
		f, err := run(t, reader{reading: reading})
		if err != nil || f.Outcome != models.OutcomeNotApplicable || f.Score != nil {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

func TestRunPassesErrorsOn(t *testing.T) {
	if _, err := run(t, reader{err: forensics.ErrNoReader}); !errors.Is(err, forensics.ErrUnavailable) {
		t.Errorf("%v is not unavailable", err)
	}
	broken := errors.New("reader crashed")
	if _, err := run(t, reader{err: broken}); !errors.Is(err, broken) || errors.Is(err, forensics.ErrUnavailable) {
		t.Errorf("%v is not the reader's error", err)
	}
}
