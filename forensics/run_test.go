package forensics_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"loupe/forensics"
	"loupe/models"
)

// stub is a check that does what a test wants.
type stub struct {
	kinds []models.Kind
	run   func(context.Context, *forensics.Exhibit) (models.Finding, error)
}

func (s stub) Info() forensics.Info {
	return forensics.Info{ID: "stub", Version: 3, Group: models.GroupNoise, Kinds: s.kinds}
}

func (s stub) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	return s.run(ctx, x)
}

func exhibit(t *testing.T) *forensics.Exhibit {
	t.Helper()
	x, refusal := forensics.Open(pngOf(t, scene(64, 48)), models.KindDiploma, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	return x
}

func TestRunTurnsTroubleIntoFindings(t *testing.T) {
	all := models.Kinds()
	clear := func(context.Context, *forensics.Exhibit) (models.Finding, error) {
		return models.Finding{Check: "stub", Outcome: models.OutcomeClear, Score: models.Score(0)}, nil
	}
	tests := []struct {
		name  string
		check stub
		want  models.Outcome
		code  models.ReasonCode
		says  string
	}{
		{"clear", stub{all, clear}, models.OutcomeClear, "", ""},
		{"another kind", stub{[]models.Kind{models.KindProfilePhoto}, clear}, models.OutcomeNotApplicable, "", "diploma"},
		{"error", stub{all, func(context.Context, *forensics.Exhibit) (models.Finding, error) {
			return models.Finding{}, errors.New("boom")
		}}, models.OutcomeFailed, models.ReasonSystemCheckFailed, "boom"},
		{"unavailable", stub{all, func(context.Context, *forensics.Exhibit) (models.Finding, error) {
			return models.Finding{}, fmt.Errorf("language xyz: %w", forensics.ErrUnavailable)
		}}, models.OutcomeUnavailable, models.ReasonSystemCheckUnavailable, "xyz"},
		{"panic", stub{all, func(context.Context, *forensics.Exhibit) (models.Finding, error) {
			panic("index out of range")
		}}, models.OutcomeFailed, models.ReasonSystemCheckFailed, "crashed"},
		{"garbage", stub{all, func(context.Context, *forensics.Exhibit) (models.Finding, error) {
			return models.Finding{Check: "stub", Outcome: "great"}, nil
		}}, models.OutcomeFailed, models.ReasonSystemCheckFailed, "invalid answer"},
		{"no reader", stub{all, func(_ context.Context, x *forensics.Exhibit) (models.Finding, error) {
			_, err := x.Reading()
			return models.Finding{}, err
		}}, models.OutcomeUnavailable, models.ReasonSystemCheckUnavailable, "no text reader"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, abandoned := forensics.Run(t.Context(), tt.check, exhibit(t), time.Minute)
			if abandoned || f.Outcome != tt.want || f.ReasonCode != tt.code || !strings.Contains(f.Message, tt.says) {
				t.Errorf("got %s %s %q (abandoned %v)", f.Outcome, f.ReasonCode, f.Message, abandoned)
			}
			if f.Check != "stub" {
				t.Errorf("the finding belongs to %q", f.Check)
			}
		})
	}
}

func TestRunAbandonsACheckThatHangs(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	c := stub{models.Kinds(), func(context.Context, *forensics.Exhibit) (models.Finding, error) {
		<-hang
		return models.Finding{}, nil
	}}
	f, abandoned := forensics.Run(t.Context(), c, exhibit(t), time.Millisecond)
	if !abandoned || f.Outcome != models.OutcomeFailed || !strings.Contains(f.Message, "did not finish") {
		t.Errorf("got %s %q, abandoned %v", f.Outcome, f.Message, abandoned)
	}
}

type reader func() (forensics.Reading, error)

func (r reader) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) { return r() }

func TestReadingHappensOnce(t *testing.T) {
	x, calls := exhibit(t), 0
	x.SetReader(t.Context(), reader(func() (forensics.Reading, error) { calls++; return forensics.Reading{}, nil }))
	for range 3 {
		if _, err := x.Reading(); err != nil {
			t.Fatal(err)
		}
	}
	if calls != 1 {
		t.Errorf("read %d times", calls)
	}
}

func TestLimitsValidate(t *testing.T) {
	if err := forensics.DefaultLimits().Validate(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*forensics.Limits){
		"no bytes": func(l *forensics.Limits) { l.MaxBytes = 0 }, "sides": func(l *forensics.Limits) { l.MaxSide = 3 },
		"frames": func(l *forensics.Limits) { l.MaxFramePixels = 5 }, "no format": func(l *forensics.Limits) { l.Formats = nil },
		"unknown format": func(l *forensics.Limits) { l.Formats = []string{"svg"} }, "no chunks": func(l *forensics.Limits) { l.MaxChunks = -1 },
		"no ratio": func(l *forensics.Limits) { l.MaxRatio = 0 }, "no sheets": func(l *forensics.Limits) { l.MaxSheets = 0 },
	} {
		l := forensics.DefaultLimits()
		change(&l)
		if l.Validate() == nil {
			t.Errorf("%s passes", name)
		}
	}
}
