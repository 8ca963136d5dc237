// Package quality asks whether a picture is too poor to judge: too few pixels, blurred, shaken, glaring, badly exposed,
// without contrast, cut off, compressed until the detail is gone, or not of the document itself.
package quality

import (
	"context"

	"loupe/forensics"
	"loupe/models"
)

type check struct{ policy Policy }

// New returns the check. An invalid policy is a programming error and makes every Run fail with what is wrong in it.
func New(p Policy) forensics.Check { return check{p} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID: "quality", Version: 3, Question: "Is the picture too poor to judge?",
		Needs: forensics.NeedsPixels, Kinds: models.Kinds(), Group: models.GroupQuality, Lifecycle: models.LifecycleStable,
		Reference: "Marziliano et al., ICIP 2002 (edge width); Wang, Bovik, Evans, ICIP 2000 (blockiness); Gallagher, CRV 2005 (enlarged pictures); ISO 12233; ISO/IEC 7810",
		Innocent:  "An old phone, bad light or a messenger that shrinks pictures. Another picture helps.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	if err := c.policy.Validate(); err != nil {
		return models.Finding{}, err
	}
	measure := documentFacts
	if x.Kind == models.KindProfilePhoto {
		measure = photoFacts
	}
	f, err := measure(ctx, x)
	if err != nil {
		return models.Finding{}, err
	}
	return c.finding(x.Kind, f), ctx.Err()
}
