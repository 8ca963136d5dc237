package compare

// Honest pairs: captures of two holders' cards of one issuer, the second re-saved in one of eight ways (PNG, JPEG 95 to
// 75, reduced to 0.8, 0.6, 0.5), drawn by world_test.go on 21 November 2026 with seeds from 1000 and from 5000, which
// the strong thresholds had not seen. None was called same_capture or near_duplicate. With no alarm in n pairs the rate
// is below 3/n at 95 % confidence (rule of three, Hanley and Lippman-Hand 1983). Captures of two real cards of one
// issuer were not at hand: the bound speaks of the synthetic world, and is as wide as n is small.
const (
	honestPhotos = 43
	honestScans  = 42
	maxRateScale = 2.1 // reduction up to which it was measured
)

// falseAlarmRate is the upper bound per honest pair, for the worse of the two channels because nobody knows the
// channel. It is nil where nothing was measured: stronger reductions, renders without noise, and pairs that only the
// tight thresholds accept, because those were chosen after these pairs had been seen.
func falseAlarmRate(e evidence) *float64 {
	if !e.oneCapture() || e.scale > maxRateScale || e.blank > maxBlank {
		return nil
	}
	rate := 3 / float64(min(honestPhotos, honestScans))
	return &rate
}
