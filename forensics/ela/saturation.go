package ela

import (
	"image"

	"loupe/forensics/raster"
)

// nearClip is how many levels from an end of the scale a pixel counts as clipped. Clipping moves coefficients off any
// lattice without an edit, and a later compression moves clipped pixels back by a few levels.
const nearClip = 4

// dropSaturated takes blocks that stand out but are clipped in any colour channel out of the judgement.
func (b *blockErrors) dropSaturated(img image.Image) {
	at := raster.RGBReader(img)
	for i := range b.Z {
		if b.hot(i) && saturated(at, b.Origin.X+i%b.Columns*8, b.Origin.Y+i/b.Columns*8) {
			b.drop(i)
		}
	}
}

func saturated(at func(x, y int) (r, g, b uint8), left, top int) bool {
	for y := top; y < top+8; y++ {
		for x := left; x < left+8; x++ {
			r, g, b := at(x, y)
			if min(r, g, b) <= nearClip || max(r, g, b) >= 255-nearClip {
				return true
			}
		}
	}
	return false
}
