package still_test

import (
	"bytes"
	"encoding/binary"
	"image/color"
	"testing"

	"golang.org/x/image/bmp"
)

// palettedBMP has rows bottom-up unless height is negative.
func palettedBMP(w, height int, bits uint16, palette []color.RGBA, rows []byte) []byte {
	out := []byte("BM\x00\x00\x00\x00\x00\x00\x00\x00")
	out = binary.LittleEndian.AppendUint32(out, uint32(54+4*len(palette)))
	out = binary.LittleEndian.AppendUint32(out, 40)
	out = binary.LittleEndian.AppendUint32(out, uint32(w))
	out = binary.LittleEndian.AppendUint32(out, uint32(int32(height)))
	out = binary.LittleEndian.AppendUint16(out, 1)
	out = binary.LittleEndian.AppendUint16(out, bits)
	out = append(out, make([]byte, 16)...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(palette)))
	out = append(out, make([]byte, 4)...)
	for _, c := range palette {
		out = append(out, c.B, c.G, c.R, 0)
	}
	return append(out, rows...)
}

func TestBMPPalettes(t *testing.T) {
	palette := []color.RGBA{{R: 255, A: 255}, {G: 255, A: 255}}
	want := func(x, y int) color.Color { return palette[(x+y)%2] }
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"1 bit", palettedBMP(3, 2, 1, palette, []byte{0b10100000, 0, 0, 0, 0b01000000, 0, 0, 0})},
		{"4 bits", palettedBMP(3, 2, 4, palette, []byte{0x10, 0x10, 0, 0, 0x01, 0, 0, 0})},
		{"8 bits", palettedBMP(3, 2, 8, palette, []byte{1, 0, 1, 0, 0, 1, 0, 0})},
		{"8 bits, top down", palettedBMP(3, -2, 8, palette, []byte{0, 1, 0, 0, 1, 0, 1, 0})},
	} {
		t.Run(c.name, func(t *testing.T) { near(t, mustDecode(t, "image/bmp", c.data, 0), 0, want) })
	}
	refused(t, "image/bmp", palettedBMP(3, 1, 8, palette, []byte{0, 1, 2, 0}), 0, "damaged", "palette")
}

func TestBMPVariants(t *testing.T) {
	var buf bytes.Buffer
	if err := bmp.Encode(&buf, drawnImage()); err != nil {
		t.Fatal(err)
	}
	whole := buf.Bytes()
	near(t, mustDecode(t, "image/bmp", whole, 0), 0, func(x, y int) color.Color { return drawn(x, y) })
	with := func(at int, v uint32, bytesOf int) []byte {
		out := bytes.Clone(whole)
		copy(out[at:at+bytesOf], binary.LittleEndian.AppendUint32(nil, v))
		return out
	}
	for _, c := range []struct {
		name             string
		data             []byte
		outcome, mention string
	}{
		{"RLE8", with(30, 1, 4), "variant", "RLE8"},
		{"RLE4", with(30, 2, 4), "variant", "RLE4"},
		{"JPEG inside", with(30, 4, 4), "variant", "compression 4"},
		{"bit fields", with(30, 3, 4), "variant", ""},
		{"16 bits", with(28, 16, 2), "variant", "16 bits"},
		{"OS/2", with(14, 12, 4), "variant", "12 bytes"},
		{"5 bits", with(28, 5, 2), "variant", ""},
		{"no height", with(22, 0, 4), "variant", ""},
		{"giant height", with(22, 1<<30, 4), "truncated", "1073741824"},
		{"the smallest height", with(22, 1<<31, 4), "truncated", "2147483648"},
		{"cut off", whole[:len(whole)-1], "truncated", "need"},
		{"54 bytes for a gigabyte", palettedBMP(16000, 16000, 24, nil, nil)[:54], "truncated", "need"},
		{"20 bytes", whole[:20], "truncated", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			refused(t, "image/bmp", c.data, 0, c.outcome, c.mention)
		})
	}
}
