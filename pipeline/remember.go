package pipeline

import (
	"context"
	"slices"

	"loupe/models"
	"loupe/reuse"
)

// What an upload is found by is committed before it is put into the index, and before anything is searched for it: twice.
// First, page by page, what is known as soon as a page is decoded; then, when the examination has ended, everything.

// hearing returns what keeps the early fingerprints of a job's submission, and collects them in heard. A rescan has nothing
// to gain: what is held of a submission with a report says more, or as much.
func (s *Service) hearing(ctx context.Context, job models.Job, sub models.Submission, heard *[]models.Fingerprint) func([]models.Fingerprint) {
	if job.Queue != models.QueueLive {
		return nil
	}
	return func(page []models.Fingerprint) {
		*heard = append(*heard, page...)
		if err := s.rememberEarly(ctx, sub, upright(page)); err != nil { // the examination will bring them all the same
			s.log.Warn("early fingerprints were not kept", "submission", sub.ID, "error", err)
		}
	}
}

func (s *Service) rememberEarly(ctx context.Context, sub models.Submission, page []models.Fingerprint) error {
	if err := reuse.Validate(page); err != nil {
		return err
	}
	added, err := s.store.AddFingerprints(ctx, sub.ID, page)
	if err != nil || !added {
		return err
	}
	s.list(ctx, sub, page)
	return nil
}

// remember replaces the early fingerprints by all of them, before anything is searched, so that of two simultaneous uploads
// at least one finds the other. An examination that failed leaves the early ones: they are facts all the same.
func (s *Service) remember(ctx context.Context, sub models.Submission, l look) error {
	if l.examProblem != "" {
		return nil
	}
	kept := upright(l.exam.Fingerprints)
	if err := s.store.SaveFingerprints(ctx, sub.ID, kept); err != nil {
		return err
	}
	s.unlist(sub, l.early, kept)
	s.list(ctx, sub, kept)
	return nil
}

// list puts what was committed into the index. A submission that was deleted in between, and taken from the index perhaps
// before it came into it, must not stay there. That is looked up even when the job was called off meanwhile.
func (s *Service) list(ctx context.Context, sub models.Submission, kept []models.Fingerprint) {
	addPages(s.index, entry(sub, kept))
	if s.gone(context.WithoutCancel(ctx), sub.ID) {
		s.unlist(sub, kept, nil)
	}
}

// unlist takes from the index the pages that listed has fingerprints of and kept has not.
func (s *Service) unlist(sub models.Submission, listed, kept []models.Fingerprint) {
	for _, part := range byPage(entry(sub, listed)) {
		_, page := pageOf(part.SubmissionID)
		if !slices.ContainsFunc(kept, func(f models.Fingerprint) bool { return f.Page == page }) {
			s.index.Remove(part.SubmissionID)
		}
	}
}

// upright leaves out the hashes of turned pictures: those ask, they are not kept.
func upright(all []models.Fingerprint) []models.Fingerprint {
	kept := []models.Fingerprint{}
	for _, f := range all {
		if f.Orientation <= 1 {
			kept = append(kept, f)
		}
	}
	return kept
}

func entry(sub models.Submission, fps []models.Fingerprint) models.IndexEntry {
	return models.IndexEntry{SubmissionID: sub.ID, Account: sub.Account, Kind: sub.Kind, CreatedAt: sub.CreatedAt, Fingerprints: fps}
}
