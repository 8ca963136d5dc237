package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"loupe/models"
)

// BlobsInUse returns those of keys that a row refers to: as a submission's file or back, or as an artifact.
func (d *DB) BlobsInUse(ctx context.Context, keys []string) (map[string]bool, error) {
	used := map[string]bool{}
	if len(keys) == 0 {
		return used, nil
	}
	var found []string
	in := bun.In(keys)
	err := d.read.NewRaw(`SELECT sha256 FROM submissions WHERE sha256 IN (?) UNION SELECT back_sha256 FROM submissions WHERE back_sha256 IN (?)
		UNION SELECT blob_key FROM artifacts WHERE blob_key IN (?)`, in, in, in).Scan(ctx, &found)
	for _, key := range found {
		used[key] = true
	}
	return used, d.fault("look for users of blobs", err)
}

// EachReceived calls yield for every submission made before the given time that has no report, and says whether it
// still has a job that will bring one. It stops at yield's first error and returns it as it is.
func (d *DB) EachReceived(ctx context.Context, before time.Time, yield func(s models.Submission, hasJob bool) error) error {
	type received struct {
		submissionRow
		HasJob bool `bun:"has_job"`
	}
	const batch = 200
	for after := ""; ; {
		var rows []received
		err := d.read.NewRaw(`SELECT s.*, EXISTS (SELECT 1 FROM jobs AS j WHERE j.submission_id = s.id AND j.queue = 'live' AND j.state <> 'done') AS has_job
			FROM submissions AS s WHERE s.revision = 0 AND s.id > ? AND s.created_at < ? ORDER BY s.id LIMIT ?`,
			after, micros(before), batch).Scan(ctx, &rows)
		if err != nil {
			return d.fault("list submissions without a report", err)
		}
		for _, r := range rows {
			s, err := r.model()
			if err != nil {
				return err
			}
			if err := yield(s, r.HasJob); err != nil {
				return err
			}
			after = r.ID
		}
		if len(rows) < batch {
			return nil
		}
	}
}
