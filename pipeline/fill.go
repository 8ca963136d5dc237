package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"loupe/models"
	"loupe/reuse"
)

// samples is how many rows are looked up again once the index is filled.
const samples = 1000

// fill builds the index from the store, and holds it against the store: what was not taken as it stands there would never
// be found, and nobody would notice. Whoever cannot be sure of the index must not start.
func fill(ctx context.Context, index *reuse.Index, s Store, log *slog.Logger) error {
	began, pages := time.Now(), 0
	var kept []models.IndexEntry
	err := index.Fill(func(yield func(models.IndexEntry) error) error {
		return s.EachFingerprint(ctx, func(e models.IndexEntry) error {
			if err := reuse.Validate(e.Fingerprints); err != nil {
				log.Warn("a submission has fingerprints that cannot be searched: re-scan it", "submission", e.SubmissionID, "error", err)
			}
			for _, part := range byPage(e) {
				if err := yield(part); err != nil {
					return err
				}
				if pages++; len(kept) < samples {
					kept = append(kept, part)
				} else if at := rand.IntN(pages); at < samples { // reservoir sampling: Vitter, ACM TOMS 11(1), 1985, algorithm R
					kept[at] = part
				}
			}
			return nil
		})
	})
	if err != nil {
		return fmt.Errorf("fill the index of fingerprints: %w", err)
	}
	if index.Len() != pages {
		return fmt.Errorf("fill the index of fingerprints: it holds %d pages, the store has %d", index.Len(), pages)
	}
	for _, part := range kept {
		if !index.Holds(part) {
			return fmt.Errorf("fill the index of fingerprints: it does not hold %s as the store does", part.SubmissionID)
		}
	}
	log.Info("the index of fingerprints is filled and was checked", "pages", pages, "checked", len(kept), "took", time.Since(began).Round(time.Millisecond))
	return nil
}
