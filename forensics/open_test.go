package forensics_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"loupe/forensics"
	"loupe/models"
)

// scene is a small picture in which every pixel differs from its neighbours and no symmetry holds.
func scene(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8((x*7 + y*13) % 256), 255})
		}
	}
	return img
}

func encoded(t testing.TB, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	return encoded(t, func(b *bytes.Buffer) error { return png.Encode(b, img) })
}

func jpegOf(t testing.TB, img image.Image) []byte {
	return encoded(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, img, &jpeg.Options{Quality: 90}) })
}

func tiffOf(t testing.TB, img image.Image) []byte {
	return encoded(t, func(b *bytes.Buffer) error { return tiff.Encode(b, img, nil) })
}

// pngHeader is a PNG that announces w x h and holds no pixels.
func pngHeader(w, h uint32) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	body := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	body = append(binary.BigEndian.AppendUint32(body, h), 8, 2, 0, 0, 0)
	out = append(binary.BigEndian.AppendUint32(out, 13), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
}

// secondPage appends a copy of a TIFF's first directory and links it.
func secondPage(data []byte) []byte {
	out := bytes.Clone(data)
	at := binary.LittleEndian.Uint32(out[4:])
	size := 2 + 12*uint32(binary.LittleEndian.Uint16(out[at:]))
	directory := bytes.Clone(out[at : at+size])
	binary.LittleEndian.PutUint32(out[at+size:], uint32(len(out)))
	return append(append(out, directory...), 0, 0, 0, 0)
}

func TestOpenReads(t *testing.T) {
	img := scene(64, 48)
	for name, data := range map[string][]byte{
		"image/png": pngOf(t, img), "image/jpeg": jpegOf(t, img), "image/tiff": tiffOf(t, img),
	} {
		x, refusal := forensics.Open(data, models.KindDiploma, forensics.DefaultLimits())
		if refusal != nil {
			t.Fatalf("%s: %s", name, refusal.Message)
		}
		f := x.File
		if f.MediaType != name || f.Width != 64 || f.Height != 48 || f.Orientation != 1 || f.Frames != 1 || f.Pages != 1 || f.Bytes != int64(len(data)) {
			t.Errorf("%s: %+v", name, f)
		}
		if len(f.SHA256) != 64 || len(f.PixelsSHA256) != 64 || f.SHA256 == f.PixelsSHA256 {
			t.Errorf("%s: digests %q %q", name, f.SHA256, f.PixelsSHA256)
		}
	}
}

func TestPixelDigestIgnoresEverythingButPixels(t *testing.T) {
	img := scene(64, 48)
	open := func(data []byte) string {
		x, refusal := forensics.Open(data, models.KindDiploma, forensics.DefaultLimits())
		if refusal != nil {
			t.Fatal(refusal.Message)
		}
		return x.File.PixelsSHA256
	}
	slow := png.Encoder{CompressionLevel: png.BestCompression}
	a, b := open(pngOf(t, img)), open(encoded(t, func(w *bytes.Buffer) error { return slow.Encode(w, img) }))
	if a != b {
		t.Error("two encodings of the same pixels have different digests")
	}
	img.Pix[1234] ^= 1
	if open(pngOf(t, img)) == a {
		t.Error("one changed sample is not seen")
	}
	if j := jpegOf(t, img); open(j) != open(append(bytes.Clone(j), "trailing"...)) {
		t.Error("bytes after the end change the pixel digest")
	}
}

func without(name string) forensics.Limits {
	l := forensics.DefaultLimits()
	l.Formats = slices.DeleteFunc(l.Formats, func(f string) bool { return f == name })
	return l
}

func sheets(n int) forensics.Limits {
	l := forensics.DefaultLimits()
	l.MaxSheets = n
	return l
}

// repeated inserts n copies of the first segment with this marker behind itself.
func repeated(data []byte, marker byte, n int) []byte {
	at := bytes.Index(data, []byte{0xff, marker})
	end := at + 2 + int(binary.BigEndian.Uint16(data[at+2:]))
	return slices.Concat(data[:end], bytes.Repeat(data[at:end], n), data[end:])
}

