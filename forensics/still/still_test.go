package still_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/forensics/still"
)

// drawn is the picture of testdata/make.sh.
func drawn(x, y int) color.NRGBA {
	return color.NRGBA{R: uint8(4 * x), G: uint8(5 * y), B: 128, A: 255}
}

const drawnWidth, drawnHeight = 64, 48

func drawnImage() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, drawnWidth, drawnHeight))
	for y := range drawnHeight {
		for x := range drawnWidth {
			img.SetNRGBA(x, y, drawn(x, y))
		}
	}
	return img
}

func golden(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatalf("%v: make it with testdata/make.sh", err)
	}
	return data
}

func mediaType(name string) string {
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case ".jpg":
		return "image/jpeg"
	case ".tif":
		return "image/tiff"
	default:
		return "image/" + ext[1:]
	}
}

func mustDecode(t *testing.T, mediaType string, data []byte, sheet int) image.Image {
	t.Helper()
	cfg, err := still.Config(mediaType, data, sheet)
	if err != nil {
		t.Fatalf("Config(%s): %v", mediaType, err)
	}
	img, err := still.Decode(mediaType, data, sheet)
	if err != nil {
		t.Fatalf("Decode(%s): %v", mediaType, err)
	}
	if want := image.Rect(0, 0, cfg.Width, cfg.Height); img.Bounds() != want {
		t.Fatalf("Decode(%s): bounds %v, Config says %v", mediaType, img.Bounds(), want)
	}
	return img
}

// near checks img against want at every pixel, on white, within a tolerance per channel of 8 bits.
func near(t *testing.T, img image.Image, tolerance int, want func(x, y int) color.Color) {
	t.Helper()
	worst, where := 0, ""
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			r, g, b, a := img.At(x, y).RGBA()
			wr, wg, wb, wa := want(x, y).RGBA()
			for _, d := range []int{int(r>>8) - int(wr>>8), int(g>>8) - int(wg>>8), int(b>>8) - int(wb>>8), int(a>>8) - int(wa>>8)} {
				if d = max(d, -d); d > worst {
					worst, where = d, fmt.Sprintf("at %d,%d: got %v, want %v", x, y, img.At(x, y), want(x, y))
				}
			}
		}
	}
	if worst > tolerance {
		t.Errorf("off by %d, allowed %d, %s", worst, tolerance, where)
	}
}

// outcome names the three kinds of error that callers tell apart.
func outcome(err error) string {
	var variant *still.UnsupportedError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &variant):
		return "variant"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "truncated"
	}
	return "damaged"
}

// refused checks how Decode fails and that the message names something.
func refused(t *testing.T, mediaType string, data []byte, sheet int, want, mention string) {
	t.Helper()
	_, err := still.Decode(mediaType, data, sheet)
	if got := outcome(err); got != want || (err != nil && !strings.Contains(err.Error(), mention)) {
		t.Errorf("Decode(%s): %s (%v), want %s naming %q", mediaType, got, err, want, mention)
	}
}

func TestGoldens(t *testing.T) {
	colours := func(x, y int) color.Color { return drawn(x, y) }
	half := func(x, y int) color.Color { c := drawn(x, y); c.A = 128; return c }
	grey := func(x, y int) color.Color { return color.Gray{Y: uint8(2*x + 2*y)} }
	ink := func(x, y int) color.Color {
		return color.CMYK{C: uint8(4 * x), M: uint8(5 * y), Y: 128, K: 32}
	}
	for _, c := range []struct {
		name      string
		kind      string // Go type of what is returned
		tolerance int
		want      func(x, y int) color.Color
	}{
		{"progressive.jpg", "*image.YCbCr", 6, colours},
		{"411.jpg", "*image.YCbCr", 14, colours}, // four pixels share their chroma
		{"restart.jpg", "*image.YCbCr", 6, colours},
		{"rgb.jpg", "*image.RGBA", 6, colours},
		{"cmyk.jpg", "*image.CMYK", 6, ink},
		{"lossless.webp", "*image.NRGBA", 0, colours},
		{"lossy.webp", "*image.YCbCr", 24, colours}, // 4:2:0, and the corner is quantised
		{"lossy-alpha.webp", "*image.NYCbCrA", 12, half},
		{"colour.heic", "*image.YCbCr", 6, colours},
		{"ten.heic", "*image.YCbCr", 12, colours}, // 4:2:0
		{"grey.heic", "*image.Gray", 6, grey},
		{"alpha.heic", "*image.YCbCr", 12, colours}, // 4:2:0; the alpha plane is left out
		{"colour.avif", "*image.RGBA", 6, colours},
		{"ten.avif", "*image.RGBA64", 6, colours},
		{"grey.avif", "*image.RGBA", 6, grey},
		{"alpha.avif", "*image.RGBA", 6, half},
	} {
		t.Run(c.name, func(t *testing.T) {
			img := mustDecode(t, mediaType(c.name), golden(t, c.name), 0)
			if got := fmt.Sprintf("%T", img); got != c.kind {
				t.Errorf("is a %s, want %s", got, c.kind)
			}
			near(t, img, c.tolerance, c.want)
		})
	}
}

