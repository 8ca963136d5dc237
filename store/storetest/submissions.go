package storetest

import (
	"encoding/base64"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"loupe/models"
)

func submissionRoundTrip(t *testing.T, b *bench) {
	for _, account := range []models.Account{"acct-1", "Nguyễn Thị Ánh", "O'Brien", "Müller-Şahin", "\\'; DROP TABLE jobs; --", "a?b ?0 $1", "😀 العربية"} {
		want := b.submission(account)
		want.Side, want.Filename, want.Claim = "", "", models.Claim{"name": string(account), "institution": ""}
		job := b.create(t, want)
		if job.ID == "" || job.LeaseToken == "" || job.Attempts != 1 || job.Queue != models.QueueLive || job.SubmissionID != want.ID || job.RescanID != "" {
			t.Errorf("job = %+v", job)
		}
		got, err := b.Submission(t.Context(), want.ID)
		check(t, err)
		want.State, want.CreatedAt = models.StateReceived, kept(want.CreatedAt)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("Submission = %+v\nwant %+v", got, want)
		}
		list, _, err := b.Submissions(t.Context(), models.SubmissionQuery{Account: account})
		check(t, err)
		wantEqual(t, "list of "+string(account), summaryIDs(list), want.ID)
		if got := list[0]; got.Reasons == nil || got.Revision != 0 || got.Verdict != "" || got.Links != 0 {
			t.Errorf("summary without a report = %+v", got)
		}
	}
	_, err := b.Submission(t.Context(), "nobody")
	wantCode(t, "missing", err, models.ErrNotFound)
	_, err = b.Submission(t.Context(), "sub-0001\x00")
	wantCode(t, "NUL in the id", err, models.ErrNotFound)
}

func submissionRefusals(t *testing.T, b *bench) {
	s := b.submission("a")
	s.CreatedAt, s.Claim = time.Time{}, nil
	b.create(t, s)
	got, err := b.Submission(t.Context(), s.ID)
	check(t, err)
	wantEqual(t, "CreatedAt from the clock", got.CreatedAt, kept(b.now()))
	if got.Claim == nil {
		t.Error("Claim is nil, want an empty one")
	}
	_, err = b.CreateSubmission(t.Context(), s, time.Minute)
	wantCode(t, "same id again", err, models.ErrConflict)
	n, err := b.WaitingJobs(t.Context(), models.QueueLive)
	check(t, err)
	wantEqual(t, "jobs after the refusal", n, 1)
	for name, change := range map[string]func(*models.Submission){
		"no id": func(s *models.Submission) { s.ID = "" }, "no account": func(s *models.Submission) { s.Account = "" },
		"NUL in account": func(s *models.Submission) { s.Account = "a\x00" }, "broken UTF-8": func(s *models.Submission) { s.Account = "a\xff" },
	} {
		bad := b.submission("a")
		change(&bad)
		_, err := b.CreateSubmission(t.Context(), bad, time.Minute)
		wantCode(t, name, err, models.ErrInvalid)
	}
}

func submissionFilters(t *testing.T, b *bench) {
	one, two, three, four := b.submission("a"), b.submission("a"), b.submission("b"), b.submission("b")
	two.Kind, four.Kind = models.KindDiploma, models.KindDiploma
	b.examined(t, one, models.VerdictAccept)
	b.examined(t, two, models.VerdictReject)
	b.examined(t, three, models.VerdictReject)
	b.create(t, four)
	for _, test := range []struct {
		q    models.SubmissionQuery
		want string
	}{
		{models.SubmissionQuery{}, "sub-0004 sub-0003 sub-0002 sub-0001"},
		{models.SubmissionQuery{Account: "a"}, "sub-0002 sub-0001"},
		{models.SubmissionQuery{Account: "A"}, ""},
		{models.SubmissionQuery{Kind: models.KindDiploma}, "sub-0004 sub-0002"},
		{models.SubmissionQuery{Verdict: models.VerdictReject}, "sub-0003 sub-0002"},
		{models.SubmissionQuery{Verdict: models.VerdictReject, Account: "a", Kind: models.KindDiploma}, "sub-0002"},
		{models.SubmissionQuery{Verdict: models.VerdictReview}, ""},
	} {
		got, next, err := b.Submissions(t.Context(), test.q)
		check(t, err)
		if got == nil || next != "" || summaryIDs(got) != test.want {
			t.Errorf("%+v lists %q, next %q, want %q", test.q, summaryIDs(got), next, test.want)
		}
	}
	_, _, err := b.Submissions(t.Context(), models.SubmissionQuery{Account: "a\x00"})
	wantCode(t, "NUL in the filter", err, models.ErrInvalid)
}

