package recompression

import (
	"context"
	"image"

	"loupe/forensics"
)

// Aligned is what the picture's own grid says, for measurements that need no more: evidence, frequencies, regions in pixels.
func Aligned(ctx context.Context, x *forensics.Exhibit) (value float64, found int, regions []image.Rectangle, err error) {
	h, err := x.History(ctx)
	if err != nil {
		return 0, 0, nil, err
	}
	a, err := lookAligned(ctx, h, x.Pixels())
	if a == nil || err != nil {
		return 0, 0, nil, err
	}
	for _, r := range a.regions() {
		regions = append(regions, r.pixels())
	}
	return a.value(), a.odds.Found, regions, nil
}

// Median7 is median7 of a slice of seven.
func Median7(v [7]int) int { return median7(v[0], v[1], v[2], v[3], v[4], v[5], v[6]) }

// Shifted is what a shifted coefficient is made of.
func Shifted() [8][8]float64 { return shifted() }
