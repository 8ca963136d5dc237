package consistency_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/consistency"
	"loupe/models"
)

func TestPolicyValidate(t *testing.T) {
	if err := consistency.DefaultPolicy().Validate(); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*consistency.Policy){
		"name confidence": func(p *consistency.Policy) { p.NameConfidence = 0 }, "specimen confidence": func(p *consistency.Policy) { p.SpecimenConfidence = 1.1 },
		"greatest age": func(p *consistency.Policy) { p.MaxAge = 50 },
	} {
		p := consistency.DefaultPolicy()
		change(&p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
		d := forensics.Dossier{Brief: models.Brief{Kind: models.KindDiploma}}
		if f := forensics.RunDossier(context.Background(), consistency.New(p), d); f.Outcome != models.OutcomeFailed {
			t.Errorf("%s: %s", want, f.Outcome)
		}
	}
}

func TestReadInstitutions(t *testing.T) {
	got, err := consistency.ReadInstitutions(strings.NewReader("\ufeffUniversity of Oxford\r\n\n# a comment\n  Universität Wien \n"))
	if want := []string{"University of Oxford", "Universität Wien"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	for text, want := range map[string]string{
		"short\n" + strings.Repeat("x", 300): "line 2 has 300 bytes", strings.Repeat("x", 2<<20): "line 1", strings.Repeat("a\n", 100_001): "shorten the list",
	} {
		if _, err := consistency.ReadInstitutions(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
