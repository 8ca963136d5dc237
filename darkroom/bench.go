package darkroom

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"loupe/forensics"
	"loupe/forensics/compare"
	"loupe/forensics/fingerprint"
	"loupe/models"
)

// Bench is what stands in the darkroom: the checks, the reader and the limits. It works in the process that calls it;
// only a worker process may use it on untrusted files.
type Bench struct {
	Checks []forensics.Check
	Reader forensics.Reader // nil: checks that need text are unavailable
	Limits forensics.Limits

	CheckLimit time.Duration // wall time of one check
	ReadLimit  time.Duration // wall time of reading text
}

// Stages that are not checks. A check's stage is its ID.
const (
	stageOpen        = "open"
	stageRead        = "read"
	stageFingerprint = "fingerprint"
	stagePreview     = "preview"
	stageCompare     = "compare"
)

// errAbandoned says that a stage did not end in time and still runs in this process, which must not be used again: it
// ends, and the pool asks another one to leave that stage out.
var errAbandoned = errors.New("a stage did not end in time")

// examine looks at one file.
func (b Bench) examine(ctx context.Context, data []byte, kind models.Kind, skip []string, begin func(string)) (e *models.Examination, err error) {
	began := time.Now()
	begin(stageOpen)
	x, refusal := forensics.Open(data, kind, b.Limits)
	if refusal != nil {
		return &models.Examination{Refused: refusal}, nil
	}
	e = &models.Examination{File: x.File, Faces: []models.Face{}}
	defer func() { e.ElapsedMS = time.Since(began).Milliseconds() }()
	if err := b.read(ctx, x, e, skip, begin); err != nil {
		return e, err
	}
	for _, c := range b.Checks {
		id := c.Info().ID
		begin(id)
		f, abandoned := b.check(ctx, c, x, slices.Contains(skip, id))
		if abandoned {
			return e, errAbandoned
		}
		e.Findings = append(e.Findings, f)
	}
	begin(stageFingerprint)
	if e.Fingerprints, err = fingerprint.Of(x); err != nil {
		return e, fmt.Errorf("fingerprints: %w", err)
	}
	begin(stagePreview)
	if e.Artifacts, err = forensics.Previews(x); err != nil {
		return e, fmt.Errorf("previews: %w", err)
	}
	return e, nil
}

func (b Bench) check(ctx context.Context, c forensics.Check, x *forensics.Exhibit, skip bool) (models.Finding, bool) {
	if skip {
		return forensics.Failed(c.Info(), "The check brought a worker process down when it looked at this file."), false
	}
	return forensics.Run(ctx, c, x, b.CheckLimit)
}

// read reads the text once, before the checks that need it, under its own limit. What goes wrong here reaches the
// report through those checks: they get the same error.
func (b Bench) read(ctx context.Context, x *forensics.Exhibit, e *models.Examination, skip []string, begin func(string)) error {
	if b.Reader == nil || !b.needsText(x.Kind) {
		return nil
	}
	begin(stageRead)
	ctx, cancel := context.WithTimeout(ctx, b.ReadLimit)
	defer cancel()
	reader := b.Reader
	if slices.Contains(skip, stageRead) {
		reader = brokenReader{}
	}
	x.SetReader(ctx, reader)
	reading, err := x.Reading()
	if err == nil {
		e.Text, e.Document = reading.Text, reading.Document
	}
	if ctx.Err() != nil {
		return errAbandoned
	}
	return nil
}

// needsText reports whether any check of this kind asks what the picture says: reading is the dearest thing we do.
func (b Bench) needsText(k models.Kind) bool {
	for _, c := range b.Checks {
		if i := c.Info(); i.Needs&forensics.NeedsText != 0 && i.For(k) {
			return true
		}
	}
	return false
}

// compare looks at two files together.
func (b Bench) compare(ctx context.Context, a, c []byte, kind models.Kind, begin func(string)) (*models.Comparison, error) {
	begin(stageOpen)
	xa, refusal := forensics.Open(a, kind, b.Limits)
	if refusal != nil {
		return nil, fmt.Errorf("file A: %s", refusal.Message)
	}
	xb, refusal := forensics.Open(c, kind, b.Limits)
	if refusal != nil {
		return nil, fmt.Errorf("file B: %s", refusal.Message)
	}
	if b.Reader != nil && kind != models.KindProfilePhoto {
		ctx, cancel := context.WithTimeout(ctx, b.ReadLimit)
		defer cancel()
		xa.SetReader(ctx, b.Reader)
	}
	begin(stageCompare)
	out, err := compare.Compare(ctx, xa, xb)
	if err != nil {
		return nil, err
	}
	return &out, nil
}

type brokenReader struct{}

func (brokenReader) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) {
	return forensics.Reading{}, fmt.Errorf("reading this file brought a worker process down")
}
