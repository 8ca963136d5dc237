// Package portraitedit asks whether the portrait went through other processing than what surrounds it.
package portraitedit

import (
	"context"
	"fmt"
	"math"

	"loupe/forensics"
	"loupe/models"
)

const (
	leastBlocks = 24  // judged blocks that portrait and surroundings need each for their history to be compared
	maxExcess   = 0.4 // of the portrait's lattice error over its surroundings', at which it is suspect: 1 is all of chance's
	leastError  = 0.6 // and the portrait's own lattice error
	maxDeficit  = 3.0 // powers of two of energy by which a printed portrait has less detail than the print around it
	leastCutOff = 0.5 // of these that fine edges must lack, because skin is smooth
	leastQuiet  = 0.4 // and that noise must lack, because a soft photograph in a card has the card's noise
	minVisible  = 90  // IJG quality whose first compression must have been visible for "nothing found" to mean clear
)

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID:        "portraitedit",
		Version:   3,
		Question:  "Was the portrait processed otherwise than what surrounds it?",
		Needs:     forensics.NeedsPixels | forensics.NeedsFace,
		Kinds:     []models.Kind{models.KindIdentityDocument, models.KindProfilePhoto},
		Group:     models.GroupHistory,
		Lifecycle: models.LifecycleStable,
		Reference: "Lattice error after Farid, IEEE TIFS 4(1), 2009, doi:10.1109/TIFS.2008.2012215; noise after Immerkaer, CVIU 64(2), 1996, doi:10.1006/cviu.1996.0060; spectral cut-off after Kirchner, MM&Sec 2008, doi:10.1145/1411328.1411333",
		Innocent:  "A beauty filter or a retouched blemish on a profile photo; a reflection or hologram over a printed portrait; a face blurred for privacy; a portrait printed at a much lower resolution than the card.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	info := c.Info()
	faces, err := x.Faces()
	if err != nil {
		return models.Finding{}, fmt.Errorf("portraitedit: %w", err)
	}
	if len(faces) == 0 {
		return info.Finding(models.OutcomeNotApplicable, "No face was found."), nil
	}
	z := zonesOf(x, faces[0])
	h, err := x.History(ctx)
	if err != nil {
		return models.Finding{}, fmt.Errorf("portraitedit: %w", err)
	}
	s := z.measure(h, x.Luma())
	return conclude(info, x, z, s)
}

// sides are what was measured of the portrait and of its surroundings.
type sides struct {
	first                 int     // IJG quality of the first compression, 0 when none shows
	visible               int     // up to which one would have shown
	once                  bool    // a JPEG without an earlier compression
	portrait, around      float64 // lattice errors; NaN: too few blocks
	noiseIn, noiseOutside float64 // levels; NaN: too few pixels
	cutOff                float64 // powers of two, as zones.cutOff; NaN: too few blocks
	printed               bool    // a document's portrait, large enough for its detail to be compared
}

func (s sides) excess() float64 { return s.portrait - s.around }

// quiet is by how many powers of two of energy the portrait's noise lies below that of its surroundings.
func (s sides) quiet() float64 { return -2 * math.Log2((s.noiseIn+0.1)/(s.noiseOutside+0.1)) }

// deficit is by how many powers of two of energy the portrait lacks both fine edges and noise; NaN: not measured.
func (s sides) deficit() float64 { return s.quiet() - s.cutOff }

// other reports whether the portrait shows another compression history than its surroundings.
func (s sides) other() bool { return s.excess() >= maxExcess && s.portrait >= leastError }

// softer reports whether a printed portrait is softer and smoother than the print around it. Of a profile photo focus and
// beauty filters make the face so.
func (s sides) softer() bool {
	return s.printed && s.deficit() >= maxDeficit && -s.cutOff >= leastCutOff && s.quiet() >= leastQuiet
}
