package storetest

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"loupe/models"
)

func reportRevisions(t *testing.T, b *bench) {
	s := b.submission("Nguyễn")
	first := b.report(s.ID, models.VerdictReview)
	first.Revision, first.Retryable = 77, true // the store decides the revision
	first.Reasons = []models.Reason{models.NewReason(models.ReasonQualityBlur, "quality", "sharpness 0.2, needs 0.5")}
	first.Text = &models.Text{Language: "vie", Words: []models.Word{{Text: "O'Brien \u0000 Müller-Şahin", Confidence: 91.5}}}
	first.Findings = []models.Finding{{Check: "ela", Version: 1, Outcome: models.OutcomeClear, Score: models.Score(0.25),
		Artifacts: []models.Artifact{{Name: "heatmap", MediaType: "image/png", ID: "art", Data: []byte("SECRETDATA")}}}}
	art := models.ArtifactRow{ID: "art", SubmissionID: s.ID, Name: "heatmap", MediaType: "image/png", BlobKey: strings.Repeat("b", 64)}
	check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, s), Report: first, Artifacts: []models.ArtifactRow{art}}))
	wantEqual(t, "revision set", first.Revision, 1)

	got, err := b.Report(t.Context(), s.ID, 1)
	check(t, err)
	sameJSON(t, got, *first)
	gotArt, err := b.Artifact(t.Context(), "art")
	check(t, err)
	wantEqual(t, "artifact", gotArt, art)
	_, err = b.Artifact(t.Context(), "none")
	wantCode(t, "missing artifact", err, models.ErrNotFound)

	second := b.rescanned(t, s, models.VerdictAccept)
	wantEqual(t, "second revision", second.Revision, 2)
	for revision, want := range map[int]string{0: second.ID, 1: first.ID, 2: second.ID} {
		got, err := b.Report(t.Context(), s.ID, revision)
		check(t, err)
		wantEqual(t, "report", got.ID, want)
	}
	_, err = b.Report(t.Context(), s.ID, 3)
	wantCode(t, "revision 3", err, models.ErrNotFound)
	_, err = b.Report(t.Context(), "nobody", 0)
	wantCode(t, "of nobody", err, models.ErrNotFound)
	list, _, err := b.Submissions(t.Context(), models.SubmissionQuery{})
	check(t, err)
	if l := list[0]; l.Revision != 2 || l.Verdict != models.VerdictAccept || l.Retryable || len(l.Reasons) != 0 || l.State != models.StateExamined {
		t.Errorf("summary of the latest = %+v", l)
	}
}

// rescanned gives a submission one more report through a rescan of everything.
func (b *bench) rescanned(t *testing.T, s models.Submission, v models.Verdict) *models.Report {
	t.Helper()
	_, err := b.CreateRescan(t.Context(), models.Rescan{ID: b.id("rescan"), Filter: models.RescanFilter{Account: s.Account}}, engine(1))
	check(t, err)
	job, err := b.Lease(t.Context(), models.QueueBulk, 1e9)
	check(t, err)
	r := b.report(s.ID, v)
	check(t, b.Complete(t.Context(), models.Completion{Job: job, Report: r}))
	return r
}

// sameJSON compares what a client sees, apart from lists that were nil, and checks that no payload was kept.
func sameJSON(t *testing.T, got, want models.Report) {
	t.Helper()
	want.CreatedAt = kept(want.CreatedAt)
	want.Findings[0].Artifacts[0].Data = nil
	a, err := json.Marshal(got)
	check(t, err)
	w, err := json.Marshal(want)
	check(t, err)
	if g, e := strings.ReplaceAll(string(a), "[]", "null"), strings.ReplaceAll(string(w), "[]", "null"); g != e {
		t.Errorf("report = %s\nwant %s", g, e)
	}
	if got.Findings[0].Artifacts[0].Data != nil {
		t.Error("an artifact's payload came back with the report")
	}
}

func reportNilSlices(t *testing.T, b *bench) {
	s, other := b.submission("a"), b.submission("b")
	b.create(t, other)
	r := b.report(s.ID, models.VerdictAccept)
	r.Engine.Checks = nil
	r.Findings, r.Links = []models.Finding{{Check: "ela", Outcome: models.OutcomeClear}}, []models.Link{{ID: "l"}}
	r.Text, r.Document = &models.Text{}, &models.Document{MRZ: &models.MRZ{}, Barcodes: []models.Barcode{{}}}
	check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, s), Report: r, Links: []models.LinkRecord{b.link(s, other, models.RelationSameFile)}}))
	got, err := b.Report(t.Context(), s.ID, 0)
	check(t, err)
	noNilList(t, "report", reflect.ValueOf(got))
	list, _, err := b.Submissions(t.Context(), models.SubmissionQuery{})
	check(t, err)
	noNilList(t, "summaries", reflect.ValueOf(list))
	links, _, err := b.Links(t.Context(), models.LinkQuery{})
	check(t, err)
	noNilList(t, "links", reflect.ValueOf(links))
}

