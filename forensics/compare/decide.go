package compare

import "loupe/models"

// Thresholds of the decision. The first set was chosen on synthetic pairs of seeds 0 to 7, the tight set on seeds from
// 1000 (world_test.go draws them); rate.go holds the false alarms. Test pictures had no say.
const (
	minBlocks      = 8     // blocks that must follow one map: fewer prove nothing
	minRigid       = 0.60  // share of followed blocks within rigidShift
	maxBend        = 0.06  // pixels, median: a copy bends by a few hundredths, two captures by a tenth at least
	minSharpness   = 0.045 // residual correlation at the shift minus two pixels away
	tightRigid     = 0.75  // the same three where strong compression or reduction left little noise:
	tightBend      = 0.03  // the more rigid the map, the less noise has to agree
	tightSharpness = 0.02
	maxBlank       = 0.50  // share of blocks without capture noise above which sharing pixels is no evidence of one capture
	minFollowed    = 0.25  // share of textured blocks that must be found again for the artwork to be the same
	dupFollowed    = 0.80  // the same for a duplicate whose noise does not survive
	dupBend        = 0.12  // pixels, for the same
	dupShared      = 0.985 // unchanged share of what both show, for the same
)

// oneCapture reports whether e proves one capture: one rigid map and one noise.
func (e evidence) oneCapture() bool {
	if e.rigidBlocks() < minBlocks || e.judged < minBlocks {
		return false
	}
	return e.strong() || e.rigid >= tightRigid && e.bend <= tightBend && e.sharpness >= tightSharpness
}

// strong reports whether the thresholds hold whose false alarms were measured.
func (e evidence) strong() bool {
	return e.rigid >= minRigid && e.bend <= maxBend && e.sharpness >= minSharpness
}

// oneArtwork reports whether the same printed structure stands in both pictures.
func (e evidence) oneArtwork() bool {
	return e.followed >= minBlocks && e.followedShare() >= minFollowed
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
	case e.oneCapture() && e.blank <= maxBlank:
		return models.RelationSameCapture
	case e.oneArtwork():
		// Also renders without capture noise: two honest digital originals of one issuer share every unchanged pixel.
		return models.RelationSameLayout
	}
	return models.RelationUnrelated
}

// score is 0 for nothing in common, 0.5 at the threshold, towards 1 the further the evidence exceeds it.
func (e evidence) score(r models.Relation) float64 {
	s := max(0, e.sharpness)
	margin := s / (s + minSharpness)
	switch r {
	case models.RelationNearDuplicate, models.RelationSameCapture:
		return max(0.5, margin)
	case models.RelationSameLayout:
		return min(0.49, margin)
	}
	return 0
}

// measures lists every number the decision rests on.
func (e evidence) measures(h hypothesis, found, covered float64) []models.Measure {
	number := func(name string, v float64, unit string) models.Measure {
		return models.Measure{Name: name, Value: v, Unit: unit}
	}
	held := func(name string, v float64, unit string, threshold float64) models.Measure {
		return models.Measure{Name: name, Value: v, Unit: unit, Threshold: models.Threshold(threshold)}
	}
	return append(h.measures(),
		number("found_share", found, "share"),
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
		number("covered_share", covered, "share"),
	)
}

// measures lists what registration rests on.
func (h hypothesis) measures() []models.Measure {
	return []models.Measure{
		{Name: "features_agreeing", Value: float64(h.inliers), Unit: "features"},
		{Name: "features_by_chance", Value: h.nfa, Unit: "log10 of expected agreements", Threshold: models.Threshold(seldom)},
		{Name: "coarse_match", Value: h.match, Unit: "correlation", Threshold: models.Threshold(coarseMatch)},
	}
}
