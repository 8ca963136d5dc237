package survey_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"loupe/forensics/survey"
)

// join concatenates strings and byte slices.
func join(parts ...any) []byte {
	var out []byte
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			out = append(out, p...)
		case []byte:
			out = append(out, p...)
		}
	}
	return out
}

func be16(v int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(v)) }
func be32(v int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(v)) }
func be64(v int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(v)) }
func le16(v int) []byte { return binary.LittleEndian.AppendUint16(nil, uint16(v)) }
func le24(v int) []byte { return []byte{byte(v), byte(v >> 8), byte(v >> 16)} }
func le32(v int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(v)) }

// waves is a picture that does not compress to nothing.
func waves(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := uint8(128 + 60*math.Sin(float64(x*x+3*y)/37) + 60*math.Cos(float64(y*x)/91))
			m.SetRGBA(x, y, color.RGBA{v, 255 - v, uint8(x ^ y), 255})
		}
	}
	return m
}

func encode(t testing.TB, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t testing.TB, w, h int) []byte {
	return encode(t, func(b *bytes.Buffer) error { return jpeg.Encode(b, waves(w, h), &jpeg.Options{Quality: 85}) })
}

func pngOf(t testing.TB, w, h int) []byte {
	return encode(t, func(b *bytes.Buffer) error { return png.Encode(b, waves(w, h)) })
}

func bmpOf(t testing.TB, w, h int) []byte {
	return encode(t, func(b *bytes.Buffer) error { return bmp.Encode(b, waves(w, h)) })
}

func tiffOf(t testing.TB, w, h int) []byte {
	return encode(t, func(b *bytes.Buffer) error {
		return tiff.Encode(b, waves(w, h), &tiff.Options{Compression: tiff.Deflate})
	})
}

func gifOf(t testing.TB, w, h, frames int) []byte {
	var g gif.GIF
	for range frames {
		p := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.Black, color.White})
		for i := range p.Pix {
			p.Pix[i] = uint8(i % 3 & 1)
		}
		g.Image, g.Delay = append(g.Image, p), append(g.Delay, 1)
	}
	return encode(t, func(b *bytes.Buffer) error { return gif.EncodeAll(b, &g) })
}

// segment is a JPEG marker segment.
func segment(mark byte, payload ...any) []byte {
	p := join(payload...)
	return join([]byte{0xff, mark}, be16(len(p)+2), p)
}

// withSegments puts segments behind the SOI of a JPEG.
func withSegments(file []byte, segments ...any) []byte {
	return join(file[:2], join(segments...), file[2:])
}

// chunk is a PNG chunk.
func chunk(name string, payload ...any) []byte {
	p := join(payload...)
	return join(be32(len(p)), name, p, be32(int(crc32.ChecksumIEEE(join(name, p)))))
}

// withChunks puts chunks behind the IHDR of a PNG.
func withChunks(file []byte, chunks ...any) []byte {
	return join(file[:33], join(chunks...), file[33:])
}

// riff is a RIFF chunk, padded to an even length.
func riff(name string, payload ...any) []byte {
	p := join(payload...)
	out := join(name, le32(len(p)), p)
	if len(p)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

func webpOf(chunks ...any) []byte { return riff("RIFF", "WEBP", join(chunks...)) }

func vp8(w, h int) []byte {
	return riff("VP8 ", "\x10\x00\x00\x9d\x01\x2a", le16(w), le16(h), make([]byte, 20))
}

func vp8l(w, h int) []byte {
	return riff("VP8L", "\x2f", le32(w-1|(h-1)<<14), make([]byte, 20))
}

func vp8x(w, h int) []byte { return riff("VP8X", "\x00\x00\x00\x00", le24(w-1), le24(h-1)) }

// bytesOf is a box of the ISO base media file format.
func bytesOf(kind string, payload ...any) []byte {
	p := join(payload...)
	return join(be32(len(p)+8), kind, p)
}

func deflated(p []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(p)
	_ = w.Close()
	return b.Bytes()
}

func zipOf(t testing.TB) []byte {
	return encode(t, func(b *bytes.Buffer) error {
		z := zip.NewWriter(b)
		w, err := z.Create("payload.txt")
		if err == nil {
			_, err = w.Write([]byte(strings.Repeat("payload ", 40)))
		}
		if err != nil {
			return err
		}
		return z.Close()
	})
}

// whole fails unless s accounts for every byte: the trailers follow each other from the end to the file's last byte.
func whole(t testing.TB, data []byte, s survey.Survey) {
	t.Helper()
	at := s.End
	for _, tr := range s.Trailers {
		if tr.Offset != at || tr.Bytes <= 0 {
			t.Fatalf("trailer %+v does not follow byte %d", tr, at)
		}
		at += tr.Bytes
	}
	if s.MediaType != "" && at != len(data) {
		t.Fatalf("the trailers end at %d of %d bytes", at, len(data))
	}
	for _, f := range s.Foreign {
		if f.Offset < 0 || f.Bytes < 0 || f.Offset+f.Bytes > len(data) {
			t.Fatalf("foreign %+v lies outside the %d bytes", f, len(data))
		}
	}
}

// look surveys data and holds what must always be true against it.
func look(t testing.TB, data []byte) survey.Survey {
	t.Helper()
	s := survey.Look(data)
	whole(t, data, s)
	return s
}

// good fails unless s is a complete file without a problem or anything beside the picture.
func good(t testing.TB, s survey.Survey, mediaType string, w, h int) {
	t.Helper()
	if s.MediaType != mediaType || s.Width != w || s.Height != h || !s.Complete || s.Problem != "" || len(s.Trailers)+len(s.Foreign) > 0 {
		t.Fatalf("got %+v, want a complete %s of %dx%d", s, mediaType, w, h)
	}
}

// wrong fails unless the problem says what is expected.
func wrong(t testing.TB, s survey.Survey, problem string) {
	t.Helper()
	if !strings.Contains(s.Problem, problem) || problem == "" && s.Problem != "" {
		t.Fatalf("problem %q, want %q", s.Problem, problem)
	}
}
