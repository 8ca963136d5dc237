package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"loupe/models"
)

func keys(t *testing.T, b *bench) {
	want := models.APIKey{ID: "key", Hash: strings.Repeat("0f", 32), Admin: true, CreatedAt: b.now()}
	check(t, b.CreateKey(t.Context(), want))
	got, err := b.KeyByHash(t.Context(), want.Hash)
	check(t, err)
	want.CreatedAt = kept(want.CreatedAt)
	wantEqual(t, "key", got, want)
	wantCode(t, "same hash", b.CreateKey(t.Context(), models.APIKey{ID: "other", Hash: want.Hash}), models.ErrConflict)
	wantCode(t, "same id", b.CreateKey(t.Context(), models.APIKey{ID: "key", Hash: "x"}), models.ErrConflict)
	wantCode(t, "no hash", b.CreateKey(t.Context(), models.APIKey{ID: "none"}), models.ErrInvalid)
	for _, hash := range []string{"", "x", want.Hash[:63], want.Hash + "\x00", strings.ToUpper(want.Hash)} {
		_, err = b.KeyByHash(t.Context(), hash)
		wantCode(t, "unknown hash", err, models.ErrNotFound)
	}
	n, err := b.CountKeys(t.Context())
	check(t, err)
	wantEqual(t, "keys", n, 1)
}

// cancelled: an ended context is neither a missing thing nor a broken database.
func cancelled(t *testing.T, b *bench) {
	check(t, b.Ping(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := b.submission("a")
	_, create := b.CreateSubmission(ctx, s, time.Minute)
	_, lease := b.Lease(ctx, models.QueueLive, time.Minute)
	_, _, list := b.Submissions(ctx, models.SubmissionQuery{})
	for name, err := range map[string]error{"create": create, "lease": lease, "list": list, "ping": b.Ping(ctx)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s = %v, want context.Canceled", name, err)
		}
	}
	_, err := b.Submission(t.Context(), s.ID)
	wantCode(t, "nothing stored", err, models.ErrNotFound)
}
