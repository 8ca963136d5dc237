package models_test

import (
	"math"
	"testing"

	"loupe/models"
)

func TestFindingValidate(t *testing.T) {
	good := func() models.Finding {
		return models.Finding{Check: "ela", Outcome: models.OutcomeClear, Score: models.Score(0.1)}
	}
	tests := []struct {
		name   string
		change func(*models.Finding)
		ok     bool
	}{
		{"good", func(*models.Finding) {}, true},
		{"no check", func(f *models.Finding) { f.Check = "" }, false},
		{"unknown outcome", func(f *models.Finding) { f.Outcome = "fine" }, false},
		{"score without evaluation", func(f *models.Finding) { f.Outcome = models.OutcomeFailed }, false},
		{"score too high", func(f *models.Finding) { f.Score = models.Score(1.01) }, false},
		{"score not a number", func(f *models.Finding) { f.Score = models.Score(math.NaN()) }, false},
		{"suspect without a reason", func(f *models.Finding) { f.Outcome = models.OutcomeSuspect }, false},
		{"unknown reason", func(f *models.Finding) { f.ReasonCode = "other" }, false},
		{"infinite measure", func(f *models.Finding) { f.Measures = []models.Measure{{Value: math.Inf(1)}} }, false},
		{"measure with unknown reason", func(f *models.Finding) { f.Measures = []models.Measure{{ReasonCode: "x"}} }, false},
		{"region at the border", func(f *models.Finding) { f.Regions = []models.Region{{X: 90, Y: 40, W: 10, H: 10}} }, true},
		{"region outside", func(f *models.Finding) { f.Regions = []models.Region{{X: 91, Y: 40, W: 10, H: 10}} }, false},
		{"empty region", func(f *models.Finding) { f.Regions = []models.Region{{X: 1, Y: 1}} }, false},
		{"negative region", func(f *models.Finding) { f.Regions = []models.Region{{X: -1, Y: 1, W: 5, H: 5}} }, false},
		{"region that overflows", func(f *models.Finding) { f.Regions = []models.Region{{X: math.MaxInt, Y: 1, W: 5, H: 5}} }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := good()
			tt.change(&f)
			if err := f.Validate(100, 50); (err == nil) != tt.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestOutcomes(t *testing.T) {
	for _, o := range models.Outcomes() {
		if !o.Valid() {
			t.Errorf("%s is not valid", o)
		}
		if o.HasScore() && !o.Evaluated() {
			t.Errorf("%s carries a score and was not evaluated", o)
		}
	}
	for _, o := range []models.Outcome{models.OutcomeFailed, models.OutcomeUnavailable, "", "ok"} {
		if o.Evaluated() {
			t.Errorf("%q counts as evaluated", o)
		}
	}
}

func TestComparisonValidate(t *testing.T) {
	good := models.Comparison{Relation: models.RelationUnrelated, Transform: [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1}}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]models.Comparison{
		"unknown relation": {Relation: "cousin"},
		"score":            {Relation: models.RelationUnrelated, Score: 2},
		"shared":           {Relation: models.RelationUnrelated, SharedFraction: math.NaN()},
		"transform":        {Relation: models.RelationUnrelated, Transform: [9]float64{math.Inf(1)}},
		"region":           {Relation: models.RelationUnrelated, Changed: []models.Region{{X: -1, W: 1, H: 1}}},
	} {
		if c.Validate() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
