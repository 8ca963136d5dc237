package survey_test

import (
	"bytes"
	"image/jpeg"
	"image/png"
	"testing"

	"loupe/forensics/survey"
)

// BenchmarkLook measures pictures of 12 megapixels and files of 20 MB that are built to cost the most.
func BenchmarkLook(b *testing.B) {
	picture := waves(4000, 3000)
	plain := jpegOf(b, 20, 10)
	const most = 20_000_000
	tags := join("II*\x00", le32(8), bytes.Repeat([]byte{0xff}, most))
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"jpeg_12MP", encode(b, func(w *bytes.Buffer) error { return jpeg.Encode(w, picture, &jpeg.Options{Quality: 90}) })},
		{"png_12MP", encode(b, func(w *bytes.Buffer) error { return png.Encode(w, picture) })},
		{"hostile_segments", join(plain[:2], bytes.Repeat(segment(0xfe), most/4), plain[2:])},
		{"hostile_stuffing", join(plain[:len(plain)-2], bytes.Repeat([]byte{0xff, 0}, most/2))},
		{"hostile_chunks", withChunks(pngOf(b, 9, 9), bytes.Repeat(chunk("prVt"), most/12))},
		{"hostile_directories", tags},
		{"hostile_items", join(bytesOf("ftyp", heicBrands), bytesOf("meta", be32(0), bytesOf("iloc", be32(0), be16(0), be16(0xffff), bytes.Repeat(join(be16(1), be16(0), be16(0xffff)), most/6))))},
		{"hostile_tail_of_tags", join(plain, bytes.Repeat([]byte("<x"), most/2))},
		{"hostile_tail_of_headers", join(plain, "\x01", bytes.Repeat([]byte("PK\x03\x04"), most/4))},
		{"hostile_tail_of_pictures", join(plain, bytes.Repeat(plain, most/len(plain)))},
		{"hostile_profile", withChunks(pngOf(b, 9, 9), chunk("iCCP", "n\x00\x00", deflated(make([]byte, 200<<20))))},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.data)))
			b.ReportAllocs()
			for b.Loop() {
				survey.Look(c.data)
			}
		})
	}
}
