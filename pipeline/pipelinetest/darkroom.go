// Package pipelinetest is a darkroom for tests of the use cases: it looks at text instead of pictures.
package pipelinetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"sync/atomic"

	"loupe/forensics/verdict"
	"loupe/models"
)

// Darkroom examines text: a file that begins with "bad" is refused, "torn" is refused after its early fingerprint, "crash"
// fails after it, "slow" waits for Release after it, "forged" has a malformed fingerprint. The fingerprint is made of the first word, so that files with one first word are
// candidates; the relation is the second word.
type Darkroom struct {
	Version  atomic.Int64  // above 0, the ela check suspects every file
	Compared atomic.Int64  // comparisons so far
	Examined atomic.Int64  // examinations so far
	Release  chan struct{} // slow files wait until it is closed

	checks map[models.Kind][]string
}

// New returns a darkroom in which slow files wait, with the checks that p requires.
func New(p verdict.Policy) *Darkroom {
	return &Darkroom{Release: make(chan struct{}), checks: p.Required}
}

// Examine looks at the first file.
func (d *Darkroom) Examine(ctx context.Context, files []models.Original, b models.Brief, _ models.Priority, early func([]models.Fingerprint)) (models.Examination, error) {
	d.Examined.Add(1)
	data, err := files[0].Read()
	if err != nil {
		return models.Examination{}, err
	}
	text := string(data)
	prints := fingerprintsOf(text)
	if early != nil && !strings.HasPrefix(text, "bad") {
		early(prints)
	}
	switch {
	case strings.HasPrefix(text, "bad"), strings.HasPrefix(text, "torn"):
		return models.Examination{Refused: &models.Refusal{Reason: models.ReasonFileTruncated, Message: "cut off"}}, nil
	case strings.HasPrefix(text, "crash"):
		return models.Examination{}, errors.New("two workers died")
	case strings.HasPrefix(text, "slow"):
		select {
		case <-d.Release:
		case <-ctx.Done():
			return models.Examination{}, ctx.Err()
		}
	}
	outcome, code := models.OutcomeClear, models.ReasonCode("")
	if d.Version.Load() > 0 {
		outcome, code = models.OutcomeSuspect, models.ReasonCompressionELA
	}
	first, _, _ := strings.Cut(text, " ")
	e := models.Examination{
		File:         models.FileInfo{SHA256: prints[0].Hex, Width: 10, Height: 10, Orientation: 1},
		Fingerprints: prints,
		Artifacts:    []models.Artifact{{Name: "thumbnail", MediaType: "image/jpeg", Data: []byte("picture of " + first)}},
	}
	for page, f := range files {
		e.Pages = append(e.Pages, models.PageInfo{Page: page, Side: f.Side, Sheet: 1, Source: models.SourcePicture})
		for _, id := range d.checks[b.Kind] {
			found := models.Finding{Check: id, Version: 1, Group: models.GroupQuality, Outcome: models.OutcomeClear, Score: models.Score(0), Page: page}
			if id == "ela" {
				found.Outcome, found.ReasonCode, found.Score = outcome, code, models.Score(0.9)
			}
			e.Findings = append(e.Findings, found)
		}
	}
	return e, nil
}

// fingerprintsOf makes a perceptual hash of the first word.
func fingerprintsOf(text string) []models.Fingerprint {
	first, _, _ := strings.Cut(text, " ")
	sum := sha256.Sum256([]byte(first))
	f := models.Fingerprint{Kind: models.FingerprintPHash, Bits: 256, Hex: hex.EncodeToString(sum[:]), Orientation: 1}
	if strings.HasPrefix(text, "forged") {
		f.Hex = "no hexadecimal"
	}
	return []models.Fingerprint{f}
}

// Compare believes the first file of a.
func (d *Darkroom) Compare(_ context.Context, a, _ models.Sheaf, _ models.Priority) (models.Comparison, error) {
	d.Compared.Add(1)
	data, err := a.Originals[0].Read()
	if err != nil {
		return models.Comparison{}, err
	}
	_, relation, _ := strings.Cut(string(data), " ")
	relation, _, _ = strings.Cut(relation, " ")
	if relation == "error" {
		return models.Comparison{}, errors.New("the worker died")
	}
	return models.Comparison{Relation: models.Relation(relation), Score: 0.9, Transform: [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1},
		Changed: []models.Region{{X: 1, Y: 1, W: 2, H: 2}}, Artifacts: []models.Artifact{{Name: "difference", MediaType: "image/png", Data: []byte("map")}}}, nil
}
