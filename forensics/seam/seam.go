// Package seam asks whether something with straight sides was pasted into a picture.
package seam

import (
	"context"
	"fmt"

	"loupe/forensics"
	"loupe/models"
)

// leastPixels is the size below which windows, screens and signs are few pixels large, and as sharp as a seam.
const leastPixels = 250_000

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID:        "seam",
		Version:   1,
		Question:  "Is there a straight seam where something was pasted?",
		Needs:     forensics.NeedsPixels,
		Kinds:     models.Kinds(),
		Group:     models.GroupGeometry,
		Lifecycle: models.LifecycleStable,
		Thorough:  true,
		Reference: "Alignments after Desolneux, Moisan, Morel, From Gestalt Theory to Image Analysis, 2008, ch. 3 and 5; JPEG block borders after ITU-T T.81, A.1.1",
		Innocent:  "A screen, a window, a poster or a sign that was photographed exactly straight; a printed box or photograph on a page that lies straight; a caption, a sticker, a black bar or another mark that an app laid over the picture.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	if n := x.File.Width * x.File.Height; n < leastPixels {
		return c.Info().Finding(models.OutcomeInconclusive, fmt.Sprintf("The picture has too few pixels (%d, of %d that are needed) to tell a seam from a sharp edge.", n, leastPixels)), nil
	}
	upright, err := fieldOf(ctx, columns(x.Luma()))
	if err != nil {
		return models.Finding{}, fmt.Errorf("seam: %w", err)
	}
	level, err := fieldOf(ctx, rows(x.Luma()))
	if err != nil {
		return models.Finding{}, fmt.Errorf("seam: %w", err)
	}
	p, q := upright.pieces(), level.pieces()
	r, err := find(ctx, upright, level, p, q)
	if err != nil {
		return models.Finding{}, fmt.Errorf("seam: %w", err)
	}
	return conclude(c.Info(), x, upright, level, r, contrast(r, p, q), r.alike(p, q))
}
