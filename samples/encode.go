package samples

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"

	"github.com/disintegration/imaging"
	"golang.org/x/image/tiff"
)

// EncodeJPEG writes a picture as a JPEG of the given quality (4:2:0, the tables of image/jpeg), with EXIF when exif is not nil.
func EncodeJPEG(img image.Image, quality int, exif *Exif) ([]byte, error) {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, err
	}
	if exif == nil {
		return out.Bytes(), nil
	}
	return withExif(out.Bytes(), *exif)
}

// thumbnail returns the picture at most 160 pixels wide or high, as cameras embed it.
func thumbnail(img image.Image) ([]byte, error) {
	return EncodeJPEG(imaging.Fit(img, 160, 160, imaging.Box), 80, nil)
}

func encodePNG(img image.Image) ([]byte, error) {
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, img)
	return out.Bytes(), err
}

func encodeTIFF(img image.Image) ([]byte, error) {
	var out bytes.Buffer
	err := tiff.Encode(&out, img, &tiff.Options{Compression: tiff.Deflate, Predictor: true})
	return out.Bytes(), err
}

// Recompress returns the picture as it looks after one JPEG save.
func Recompress(img image.Image, quality int) (*image.RGBA, error) {
	data, err := EncodeJPEG(img, quality, nil)
	if err != nil {
		return nil, err
	}
	decoded, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return toRGBA(decoded), nil
}

// toRGBA copies a picture into its own RGBA.
func toRGBA(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out
}
