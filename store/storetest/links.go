package storetest

import (
	"testing"

	"loupe/models"
)

// complete stores s and completes it with the given links.
func (b *bench) complete(t *testing.T, s models.Submission, links ...models.LinkRecord) {
	t.Helper()
	check(t, b.Complete(t.Context(), models.Completion{Job: b.create(t, s), Report: b.report(s.ID, models.VerdictReview), Links: links}))
}

func linkUpsert(t *testing.T, b *bench) {
	older, newer, third := b.submission("a"), b.submission("O'Brien"), b.submission("c")
	b.create(t, older)
	first := b.link(newer, older, models.RelationNearDuplicate)
	b.complete(t, newer, first)

	again := b.link(newer, older, models.RelationSameCapture)
	again.Conflicts = []models.Conflict{{Field: "name", A: "Müller-Şahin", B: ""}}
	b.complete(t, third, again)
	got := b.onlyLink(t)
	wantEqual(t, "id", got.ID, first.ID)
	wantEqual(t, "time", got.CreatedAt, kept(first.CreatedAt))
	wantEqual(t, "relation", got.Comparison.Relation, models.RelationSameCapture)
	wantEqual(t, "conflicts", len(got.Conflicts), 1)
	wantEqual(t, "conflict", got.Conflicts[0], again.Conflicts[0])

	// Found from the other side, e.g. by a rescan of the older one: still one link, now directed as it was measured.
	b.complete(t, b.submission("d"), b.link(older, newer, models.RelationSameFile))
	got = b.onlyLink(t)
	wantEqual(t, "id", got.ID, first.ID)
	wantEqual(t, "A", got.A, models.LinkEnd{SubmissionID: older.ID, Account: "a", FirstSeen: kept(older.CreatedAt)})
	wantEqual(t, "B", got.B, models.LinkEnd{SubmissionID: newer.ID, Account: "O'Brien", FirstSeen: kept(newer.CreatedAt)})
	for _, s := range []models.Submission{older, newer} {
		list, _, err := b.Submissions(t.Context(), models.SubmissionQuery{Account: s.Account})
		check(t, err)
		wantEqual(t, "links of "+s.ID, list[0].Links, 1)
	}
}

func (b *bench) onlyLink(t *testing.T) models.LinkRecord {
	t.Helper()
	links, next, err := b.Links(t.Context(), models.LinkQuery{})
	check(t, err)
	if len(links) != 1 || next != "" {
		t.Fatalf("links = %+v, next %q, want one", links, next)
	}
	return links[0]
}

func linkQueries(t *testing.T, b *bench) {
	one, two, three := b.submission("a"), b.submission("b"), b.submission("c")
	b.create(t, one)
	l21 := b.link(two, one, models.RelationSameFile)
	b.complete(t, two, l21)
	l31, l32 := b.link(three, one, models.RelationSameCapture), b.link(three, two, models.RelationSameFile)
	l32.CreatedAt = l31.CreatedAt // told apart by id
	b.complete(t, three, l32, l31)
	for _, test := range []struct {
		q    models.LinkQuery
		want []models.LinkRecord
	}{
		{models.LinkQuery{}, []models.LinkRecord{l32, l31, l21}},
		{models.LinkQuery{SubmissionID: one.ID}, []models.LinkRecord{l31, l21}},
		{models.LinkQuery{SubmissionID: three.ID}, []models.LinkRecord{l32, l31}},
		{models.LinkQuery{Account: "b"}, []models.LinkRecord{l32, l21}},
		{models.LinkQuery{Relation: models.RelationSameFile}, []models.LinkRecord{l32, l21}},
		{models.LinkQuery{Relation: models.RelationSameFile, Account: "a"}, []models.LinkRecord{l21}},
		{models.LinkQuery{SubmissionID: "nobody"}, nil},
	} {
		got, _, err := b.Links(t.Context(), test.q)
		check(t, err)
		if got == nil || linkIDs(got) != linkIDs(test.want) {
			t.Errorf("%+v lists %q, want %q", test.q, linkIDs(got), linkIDs(test.want))
		}
		test.q.Limit = 1
		var paged []models.LinkRecord
		for {
			rows, next, err := b.Links(t.Context(), test.q)
			check(t, err)
			paged = append(paged, rows...)
			if test.q.After = next; next == "" {
				break
			}
		}
		wantEqual(t, "in pages of one", linkIDs(paged), linkIDs(test.want))
	}
}

func linkRefusals(t *testing.T, b *bench) {
	s := b.submission("a")
	job := b.create(t, s)
	self := b.link(s, s, models.RelationSameFile)
	wantCode(t, "to itself", b.Complete(t.Context(), models.Completion{Job: job, Links: []models.LinkRecord{self}}), models.ErrInvalid)
	other := b.submission("b")
	b.create(t, other)
	noID := b.link(s, other, models.RelationSameFile)
	noID.ID = ""
	wantCode(t, "without id", b.Complete(t.Context(), models.Completion{Job: job, Links: []models.LinkRecord{noID}}), models.ErrInvalid)
}