// submissionPages reads pages of two while others arrive; equal times are told apart by id.
func submissionPages(t *testing.T, b *bench) {
	same := b.submission("a").CreatedAt
	for range 5 {
		s := b.submission("a")
		s.CreatedAt = same
		b.create(t, s)
	}
	var got []models.SubmissionSummary
	q := models.SubmissionQuery{Limit: 2, Account: "a"}
	for pages := 0; ; pages++ {
		rows, next, err := b.Submissions(t.Context(), q)
		check(t, err)
		got = append(got, rows...)
		if next == "" {
			wantEqual(t, "pages", pages+1, 3)
			break
		}
		b.create(t, b.submission("a")) // younger: belongs before the pages read so far
		q.After = next
	}
	wantEqual(t, "pages together", summaryIDs(got), "sub-0006 sub-0005 sub-0004 sub-0003 sub-0002")
}

func limits(t *testing.T, b *bench) {
	for range 102 {
		b.create(t, b.submission("a"))
	}
	for limit, want := range map[int]int{0: 50, 1: 1, 100: 100, 1000: 100} {
		got, next, err := b.Submissions(t.Context(), models.SubmissionQuery{Limit: limit})
		check(t, err)
		if len(got) != want || next == "" {
			t.Errorf("limit %d: %d rows, next %q, want %d and a next", limit, len(got), next, want)
		}
	}
	_, _, err := b.Submissions(t.Context(), models.SubmissionQuery{Limit: -1})
	wantCode(t, "negative limit", err, models.ErrInvalid)
	_, _, err = b.Links(t.Context(), models.LinkQuery{Limit: -1})
	wantCode(t, "negative limit of links", err, models.ErrInvalid)
	_, err = b.Rescans(t.Context(), -1)
	wantCode(t, "negative limit of rescans", err, models.ErrInvalid)
}

func malformedCursors(t *testing.T, b *bench) {
	b.create(t, b.submission("a"))
	b.create(t, b.submission("a"))
	_, own, err := b.Submissions(t.Context(), models.SubmissionQuery{Limit: 1})
	check(t, err)
	r, err := b.CreateRescan(t.Context(), models.Rescan{ID: "rescan"}, engine(1))
	check(t, err)
	text := func(s string) models.Cursor { return models.Cursor(base64.RawURLEncoding.EncodeToString([]byte(s))) }
	for _, c := range []models.Cursor{"x", "!!!!", own + "A", own + "=", text("submissions:x:y"), text("submissions:+1:y"),
		text("submissions:1:\x00"), text("submissions:99999999999999999999:y"), text("submissions:1"), text("1")} {
		_, _, err := b.Submissions(t.Context(), models.SubmissionQuery{After: c})
		wantCode(t, "submissions after "+string(c), err, models.ErrInvalid)
		_, _, err = b.Links(t.Context(), models.LinkQuery{After: c})
		wantCode(t, "links after "+string(c), err, models.ErrInvalid)
		_, _, err = b.RescanChanges(t.Context(), r.ID, 0, c)
		wantCode(t, "changes after "+string(c), err, models.ErrInvalid)
	}
	_, _, err = b.Links(t.Context(), models.LinkQuery{After: own})
	wantCode(t, "cursor of another list", err, models.ErrInvalid)
}

// hostileText sends what no honest client sends; display text is kept legible, nothing is executed or lost.
func hostileText(t *testing.T, b *bench) {
	s := b.submission("a")
	s.Filename, s.DeclaredType = "x\x00\xff'\"\\;?.jpg", "image/\u202ejpeg"
	s.Claim = models.Claim{"name": "nul\x00", "?": "' OR 1=1 --", "": "<script>"}
	b.create(t, s)
	got, err := b.Submission(t.Context(), s.ID)
	check(t, err)
	wantEqual(t, "filename", got.Filename, "x\uFFFD\uFFFD'\"\\;?.jpg")
	wantEqual(t, "declared type", got.DeclaredType, s.DeclaredType)
	if !reflect.DeepEqual(got.Claim, s.Claim) {
		t.Errorf("claim = %q, want %q", got.Claim, s.Claim)
	}
}

