package still_test

import (
	"encoding/binary"
	"image"
	"testing"

	"loupe/forensics/still"
)

// FuzzDecode decodes GIF, WebP, TIFF and BMP of up to 64 kilopixels, and reads the headers of HEIC and AVIF, whose
// decoders the sandbox holds. The first byte chooses the type.
func FuzzDecode(f *testing.F) {
	types := []string{"image/gif", "image/webp", "image/tiff", "image/bmp", "image/heic", "image/avif"}
	seed := func(kind byte, data []byte) { f.Add(append([]byte{kind}, data...)) }
	size := image.Rect(0, 0, drawnWidth, drawnHeight)
	lossless := part(f, golden(f, "lossless.webp"), "VP8L")
	seed(0, animation(f, image.Rect(3, 2, 9, 8), 2))
	seed(1, webpFile(extended(2, 64, 48), riffChunk("ANIM", make([]byte, 6)), frameChunk(size, lossless)))
	seed(1, golden(f, "lossy-alpha.webp"))
	seed(2, tiffFile(binary.LittleEndian, greyPage(1), greyPage(2)))
	seed(2, tiffFile(binary.BigEndian, ifd{w: 64, h: 64, strips: [][]byte{deflated(4096)}, extra: []tag{{259, []uint32{8}}}}))
	seed(3, palettedBMP(3, -2, 8, nil, make([]byte, 8)))
	seed(4, golden(f, "colour.heic"))
	seed(4, golden(f, "grey.heic"))
	seed(5, golden(f, "alpha.avif"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) == 0 {
			return
		}
		kind, data := int(in[0])%len(types), in[1:]
		sheet := still.Sheets(types[kind], data) - 1
		cfg, err := still.Config(types[kind], data, sheet)
		if err != nil || cfg.Width > 1<<12 || cfg.Height > 1<<12 || cfg.Width*cfg.Height > 1<<16 || kind > 3 {
			return
		}
		img, err := still.Decode(types[kind], data, sheet)
		if err == nil && img.Bounds() != image.Rect(0, 0, cfg.Width, cfg.Height) {
			t.Fatalf("%s: %v, Config says %dx%d", types[kind], img.Bounds(), cfg.Width, cfg.Height)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	if err := still.Warm(); err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"progressive.jpg", "lossless.webp", "lossy.webp", "colour.heic", "colour.avif"} {
		b.Run(name, func(b *testing.B) {
			data := golden(b, name)
			for b.Loop() {
				if _, err := still.Decode(mediaType(name), data, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkConfigHEIC(b *testing.B) {
	data := golden(b, "colour.heic")
	for b.Loop() {
		if _, err := still.Config("image/heic", data, 0); err != nil {
			b.Fatal(err)
		}
	}
}
