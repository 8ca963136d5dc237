// Package still decodes one still picture out of bytes that nobody trusts. It is a helper of forensics.Open: the caller
// tells the type by content, asks Config for the size, holds that against its limits and only then calls Decode.
//
// What is returned are the stored samples, with no colour management: an embedded profile is not applied (package
// colour does that, for viewing). CMYK stays CMYK, 16 bits stay 16 bits; palettes are resolved, with every index checked.
//
// HEIC and AVIF run in a WebAssembly sandbox. Their "stored pixels" are those after the container's own
// transformations (clap, irot, imir; ISO/IEC 23008-12 section 6.5): coordinates refer to the picture as every viewer
// shows it, and an EXIF orientation beside them carries no instruction (section 8 of the same, annex A.2), so it is 1.
// HEIC with more than 8 bits is reduced to 8 by the decoder, and its alpha plane is left out; AVIF comes as premultiplied
// RGBA of 8 or 16 bits, converted from YUV by the file's own matrix.
//
// None of the decoders used here starts a goroutine, so that a panic in any of them becomes an error. What cannot be
// caught: running out of memory, and a WebAssembly module that never returns. The worker process has limits for both.
package still

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
)

// UnsupportedError says that a file is well-formed but of a variant that is not read.
type UnsupportedError struct {
	Detail string // what the variant is and what to send instead
}

func (e *UnsupportedError) Error() string { return e.Detail }

func unsupported(format string, args ...any) error {
	return &UnsupportedError{Detail: fmt.Sprintf(format, args...)}
}

// format is how one media type is read. Both functions may panic.
type format struct {
	config func(data []byte, sheet int) (image.Config, error)
	decode func(data []byte, sheet int) (image.Image, error)
}

func formatOf(mediaType string) (format, error) {
	switch mediaType {
	case "image/jpeg":
		return format{configJPEG, decodeJPEG}, nil
	case "image/png":
		return format{configPNG, decodePNG}, nil
	case "image/gif":
		return format{configGIF, decodeGIF}, nil
	case "image/webp":
		return format{configWebP, decodeWebP}, nil
	case "image/tiff":
		return format{configTIFF, decodeTIFF}, nil
	case "image/bmp":
		return format{configBMP, decodeBMP}, nil
	case "image/heic", "image/heif":
		return format{configHEIC, decodeHEIC}, nil
	case "image/avif":
		return format{configAVIF, decodeAVIF}, nil
	}
	return format{}, unsupported("the type %q is not one that is read here: send JPEG, PNG, GIF, WebP, TIFF, BMP, HEIC or AVIF", mediaType)
}

// Config returns the size in pixels of the picture that Decode would return, from the header alone, never from pixels.
// Sheet counts the pages of a TIFF from 0; other types have only sheet 0. Of an animation it is the canvas.
//
// An error is io.ErrUnexpectedEOF (by errors.Is) when the file ends before its picture does, an *UnsupportedError when
// the variant is not read, and anything else when the file is damaged.
func Config(mediaType string, data []byte, sheet int) (cfg image.Config, err error) {
	defer recovered(&err)
	f, err := formatFor(mediaType, sheet)
	if err != nil {
		return image.Config{}, err
	}
	cfg, err = f.config(data, sheet)
	if err != nil {
		return image.Config{}, truncated(err)
	}
	if cfg.Width <= 0 || cfg.Height <= 0 {
		return image.Config{}, fmt.Errorf("the header says %dx%d: a picture has at least one pixel", cfg.Width, cfg.Height)
	}
	return cfg, nil
}

// Decode returns the picture of one sheet, its bounds starting at 0,0 and of the size that Config says; of a GIF, an
// animated WebP or an APNG it is what stands first: the first frame on its canvas, or APNG's default picture. Errors are
// those of Config. Memory is in proportion to the size that Config says: hold that against limits first.
func Decode(mediaType string, data []byte, sheet int) (img image.Image, err error) {
	defer recovered(&err)
	cfg, err := Config(mediaType, data, sheet)
	if err != nil {
		return nil, err
	}
	f, err := formatFor(mediaType, sheet)
	if err != nil {
		return nil, err
	}
	img, err = f.decode(data, sheet)
	if err != nil {
		return nil, truncated(err)
	}
	if want := image.Rect(0, 0, cfg.Width, cfg.Height); img.Bounds() != want {
		return nil, fmt.Errorf("the header says %v, the picture is %v: the file contradicts itself", want, img.Bounds())
	}
	if p, ok := img.(*image.Paletted); ok {
		return unpaletted(p)
	}
	return img, nil
}

func formatFor(mediaType string, sheet int) (format, error) {
	f, err := formatOf(mediaType)
	if err == nil && (sheet < 0 || sheet > 0 && mediaType != "image/tiff") {
		return format{}, fmt.Errorf("sheet %d of a %s file: it has one, sheet 0", sheet, mediaType)
	}
	return f, err
}

// recovered turns a decoder's panic into an error.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the decoder panicked: %v", r)
	}
}

// truncated gives every end of file one name: some decoders say io.EOF for a file that was cut off.
func truncated(err error) error {
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", io.ErrUnexpectedEOF, err)
	}
	return err
}

func configPNG(data []byte, _ int) (image.Config, error) {
	cfg, err := png.DecodeConfig(bytes.NewReader(data))
	return cfg, pngError(err)
}

// decodePNG reads the IDAT chunks only: of an APNG that is the default picture, which every reader shows that does not
// know animations (PNG third edition, section 4.9).
func decodePNG(data []byte, _ int) (image.Image, error) {
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil && !bytes.Contains(data, []byte("IEND")) {
		return nil, fmt.Errorf("%w: %w", io.ErrUnexpectedEOF, err)
	}
	return img, pngError(err)
}

func pngError(err error) error {
	var u png.UnsupportedError
	if errors.As(err, &u) {
		return unsupported("the PNG uses a feature that is not read (%v): save it as an ordinary PNG or JPEG", err)
	}
	return err
}

// unpaletted resolves p with every index checked: a palette shorter than its indices crashes libraries downstream
// (CVE-2023-36308).
func unpaletted(p *image.Paletted) (image.Image, error) {
	out := image.NewNRGBA(p.Rect)
	return out, drawPaletted(out, p)
}