func deletion(t *testing.T, b *bench) {
	s := b.submission("a")
	job := b.create(t, s)
	check(t, b.SaveFingerprints(t.Context(), s.ID, []models.Fingerprint{{Kind: models.FingerprintPHash64, Bits: 64, Hex: "00ff"}}))
	others, err := b.DeleteSubmission(t.Context(), s.ID)
	check(t, err)
	wantEqual(t, "others with the blob", others, 0)
	_, err = b.Submission(t.Context(), s.ID)
	wantCode(t, "deleted", err, models.ErrNotFound)
	_, err = b.DeleteSubmission(t.Context(), s.ID)
	wantCode(t, "deleted twice", err, models.ErrNotFound)
	err = b.Complete(t.Context(), models.Completion{Job: job, Report: b.report(s.ID, models.VerdictAccept)})
	wantCode(t, "its job", err, models.ErrConflict)
	n, err := b.WaitingJobs(t.Context(), models.QueueLive)
	check(t, err)
	wantEqual(t, "waiting jobs", n, 0)
	check(t, b.EachFingerprint(t.Context(), func(e models.IndexEntry) error { return errors.New(e.SubmissionID + " still has fingerprints") }))

	kept := b.examined(t, b.submission("a"), models.VerdictAccept)
	_, err = b.DeleteSubmission(t.Context(), kept.ID)
	wantCode(t, "with a report", err, models.ErrConflict)
	_, err = b.Report(t.Context(), kept.ID, 1)
	check(t, err)
}

// deletionCountsBlobUsers: an artifact of another submission may be the very bytes that somebody uploads and is refused.
func deletionCountsBlobUsers(t *testing.T, b *bench) {
	first, second, third := b.submission("a"), b.submission("b"), b.submission("c")
	second.SHA256, third.SHA256 = first.SHA256, strings.Repeat("c", 64)
	b.create(t, first)
	b.create(t, second)
	others, err := b.DeleteSubmission(t.Context(), first.ID)
	check(t, err)
	wantEqual(t, "others with the same file", others, 1)
	b.create(t, third)
	fourth := b.submission("d")
	art := models.ArtifactRow{ID: b.id("art"), SubmissionID: fourth.ID, Name: "preview", MediaType: "image/png", BlobKey: third.SHA256}
	check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, fourth), Report: b.report(fourth.ID, models.VerdictAccept), Artifacts: []models.ArtifactRow{art}}))
	others, err = b.DeleteSubmission(t.Context(), third.ID)
	check(t, err)
	wantEqual(t, "others with the bytes as an artifact", others, 1)
}

func fingerprints(t *testing.T, b *bench) {
	one, two := b.submission("a"), b.submission("b")
	b.create(t, one)
	b.create(t, two)
	old := []models.Fingerprint{{Kind: models.FingerprintBytes, Bits: 256, Hex: "ab"}, {Kind: models.FingerprintPHash, Bits: 256, Hex: "cd", Orientation: 8}}
	check(t, b.SaveFingerprints(t.Context(), one.ID, old))
	check(t, b.SaveFingerprints(t.Context(), one.ID, old[1:]))
	check(t, b.SaveFingerprints(t.Context(), two.ID, old))
	check(t, b.SaveFingerprints(t.Context(), two.ID, nil))
	wantCode(t, "of nobody", b.SaveFingerprints(t.Context(), "nobody", old), models.ErrNotFound)
	wantCode(t, "none, of nobody", b.SaveFingerprints(t.Context(), "nobody", nil), models.ErrNotFound)
	var got []models.IndexEntry
	check(t, b.EachFingerprint(t.Context(), func(e models.IndexEntry) error { got = append(got, e); return nil }))
	want := []models.IndexEntry{{SubmissionID: one.ID, Account: "a", Kind: one.Kind, CreatedAt: kept(one.CreatedAt), Fingerprints: old[1:]}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("entries = %+v, want %+v", got, want)
	}
	stop := errors.New("stop")
	if err := b.EachFingerprint(t.Context(), func(models.IndexEntry) error { return stop }); err != stop {
		t.Errorf("EachFingerprint = %v, want yield's own error", err)
	}
	check(t, b.SaveFingerprints(t.Context(), two.ID, old))
	check(t, b.EachFingerprint(t.Context(), func(e models.IndexEntry) error { // writing meanwhile must not block
		return b.SaveFingerprints(t.Context(), e.SubmissionID, nil)
	}))
}
