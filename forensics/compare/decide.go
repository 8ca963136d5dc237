package compare

import (
	"math"

	"loupe/models"
)

// Thresholds of the decision, chosen on pairs of the building seeds 100 to 317 and 20201 to 20208. Test pictures had no say.
const (
	minBlocks     = 8     // blocks that must follow one map, and whose noise must have been compared: fewer prove nothing
	maxBend       = 0.03  // pixels, median: a copy lies under one map to a few hundredths
	minRigid      = 0.88  // share of the blocks, by precision, within rigidShift: low renders of one artwork reach 0.82, copies 0.94
	minSharpness  = 0.04  // residual correlation at the shift minus two pixels away: below it no noise is left to judge
	faintNoise    = 0.02  // the same where the background says that there was one capture
	maxBlank      = 0.05  // share of blocks without noise above which nothing says that there was a capture at all: a render
	minTelling    = 30    // blocks of area that a picture must have for one capture with changes, unless something lies beside the document: in two low renders (404 x 255) of two holders' cards the artwork itself looked like noise
	quietBlank    = 0.35  // the same where one place alone differs, an overlay: another holder's document differs in several
	minFollowed   = 0.25  // share of textured blocks that must be found again for the artwork to be the same
	dupFollowed   = 0.65  // the same for a duplicate whose noise does not survive
	dupBend       = 0.12  // pixels, for the same
	dupShared     = 0.985 // unchanged share of what both show, for the same
	minBackground = 6     // blocks beside the document that have a say
	sameDesk      = 0.8   // share of them under the document's map that only one capture shows
)

// logit is the logarithm of the odds that the two pictures are one capture: a logistic model of what noise, local shifts
// and background say, fitted on 121 pairs of the building seeds with an L2 penalty of 0.5, each term bounded so that none
// decides alone; the constant puts 0 midway between the surest honest pair and the least sure copy.
func (e evidence) logit() float64 {
	return e.geometry() + 1.47*bound(math.Log(max(e.sharpness, 0.01)/0.045), -1.5, mostNoise)
}

const mostNoise = 2 // bound of the noise's term

// hopeless reports whether no noise could make e one capture: two captures bend too far, and measuring noise is dear.
func (e evidence) hopeless() bool { return e.geometry()+1.47*mostNoise < 0 }

// geometry is what local shifts and background add to the odds.
func (e evidence) geometry() float64 {
	bend := bound(math.Log(0.06/max(e.bend, 0.004)), -2.3, 2.7)
	rigid := bound((e.rigid-0.6)/0.2, -2, 2)
	background := 0.0
	if e.outside >= minBackground {
		background = 2*e.together - 1
	}
	return -3.66 + 1.28*bend + 1.61*rigid + 0.39*background
}

func boolean(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func bound(v, low, high float64) float64 { return min(max(v, low), high) }

// oneCapture reports whether e proves one capture: one rigid map and one noise.
func (e evidence) oneCapture() bool {
	least := minSharpness
	if e.outside >= minBackground && e.together >= sameDesk {
		least = faintNoise
	}
	return e.rigidBlocks() >= minBlocks && e.bend <= maxBend && e.rigid >= minRigid && e.judged >= minBlocks && e.sharpness >= least && e.logit() > 0
}

// tells reports whether there is enough of the pictures to tell what a capture added from what an issuer printed.
func (e evidence) tells() bool { return e.area >= minTelling || e.outside >= minBackground }

// oneArtwork reports whether the same printed structure stands in both pictures.
func (e evidence) oneArtwork() bool {
	return e.chance < oneLayout || e.found >= minFollowed || e.followed >= minBlocks && e.followedShare() >= minFollowed
}

// onePicture reports whether nothing differs although no noise is left to compare: a thumbnail, a strong recompression.
// Two holders' cards cannot get here: their portraits and names differ.
func (e evidence) onePicture(changes int, unchanged float64) bool {
	return changes == 0 && unchanged >= dupShared && e.rigidBlocks() >= minBlocks &&
		e.followedShare() >= dupFollowed && e.bend <= dupBend
}

func (e evidence) rigidBlocks() float64 { return e.rigid * float64(e.followed) }

func (e evidence) followedShare() float64 { return float64(e.followed) / float64(max(1, e.textured)) }

// relate names the relation. changes is the number of changed regions, unchanged the share of what both show that is
// unchanged.
func (e evidence) relate(changes int, unchanged float64) models.Relation {
	switch {
	case e.oneCapture() && changes == 0, e.onePicture(changes, unchanged):
		return models.RelationNearDuplicate
	case e.oneCapture() && e.tells() && !e.rendered && (e.blank <= maxBlank || changes <= 1 && e.blank <= quietBlank):
		return models.RelationSameCapture
	case e.oneArtwork():
		// Also renders without capture noise: two honest digital originals of one issuer share every unchanged pixel.
		return models.RelationSameLayout
	}
	return models.RelationUnrelated
}

// score is 0 for nothing in common, 0.5 where links begin, towards 1 the surer it is.
func (e evidence) score(r models.Relation) float64 {
	s := 1 / (1 + math.Exp(-e.logit()))
	switch r {
	case models.RelationNearDuplicate, models.RelationSameCapture:
		return max(0.5, s)
	case models.RelationSameLayout:
		return min(0.49, s)
	}
	return 0
}

// measures lists every number the decision rests on: covered is the share of the reference that both show, same the share
// of that which is unchanged, and changes counts the regions that are not.
func (e evidence) measures(covered, same float64, changes int) []models.Measure {
	number := func(name string, v float64, unit string) models.Measure {
		return models.Measure{Name: name, Value: v, Unit: unit}
	}
	held := func(name string, v float64, unit string, threshold float64) models.Measure {
		return models.Measure{Name: name, Value: v, Unit: unit, Threshold: models.Threshold(threshold)}
	}
	return []models.Measure{
		number("found_share", e.found, "share"),
		held("area", e.area, "blocks of 64 x 64 pixels", minTelling),
		number("scale", e.scale, "ratio"),
		held("blocks_followed", float64(e.followed), "blocks", minBlocks),
		held("followed_share", e.followedShare(), "share", minFollowed),
		held("rigid_share", e.rigid, "share", minRigid),
		held("bend_median", e.bend, "px", maxBend),
		number("bend_p75", e.bendHigh, "px"),
		number("background_blocks", float64(e.outside), "blocks"),
		number("background_together", e.together, "share"),
		held("noise_sharpness", e.sharpness, "correlation", minSharpness),
		number("noise_correlation", e.residual, "correlation"),
		held("noise_blocks", float64(e.judged), "blocks", minBlocks),
		number("noise_sigma", e.noise, "levels"),
		held("no_capture_noise_share", e.blank, "share", maxBlank),
		number("shading_spread", e.shading, "log ratio"),
		number("rendered", boolean(e.rendered), "boolean"),
		number("covered_share", covered, "share"),
		held("unchanged_share", same, "share", dupShared),
		number("changed_regions", float64(changes), "regions"),
		held("capture_log_odds", e.logit(), "natural logarithm", 0),
	}
}

// measures lists what registration rests on.
func (h hypothesis) measures() []models.Measure {
	return []models.Measure{
		{Name: "features_agreeing", Value: float64(h.inliers), Unit: "features"},
		{Name: "features_by_chance", Value: h.nfa, Unit: "log10 of expected agreements", Threshold: models.Threshold(seldom)},
		{Name: "coarse_match", Value: h.match, Unit: "correlation", Threshold: models.Threshold(coarseMatch)},
	}
}
