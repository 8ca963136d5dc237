package locate

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"loupe/forensics/raster"
	"loupe/models"
)

// Colour shows the document in colour as it would lie flat, its longest side at most side pixels, never enlarged, with
// the map from places of the view to places of the stored picture (origin 0, 0; a pixel's centre is at .5, .5). It is
// made from a reduced picture: for looking and for measures of brightness and colour, not for sharpness. It fails when
// side is not positive, the picture is empty or p's corners span no quadrilateral.
func Colour(img image.Image, p models.Place, side int) (*image.NRGBA, raster.Homography, error) {
	b := img.Bounds()
	if side < 1 || b.Empty() {
		return nil, raster.Homography{}, fmt.Errorf("locate: a view of %d pixels of a picture of %v: give at least 1 of both", side, b.Size())
	}
	w, h, _ := viewSize(p, b, math.MaxInt32)
	full := max(w, h)
	if full > side {
		w, h = max(1, w*side/full), max(1, h*side/full)
	}
	m, err := raster.Square(float64(w), float64(h), p.Quad)
	if err != nil {
		return nil, raster.Homography{}, err
	}
	factor := max(reduction(m, w, h), 1)
	s := reduce(img, max(1, int(float64(max(b.Dx(), b.Dy()))/factor)))
	toSmall := raster.Homography{1 / s.sx, 0, 0, 0, 1 / s.sy, 0, 0, 0, 1}.After(m)
	return s.flatten(toSmall, w, h), m, nil
}

// flatten warps the three planes and puts them together.
func (s *small) flatten(m raster.Homography, w, h int) *image.NRGBA {
	var flat [3]*image.Gray
	for k, p := range s.planes {
		flat[k] = warp(&image.Gray{Pix: p, Stride: s.w, Rect: image.Rect(0, 0, s.w, s.h)}, m, w, h)
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i, y := range flat[0].Pix {
		r, g, b := color.YCbCrToRGB(y, flat[1].Pix[i], flat[2].Pix[i])
		copy(out.Pix[4*i:4*i+4], []uint8{r, g, b, 255})
	}
	return out
}
