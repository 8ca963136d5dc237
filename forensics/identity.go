package forensics

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"image"
	"reflect"

	"github.com/bep/imagemeta"
)

// pixelDigest returns the SHA-256 of the decoded stored pixels, lower-case hex. It covers the layout (type, size,
// subsampling) and every plane, so it is equal for files that decode to the same samples, whatever their metadata or
// entropy coding.
func pixelDigest(img image.Image) string {
	h := sha256.New()
	b := img.Bounds()
	fmt.Fprintf(h, "%T %dx%d\n", img, b.Dx(), b.Dy())
	switch p := img.(type) {
	case *image.YCbCr:
		fmt.Fprintln(h, p.SubsampleRatio)
		rows(h, p.Y, p.YStride, b.Dx(), b.Dy())
		rows(h, p.Cb, p.CStride, p.CStride, len(p.Cb)/max(1, p.CStride))
		rows(h, p.Cr, p.CStride, p.CStride, len(p.Cr)/max(1, p.CStride))
	case *image.Gray:
		rows(h, p.Pix, p.Stride, b.Dx(), b.Dy())
	default:
		packed(h, img)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func rows(h hash.Hash, pix []byte, stride, width, height int) {
	for y := range height {
		h.Write(pix[y*stride : y*stride+width])
	}
}

// packed hashes the sample array of the remaining picture types of package image, all of which keep one Pix slice.
func packed(h hash.Hash, img image.Image) {
	v := reflect.Indirect(reflect.ValueOf(img)).FieldByName("Pix")
	if v.IsValid() && v.CanInterface() {
		if pix, ok := v.Interface().([]uint8); ok {
			h.Write(pix)
			return
		}
	}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl, a := img.At(x, y).RGBA()
			h.Write([]byte{byte(r >> 8), byte(r), byte(g >> 8), byte(g), byte(bl >> 8), byte(bl), byte(a >> 8), byte(a)})
		}
	}
}

// orientation returns the EXIF orientation 1..8, and 1 when there is none that can be read.
func orientation(mediaType string, data []byte) (o int) {
	o = 1
	format, ok := map[string]imagemeta.ImageFormat{
		"image/jpeg": imagemeta.JPEG, "image/png": imagemeta.PNG, "image/webp": imagemeta.WebP, "image/tiff": imagemeta.TIFF,
	}[mediaType]
	if !ok { // the decoders of HEIC and AVIF have turned the picture already; the others know no orientation
		return 1
	}
	defer func() {
		if recover() != nil {
			o = 1
		}
	}()
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(data), ImageFormat: format, Sources: imagemeta.EXIF, LimitTagSize: 64,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool { return t.Tag == "Orientation" && t.Namespace == "IFD0" },
		HandleTag: func(t imagemeta.TagInfo) error {
			if v := reflect.ValueOf(t.Value); v.CanUint() && v.Uint() >= 1 && v.Uint() <= 8 {
				o = int(v.Uint())
			}
			return nil
		},
	})
	return o
}