func TestOpenRefuses(t *testing.T) {
	good := jpegOf(t, scene(64, 48))
	animated := encoded(t, func(b *bytes.Buffer) error { return gif.Encode(b, scene(32, 32), nil) })
	flatHeight := bytes.Clone(good)
	sof := bytes.Index(flatHeight, []byte{0xff, 0xc0})
	flatHeight[sof+5], flatHeight[sof+6] = 0, 0
	short := forensics.DefaultLimits()
	short.MaxBytes = 100
	tests := []struct {
		name   string
		data   []byte
		limits forensics.Limits
		want   models.ReasonCode
		says   string
	}{
		{"empty", nil, forensics.DefaultLimits(), models.ReasonFileEmpty, "empty"},
		{"text", []byte("hello, I am a picture"), forensics.DefaultLimits(), models.ReasonFileUnsupported, "text"},
		{"html", []byte("<!DOCTYPE html><script>"), forensics.DefaultLimits(), models.ReasonFileUnsupported, "HTML"},
		{"gif switched off", animated, without("gif"), models.ReasonFileUnsupported, "switched off"},
		{"pdf of a header", []byte("%PDF-1.7\n"), forensics.DefaultLimits(), models.ReasonFileCorrupt, "cannot be read"},
		{"zip", []byte("PK\x03\x04 and more"), forensics.DefaultLimits(), models.ReasonFileUnsupported, "ZIP"},
		{"heic of a header", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), forensics.DefaultLimits(), models.ReasonFileTruncated, "ends before"},
		{"truncated jpeg", good[:len(good)/2], forensics.DefaultLimits(), models.ReasonFileTruncated, "ends before"},
		{"truncated png", pngOf(t, scene(64, 48))[:300], forensics.DefaultLimits(), models.ReasonFileTruncated, "ends before"},
		{"only a magic number", []byte("\xff\xd8\xff"), forensics.DefaultLimits(), models.ReasonFileTruncated, "ends before"},
		{"tiff of four bytes", []byte("II*\x00"), forensics.DefaultLimits(), models.ReasonFileCorrupt, "does not say how large"},
		{"height 0", flatHeight, forensics.DefaultLimits(), models.ReasonFileCorrupt, "height"},
		{"30000 x 30000", pngHeader(30000, 30000), forensics.DefaultLimits(), models.ReasonFileTooManyPixels, "30000x30000"},
		{"12000 x 12000", pngHeader(12000, 12000), forensics.DefaultLimits(), models.ReasonFileTooManyPixels, "40000000"},
		{"one row", pngHeader(5000, 1), forensics.DefaultLimits(), models.ReasonFileTooSmall, "5000x1"},
		{"too many bytes", good, short, models.ReasonFileTooLarge, "100"},
		{"two pages of one", secondPage(tiffOf(t, scene(64, 48))), sheets(1), models.ReasonFileMultiPage, "2 pages, the limit max_sheets is 1"},
		{"too many scans", repeated(good, 0xda, 200), forensics.DefaultLimits(), models.ReasonFileTooComplex, "max_scans is 100"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x, refusal := forensics.Open(tt.data, models.KindDiploma, tt.limits)
			if refusal == nil {
				t.Fatalf("opened: %+v", x.File)
			}
			if refusal.Reason != tt.want || !strings.Contains(refusal.Message, tt.says) {
				t.Errorf("got %s %q, want %s with %q", refusal.Reason, refusal.Message, tt.want, tt.says)
			}
		})
	}
}

func TestOpenChecksPaletteIndices(t *testing.T) {
	p := image.NewPaletted(image.Rect(0, 0, 32, 32), color.Palette{color.Black, color.White})
	p.Pix[5] = 1
	x, refusal := forensics.Open(pngOf(t, p), models.KindDiploma, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	if _, ok := x.Pixels().(*image.NRGBA); !ok {
		t.Errorf("a paletted picture stays %T", x.Pixels())
	}
	if got := x.Luma().GrayAt(5, 0).Y; got != 255 {
		t.Errorf("pixel 5,0 is %d", got)
	}
}

func FuzzOpen(f *testing.F) {
	img := scene(40, 32)
	f.Add(pngOf(f, img))
	f.Add(jpegOf(f, img))
	f.Add(tiffOf(f, img))
	f.Add(secondPage(tiffOf(f, img)))
	f.Add(pngHeader(30000, 30000))
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\xff\xff\xff\xff\xff\xff\xff\xff"))
	limits := forensics.DefaultLimits()
	limits.MaxBytes, limits.MaxPixels, limits.MaxSide = 1<<20, 1<<20, 4096
	limits.Formats = slices.DeleteFunc(limits.Formats, func(f string) bool { return f == "pdf" || f == "heic" || f == "avif" }) // slow sandboxes have their own targets
	f.Fuzz(func(t *testing.T, data []byte) {
		x, refusal := forensics.Open(data, models.KindProfilePhoto, limits)
		if refusal != nil {
			if !refusal.Reason.Known() || refusal.Message == "" {
				t.Errorf("refused without a reason: %+v", refusal)
			}
			return
		}
		if x.File.Width < 16 || x.File.Height < 16 || x.File.Width*x.File.Height > 1<<20 {
			t.Errorf("opened beyond the limits: %+v", x.File)
		}
		if _, err := forensics.Previews(x); err != nil {
			t.Errorf("no preview: %v", err)
		}
	})
}
