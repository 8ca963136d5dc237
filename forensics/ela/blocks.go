package ela

import (
	"math"
	"slices"
)

const (
	minInformation = 6.0 // nats that a block's coefficients must be able to tell, for it to be judged
	minPeers       = 64  // blocks an activity bin needs (METHODS 1.2 c); smaller bins are merged with their neighbour
	activityBin    = 0.5 // width of an activity bin, in log units
	minScale       = 0.08
	hotZ           = 4.0 // robust standard deviations above peers of the same activity
	hotError       = 0.6 // and more than half the way from lattice (0) to chance (1)
)

// blockErrors holds, per block, how far its coefficients are from the first compression's lattice: 0 on it, 1 what
// chance gives. NaN: the block has too few coefficients to tell (flat).
type blockErrors struct {
	columns, rows int
	errors        []float64
	z             []float64 // against blocks of like activity; NaN like errors
	judged        int
	information   float64 // mean over the judged blocks of what chance would tell, nats
}

// measure sums the weight of evidence of a block's coefficients and normalises it by what it would be by chance.
func measure(s *spectrum, w *weights) *blockErrors {
	b := &blockErrors{columns: s.columns, rows: s.rows, errors: make([]float64, s.blocks())}
	for i := range b.errors {
		sum, span := float32(0), float32(0)
		for f, v := range s.block(i) {
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
		b.errors[i] = math.NaN()
		if span >= minInformation {
			b.errors[i] = float64(sum / span)
			b.judged++
			b.information += float64(span)
		}
	}
	b.information /= float64(max(b.judged, 1))
	b.z = standardise(b.errors, s.activity)
	return b
}

// standardise returns (e - median) / (1.4826 MAD) within bins of like activity. Bins, not division by activity:
// division loses power (METHODS 1.2b).
func standardise(errors []float64, activity []float32) []float64 {
	z := make([]float64, len(errors))
	keys := make([]uint64, 0, len(errors)) // activity above, index below: floats >= 0 sort like their bits
	for i, e := range errors {
		if z[i] = math.NaN(); !math.IsNaN(e) {
			keys = append(keys, uint64(math.Float32bits(activity[i]))<<32|uint64(i))
		}
	}
	slices.Sort(keys)
	judged := make([]int32, len(keys))
	for k, key := range keys {
		judged[k] = int32(uint32(key))
	}
	for start := 0; start < len(judged); {
		end := binEnd(judged, activity, start)
		standardiseBin(judged[start:end], errors, z)
		start = end
	}
	return z
}

// binEnd returns where the activity bin that starts at start ends, so that it and the rest have minPeers each.
func binEnd(judged []int32, activity []float32, start int) int {
	end := start
	for end < len(judged) && (end-start < minPeers || activity[judged[end]] < activity[judged[start]]+activityBin) {
		end++
	}
	if len(judged)-end < minPeers {
		return len(judged)
	}
	return end
}

func standardiseBin(bin []int32, errors, z []float64) {
	if len(bin) < minPeers {
		return
	}
	values := make([]float64, len(bin))
	for k, i := range bin {
		values[k] = errors[i]
	}
	slices.Sort(values)
	median := values[len(values)/2]
	for k, v := range values {
		values[k] = math.Abs(v - median)
	}
	slices.Sort(values)
	scale := max(1.4826*values[len(values)/2], minScale)
	for _, i := range bin {
		z[i] = (errors[i] - median) / scale
	}
}

// hot reports whether block i stands out.
func (b *blockErrors) hot(i int) bool { return b.z[i] >= hotZ && b.errors[i] >= hotError }

// countHot counts the blocks that stand out.
func (b *blockErrors) countHot() int {
	n := 0
	for i := range b.z {
		if b.hot(i) {
			n++
		}
	}
	return n
}
