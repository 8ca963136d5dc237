package store

import (
	"github.com/uptrace/bun"

	"loupe/models"
)

type submissionRow struct {
	bun.BaseModel `bun:"table:submissions,alias:s"`

	ID           string `bun:"id,pk"`
	Account      string `bun:"account"`
	Kind         string `bun:"kind"`
	Side         string `bun:"side"`
	Claim        string `bun:"claim"`
	Filename     string `bun:"filename"`
	DeclaredType string `bun:"declared_type"`
	SHA256       string `bun:"sha256"`
	Bytes        int64  `bun:"bytes"`
	CreatedAt    int64  `bun:"created_at"`

	BackFilename     *string `bun:"back_filename"`
	BackDeclaredType *string `bun:"back_declared_type"`
	BackSHA256       *string `bun:"back_sha256"` // nil: one file was sent
	BackBytes        *int64  `bun:"back_bytes"`

	Revision    int    `bun:"revision"`
	Verdict     string `bun:"verdict"`
	Retryable   bool   `bun:"retryable"`
	Reasons     string `bun:"reasons"`
	ThumbnailID string `bun:"thumbnail_id"`
	EngineKey   string `bun:"engine_key"`

	Links int `bun:"links,scanonly"`
}

func (d *DB) newSubmissionRow(s models.Submission) (*submissionRow, error) {
	if err := identifier("id", s.ID); err != nil {
		return nil, err
	}
	if err := identifier("account", string(s.Account)); err != nil {
		return nil, err
	}
	claim, err := encode(table(s.Claim))
	if err != nil {
		return nil, err
	}
	row := &submissionRow{
		ID: s.ID, Account: string(s.Account), Kind: string(s.Kind), Side: string(s.Side), Claim: claim,
		Filename: shown(s.Filename), DeclaredType: shown(s.DeclaredType), SHA256: s.SHA256, Bytes: s.Bytes,
		CreatedAt: micros(d.stamp(s.CreatedAt)), Reasons: "[]",
	}
	if b := s.Back; b != nil {
		row.BackFilename, row.BackDeclaredType = new(shown(b.Filename)), new(shown(b.DeclaredType))
		row.BackSHA256, row.BackBytes = new(b.SHA256), new(b.Bytes)
	}
	return row, nil
}

func (r *submissionRow) model() (models.Submission, error) {
	s := models.Submission{
		ID: r.ID, Account: models.Account(r.Account), Kind: models.Kind(r.Kind), Side: models.Side(r.Side),
		Filename: r.Filename, DeclaredType: r.DeclaredType, SHA256: r.SHA256, Bytes: r.Bytes,
		State: models.StateReceived, CreatedAt: instant(r.CreatedAt),
	}
	if r.Revision > 0 {
		s.State = models.StateExamined
	}
	if r.BackSHA256 != nil && r.BackBytes != nil {
		s.Back = &models.BackFile{SHA256: *r.BackSHA256, Bytes: *r.BackBytes}
		if r.BackFilename != nil && r.BackDeclaredType != nil {
			s.Back.Filename, s.Back.DeclaredType = *r.BackFilename, *r.BackDeclaredType
		}
	}
	err := decode(r.Claim, &s.Claim)
	return s, err
}

func (r *submissionRow) summary() (models.SubmissionSummary, error) {
	s, err := r.model()
	if err != nil {
		return models.SubmissionSummary{}, err
	}
	reasons := []models.Reason{}
	err = decode(r.Reasons, &reasons)
	return models.SubmissionSummary{
		Submission: s, Revision: r.Revision, Verdict: models.Verdict(r.Verdict), Retryable: r.Retryable,
		Reasons: reasons, ThumbnailID: r.ThumbnailID, Links: r.Links,
	}, err
}
