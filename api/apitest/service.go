// Package apitest is a fake of the use cases, held in memory, for tests of the HTTP side and the console.
package apitest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"
	"time"

	"loupe/models"
	"loupe/pipeline"
)

// epoch is when the first submission of a fake arrives; each later one comes a minute after.
func epoch() time.Time { return time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC) }

// Service is an in-memory fake of the use cases. Fill the fields before the first request.
type Service struct {
	*pipeline.Admission // the real one: who is let in

	mu          sync.Mutex
	files       int
	Held        []models.Submission
	Reports     map[string][]models.Report // by submission, in order of revision
	LinkRecords []models.LinkRecord
	Files       map[string]File // artifacts by id
	Originals   map[string][]byte
	Jobs        []models.Rescan
	Changes     []models.RescanChange
	Keys        map[string]models.APIKey // by the key itself; keys are required when there is one
	Fail        error                    // every method but Authenticate and KeysRequired returns it
	Panic       bool                     // reading a submission panics
	Slow        bool                     // no report is ready within the wait
	Refuse      *models.Refusal          // what Submit says of every file
	Begun       chan struct{}            // when set, Keep sends on it before it reads
	KeepFails   error                    // what Keep says of every file that it read
	Kept        map[string][]byte        // what Keep read and nobody dropped
	Uploads     []pipeline.Upload        // what Submit got
	Bodies      [][]byte                 // the bytes of its file
	Once        []models.IdempotencyKey  // what SubmitOnce got
	Answers     map[models.IdempotencyKey]models.Answer
	Waits       []time.Duration
	Queries     []models.SubmissionQuery
	LinkQueries []models.LinkQuery
	Filters     []models.RescanFilter
	Said        Said
	Searches    []pipeline.Query
	Finds       []models.Found // what Search finds; every submission that is held when there are none
}

// File is a stored artifact.
type File struct {
	MediaType string
	Data      []byte
}

// New returns an empty fake.
func New() *Service {
	return &Service{Admission: pipeline.NewAdmission(pipeline.AdmissionConfig{Places: 64, Slow: 64, Workers: 2, Grace: time.Minute}), Reports: map[string][]models.Report{}, Files: map[string]File{}, Originals: map[string][]byte{}, Keys: map[string]models.APIKey{}}
}

// Add holds a submission with its report; the report's Revision is set.
func (s *Service) Add(sub models.Submission, r models.Report) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sub.CreatedAt.IsZero() {
		sub.CreatedAt = epoch().Add(time.Duration(len(s.Held)) * time.Minute)
	}
	if !slices.ContainsFunc(s.Held, func(h models.Submission) bool { return h.ID == sub.ID }) {
		s.Held = append(s.Held, sub)
	}
	r.SubmissionID, r.Revision = sub.ID, len(s.Reports[sub.ID])+1
	s.Reports[sub.ID] = append(s.Reports[sub.ID], r)
}

func missing(what, id string) error {
	return models.Errorf(models.ErrNotFound, "not_found", "there is no %s %q", what, id)
}

