package still_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"testing"

	"loupe/forensics/still"
)

func riffChunk(id string, data []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte(id), uint32(len(data)))
	return append(append(out, data...), make([]byte, len(data)&1)...)
}

func webpFile(chunks ...[]byte) []byte {
	return riffChunk("RIFF", append([]byte("WEBP"), bytes.Join(chunks, nil)...))
}

func le24(v int) []byte { return []byte{byte(v), byte(v >> 8), byte(v >> 16)} }

// extended is a VP8X chunk: flag 2 is animation, 16 alpha.
func extended(flags byte, w, h int) []byte {
	return riffChunk("VP8X", bytes.Join([][]byte{{flags, 0, 0, 0}, le24(w - 1), le24(h - 1)}, nil))
}

func frameChunk(place image.Rectangle, parts ...[]byte) []byte {
	head := [][]byte{le24(place.Min.X / 2), le24(place.Min.Y / 2), le24(place.Dx() - 1), le24(place.Dy() - 1), {100, 0, 0, 0}}
	return riffChunk("ANMF", append(bytes.Join(head, nil), bytes.Join(parts, nil)...))
}

// part cuts the chunk with the given id out of a still WebP.
func part(t testing.TB, data []byte, id string) []byte {
	t.Helper()
	at := bytes.Index(data, []byte(id))
	if at < 0 {
		t.Fatalf("no %q", id)
	}
	n := int(binary.LittleEndian.Uint32(data[at+4:]))
	return data[at : at+8+n+n&1]
}

func TestAnimatedWebP(t *testing.T) {
	lossless := part(t, golden(t, "lossless.webp"), "VP8L")
	lossy := golden(t, "lossy-alpha.webp")
	alpha, vp8 := part(t, lossy, "ALPH"), part(t, lossy, "VP8 ")
	size := image.Rect(0, 0, drawnWidth, drawnHeight)
	place := size.Add(image.Pt(6, 4))
	colours := func(x, y int) color.Color {
		if !image.Pt(x, y).In(place) {
			return color.NRGBA{}
		}
		return drawn(x-6, y-4)
	}
	half := func(x, y int) color.Color { c := drawn(x, y); c.A = 128; return c }
	anim := riffChunk("ANIM", make([]byte, 6))
	second := frameChunk(size, riffChunk("VP8L", []byte("not a picture")))

	img := mustDecode(t, "image/webp", webpFile(extended(2, 80, 60), anim, frameChunk(place, lossless), second), 0)
	near(t, img, 0, colours)
	img = mustDecode(t, "image/webp", webpFile(extended(18, 64, 48), anim, frameChunk(size, alpha, vp8), second), 0)
	near(t, img, 12, half)
	img = mustDecode(t, "image/webp", webpFile(extended(2, 64, 48), anim, riffChunk("XMP ", []byte("abc")), frameChunk(size, riffChunk("junk", nil), lossless)), 0)
	near(t, img, 0, func(x, y int) color.Color { return drawn(x, y) })
}

func TestWebPContradictions(t *testing.T) {
	lossless := part(t, golden(t, "lossless.webp"), "VP8L")
	vp8 := part(t, golden(t, "lossy.webp"), "VP8 ")
	size := image.Rect(0, 0, drawnWidth, drawnHeight)
	smaller := image.Rect(0, 0, 16, 16)
	for _, c := range []struct {
		name, outcome string
		data          []byte
	}{
		{"frame beyond the canvas", "damaged", webpFile(extended(2, 64, 48), frameChunk(size.Add(image.Pt(2, 0)), lossless))},
		{"bitstream larger than its frame", "damaged", webpFile(extended(2, 64, 48), frameChunk(smaller, lossless))},
		{"lossy bitstream larger than its frame", "damaged", webpFile(extended(2, 64, 48), frameChunk(smaller, vp8))},
		{"bitstream larger than the canvas", "damaged", webpFile(extended(0, 16, 16), lossless)},
		{"lossy bitstream larger than the canvas", "damaged", webpFile(extended(0, 16, 16), vp8)},
		{"animation without a frame", "damaged", webpFile(extended(2, 64, 48), riffChunk("ANIM", make([]byte, 6)))},
		{"frame without a picture", "damaged", webpFile(extended(2, 64, 48), frameChunk(size, riffChunk("junk", []byte("abcd"))))},
		{"frame of 3 bytes", "truncated", webpFile(extended(2, 64, 48), riffChunk("ANMF", []byte("abc")))},
		{"frame chunk longer than its frame", "truncated", webpFile(extended(2, 64, 48), frameChunk(size, lossless[:20]))},
		{"file longer than it is", "truncated", append(webpFile(extended(0, 64, 48), lossless)[:60:60], 0, 0)},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, "image/webp", c.data, 0, c.outcome, "") })
	}
}

// TestWebPGiantHeader is golang/go#80254: 28 bytes that ask for a gigabyte. Config tells, so that the caller refuses.
func TestWebPGiantHeader(t *testing.T) {
	header := []byte{0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0}
	cfg, err := still.Config("image/webp", webpFile(riffChunk("VP8L", header)), 0)
	if err != nil || cfg.Width != 16384 || cfg.Height != 16384 {
		t.Errorf("config %dx%d, %v; want 16384x16384", cfg.Width, cfg.Height, err)
	}
}
