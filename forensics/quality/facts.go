package quality

import (
	"loupe/models"
)

// facts are what was measured, without judgement.
type facts struct {
	tones    tones
	washed   float64 // share of the detailed tiles on a clipped ground
	read     reading
	measured map[string]fact
	context  []models.Measure // shown and never judged
}

// fact is one measure: what it found, and where.
type fact struct {
	value float64
	what  string          // in words that name the place, in the place of the instrument's; empty for those
	where []models.Region // drawn when the measure crosses its threshold
}

func (f *facts) set(name string, value float64) { f.measured[name] = fact{value: value} }

func (f *facts) show(name string, value float64, unit string) {
	f.context = append(f.context, models.Measure{Name: name, Value: value, Unit: unit})
}

// tonal takes the measures of the histogram.
func (f *facts) tonal() {
	f.set("mean_luminance_low", f.tones.mean)
	f.set("mean_luminance_high", f.tones.mean)
	f.set("highlight", f.tones.high)
	f.show("black_share", f.tones.black, "share")
	f.show("white_share", f.tones.full, "share")
	f.show("detail_on_white", f.washed, "share")
}
