package text_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"testing"

	"loupe/forensics"
	"loupe/forensics/text"
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
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 64))); err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(b.Bytes(), models.KindDiploma, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	x.SetReader(context.Background(), r)
	f, err := text.New(text.DefaultPolicy()).Run(context.Background(), x)
	if err == nil {
		if invalid := f.Validate(64, 64); invalid != nil {
			t.Fatal(invalid)
		}
	}
	return f, err
}

// words makes n words of one confidence.
func words(n int, word string, confidence float64) []models.Word {
	out := make([]models.Word, n)
	for i := range out {
		out[i] = models.Word{Text: word, Confidence: confidence}
	}
	return out
}

func TestRun(t *testing.T) {
	least := text.DefaultPolicy().MinWords
	enough := text.DefaultPolicy().WordConfidence
	for name, c := range map[string]struct {
		words []models.Word
		want  models.Outcome
		read  int
		score float64
	}{
		"nothing":                {nil, models.OutcomeSuspect, 0, 1},
		"one too few":            {words(least-1, "Name", enough), models.OutcomeSuspect, least - 1, float64(least) / float64(2*least-1)},
		"just enough":            {words(least, "Name", enough), models.OutcomeClear, least, 0.5},
		"a page":                 {words(9*least, "Name", 96), models.OutcomeClear, 9 * least, 0.1},
		"all uncertain":          {words(100, "Name", enough-0.1), models.OutcomeSuspect, 0, 1},
		"specks":                 {words(100, "I|", 99), models.OutcomeSuspect, 0, 1},
		"punctuation":            {words(100, "-----", 99), models.OutcomeSuspect, 0, 1},
		"not Latin counts alike": {words(least, "имя", 95), models.OutcomeClear, least, 0.5},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := run(t, reader{reading: forensics.Reading{Text: &models.Text{Words: c.words, Confidence: 77}}})
			if err != nil {
				t.Fatal(err)
			}
			if f.Outcome != c.want || *f.Score != c.score || f.Measures[0].Value != float64(c.read) || f.Measures[2].Value != 77 {
				t.Errorf("%s, score %v, %v; want %s, score %v, %d words", f.Outcome, *f.Score, f.Measures, c.want, c.score, c.read)
			}
			if suspect := c.want == models.OutcomeSuspect; suspect != (f.ReasonCode == models.ReasonQualityTextUnreadable) ||
				suspect != (f.Measures[0].ReasonCode == models.ReasonQualityTextUnreadable) {
				t.Errorf("%s with reason %q", f.Outcome, f.ReasonCode)
			}
		})
	}
}

func TestRunWithZone(t *testing.T) {
	for valid, want := range map[bool]models.Outcome{true: models.OutcomeClear, false: models.OutcomeSuspect} {
		f, err := run(t, reader{reading: forensics.Reading{Document: &models.Document{MRZ: &models.MRZ{Valid: valid}}}})
		if err != nil || f.Outcome != want || (f.Measures[0].ReasonCode == "") != valid {
			t.Errorf("valid %v: %+v, %v", valid, f, err)
		}
	}
}

func TestRunWithoutText(t *testing.T) {
	f, err := run(t, reader{})
	if err != nil || f.Outcome != models.OutcomeSuspect {
		t.Errorf("%+v, %v", f, err)
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
