package history

import (
	"image"
	"math"

	"loupe/forensics/order"
)

const (
	// MinPeers is how many blocks an activity bin needs (METHODS 1.2 c); smaller bins are merged with their neighbour.
	MinPeers = 64

	minInformation = 6.0 // nats that a block's coefficients must be able to tell, for it to be judged
	activityBin    = 0.5 // width of an activity bin, in log units
	minScale       = 0.08
)

// Blocks holds, per block of one grid, how far its coefficients are from the first compression's lattice.
type Blocks struct {
	Columns, Rows int
	Origin        image.Point // pixel of the first block's top left corner: 0,0 in a JPEG, 4,4 from it on the control grid
	Errors        []float64   // row-major; 0 on the lattice, 1 what chance gives; NaN: too few coefficients to tell (flat)
	Z             []float64   // robust standard deviations against blocks of like activity; NaN where Errors is
	Judged        int         // blocks that are not NaN
	Information   float64     // mean over the judged blocks of what chance would tell, nats
}

// measure sums the weight of evidence of a block's coefficients and normalises it by what it would be by chance.
func measure(s *Spectrum, w *weights) *Blocks {
	b := &Blocks{Columns: s.Columns, Rows: s.Rows, Origin: s.Origin, Errors: make([]float64, s.Blocks())}
	for i := range b.Errors {
		sum, span := float32(0), float32(0)
		for f, v := range s.Block(i) {
			t := w.table[f]
			if t == nil {
				continue
			}
			if v < 0 {
				v = -v
			}
			if int(v) >= w.least[f] {
				sum += t[int(v)%len(t)]
				span += w.span[f]
			}
		}
		b.Errors[i] = math.NaN()
		if span >= minInformation {
			b.Errors[i] = float64(sum / span)
			b.Judged++
			b.Information += float64(span)
		}
	}
	b.Information /= float64(max(b.Judged, 1))
	b.Z = Standardise(b.Errors, s.Activity)
	return b
}

// Standardise returns (e - median) / (1.4826 MAD) within bins of like activity. Bins, not division by activity:
// division loses power (METHODS 1.2b).
func Standardise(errors []float64, activity []float32) []float64 {
	z := make([]float64, len(errors))
	judged, keys := make([]int32, 0, len(errors)), make([]float32, 0, len(errors))
	for i, e := range errors {
		if z[i] = math.NaN(); !math.IsNaN(e) {
			judged, keys = append(judged, int32(i)), append(keys, activity[i])
		}
	}
	ascending := order.Ascending(keys)
	for k, i := range ascending {
		ascending[k] = judged[i]
	}
	judged = ascending
	for start := 0; start < len(judged); {
		end := binEnd(judged, activity, start)
		standardiseBin(judged[start:end], errors, z)
		start = end
	}
	return z
}

// binEnd returns where the activity bin that starts at start ends, so that it and the rest have MinPeers each.
func binEnd(judged []int32, activity []float32, start int) int {
	end := start
	for end < len(judged) && (end-start < MinPeers || activity[judged[end]] < activity[judged[start]]+activityBin) {
		end++
	}
	if len(judged)-end < MinPeers {
		return len(judged)
	}
	return end
}

func standardiseBin(bin []int32, errors, z []float64) {
	if len(bin) < MinPeers {
		return
	}
	values := make([]float64, len(bin))
	for k, i := range bin {
		values[k] = errors[i]
	}
	median := order.Median(values)
	for k, v := range values {
		values[k] = math.Abs(v - median)
	}
	scale := max(1.4826*order.Nth(values, len(values)/2), minScale)
	for _, i := range bin {
		z[i] = (errors[i] - median) / scale
	}
}