// Keep reads a file and holds it under a key of its own.
func (s *Service) Keep(_ context.Context, r io.Reader) (models.Blob, error) {
	if s.Begun != nil {
		s.Begun <- struct{}{}
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return models.Blob{}, fmt.Errorf("store the upload: %v", err) // hides the cause, as a careless store would
	}
	if s.KeepFails != nil {
		return models.Blob{}, s.KeepFails
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files++
	blob := models.Blob{Key: "blob-" + strconv.Itoa(s.files), Bytes: int64(len(data))}
	if s.Kept == nil {
		s.Kept = map[string][]byte{}
	}
	s.Kept[blob.Key] = data
	return blob, nil
}

// Drop forgets files.
func (s *Service) Drop(_ context.Context, keys ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range keys {
		delete(s.Kept, key)
	}
}

// Submit answers with a minimal report.
func (s *Service) Submit(ctx context.Context, u pipeline.Upload, wait time.Duration) (models.Submission, *models.Report, error) {
	s.mu.Lock()
	data := s.Kept[u.Blob.Key]
	s.Uploads, s.Bodies, s.Waits = append(s.Uploads, u), append(s.Bodies, data), append(s.Waits, wait)
	n := len(s.Held) + 1
	s.mu.Unlock()
	switch {
	case s.Fail != nil:
		s.Drop(ctx, u.Blob.Key)
		return models.Submission{}, nil, s.Fail
	case s.Refuse != nil:
		s.Drop(ctx, u.Blob.Key)
		return models.Submission{}, nil, s.Refuse.Error()
	}
	sub := models.Submission{ID: "sub-" + strconv.Itoa(n), Account: u.Account, Kind: u.Kind, Side: u.Side, Claim: u.Claim,
		Filename: u.Filename, DeclaredType: u.DeclaredType, Bytes: int64(len(data)), Back: u.Back, State: models.StateExamined}
	if s.Slow {
		return sub, nil, nil
	}
	s.Add(sub, models.Report{ID: "rep-" + strconv.Itoa(n), Kind: u.Kind, Verdict: models.VerdictAccept,
		Fingerprints: []models.Fingerprint{{Kind: models.FingerprintPHash64, Bits: 64, Hex: "secret-print"}},
		Artifacts:    []models.Artifact{{Name: "preview", MediaType: "image/png", ID: "art-1", Path: "secret/path"}}})
	r := s.Reports[sub.ID][0]
	return sub, &r, nil
}

// SubmitOnce keeps the answer of the first upload under a key, whatever the second is.
func (s *Service) SubmitOnce(ctx context.Context, key models.IdempotencyKey, u pipeline.Upload, wait time.Duration, render pipeline.Render) (models.Answer, bool, error) {
	s.mu.Lock()
	s.Once = append(s.Once, key)
	a, again := s.Answers[key]
	s.mu.Unlock()
	if again {
		return a, true, nil
	}
	sub, report, err := s.Submit(ctx, u, wait)
	if err != nil && s.Refuse == nil {
		return models.Answer{}, false, err
	}
	if a, err = render(sub, report, err); err != nil {
		return a, false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Answers == nil {
		s.Answers = map[models.IdempotencyKey]models.Answer{}
	}
	s.Answers[key] = a
	return a, false, nil
}

// Submission returns one by id.
func (s *Service) Submission(_ context.Context, id string) (models.Submission, error) {
	if s.Panic {
		panic("secret-panic")
	}
	for _, sub := range s.Held {
		if sub.ID == id && s.Fail == nil {
			return sub, nil
		}
	}
	if s.Fail != nil {
		return models.Submission{}, s.Fail
	}
	return models.Submission{}, missing("submission", id)
}

// Submissions lists newest first; the cursor is the position.
func (s *Service) Submissions(_ context.Context, q models.SubmissionQuery) ([]models.SubmissionSummary, models.Cursor, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Queries = append(s.Queries, q)
	if s.Fail != nil {
		return nil, "", s.Fail
	}
	var rows []models.SubmissionSummary
	for _, sub := range slices.Backward(s.Held) {
		row := models.SubmissionSummary{Submission: sub}
		if n := len(s.Reports[sub.ID]); n > 0 {
			r := s.Reports[sub.ID][n-1]
			row.Revision, row.Verdict, row.Retryable, row.Reasons = n, r.Verdict, r.Retryable, r.Reasons
			for _, a := range r.Artifacts {
				if a.Name == "thumbnail" {
					row.ThumbnailID = a.ID
				}
			}
		}
		for _, l := range s.LinkRecords {
			if l.A.SubmissionID == sub.ID || l.B.SubmissionID == sub.ID {
				row.Links++
			}
		}
		if (q.Account == "" || q.Account == sub.Account) && (q.Kind == "" || q.Kind == sub.Kind) && (q.Verdict == "" || q.Verdict == row.Verdict) {
			rows = append(rows, row)
		}
	}
	page, next := cut(rows, q.Limit, q.After)
	return page, next, nil
}

// cut pages a list; the cursor is a position.
func cut[T any](list []T, limit int, after models.Cursor) ([]T, models.Cursor) {
	if limit == 0 {
		limit = 50
	}
	from, _ := strconv.Atoi(string(after))
	from = min(max(from, 0), len(list))
	to := min(from+limit, len(list))
	if to == len(list) {
		return list[from:to], ""
	}
	return list[from:to], models.Cursor(strconv.Itoa(to))
}

// Report returns a revision, the latest for 0.
func (s *Service) Report(_ context.Context, id string, revision int) (models.Report, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.Reports[id]
	if s.Fail != nil {
		return models.Report{}, s.Fail
	}
	if revision == 0 {
		revision = len(all)
	}
	if revision < 1 || revision > len(all) {
		return models.Report{}, missing("report", id)
	}
	return all[revision-1], nil
}

// Artifact returns a stored file.
func (s *Service) Artifact(_ context.Context, id string) (models.ArtifactRow, io.ReadCloser, error) {
	f, ok := s.Files[id]
	if !ok {
		return models.ArtifactRow{}, nil, missing("artifact", id)
	}
	return models.ArtifactRow{ID: id, MediaType: f.MediaType}, io.NopCloser(bytes.NewReader(f.Data)), nil
}

// Original returns the bytes of an upload.
func (s *Service) Original(ctx context.Context, id string) (models.Submission, io.ReadCloser, error) {
	sub, err := s.Submission(ctx, id)
	return sub, io.NopCloser(bytes.NewReader(s.Originals[id])), err
}

// Back returns the bytes of a back.
func (s *Service) Back(ctx context.Context, id string) (models.Submission, io.ReadCloser, error) {
	sub, err := s.Submission(ctx, id)
	if err == nil && sub.Back == nil {
		err = missing("back of submission", id)
	}
	return sub, io.NopCloser(bytes.NewReader(s.Originals[id+"-back"])), err
}

// Links lists links of either side.
func (s *Service) Links(_ context.Context, q models.LinkQuery) ([]models.LinkRecord, models.Cursor, error) {
	s.LinkQueries = append(s.LinkQueries, q)
	if s.Fail != nil {
		return nil, "", s.Fail
	}
	var found []models.LinkRecord
	for _, l := range s.LinkRecords {
		of := func(e models.LinkEnd) bool {
			return (q.SubmissionID == "" || e.SubmissionID == q.SubmissionID) && (q.Account == "" || e.Account == string(q.Account))
		}
		if (of(l.A) || of(l.B)) && (q.Relation == "" || q.Relation == l.Comparison.Relation) {
			found = append(found, l)
		}
	}
	page, next := cut(found, q.Limit, q.After)
	return page, next, nil
}
