package models_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"loupe/models"
)

func TestParseKindAndSide(t *testing.T) {
	for _, k := range models.Kinds() {
		if got, err := models.ParseKind(string(k)); err != nil || got != k {
			t.Errorf("%s: %v %v", k, got, err)
		}
	}
	for _, bad := range []string{"", "passport", "Diploma", "profile_photo "} {
		if _, err := models.ParseKind(bad); models.CodeOf(err) != models.ErrInvalid || !strings.Contains(err.Error(), "identity_document") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := models.ParseSide("left"); models.CodeOf(err) != models.ErrInvalid {
		t.Errorf("left: %v", err)
	}
	if s, err := models.ParseSide(""); err != nil || s != models.SideUnknown {
		t.Errorf("empty side: %v %v", s, err)
	}
}

func TestCodeOf(t *testing.T) {
	inner := models.Errorf(models.ErrNotFound, "x.missing", "no %s", "x")
	if got := models.CodeOf(errors.Join(errors.New("a"), inner)); got != models.ErrNotFound {
		t.Errorf("joined: %s", got)
	}
	if got := models.CodeOf(errors.New("a")); got != models.ErrInternal {
		t.Errorf("plain: %s", got)
	}
}

func TestRefusalErrors(t *testing.T) {
	for reason, want := range map[models.ReasonCode]models.ErrorCode{
		models.ReasonFileEmpty: models.ErrUnreadable, models.ReasonFileTruncated: models.ErrUnreadable,
		models.ReasonFileUnsupported: models.ErrUnsupported, models.ReasonFileMultiPage: models.ErrTooLarge,
		models.ReasonFileTooLarge: models.ErrTooLarge, models.ReasonFileTooManyPixels: models.ErrTooLarge,
	} {
		if got := (models.Refusal{Reason: reason}).Error(); got.Code != want || got.Reason != string(reason) {
			t.Errorf("%s: %s %s, want %s", reason, got.Code, got.Reason, want)
		}
	}
}

func TestLinkSeenFromBothSides(t *testing.T) {
	first, later := time.Unix(100, 0), time.Unix(200, 0)
	record := models.LinkRecord{
		ID: "l", A: models.LinkEnd{SubmissionID: "new", Account: "b", FirstSeen: later},
		B: models.LinkEnd{SubmissionID: "old", Account: "a", FirstSeen: first},
		// A is shown at twice B's size, moved by 10, 20.
		Comparison: models.Comparison{Relation: models.RelationSameCapture, Changed: []models.Region{{X: 100, Y: 60, W: 40, H: 20, Label: "name"}},
			Transform: [9]float64{0.5, 0, 10, 0, 0.5, 20, 0, 0, 1}},
		Conflicts: []models.Conflict{{Field: "name", A: "New", B: "Old"}},
	}
	a := record.SeenFrom("new")
	if a.SubmissionID != "old" || a.Account != "a" || !a.FirstSeen.Equal(first) || a.Changed[0].X != 100 {
		t.Errorf("from the later side: %+v", a)
	}
	b := record.SeenFrom("old")
	if b.SubmissionID != "new" || !b.FirstSeen.Equal(later) || b.Conflicts[0].A != "Old" || b.Conflicts[0].B != "New" {
		t.Errorf("from the earlier side: %+v", b)
	}
	want := models.Region{X: 60, Y: 50, W: 20, H: 10, Label: "name"}
	if len(b.Changed) != 1 || b.Changed[0] != want {
		t.Errorf("regions from the earlier side: %+v, want %+v", b.Changed, want)
	}
}

func TestRelations(t *testing.T) {
	for _, r := range models.Relations() {
		harmless := r == models.RelationSameLayout || r == models.RelationUnrelated
		if !r.Known() || r.Links() == harmless {
			t.Errorf("%s: known %v, links %v", r, r.Known(), r.Links())
		}
	}
	if models.Relation("").Links() || models.Relation("x").Known() {
		t.Error("an unknown relation passes")
	}
}
