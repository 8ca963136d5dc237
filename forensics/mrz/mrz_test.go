package mrz_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
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

// td1 is a zone with the given confidence of its lines, whose named check digits disagree.
func td1(confidence []float64, wrong ...string) *models.MRZ {
	m := &models.MRZ{
		Type: models.MRZTypeTD1, Valid: len(wrong) == 0, Confidence: confidence,
		Lines:  []string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
		Checks: map[string]bool{"document_number": true, "birth_date": true, "expiry_date": true, "composite": true},
		Box:    &models.Region{X: 10, Y: 200, W: 300, H: 90},
	}
	for _, name := range wrong {
		m.Checks[name] = false
	}
	return m
}

func TestRun(t *testing.T) {
	repaired := td1([]float64{95, 95, 95}, "birth_date")
	repaired.Read = []string{repaired.Lines[0], "74O8122F1204159UTO<<<<<<<<<<<6", repaired.Lines[2]}
	elsewhere := td1([]float64{95, 95, 95}, "birth_date")
	elsewhere.Read = []string{repaired.Lines[0], repaired.Lines[1], "ERIKSSON<<ANNA<MARIA<<<<<K<<<<"}
	french := td1([]float64{80, 95}, "composite")
	french.Type, french.Lines = models.MRZTypeTD2, []string{"IDFRABERTHIER<<<<<<<<<<<<<<<<<750001", "8811923102858CORINNE<<<<<<<6512068F6"}
	passport := td1([]float64{40, 92}, "expiry_date", "composite")
	passport.Type, passport.Lines = models.MRZTypeTD3, passport.Lines[:2]

	for name, c := range map[string]struct {
		zone  *models.MRZ
		want  models.Outcome
		score float64
		agree float64
	}{
		"all agree":                         {td1([]float64{95, 95, 95}), models.OutcomeClear, 0, 4},
		"all agree though read poorly":      {td1([]float64{35, 35, 35}), models.OutcomeClear, 0, 4},
		"two disagree, read well":           {td1([]float64{95, 95, 50}, "birth_date", "composite"), models.OutcomeSuspect, 0.5, 2},
		"exactly at the threshold":          {td1([]float64{90, 90, 90}, "composite"), models.OutcomeSuspect, 0.25, 3},
		"read poorly":                       {td1([]float64{95, 89.9, 95}, "birth_date"), models.OutcomeInconclusive, 0, 3},
		"another line read poorly":          {td1([]float64{50, 95, 95}, "birth_date"), models.OutcomeSuspect, 0.25, 3},
		"composite over a poor line":        {td1([]float64{50, 95, 95}, "composite"), models.OutcomeInconclusive, 0, 3},
		"a character repaired in the line":  {repaired, models.OutcomeInconclusive, 0, 3},
		"a character repaired elsewhere":    {elsewhere, models.OutcomeSuspect, 0.25, 3},
		"no confidence known":               {td1(nil, "birth_date"), models.OutcomeInconclusive, 0, 3},
		"French composite over a poor line": {french, models.OutcomeInconclusive, 0, 3},
		"passport with a poor name line":    {passport, models.OutcomeSuspect, 0.5, 2},
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
			if len(f.Regions) != 1 || f.Regions[0].X != 10 || f.Regions[0].H != 90 {
				t.Errorf("regions %v", f.Regions)
			}
		})
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