func TestTruncatedGoldens(t *testing.T) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".sh" || e.Name() == "arithmetic.jpg" {
			continue
		}
		data := golden(t, e.Name())
		for _, n := range []int{len(data) / 2, len(data) - 40} {
			if _, err := still.Decode(mediaType(e.Name()), data[:n], 0); outcome(err) != "truncated" {
				t.Errorf("%s cut to %d of %d bytes: %s (%v), want truncated", e.Name(), n, len(data), outcome(err), err)
			}
		}
	}
}

func TestPNG(t *testing.T) {
	deep := image.NewRGBA64(image.Rect(0, 0, 5, 3))
	deep.SetRGBA64(2, 1, color.RGBA64{R: 0x1234, G: 0x5678, B: 0x9abc, A: 0xffff})
	palette := image.NewPaletted(image.Rect(0, 0, 4, 1), color.Palette{color.NRGBA{R: 9, A: 255}, color.NRGBA{G: 8, A: 128}})
	palette.Pix[1] = 1
	for _, c := range []struct {
		name string
		in   image.Image
		kind string
	}{{"16 bits", deep, "*image.RGBA64"}, {"palette", palette, "*image.NRGBA"}, {"8 bits", drawnImage(), "*image.RGBA"}} {
		img := mustDecode(t, "image/png", encodePNG(t, c.in), 0)
		if got := fmt.Sprintf("%T", img); got != c.kind && got != "*image.NRGBA64" {
			t.Errorf("%s: is a %s, want %s", c.name, got, c.kind)
		}
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				r, g, b, a := img.At(x, y).RGBA()
				wr, wg, wb, wa := c.in.At(x, y).RGBA()
				if r != wr || g != wg || b != wb || a != wa {
					t.Fatalf("%s: %d,%d is %v, want %v", c.name, x, y, img.At(x, y), c.in.At(x, y))
				}
			}
		}
	}
}

// TestAPNG puts an animation around a PNG: the default picture is what IDAT holds.
func TestAPNG(t *testing.T) {
	data := encodePNG(t, drawnImage())
	idat := bytes.Index(data, []byte("IDAT")) - 4
	iend := bytes.Index(data, []byte("IEND")) - 4
	control := append(pngChunk("acTL", 0, 0, 0, 2, 0, 0, 0, 0), data[idat:iend]...)
	control = append(control, pngChunk("fdAT", 0, 0, 0, 1, 7, 7, 7)...)
	apng := append(append(bytes.Clone(data[:idat]), control...), data[iend:]...)
	near(t, mustDecode(t, "image/png", apng, 0), 0, func(x, y int) color.Color { return drawn(x, y) })
}

func TestMisuse(t *testing.T) {
	data := encodePNG(t, drawnImage())
	refused(t, "image/svg+xml", data, 0, "variant", "image/svg+xml")
	refused(t, "image/png", data, 1, "damaged", "sheet 1")
	refused(t, "image/png", data, -1, "damaged", "sheet -1")
	refused(t, "image/png", nil, 0, "truncated", "")
	for _, m := range []string{"image/jpeg", "image/gif", "image/webp", "image/tiff", "image/bmp", "image/heic", "image/avif"} {
		if _, err := still.Decode(m, nil, 0); err == nil {
			t.Errorf("%s: nothing at all was decoded", m)
		}
		if _, err := still.Decode(m, bytes.Repeat([]byte{0xff}, 100), 0); err == nil {
			t.Errorf("%s: noise was decoded", m)
		}
	}
	if got := still.Sheets("image/png", data); got != 1 {
		t.Errorf("a PNG has %d sheets", got)
	}
}

func encodePNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func pngChunk(id string, data ...byte) []byte {
	body := append([]byte(id), data...)
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(out, body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
}
