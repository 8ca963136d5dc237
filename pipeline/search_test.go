package pipeline_test

import (
	"testing"

	"loupe/models"
	"loupe/pipeline"
)

// A search finds by picture, by fingerprint and by facts, says what is proven, leaves the asker's own account out, and keeps nothing.
func TestSearch(t *testing.T) {
	r := openPapers(t)
	first := r.submit(t, "a", "picture=p face=f")
	r.submit(t, "b", "number=n")
	search := func(q pipeline.Query) []models.Found {
		t.Helper()
		q.Limit, q.Verify = 10, 5
		found, next, err := r.Search(t.Context(), q)
		if err != nil || next != "" {
			t.Fatalf("%v, next %q", err, next)
		}
		return found
	}
	picture := r.upload(t, "a", "picture=p face=g")
	got := search(pipeline.Query{Picture: picture})
	if len(got) != 1 || !got[0].Verified || got[0].Relation != models.RelationSameCapture || got[0].Score != 0.9 || got[0].Why[0].Fingerprint != models.FingerprintPHash {
		t.Errorf("by picture: %+v", got)
	}
	if got := search(pipeline.Query{Picture: picture, Account: "a"}); len(got) != 0 {
		t.Errorf("its own account: %+v", got)
	}
	for _, f := range []models.SearchFilter{{Kind: models.KindDiploma}, {Relation: models.RelationSamePortrait}, {Since: first.CreatedAt.Add(1e12)}, {Until: first.CreatedAt.Add(-1e12)}} {
		if got := search(pipeline.Query{Picture: picture, Filter: f}); len(got) != 0 {
			t.Errorf("filter %+v: %+v", f, got)
		}
	}
	number := models.Fingerprint{Kind: models.FingerprintNumber, Bits: 256, Hex: digest("n")}
	if got := search(pipeline.Query{Print: &number}); len(got) != 1 || got[0].Relation != models.RelationSameDocumentNumber || !got[0].Verified || got[0].Score != 1 {
		t.Errorf("by fingerprint: %+v", got)
	}
	number.Hex = "no hexadecimal"
	for _, q := range []pipeline.Query{{Print: &number, Limit: 1}, {Says: &models.Document{}, Limit: 1}, {Print: &number, Limit: 1, After: "what"}} {
		if _, _, err := r.Search(t.Context(), q); models.CodeOf(err) != models.ErrInvalid {
			t.Errorf("%+v: %v, want invalid", q, err)
		}
	}
}
