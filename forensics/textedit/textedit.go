// Package textedit asks of every recognised word whether it was written into the picture later than the others.
package textedit

import (
	"context"
	"fmt"

	"loupe/forensics"
	"loupe/models"
)

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID:        "textedit",
		Version:   3,
		Question:  "Does a piece of text stand out against the document's other text?",
		Needs:     forensics.NeedsPixels | forensics.NeedsText,
		Kinds:     []models.Kind{models.KindIdentityDocument, models.KindDiploma},
		Group:     models.GroupHistory,
		Lifecycle: models.LifecycleStable,
		Reference: "Lattice error after Farid, IEEE TIFS 4(1), 2009, doi:10.1109/TIFS.2008.2012215; noise after Immerkaer, CVIU 64(2), 1996, doi:10.1006/cviu.1996.0060; chances after Liu, Xie, JASA 115(529), 2020, doi:10.1080/01621459.2018.1554485",
		Innocent:  "Text that was added honestly later, such as a date stamp or a watermark of an app; a blacked-out number; a word under a reflection or a hologram; a line printed by another machine.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	reading, err := x.Reading()
	if err != nil {
		return models.Finding{}, fmt.Errorf("textedit: %w", err)
	}
	text := models.Text{}
	if reading.Text != nil {
		text = *reading.Text
	}
	seen, err := compare(ctx, x, &text)
	if err != nil {
		return models.Finding{}, fmt.Errorf("textedit: %w", err)
	}
	return conclude(c.Info(), x, seen)
}
