// Package noise asks whether a region's noise follows the noise of its surroundings.
package noise

import (
	"context"
	"fmt"

	"loupe/forensics"
	"loupe/models"
)

// leastPixels is the size of a picture below which what is out of focus, or was reduced, passes for an edit.
const leastPixels = 250_000

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID:        "noise",
		Version:   3,
		Question:  "Is there a region whose noise does not follow that of its surroundings?",
		Needs:     forensics.NeedsPixels,
		Kinds:     models.Kinds(),
		Group:     models.GroupNoise,
		Lifecycle: models.LifecycleStable,
		Reference: "Noise in flat blocks after Gardella, Musé, Colom, Morel, Noisesniffer, IWBF 2021, doi:10.1109/IWBF50991.2021.9465095; scan statistic after Kulldorff, Communications in Statistics 26(6), 1997, doi:10.1080/03610929708831995",
		Innocent:  "Skin smoothed by a camera's beauty filter; a background blurred by portrait mode; a blank strip or panel in a patterned document; a glossy or out-of-focus part; a sticker or a caption.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	if x.File.MediaType == "image/gif" {
		return c.Info().Finding(models.OutcomeNotApplicable, "A GIF has 256 colours at most, which replaces a camera's noise by the program's."), nil
	}
	if n := x.File.Width * x.File.Height; n < leastPixels {
		return c.Info().Finding(models.OutcomeInconclusive, fmt.Sprintf("The picture has too few pixels (%d, of %d that are needed) to tell one region's noise from another's.", n, leastPixels)), nil
	}
	zones, err := zonesOf(x)
	if err != nil {
		return models.Finding{}, fmt.Errorf("noise: %w", err)
	}
	field, err := fieldOf(ctx, x.Luma(), zones)
	if err != nil {
		return models.Finding{}, fmt.Errorf("noise: %w", err)
	}
	quiet, noisy, err := field.scan(ctx)
	if err != nil {
		return models.Finding{}, fmt.Errorf("noise: %w", err)
	}
	return conclude(c.Info(), x, field, quiet, noisy)
}
