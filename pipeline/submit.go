package pipeline

import (
	"context"
	"io"
	"strings"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"loupe/models"
)

// Submit stores an upload durably, examines it, and waits for the report as long as wait says. A nil report means that
// the examination goes on; the submission is then safe and the report will come. A file that turns out not to be a
// usable picture while the caller waits is refused with an error and nothing of it is kept.
func (s *Service) Submit(ctx context.Context, u Upload, wait time.Duration) (models.Submission, *models.Report, error) {
	if err := validate(u); err != nil {
		return models.Submission{}, nil, err
	}
	if s.life.Err() != nil {
		return models.Submission{}, nil, models.Errorf(models.ErrUnavailable, "system.stopping", "the service is stopping: send the upload again in a minute")
	}
	if s.live.Add(1) > int64(s.config.MaxLive) {
		s.live.Add(-1)
		return models.Submission{}, nil, models.Errorf(models.ErrBusy, "system.busy", "%d uploads are in hand already: send this one again in a moment", s.config.MaxLive)
	}
	sub, job, err := s.receive(ctx, u)
	if err != nil {
		s.live.Add(-1)
		return models.Submission{}, nil, err
	}
	v := &visitor{answer: make(chan answer, 1)}
	s.jobs.Go(func() {
		defer s.live.Add(-1)
		s.work(s.life, job, v)
	})
	report, err := v.wait(ctx, wait)
	return sub, report, err
}

// receive makes the upload durable: blob first, then the row with its job.
func (s *Service) receive(ctx context.Context, u Upload) (models.Submission, models.Job, error) {
	blob, err := s.blobs.Put(ctx, u.Body)
	if err != nil {
		return models.Submission{}, models.Job{}, err
	}
	sub := models.Submission{
		ID: s.config.NewID("sub"), Account: u.Account, Kind: u.Kind, Side: u.Side, Claim: u.Claim, Filename: u.Filename,
		DeclaredType: u.DeclaredType, SHA256: blob.Key, Bytes: blob.Bytes, State: models.StateReceived, CreatedAt: s.config.Now().UTC(),
	}
	if sub.Claim == nil {
		sub.Claim = models.Claim{}
	}
	s.blobRefs.RLock()
	defer s.blobRefs.RUnlock()
	job, err := s.store.CreateSubmission(ctx, sub, s.config.Lease)
	if err != nil {
		return models.Submission{}, models.Job{}, err
	}
	// An equal file that was refused at this moment may have taken the blob with it.
	if r, err := s.blobs.Open(ctx, blob.Key); err != nil {
		_, _ = s.store.DeleteSubmission(ctx, sub.ID)
		return models.Submission{}, models.Job{}, models.Errorf(models.ErrUnavailable, "system.blob", "the upload could not be kept: send it again")
	} else if err := r.Close(); err != nil {
		return models.Submission{}, models.Job{}, err
	}
	return sub, job, nil
}

// forget removes a refused upload: row first, then its blob when nothing else refers to it.
func (s *Service) forget(ctx context.Context, sub models.Submission) error {
	s.blobRefs.Lock()
	defer s.blobRefs.Unlock()
	others, err := s.store.DeleteSubmission(ctx, sub.ID)
	if err != nil || others > 0 {
		return err
	}
	return s.blobs.Delete(ctx, sub.SHA256)
}

// maxAccount is the longest account reference, in characters.
const maxAccount = 200

func validate(u Upload) error {
	account := string(u.Account)
	switch {
	case strings.TrimSpace(account) == "":
		return &models.Error{Code: models.ErrInvalid, Reason: "account.missing", Field: "account", Message: "account is missing: send your own reference of the account that uploads"}
	case !utf8.ValidString(account) || strings.ContainsFunc(account, unicode.IsControl):
		return models.Invalidf("account", "account must be UTF-8 text without control characters")
	case utf8.RuneCountInString(account) > maxAccount:
		return models.Invalidf("account", "account has %d characters, the limit is %d", utf8.RuneCountInString(account), maxAccount)
	case u.Body == nil:
		return &models.Error{Code: models.ErrInvalid, Reason: "file.missing", Field: "file", Message: "file is missing: send the picture as the part named file"}
	}
	if _, err := models.ParseKind(string(u.Kind)); err != nil {
		return err
	}
	_, err := models.ParseSide(string(u.Side))
	return err
}

// visitor is the caller of an upload, who may stop waiting at any moment. Who settles first decides: while the visitor
// waits a refusal is an answer to them; once they left with "it goes on", it must become a report.
type visitor struct {
	settled atomic.Bool
	answer  chan answer
}

type answer struct {
	report *models.Report
	err    error
}

// claim reports whether the visitor still waits, and from then on keeps them until they are answered.
func (v *visitor) claim() bool { return v != nil && v.settled.CompareAndSwap(false, true) }

func (v *visitor) tell(r *models.Report, err error) {
	if v != nil {
		v.answer <- answer{r, err}
	}
}

func (v *visitor) wait(ctx context.Context, wait time.Duration) (*models.Report, error) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case a := <-v.answer:
		return a.report, a.err
	case <-timer.C:
	case <-ctx.Done():
	}
	if v.settled.CompareAndSwap(false, true) {
		return nil, nil
	}
	a := <-v.answer
	return a.report, a.err
}

// readBlob returns the bytes of a submission.
func (s *Service) readBlob(ctx context.Context, key string) ([]byte, error) {
	r, err := s.blobs.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // only read
	return io.ReadAll(r)
}
