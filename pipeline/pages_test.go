package pipeline_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"strings"
	"testing"
	"time"

	"loupe/models"
	"loupe/pipeline"
)

// paged is a darkroom in which every word of a file is one page, and pages with the same word resemble each other.
type paged struct {
	pipeline.Darkroom
	compared *[][2]int // pages of A and B
}

func (d paged) Examine(ctx context.Context, files []models.Original, b models.Brief, p models.Priority, _ func([]models.Fingerprint)) (models.Examination, error) {
	e, err := d.Darkroom.Examine(ctx, files, b, p, nil)
	if err != nil || e.Refused != nil {
		return e, err
	}
	data, err := files[0].Read()
	if err != nil {
		return e, err
	}
	findings := e.Findings
	e.Pages, e.Findings, e.Fingerprints = nil, nil, nil
	for page, word := range strings.Fields(string(data)) {
		sum := sha256.Sum256([]byte(word))
		e.Fingerprints = append(e.Fingerprints, models.Fingerprint{Kind: models.FingerprintPHash, Bits: 256, Hex: hex.EncodeToString(sum[:]), Orientation: 1, Page: page})
		e.Pages = append(e.Pages, models.PageInfo{Page: page, Sheet: page + 1, Source: models.SourceEmbedded})
		for _, f := range findings {
			e.Findings = append(e.Findings, f.OnPage(page))
		}
	}
	return e, nil
}

func (d paged) Compare(_ context.Context, a, b models.Sheaf, _ models.Priority) (models.Comparison, error) {
	*d.compared = append(*d.compared, [2]int{a.Page, b.Page})
	return models.Comparison{Relation: models.RelationSameCapture, Score: 0.9, Transform: [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1},
		Changed: []models.Region{{X: 1, Y: 1, W: 2, H: 2}}}, nil
}

// A picture on any page is found on any page of another account's upload, the right pages are compared, each submission
// once, and the link says which pages it is about, from either side.
func TestReuseAcrossPages(t *testing.T) {
	var compared [][2]int
	r := openIn(t, func(*pipeline.Config) {}, func(d pipeline.Darkroom) pipeline.Darkroom { return paged{d, &compared} })
	first := r.submit(t, "a", "alone card again")
	second := r.submit(t, "b", "other thing more card again")
	if len(second.Links) != 1 || len(compared) != 1 {
		t.Fatalf("%d links after %v: one submission makes one link", len(second.Links), compared)
	}
	l := second.Links[0]
	if l.Page != 3 || l.OtherPage != 1 || compared[0] != [2]int{3, 1} || l.Changed[0].Page != 3 {
		t.Errorf("compared %v, link %+v", compared, l)
	}
	records, _, err := r.Links(t.Context(), models.LinkQuery{SubmissionID: first.SubmissionID})
	if err != nil || len(records) != 1 {
		t.Fatalf("%d links, %v", len(records), err)
	}
	if seen := records[0].SeenFrom(first.SubmissionID); seen.Page != 1 || seen.OtherPage != 3 || seen.Changed[0].Page != 1 {
		t.Errorf("seen from the first: %+v", seen)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// The index is filled with every page again at the next start.
func TestPagesAreFoundAfterARestart(t *testing.T) {
	dir := t.TempDir()
	var compared [][2]int
	c := pipeline.Config{}
	r := open(t, dir, func(k *pipeline.Config) { c = *k })
	s, err := pipeline.New(t.Context(), c, r.store, r.blobs, paged{r.dark, &compared}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	r.Service = s
	r.submit(t, "a", "alone card")
	again, err := pipeline.New(t.Context(), c, r.store, r.blobs, paged{r.dark, &compared}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		t.Fatal(err)
	}
	r.Service = again
	if report := r.submit(t, "b", "card"); len(report.Links) != 1 || report.Links[0].OtherPage != 1 {
		t.Errorf("after a restart: %+v", report.Links)
	}
}
