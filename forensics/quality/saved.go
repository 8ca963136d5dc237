package quality

import (
	"image"

	"loupe/forensics"
)

// saved takes the measures of what saving and enlarging did to the stored pixels of g.
func (f *facts) saved(x *forensics.Exhibit, g *image.Gray) {
	jpeg := false
	if j, err := x.JPEG(); err == nil {
		if q := j.Quality().Luma; q > 0 {
			f.set("jpeg_quality", float64(q))
		}
		jpeg = true
	}
	f.set("blockiness", blockiness(g))
	f.set("upscale", upscale(g, jpeg))
}
