// Package ela asks whether a part of a picture lacks the compression history that the rest shows.
//
// Plain error level analysis is no detector: its map shows activity, so text and edges always glow (METHODS 1.1, 1.2).
// What is measured here instead is each block's distance from the quantisation lattice of an earlier compression,
// estimated from the picture as a whole: blocks that went through it sit on its multiples, blocks edited afterwards do
// not. The measure is scale free (0 on the lattice, 1 by chance), compared within bins of like activity, and repeated on
// a shifted grid, where compression cannot show and only content can.
package ela

import (
	"context"
	"fmt"
	"image"
	"slices"

	"loupe/forensics"
	"loupe/forensics/history"
	"loupe/models"
)

const (
	minBlocks        = 4 * history.MinPeers // judged blocks below which a picture is too small or too flat
	minVisible       = 90                   // without a visible first compression a picture is clear only when one of this IJG quality would have shown
	clearInformation = 14.0                 // nats a block must tell on average for "nothing found" to mean clear
)

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID:        "ela",
		Version:   3,
		Question:  "Does a part of the picture lack the compression history that the rest shows?",
		Needs:     forensics.NeedsPixels,
		Kinds:     models.Kinds(),
		Group:     models.GroupHistory,
		Lifecycle: models.LifecycleStable,
		Reference: "Quantisation-lattice error after Farid, Exposing Digital Forgeries from JPEG Ghosts, IEEE TIFS 4(1), 2009, doi:10.1109/TIFS.2008.2012215",
		Innocent:  "A date stamp, caption, black bar or signature added by an app; a retouched blemish; a collage.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	info := c.Info()
	h, err := x.History(ctx)
	if err != nil {
		return models.Finding{}, err
	}
	if h.Unfit != "" {
		return info.Finding(models.OutcomeInconclusive, h.Unfit), nil
	}
	if !h.First.Shown() {
		f := withoutHistory(info, h)
		return f, draw(&f, errorLevel(h.Spectrum), x, "robust standard deviations of recompression error; a view, not evidence")
	}
	b := judge(h.Blocks)
	if b.Judged < minBlocks {
		f := info.Finding(models.OutcomeInconclusive, fmt.Sprintf("Only %d blocks have enough detail to compare, %d are needed: the picture is too small or too flat.", b.Judged, minBlocks))
		f.Measures = append(f.Measures, models.Measure{Name: "judged_blocks", Value: float64(b.Judged), Unit: "blocks", Threshold: models.Threshold(minBlocks)})
		return f, nil
	}
	b.dropSmooth(h.Spectrum)
	b.dropSaturated(x.Pixels())
	candidates, err := confirmed(ctx, h, b)
	if err != nil {
		return models.Finding{}, err
	}
	return conclude(info, x, verdictInput{b, h.First, candidates, h.Quality})
}

// confirmed returns the regions that stand out on the picture's own grid and not on one shifted by half a block
// (METHODS 1.2 e), strongest first: what survives the shift is content. Where nothing stands out the shifted grid, which
// costs as much as all else, is not looked at.
func confirmed(ctx context.Context, h *history.History, b *blockErrors) ([]region, error) {
	candidates := b.regions()
	if len(candidates) == 0 || candidates[0].logNFA > notableLogNFA {
		return candidates, nil
	}
	control, err := h.Control(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(candidates, func(r region) bool {
		shifted := b.pixels(r).Add(image.Pt(4, 4))
		return control.Within(shifted).Z >= r.z/2
	}), nil
}
