package pipeline

import (
	"context"
	"encoding/base64"
	"io"
	"slices"
	"strconv"
	"strings"

	"loupe/forensics/fingerprint/facts"
	"loupe/models"
	"loupe/reuse"
)

// Query is what a search asks for: a picture, one fingerprint, or what a document says. Nothing of it is kept.
type Query struct {
	Picture Upload              // with a Blob: a picture, kept by Keep; the search drops it
	Print   *models.Fingerprint // a hash, as `loupe scan` and reports on the command line give them
	Says    *models.Document    // statements of number, issuer, name and date of birth
	Account models.Account      // whose submissions are left out; "" for nobody's
	Filter  models.SearchFilter
	Verify  int // how many pictures of the page are compared, at most
	Limit   int // 1..100
	After   models.Cursor
}

// mostFound is how many finds of each kind of fingerprint a search goes through, and mostVerified how many it compares.
const (
	mostFound    = 200
	mostVerified = 20
)

// Search says what is near the query, the likeliest first, and why. Finds are candidates until they are verified.
func (s *Service) Search(ctx context.Context, q Query) ([]models.Found, models.Cursor, error) {
	from, err := parsePlace(q.After)
	if err != nil {
		return nil, "", err
	}
	entry, err := s.fingerprintsOf(ctx, q)
	if err != nil {
		return nil, "", err
	}
	all := suspects(s.index, entry, mostFound)
	out, at := []models.Found{}, min(from, len(all))
	left := min(q.Verify, mostVerified)
	for ; at < len(all) && len(out) < q.Limit; at++ {
		found, ok, err := s.found(ctx, q, all[at], &left)
		if err != nil {
			return nil, "", err
		}
		if ok {
			out = append(out, found)
		}
	}
	if at == len(all) {
		return out, "", nil
	}
	return out, placeOf(at), nil
}

// fingerprintsOf returns what to look for. A picture is examined like an upload, which takes as long.
func (s *Service) fingerprintsOf(ctx context.Context, q Query) (models.IndexEntry, error) {
	e := models.IndexEntry{Account: q.Account}
	switch {
	case q.Print != nil:
		e.Fingerprints = []models.Fingerprint{*q.Print}
		if err := reuse.Validate(e.Fingerprints); err != nil {
			return e, models.Invalidf("fingerprint", "%v", err)
		}
	case q.Says != nil:
		if e.Fingerprints = facts.Of(q.Says); len(e.Fingerprints) == 0 {
			return e, models.Invalidf("document_number", "nothing to look for: send document_number and issuer, or name and date_of_birth (YYYY-MM-DD)")
		}
	default:
		place, err := s.arrived(ctx)
		if err != nil {
			return e, err
		}
		defer place.Abandon()
		exam, err := s.darkroom.Examine(ctx, s.asked(ctx, q), models.Brief{Kind: q.Picture.Kind, Day: s.config.Now().UTC(), Profile: models.ProfileFast}, models.PriorityLive, nil)
		if err != nil {
			return e, err
		}
		if exam.Refused != nil {
			return e, exam.Refused.Error()
		}
		e.Fingerprints = exam.Fingerprints
	}
	return e, nil
}

// asked is the file of a query.
func (s *Service) asked(ctx context.Context, q Query) []models.Original {
	b := q.Picture.Blob
	return []models.Original{{
		Filename: q.Picture.Filename, DeclaredType: q.Picture.DeclaredType, SHA256: b.Key, Bytes: b.Bytes,
		Open: func() (io.ReadCloser, error) { return s.blobs.Open(ctx, b.Key) },
	}}
}

// found says what is known of one find; ok is false when the filter leaves it out. left counts the comparisons that may
// still be made.
func (s *Service) found(ctx context.Context, q Query, c suspicion, left *int) (f models.Found, ok bool, err error) {
	sub, err := s.store.Submission(ctx, c.SubmissionID)
	if models.CodeOf(err) == models.ErrNotFound && err != nil {
		return f, false, nil // erased in the meantime
	}
	if err != nil || !admits(q.Filter, sub) {
		return f, false, err
	}
	f = models.Found{SubmissionID: sub.ID, Account: sub.Account, Kind: sub.Kind, FirstSeen: sub.CreatedAt, Page: c.page, OtherPage: c.other, Weight: c.weight, Why: c.why}
	comparison, known := models.Comparison{}, true
	switch {
	case c.has(models.FingerprintBytes, models.FingerprintPixels):
		comparison = sameFile(models.FingerprintPixels)
	case q.Picture.Blob.Key != "" && c.pictures() && *left > 0:
		*left--
		query := models.Sheaf{Kind: q.Picture.Kind, Originals: s.asked(ctx, q), Page: c.page}
		other := exhibit{sub: sub, page: c.other}
		if comparison, err = s.darkroom.Compare(ctx, query, s.sheaf(ctx, other), models.PriorityLive); err != nil {
			return f, false, err
		}
	default:
		known = c.has(models.FingerprintNumber, models.FingerprintMRZ, models.FingerprintPerson)
	}
	if known {
		f.Verified, f.Score, f.FalseAlarmRate, f.Changed, f.Portraits = true, comparison.Score, comparison.FalseAlarmRate, comparison.Changed, comparison.Portraits
		if f.Relation = comparison.Relation; f.Relation == "" {
			f.Relation = models.RelationUnrelated
		}
		l := models.LinkRecord{Comparison: comparison}
		if tie(&l, relationsOf(comparison, c)); l.Comparison.Relation.Links() {
			f.Relation, f.Also, f.Score, f.FalseAlarmRate, f.Changed = l.Comparison.Relation, l.Also, l.Comparison.Score, l.Comparison.FalseAlarmRate, l.Comparison.Changed
		}
	}
	return f, q.Filter.Relation == "" || f.Verified && (f.Relation == q.Filter.Relation || slices.Contains(f.Also, q.Filter.Relation)), nil
}

func admits(f models.SearchFilter, sub models.Submission) bool {
	return (f.Kind == "" || f.Kind == sub.Kind) && (f.Since.IsZero() || !sub.CreatedAt.Before(f.Since)) && (f.Until.IsZero() || sub.CreatedAt.Before(f.Until))
}

// A search's cursor is how many finds were gone through.
const searchPlace = "search:"

func placeOf(n int) models.Cursor {
	return models.Cursor(base64.RawURLEncoding.EncodeToString([]byte(searchPlace + strconv.Itoa(n))))
}

func parsePlace(c models.Cursor) (int, error) {
	if c == "" {
		return 0, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(string(c))
	digits, ok := strings.CutPrefix(string(text), searchPlace)
	n, bad := strconv.Atoi(digits)
	if err != nil || !ok || bad != nil || n < 0 {
		return 0, models.Invalidf("cursor", "cursor %.60q is not one of a search: send back the one you were given, or none", c)
	}
	return n, nil
}
