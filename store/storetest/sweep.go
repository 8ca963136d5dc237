package storetest

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"loupe/models"
)

func (b *bench) withBack(account models.Account) models.Submission {
	s := b.submission(account)
	s.Back = &models.BackFile{Filename: "back.jpg", DeclaredType: "image/jpeg", SHA256: strings.Repeat("b", 60) + s.ID[4:], Bytes: 99}
	return s
}

func submissionWithABack(t *testing.T, b *bench) {
	s := b.withBack("a")
	s.Back.Filename = "hostile\x00\xff"
	b.create(t, s)
	got, err := b.Submission(t.Context(), s.ID)
	check(t, err)
	want := *s.Back
	want.Filename = "hostile\uFFFD\uFFFD"
	if got.Back == nil || *got.Back != want {
		t.Errorf("back = %+v, want %+v", got.Back, want)
	}
	list, _, err := b.Submissions(t.Context(), models.SubmissionQuery{})
	check(t, err)
	if list[0].Back == nil || *list[0].Back != want {
		t.Errorf("back in the list = %+v", list[0].Back)
	}
	single := b.submission("a")
	single.SHA256 = s.Back.SHA256 // somebody's front is somebody else's back
	b.create(t, single)
	others, err := b.DeleteSubmission(t.Context(), s.ID)
	check(t, err)
	wantEqual(t, "others with one of its files", others, 1)
	third := b.withBack("b")
	third.Back.SHA256 = single.SHA256
	b.create(t, third)
	others, err = b.DeleteSubmission(t.Context(), single.ID)
	check(t, err)
	wantEqual(t, "others whose back it is", others, 1)
	others, err = b.DeleteSubmission(t.Context(), third.ID)
	check(t, err)
	wantEqual(t, "the last", others, 0)
}

func blobsInUse(t *testing.T, b *bench) {
	s := b.withBack("a")
	art := models.ArtifactRow{ID: b.id("art"), SubmissionID: s.ID, Name: "preview", MediaType: "image/png", BlobKey: strings.Repeat("d", 64)}
	check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, s), Report: b.report(s.ID, models.VerdictAccept), Artifacts: []models.ArtifactRow{art}}))
	nobody := strings.Repeat("e", 64)
	used, err := b.BlobsInUse(t.Context(), []string{s.SHA256, nobody, s.Back.SHA256, art.BlobKey, "'"})
	check(t, err)
	if want := map[string]bool{s.SHA256: true, s.Back.SHA256: true, art.BlobKey: true}; !reflect.DeepEqual(used, want) {
		t.Errorf("in use = %v, want %v", used, want)
	}
	used, err = b.BlobsInUse(t.Context(), nil)
	check(t, err)
	wantEqual(t, "of none", len(used), 0)
}

func eachReceived(t *testing.T, b *bench) {
	for range 201 { // more than one batch
		b.create(t, b.withBack("a"))
	}
	b.examined(t, b.submission("a"), models.VerdictAccept)
	late := b.submission("a")
	b.create(t, late)
	seen := map[string]bool{}
	check(t, b.EachReceived(t.Context(), late.CreatedAt, func(s models.Submission, hasJob bool) error {
		if !hasJob || s.State != models.StateReceived || s.Back == nil || seen[s.ID] {
			t.Errorf("%+v, job %v", s, hasJob)
		}
		seen[s.ID] = true
		return nil
	}))
	wantEqual(t, "without a report", len(seen), 201)
	stop := errors.New("stop")
	if err := b.EachReceived(t.Context(), b.now().Add(time.Hour), func(models.Submission, bool) error { return stop }); err != stop {
		t.Errorf("EachReceived = %v, want yield's own error", err)
	}
}
