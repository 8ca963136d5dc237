package forensics

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"loupe/models"
)

// format is one picture format that Open reads.
type format struct {
	mediaType string
	magic     string // '?' matches any byte
	config    func(io.Reader) (image.Config, error)
	decode    func(io.Reader) (image.Image, error)
	count     func(data []byte) (frames, pages int)
	complete  func(data []byte) bool // whether the mark that ends the format is there
}

// formats lists what is read; docs/adr/0005 says how and why.
func formats() []format {
	return []format{
		{"image/jpeg", "\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode, single, endsJPEG},
		{"image/png", "\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode, countAPNG, endsPNG},
		{"image/webp", "RIFF????WEBP", webp.DecodeConfig, webp.Decode, countWebP, endsWebP},
		{"image/tiff", "II*\x00", tiff.DecodeConfig, tiff.Decode, countTIFF, nil},
		{"image/tiff", "MM\x00*", tiff.DecodeConfig, tiff.Decode, countTIFF, nil},
	}
}

// Open decodes data, which nobody trusts, and is the only place in Loupe where that happens. Type is told by content;
// the header is held against limits before a pixel is allocated. A file that is not a picture we can open gives a
// Refusal with one of the file.* reasons.
func Open(data []byte, kind models.Kind, limits Limits) (*Exhibit, *models.Refusal) {
	if len(data) == 0 {
		return nil, refuse(models.ReasonFileEmpty, "the file is empty: send the picture's bytes")
	}
	if int64(len(data)) > limits.MaxBytes {
		return nil, refuse(models.ReasonFileTooLarge, "the file has %d bytes, the limit is %d: send a smaller file", len(data), limits.MaxBytes)
	}
	f, ok := sniff(data)
	if !ok {
		return nil, refuse(models.ReasonFileUnsupported, "the content is %s, not JPEG, PNG, WebP or TIFF: send one of these", describe(data))
	}
	file, refusal := header(f, data, limits)
	if refusal != nil {
		return nil, refusal
	}
	pixels, err := decode(f, data)
	if err != nil {
		return nil, damaged(f, data, err)
	}
	if b := pixels.Bounds(); b.Dx() != file.Width || b.Dy() != file.Height {
		return nil, refuse(models.ReasonFileCorrupt, "the header says %dx%d, the picture is %dx%d: the file is damaged", file.Width, file.Height, b.Dx(), b.Dy())
	}
	file.SHA256, file.PixelsSHA256 = digests(data, pixels)
	file.Orientation = orientation(f.mediaType, data)
	return newExhibit(data, file, kind, pixels), nil
}

func refuse(code models.ReasonCode, format string, args ...any) *models.Refusal {
	return &models.Refusal{Reason: code, Message: fmt.Sprintf(format, args...)}
}

func sniff(data []byte) (format, bool) {
	for _, f := range formats() {
		if hasMagic(data, f.magic) {
			return f, true
		}
	}
	return format{}, false
}

// header reads the size without decoding and holds it against the limits. Each side is checked by itself: a height of
// 0 would pass a test of the product.
func header(f format, data []byte, l Limits) (models.FileInfo, *models.Refusal) {
	cfg, err := config(f, data)
	if err != nil {
		return models.FileInfo{}, damaged(f, data, err)
	}
	w, h := cfg.Width, cfg.Height
	frames, pages := f.count(data)
	switch {
	case pages > 1:
		return models.FileInfo{}, refuse(models.ReasonFileMultiPage, "the file holds %d pages, 1 is read: send each page as its own file", pages)
	case frames > 1 && f.mediaType == "image/webp":
		return models.FileInfo{}, refuse(models.ReasonFileMultiPage, "the file is an animation of %d frames: send one still picture", frames)
	case w > l.MaxSide || h > l.MaxSide || int64(w)*int64(h) > l.MaxPixels:
		return models.FileInfo{}, refuse(models.ReasonFileTooManyPixels, "the picture is %dx%d; the limits are %d pixels a side and %d in all: send a smaller picture", w, h, l.MaxSide, l.MaxPixels)
	case w < l.MinSide || h < l.MinSide:
		return models.FileInfo{}, refuse(models.ReasonFileTooSmall, "the picture is %dx%d; each side must have at least %d pixels: send the original picture", w, h, l.MinSide)
	}
	return models.FileInfo{MediaType: f.mediaType, Bytes: int64(len(data)), Width: w, Height: h, Frames: frames, Pages: pages}, nil
}

// config and decode turn a decoder's panic into an error: the standard decoders are fuzzed, others have panicked before.
func config(f format, data []byte) (cfg image.Config, err error) {
	defer recovered(&err)
	return f.config(bytes.NewReader(data))
}

func decode(f format, data []byte) (img image.Image, err error) {
	defer recovered(&err)
	img, err = f.decode(bytes.NewReader(data))
	if p, ok := img.(*image.Paletted); ok && err == nil {
		return unpaletted(p)
	}
	return img, err
}

func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the decoder panicked: %v", r)
	}
}

// damaged tells a file that was cut off, which the uploader can send again, from one that is broken. Decoders do not
// all say which it is.
func damaged(f format, data []byte, err error) *models.Refusal {
	cut := errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || (f.complete != nil && !f.complete(data))
	if cut {
		return refuse(models.ReasonFileTruncated, "the %s file ends before the picture does: upload it again", f.mediaType)
	}
	return refuse(models.ReasonFileCorrupt, "the %s file cannot be decoded (%v): export it again", f.mediaType, err)
}

// unpaletted converts p with every index checked: a palette shorter than its indices crashes libraries downstream
// (CVE-2023-36308).
func unpaletted(p *image.Paletted) (image.Image, error) {
	out := image.NewNRGBA(p.Rect)
	for y := p.Rect.Min.Y; y < p.Rect.Max.Y; y++ {
		for x := p.Rect.Min.X; x < p.Rect.Max.X; x++ {
			i := int(p.Pix[p.PixOffset(x, y)])
			if i >= len(p.Palette) {
				return nil, fmt.Errorf("pixel %d,%d has colour %d of a palette of %d", x, y, i, len(p.Palette))
			}
			out.Set(x, y, p.Palette[i])
		}
	}
	return out, nil
}
