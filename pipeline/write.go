package pipeline

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"loupe/forensics/verdict"
	"loupe/models"
)

// write judges what was seen and stores it: artifacts first, then everything that refers to them in one transaction.
// change is what a rescan found different; nil for a live upload.
func (s *Service) write(ctx context.Context, job models.Job, sub models.Submission, l look, change *models.RescanChange) (*models.Report, error) {
	report := s.judge(sub, l)
	rows, err := s.keepArtifacts(ctx, sub.ID, l, &report)
	if err != nil {
		s.dropArtifacts(ctx, rows)
		return nil, err
	}
	report.Links = seen(sub.ID, l) // again: the artifacts of the links have names now
	err = s.store.Complete(ctx, models.Completion{
		Job: job, Report: &report, Artifacts: rows, Links: l.links, Change: change, Revise: concerned(sub.ID, l.news), Events: events(sub, report, l.news),
	})
	if err != nil {
		s.dropArtifacts(ctx, rows)
		return nil, err
	}
	if len(l.news) > 0 {
		s.wakeUp()
	}
	for _, row := range rows {
		s.shelf.unpin(row.BlobKey)
	}
	return &report, nil
}

// dropArtifacts gives back artifacts that no row came to refer to.
func (s *Service) dropArtifacts(ctx context.Context, rows []models.ArtifactRow) {
	for _, row := range rows {
		if row.BlobKey != "" {
			s.Drop(ctx, row.BlobKey)
		}
	}
}

// judge builds the report without its links' artifacts and without a revision.
func (s *Service) judge(sub models.Submission, l look) models.Report {
	c := verdict.Case{Kind: sub.Kind, Pages: l.exam.Pages, Findings: l.exam.Findings, ReuseProblem: l.reuseProblem, ExaminationProblem: l.examProblem}
	c.Links = seen(sub.ID, l)
	j := verdict.Decide(s.config.Policy, c)
	if r := l.exam.Refused; r != nil {
		j = verdict.Refuse(s.config.Policy, *r, l.exam.Findings)
		l.exam.File = models.FileInfo{SHA256: sub.SHA256, Bytes: sub.Bytes}
	}
	by := s.config.Engine
	by.Profile = l.profile
	return models.Report{
		ID: s.config.NewID("rep"), SubmissionID: sub.ID, CreatedAt: s.config.Now().UTC(), Engine: by,
		File: l.exam.File, Pages: list(l.exam.Pages), Kind: sub.Kind, Verdict: j.Verdict, Retryable: j.Retryable, Reasons: j.Reasons, Alterations: j.Alterations,
		Document: l.exam.Document, Text: l.exam.Text, Faces: list(l.exam.Faces), Findings: list(l.exam.Findings),
		Artifacts: list(l.exam.Artifacts), Links: c.Links, ElapsedMS: l.exam.ElapsedMS,
	}
}

// seen returns the links of a submission as its report shows them: those with conflicts first, then by relation, then the
// oldest first.
func seen(id string, l look) []models.Link {
	out := []models.Link{}
	for _, record := range slices.Concat(l.links, l.known) {
		out = append(out, record.SeenFrom(id))
	}
	models.SortLinks(out)
	return out
}

// list returns l, and an empty list instead of null.
func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}

// keepArtifacts stores every artifact's bytes, several at a time because each waits for the disk, and names them.
func (s *Service) keepArtifacts(ctx context.Context, submissionID string, l look, r *models.Report) ([]models.ArtifactRow, error) {
	var all []*models.Artifact
	for i := range r.Artifacts {
		all = append(all, &r.Artifacts[i])
	}
	for i := range r.Findings {
		for k := range r.Findings[i].Artifacts {
			all = append(all, &r.Findings[i].Artifacts[k])
		}
	}
	for i := range l.links {
		for k := range l.links[i].Comparison.Artifacts {
			all = append(all, &l.links[i].Comparison.Artifacts[k])
		}
	}
	rows := make([]models.ArtifactRow, len(all))
	var g errgroup.Group
	g.SetLimit(8)
	for i, a := range all {
		a.ID = s.config.NewID("art")
		g.Go(func() error {
			blob, err := s.Keep(ctx, bytes.NewReader(a.Data))
			if err != nil {
				return fmt.Errorf("keep artifact %s: %w", a.Name, err)
			}
			rows[i] = models.ArtifactRow{ID: a.ID, SubmissionID: submissionID, Name: a.Name, MediaType: a.MediaType, BlobKey: blob.Key}
			return nil
		})
	}
	return rows, g.Wait()
}
