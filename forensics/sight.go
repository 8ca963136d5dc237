package forensics

import (
	"image"

	"loupe/forensics/colour"
	"loupe/forensics/raster"
)

// sight returns x as a person sees it, still in stored orientation: reduced to at most side pixels, in sRGB. Checks look
// at the stored samples instead.
func sight(x *Exhibit, side int) image.Image {
	reduced := raster.FitColor(x.Pixels(), side)
	if p, ok := profile(x, reduced); ok {
		return p.ToSRGB(reduced)
	}
	return reduced
}

// profile says what the stored samples mean: by the embedded profile, else by the code points of its video format. Without
// either, or when the profile cannot be read, samples are taken for sRGB.
func profile(x *Exhibit, img image.Image) (colour.Profile, bool) {
	seen := x.Survey()
	p, err := colour.Parse(seen.ICC)
	ok := len(seen.ICC) > 0 && err == nil
	c := seen.Colour
	if c == nil {
		return p, ok
	}
	if !ok {
		p, ok = colour.FromCICP(c.Primaries, c.Transfer, c.Matrix, c.FullRange)
	}
	if _, coded := img.(*image.YCbCr); coded && ok {
		p, ok = p.WithYCbCr(c.Matrix, c.FullRange)
	}
	return p, ok
}
