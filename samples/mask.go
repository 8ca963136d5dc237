package samples

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // masks of other sets come in these formats
	_ "image/jpeg"
	_ "image/png"
	"os"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"

	"loupe/models"
)

// scaledMask is white where the nearest pixel of the unscaled picture was touched.
func scaledMask(touched *image.Alpha, size image.Rectangle) *image.Gray {
	out := image.NewGray(size)
	for y := range size.Dy() {
		for x := range size.Dx() {
			u, v := (2*x+1)*touched.Rect.Dx()/(2*size.Dx()), (2*y+1)*touched.Rect.Dy()/(2*size.Dy())
			out.SetGray(x, y, color.Gray{touched.AlphaAt(u, v).A})
		}
	}
	return out
}

// scaledRegions moves regions of a picture of one size to another, growing to whole pixels.
func scaledRegions(list []models.Region, from, to image.Rectangle) []models.Region {
	out := []models.Region{}
	for _, r := range list {
		up := func(v, n, m int) int { return min((v*n+m-1)/m, n) }
		x, y := r.X*to.Dx()/from.Dx(), r.Y*to.Dy()/from.Dy()
		r.W, r.H = up(r.X+r.W, to.Dx(), from.Dx())-x, up(r.Y+r.H, to.Dy(), from.Dy())-y
		r.X, r.Y = x, y
		out = append(out, r)
	}
	return out
}

// Mask says which pixels of a picture were edited, in rows.
type Mask struct {
	W, H   int
	Edited []bool
}

// maxMaskPixels bounds what ReadMask decodes.
const maxMaskPixels = 60_000_000

// ReadMask reads a mask: what is lighter than an eighth of white was edited, so that the ringing of a JPEG does not count.
func ReadMask(path string) (Mask, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Mask{}, err
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Mask{}, fmt.Errorf("mask %s: %w", path, err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxMaskPixels/config.Height {
		return Mask{}, fmt.Errorf("mask %s has %d x %d pixels, more than %d", path, config.Width, config.Height, maxMaskPixels)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return Mask{}, fmt.Errorf("mask %s: %w", path, err)
	}
	b := img.Bounds()
	m := Mask{b.Dx(), b.Dy(), make([]bool, b.Dx()*b.Dy())}
	for y := range m.H {
		for x := range m.W {
			m.Edited[y*m.W+x] = color.GrayModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.Gray).Y >= 32
		}
	}
	return m, nil
}
