package forensics

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"

	"loupe/forensics/raster"
	"loupe/models"
)

// Sizes of the safe pictures shown to people, longest side in pixels, and their JPEG quality.
const (
	previewSide    = 1600
	thumbnailSide  = 320
	previewQuality = 85
)

// Previews re-encodes x, upright, in sRGB and without any metadata, as "preview" and "thumbnail": the only forms in which an
// upload is shown inline.
func Previews(x *Exhibit) ([]models.Artifact, error) {
	preview := flatten(raster.Upright(sight(x, previewSide), x.File.Orientation))
	var out []models.Artifact
	for _, p := range []struct {
		name string
		img  image.Image
	}{{"preview", preview}, {"thumbnail", raster.FitColor(preview, thumbnailSide)}} {
		var buf bytes.Buffer
		if err := jpeg.Encode(&buf, p.img, &jpeg.Options{Quality: previewQuality}); err != nil {
			return nil, err
		}
		out = append(out, models.Artifact{Name: p.name, MediaType: "image/jpeg", Data: buf.Bytes()})
	}
	return out, nil
}

// flatten paints pictures that may be transparent onto white: what hides behind alpha is not what a person sees.
func flatten(img image.Image) image.Image {
	switch p := img.(type) {
	case *image.YCbCr, *image.Gray:
		return img
	case interface{ Opaque() bool }:
		if p.Opaque() {
			return img
		}
	}
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Over)
	return out
}
