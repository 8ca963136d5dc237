package metadata

import (
	"image"

	"loupe/forensics/raster"
)

const (
	cropSide   = 64   // pixels; the thumbnail's longer side during the search
	leastCrop  = 0.3  // of the thumbnail's width or height; a smaller part is too coarse to be recognised
	cropStep   = 0.04 // between the sizes tried
	cropAgrees = 0.92 // correlation from which the picture is taken for a part of the thumbnail
)

// partOf returns how well the picture correlates with the best part of the thumbnail. A picture that was cropped after
// it was taken, as people do with a card on a table, keeps the thumbnail of the whole.
func partOf(thumbnail, picture *image.Gray) float64 {
	t := raster.Fit(withoutBars(thumbnail), cropSide)
	picture = raster.Fit(picture, reducedSide)
	w, h := t.Rect.Dx(), t.Rect.Dy()
	fit := min(float64(w)/float64(picture.Rect.Dx()), float64(h)/float64(picture.Rect.Dy())) // the largest part of the picture's shape
	best := -1.0
	for share := 1.0; share >= leastCrop; share -= cropStep {
		pw, ph := int(share*fit*float64(picture.Rect.Dx())), int(share*fit*float64(picture.Rect.Dy()))
		if min(pw, ph) < windowSide || pw > picture.Rect.Dx() || ph > picture.Rect.Dy() {
			continue
		}
		template := raster.Box(picture, pw, ph)
		for top := 0; top+ph <= h; top++ {
			for left := 0; left+pw <= w; left++ {
				m, _ := overlay{template, part(t, image.Rect(left, top, left+pw, top+ph)), 0, 0}.compare()
				if m.comparable {
					best = max(best, m.correlation)
				}
			}
		}
	}
	return best
}
