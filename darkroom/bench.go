package darkroom

import (
	"context"
	"errors"
	"fmt"
	"time"

	"loupe/forensics"
	"loupe/forensics/compare"
	"loupe/forensics/portrait"
	"loupe/models"
)

// Bench is what stands in the darkroom: the checks, the reader and the limits. It works in the process that calls it;
// only a worker process may use it on untrusted files.
type Bench struct {
	Checks []forensics.Check
	Whole  []forensics.DossierCheck
	Reader forensics.Reader // nil: checks that need text are unavailable
	Opener *forensics.Opener

	StageCPU   time.Duration // CPU time of one check of one page, or of opening it
	ReadCPU    time.Duration // CPU time of reading the text of one page
	StageLimit time.Duration // wall time of the same: for what sleeps
}

// Stages that are not checks. A check's stage is its ID.
const (
	stageOpen        = "open"
	stageEarly       = "early"
	stageRead        = "read"
	stageFaces       = "faces"
	stageFingerprint = "fingerprint"
	stagePreview     = "preview"
	stageCompare     = "compare"
	stagePortraits   = "portraits"
)

// errAbandoned says that a stage did not end in time and still runs in this process, which must not be used again: it
// ends, and the pool asks another one to leave that stage out.
var errAbandoned = errors.New("a stage did not end in time")

// examine looks at every page of the files, the front's before the back's. ahead, which may be nil, gets what each page is
// found by; of a glance nothing else is made.
func (b Bench) examine(ctx context.Context, req *request, cpu *budget, begin func(string), ahead Early) (*models.Examination, error) {
	began := time.Now()
	s := session{Bench: b, brief: req.Brief, skip: req.Skip, cpu: cpu, begin: begin, ahead: ahead, glance: req.Glance, out: models.Examination{Faces: []models.Face{}, Pages: []models.PageInfo{}}}
	for _, original := range req.Files {
		refusal, err := s.file(ctx, original)
		if err != nil {
			return nil, err
		}
		if refusal != nil {
			return &models.Examination{Refused: refusal, Findings: s.words(ctx, original, refusal)}, nil
		}
	}
	if !s.glance {
		s.finish()
		s.dossier(ctx)
	}
	s.out.ElapsedMS = time.Since(began).Milliseconds()
	return &s.out, nil
}

// compare looks at one page of each of two submissions together.
func (b Bench) compare(ctx context.Context, req *request, begin func(string)) (*models.Comparison, error) {
	begin(stageOpen)
	xa, err := b.page(ctx, req.Files, req.Page, req.Brief.Kind)
	if err != nil {
		return nil, fmt.Errorf("file A: %w", err)
	}
	xb, err := b.page(ctx, req.Other, req.OPage, req.OKind)
	if err != nil {
		return nil, fmt.Errorf("file B: %w", err)
	}
	portraits, err := b.portraits(ctx, req, xa, xb, begin)
	if err != nil {
		return nil, fmt.Errorf("portraits: %w", err)
	}
	begin(stageCompare)
	out, err := compare.Compare(ctx, xa, xb)
	if err != nil {
		return nil, err
	}
	out.Portraits = portraits
	return &out, nil
}

// portraits compares the faces of two pages; diplomas show none that would say anything.
func (b Bench) portraits(ctx context.Context, req *request, xa, xb *forensics.Exhibit, begin func(string)) ([]models.Portraits, error) {
	if req.Brief.Kind == models.KindDiploma || req.OKind == models.KindDiploma {
		return []models.Portraits{}, nil
	}
	begin(stagePortraits)
	return portrait.Compare(ctx, xa, xb)
}

// page opens the n-th page of a submission.
func (b Bench) page(ctx context.Context, files []models.Original, n int, kind models.Kind) (*forensics.Exhibit, error) {
	for _, original := range files {
		file, refusal := b.Opener.Open(ctx, original, kind)
		if refusal != nil {
			return nil, refusal.Error()
		}
		if n >= file.Len() {
			n -= file.Len()
			file.Close()
			continue
		}
		x, refusal := file.Page(ctx, n)
		file.Close()
		if refusal != nil {
			return nil, refusal.Error()
		}
		return x, nil
	}
	return nil, fmt.Errorf("the submission has no page %d", n)
}

// brokenReader stands in for a reader that must not be asked again.
type brokenReader struct{}

func (brokenReader) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) {
	return forensics.Reading{}, fmt.Errorf("reading this file brought a worker process down")
}
