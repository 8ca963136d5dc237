package consistency_test

import (
	"testing"

	"loupe/forensics"
	"loupe/forensics/consistency"
	"loupe/models"
)

// Words and names of specimens that honest people bear are no reason.
func TestHonestSpecimenWords(t *testing.T) {
	muster := dossier(id, models.Claim{"name": "Urs Muster"}, at(mrz, 0, 0.97, "surname", "MUSTER", "given_names", "URS"))
	muster.Text.Words = []models.Word{{Text: "MUSTER", Box: [4]int{700, 300, 80, 30}, Confidence: 95, Line: 4}}
	card := dossier(id, nil, at(mrz, 0, 0.97, "surname", "BERG", "given_names", "LEYLA"), at(print_, 0, 0.97, "surname", "BERG"))
	card.Text.Words = []models.Word{{Text: "SPECIMEN", Box: [4]int{700, 300, 160, 30}, Confidence: 95, Line: 4}, {Text: "SIGNATURE", Box: [4]int{870, 300, 160, 30}, Confidence: 95, Line: 4}}
	namesake := dossier(id, models.Claim{"name": "Sarah Martin"}, at(mrz, 0, 0.97, "surname", "MARTIN", "given_names", "SARAH", "issuer", "CAN", "document_number", "AB123456"))
	for name, d := range map[string]forensics.Dossier{"a surname": muster, "a caption": card, "a namesake": namesake} {
		if f := judge(t, d, consistency.DefaultPolicy()); f.Outcome != models.OutcomeClear {
			t.Errorf("%s: %s %s", name, f.Outcome, f.Message)
		}
	}
	specimen := dossier(id, nil, at(mrz, 0, 0.97, "surname", "MARTIN", "given_names", "SARAH", "issuer", "CAN", "document_number", "ZE000509"))
	if f := judge(t, specimen, consistency.DefaultPolicy()); codes(f) != "data.specimen" {
		t.Errorf("the specimen itself: %s %s", codes(f), f.Message)
	}
}

// The part of a name that was read best is held against the other, and one that was read badly excuses nothing.
func TestNameByItsBestPart(t *testing.T) {
	zone := at(mrz, 0, 0.99, "surname", "TURCANU", "given_names", "MARCO")
	other := append(at(print_, 0, 0.97, "surname", "Eriksen"), at(print_, 0, 0.61, "given_names", "Jiirgen")...)
	if f := judge(t, dossier(id, nil, zone, other), consistency.DefaultPolicy()); f.Outcome != models.OutcomeSuspect {
		t.Errorf("another surname: %s %s", f.Outcome, f.Message)
	}
	swapped := append(at(print_, 0, 0.97, "surname", "Marco"), at(print_, 0, 0.61, "given_names", "Tjrkqnu")...)
	if f := judge(t, dossier(id, nil, zone, swapped), consistency.DefaultPolicy()); f.Outcome == models.OutcomeSuspect {
		t.Errorf("labels exchanged: %s %s", f.Outcome, f.Message)
	}
}

// A field of a zone whose own check digit agrees is believed, although another digit is wrong; the others are not.
func TestZoneByItsOwnDigits(t *testing.T) {
	for name, c := range map[string]struct {
		checks map[string]bool
		want   models.Outcome
	}{
		"the number's digit agrees": {map[string]bool{"document_number": true, "composite": false}, models.OutcomeSuspect},
		"it does not":               {map[string]bool{"document_number": false, "composite": false}, models.OutcomeInconclusive},
	} {
		d := dossier(id, nil, at(mrz, 0, 0.99, "document_number", "AB1234567"), at(print_, 0, 0.97, "document_number", "AB7234567"))
		d.Document.MRZ.Valid, d.Document.MRZ.Checks = false, c.checks
		if f := judge(t, d, consistency.DefaultPolicy()); f.Outcome != c.want {
			t.Errorf("%s: %s %s", name, f.Outcome, f.Message)
		}
	}
}
