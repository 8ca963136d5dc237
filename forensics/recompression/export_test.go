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

// Shifted is what a shifted coefficient is made of.
func Shifted() [8][8]float64 { return shifted() }
