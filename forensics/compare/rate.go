package compare

import "loupe/models"

// The null: pairs of which none may be linked, and none was (studio_test.go, LOUPE_MEASURE=1; 30 November 2026). No threshold
// had seen one of the honest pairs (groups of 6 captures, seeds from 2140000) or of the different pictures (seeds from 2370000).
//
// Honest pairs are captures of two holders' documents of one layout (cards, passports, diplomas; 1.2 megapixels), each with
// its own pose, light, noise and desk, saved by its camera and then by one of ten chains (PNG, JPEG 95 to 75, reduced to
// 0.8, 0.65, 0.5, cropped, warped). Every two of the captures of a layout make a pair, so pairs share captures. Different
// pictures are portraits in one studio pose, pages of one layout, flat pictures and photographs of the test data, every two
// of them. With no alarm in n pairs the rate is below 3/n at 95 % confidence (rule of three, Hanley and
// Lippman-Hand 1983). Captures of two real cards of one issuer were not at hand: the bound speaks of drawn documents, and
// is as wide as n is small.
const (
	honestPhotos      = 1050
	honestScans       = 1050
	differentPictures = 10011
	maxRateScale      = 2.1 // reduction up to which it was measured
)

// falseAlarmRate is the upper bound per pair that may not be linked: for one capture that of honest pairs, for the worse of
// the two channels because nobody knows the channel; for what is one picture without such proof that of different
// pictures. It is nil where nothing was measured: stronger reductions, renders that differ.
func falseAlarmRate(r models.Relation, e evidence) *float64 {
	n := 0
	switch {
	case r == models.RelationNearDuplicate && !e.oneCapture():
		n = differentPictures
	case r.Links() && e.oneCapture() && e.scale <= maxRateScale && e.blank <= maxBlank && !e.rendered:
		n = min(honestPhotos, honestScans)
	default:
		return nil
	}
	rate := 3 / float64(n)
	return &rate
}