// noNilList fails for a nil slice or map anywhere in v, unless it is left out of the JSON when empty or always.
func noNilList(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			noNilList(t, path, v.Elem())
		}
	case reflect.Map:
		if v.IsNil() {
			t.Errorf("%s is nil", path)
		}
	case reflect.Slice:
		if v.IsNil() {
			t.Errorf("%s is nil", path)
		}
		for i := range v.Len() {
			noNilList(t, path, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if tag := f.Tag.Get("json"); f.IsExported() && tag != "-" && !strings.HasSuffix(tag, ",omitempty") {
				noNilList(t, path+"."+f.Name, v.Field(i))
			}
		}
	}
}

// reportThumbnail: the metadata check's embedded thumbnail must not stand in for the picture.
func reportThumbnail(t *testing.T, b *bench) {
	s := b.submission("a")
	r := b.report(s.ID, models.VerdictAccept)
	r.Findings = []models.Finding{{Check: "metadata", Outcome: models.OutcomeClear, Artifacts: []models.Artifact{{Name: "thumbnail", ID: "embedded"}}}}
	r.Artifacts = []models.Artifact{{Name: "preview", ID: "preview"}, {Name: "thumbnail", ID: "own"}}
	check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, s), Report: r}))
	list, _, err := b.Submissions(t.Context(), models.SubmissionQuery{})
	check(t, err)
	wantEqual(t, "thumbnail", list[0].ThumbnailID, "own")
}

func reportRefusals(t *testing.T, b *bench) {
	s, other := b.submission("a"), b.submission("b")
	job := b.create(t, s)
	b.create(t, other)
	wantCode(t, "report of another submission", b.Complete(t.Context(), models.Completion{Job: job, Report: b.report(other.ID, models.VerdictAccept)}), models.ErrInvalid)
	noID := b.report(s.ID, models.VerdictAccept)
	noID.ID = ""
	wantCode(t, "report without id", b.Complete(t.Context(), models.Completion{Job: job, Report: noID}), models.ErrInvalid)
	change := &models.RescanChange{SubmissionID: s.ID}
	wantCode(t, "change without rescan", b.Complete(t.Context(), models.Completion{Job: job, Change: change}), models.ErrInvalid)
	wrong := job
	wrong.LeaseToken = ""
	wantCode(t, "no token", b.Complete(t.Context(), models.Completion{Job: wrong}), models.ErrConflict)
	check(t, b.Complete(t.Context(), models.Completion{Job: job, Report: b.report(s.ID, models.VerdictAccept)}))
	wantCode(t, "completed twice", b.Complete(t.Context(), models.Completion{Job: job, Report: b.report(s.ID, models.VerdictReject)}), models.ErrConflict)
}

// completeIsAtomic fails in the last step; the steps before must be undone, and the job still be the caller's.
func completeIsAtomic(t *testing.T, b *bench) {
	s, gone := b.submission("a"), b.submission("b")
	job := b.create(t, s)
	r := b.report(s.ID, models.VerdictAccept)
	c := models.Completion{Job: job, Report: r, Links: []models.LinkRecord{b.link(s, gone, models.RelationSameFile)},
		Artifacts: []models.ArtifactRow{{ID: "art", SubmissionID: s.ID, Name: "preview"}}}
	wantCode(t, "link to nobody", b.Complete(t.Context(), c), models.ErrNotFound)
	wantEqual(t, "revision untouched", r.Revision, 0)
	_, err := b.Report(t.Context(), s.ID, 0)
	wantCode(t, "report", err, models.ErrNotFound)
	_, err = b.Artifact(t.Context(), "art")
	wantCode(t, "artifact", err, models.ErrNotFound)
	c.Links = nil
	c.Artifacts = append(c.Artifacts, c.Artifacts[0])
	wantCode(t, "artifact id twice", b.Complete(t.Context(), c), models.ErrConflict)
	c.Artifacts = c.Artifacts[:1]
	check(t, b.Complete(t.Context(), c))
	wantEqual(t, "revision", r.Revision, 1)
}
