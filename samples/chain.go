package samples

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"

	"github.com/disintegration/imaging"
)

// Chain is one way to store a picture: cropped, warped as a scanning app does, resized, then saved.
type Chain struct {
	Name    string
	Crop    float64 // share of the picture that is cut away along each axis
	Warp    float64 // by how much each corner may move inwards, in shares of the sides
	Scale   float64 // 1 keeps the size
	Quality int     // of the JPEG; 0 is PNG
}

// Chains lists what farms are known to do with a picture.
func Chains() []Chain {
	return []Chain{
		{Name: "png", Scale: 1}, {Name: "q95", Scale: 1, Quality: 95}, {Name: "q90", Scale: 1, Quality: 90}, {Name: "q85", Scale: 1, Quality: 85},
		{Name: "q75", Scale: 1, Quality: 75}, {Name: "0.8 q90", Scale: 0.8, Quality: 90}, {Name: "0.65 q85", Scale: 0.65, Quality: 85},
		{Name: "0.5 q90", Scale: 0.5, Quality: 90}, {Name: "crop q88", Crop: 0.08, Scale: 1, Quality: 88}, {Name: "warp q90", Warp: 0.04, Scale: 1, Quality: 90},
	}
}

// store returns the file that the chain makes of img.
func (c Chain) store(img *image.RGBA, r *rand.Rand) ([]byte, error) {
	b := img.Bounds()
	if c.Crop > 0 {
		x, y := c.Crop*r.Float64(), c.Crop*r.Float64()
		w, h := float64(b.Dx()), float64(b.Dy())
		img = toRGBA(img.SubImage(image.Rect(int(x*w), int(y*h), int((x+1-c.Crop)*w), int((y+1-c.Crop)*h))))
	}
	if c.Warp > 0 {
		warped, err := warped(img, c.Warp, r)
		if err != nil {
			return nil, err
		}
		img = warped
	}
	img = c.scaled(img)
	if c.Quality == 0 {
		return encodePNG(img)
	}
	return EncodeJPEG(img, c.Quality, nil)
}

// scaled returns img at the chain's size.
func (c Chain) scaled(img *image.RGBA) *image.RGBA {
	if c.Scale == 1 {
		return img
	}
	return toRGBA(imaging.Resize(img, int(float64(img.Bounds().Dx())*c.Scale+0.5), 0, imaging.CatmullRom))
}

// warped maps a quadrilateral of img, its corners up to the share inwards, to the whole frame.
func warped(img *image.RGBA, share float64, r *rand.Rand) (*image.RGBA, error) {
	w, h := float64(img.Bounds().Dx()), float64(img.Bounds().Dy())
	in := func() (float64, float64) { return share * w * r.Float64(), share * h * r.Float64() }
	var to [4]point
	for i, corner := range [4]point{{0, 0}, {w, 0}, {w, h}, {0, h}} {
		x, y := in()
		if corner.X > 0 {
			x = -x
		}
		if corner.Y > 0 {
			y = -y
		}
		to[i] = point{corner.X + x, corner.Y + y}
	}
	m, err := homography([4]point{{0, 0}, {w, 0}, {w, h}, {0, h}}, to)
	if err != nil {
		return nil, err
	}
	out := image.NewRGBA(img.Bounds())
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			u, v := apply(&m, float64(x)+0.5, float64(y)+0.5)
			out.SetRGBA(x, y, bilinear(img, u, v))
		}
	}
	return out, nil
}

// Flatten lays a sheet's picture on white: what a document looks like that was never printed.
func Flatten(sheet *image.RGBA) *image.RGBA {
	out := image.NewRGBA(sheet.Bounds())
	draw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, sheet, sheet.Rect.Min, draw.Over)
	return out
}
