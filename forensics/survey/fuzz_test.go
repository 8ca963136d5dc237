package survey_test

import (
	"bytes"
	"os"
	"reflect"
	"testing"

	"loupe/forensics/picturetest"
	"loupe/forensics/survey"
)

// seeds are small files of every format, built by code.
func seeds(t testing.TB) [][]byte {
	plain, archive := jpegOf(t, 20, 10), zipOf(t)
	sequence := join(bytesOf("ftyp", "msf1\x00\x00\x00\x00hevc"), track(64, 36, 25), bytesOf("mdat", make([]byte, 9)))
	return [][]byte{
		{}, []byte("text"), archive, film(), plain, join(plain, archive), join(announced(t, len(plain), 0), plain), join(plain, samsung(archive)),
		withSegments(plain, segment(0xe1, "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08"), segment(0xe2, "ICC_PROFILE\x00\x01\x01profile"), segment(0xdc, be16(61))),
		withChunks(pngOf(t, 9, 9), chunk("acTL", be32(3), be32(0)), chunk("iCCP", "n\x00\x00", deflated(plain)), chunk("cICP", "\x09\x10\x00\x01")),
		webpOf(vp8(9, 9)), webpOf(vp8x(9, 9), riff("ANMF", make([]byte, 16), vp8l(9, 9)), riff("EXIF", "MM")), gifOf(t, 9, 9, 3), withComment(gifOf(t, 9, 9, 1), "<script>"),
		bmpOf(t, 9, 9), bmpHeader(1<<31-1, -1<<31, 32, 0, 0), tiffOf(t, 9, 9), phone().bytes(), sequence, join(phone().bytes(), film()),
		[]byte("%PDF-1.4\nstartxref\n9\n%%EOF\n"), join("%PDF-1.4\n%%EOF\n", archive),
	}
}

// FuzzLook holds what must be true of whatever is sent: no panic, no endless loop, the same answer twice, counts and
// buffers within their limits, every byte after the end accounted for.
func FuzzLook(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	if _, err := os.Stat(picturetest.Root()); err == nil {
		each(f, func(_ string, data []byte) {
			if len(data) <= 4<<10 {
				f.Add(data)
			}
		}, "formats/libavif", "formats/golang_image", "formats/image_rs", "formats/libheif")
	} else {
		f.Logf("no pictures at %s: only files built by code are mutated", picturetest.Root())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		s := look(t, data)
		if !bytes.Equal(before, data) {
			t.Fatal("the file was changed")
		}
		if again := survey.Look(data); !reflect.DeepEqual(s, again) {
			t.Fatalf("first %+v, then %+v", s, again)
		}
		if s.Name == "" || s.End < 0 || s.End > len(data) || len(s.ICC) > survey.MaxICC || len(s.Sheets) > survey.MaxSheets {
			t.Fatalf("out of bounds: %+v", s)
		}
		if len(s.Trailers) > survey.MaxTrailers || len(s.Foreign) > survey.MaxTrailers || s.MetadataBytes < 0 || s.Scans < 0 || s.Chunks < 0 {
			t.Fatalf("counts: %+v", s)
		}
		if s.MediaType == "" && s.Frames != 0 || s.MediaType != "" && s.MediaType != "application/pdf" && s.Frames < 1 && s.Problem == "" {
			t.Fatalf("frames: %+v", s)
		}
		if s.Complete && s.Problem == "" && s.Frames > 0 && (s.Width <= 0 || s.Height <= 0) {
			t.Fatalf("sides: %+v", s)
		}
	})
}

// Every prefix of every seed is survived, and is never called complete when the whole file is not.
func TestPrefixes(t *testing.T) {
	for i, seed := range seeds(t) {
		whole := survey.Look(seed)
		for n := range min(len(seed), 3000) {
			s := look(t, seed[:n:n])
			if s.Complete && !whole.Complete && whole.MediaType == s.MediaType && s.MediaType != "image/heif" {
				t.Errorf("seed %d: %d of %d bytes are complete, the whole is not", i, n, len(seed))
			}
		}
	}
}

// Every byte of every seed is set to what breaks readers most often.
func TestEveryByte(t *testing.T) {
	for _, seed := range seeds(t) {
		for at := range min(len(seed), 1500) {
			for _, v := range []byte{0, 1, 0x7f, 0x80, 0xff} {
				data := bytes.Clone(seed)
				data[at] = v
				look(t, data)
			}
		}
	}
}
