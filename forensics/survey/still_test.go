package survey_test

import (
	"bytes"
	"testing"
)

func TestWebP(t *testing.T) {
	frameOf := func(w, h int) []byte {
		return riff("ANMF", make([]byte, 6), le24(w-1), le24(h-1), make([]byte, 4), vp8l(w, h))
	}
	many := webpOf(vp8x(30, 20), riff("ANIM", make([]byte, 6)), bytes.Repeat(frameOf(30, 20), 12))
	long := webpOf(vp8(30, 20))
	long[4] += 100 // the container claims more than there is
	short := webpOf(vp8(30, 20))
	short[4] -= 10
	for _, c := range []struct {
		name, problem  string
		data           []byte
		w, h, frames   int
		complete       bool
		icc, meta, bit int
	}{
		{name: "lossy", data: webpOf(vp8(30, 20)), w: 30, h: 20, frames: 1, complete: true},
		{name: "lossless", data: webpOf(vp8l(16384, 1)), w: 16384, h: 1, frames: 1, complete: true},
		{name: "extended", data: webpOf(vp8x(30, 20), riff("ICCP", "abc"), vp8(30, 20), riff("EXIF", "MM\x00\x2a"), riff("XMP ", "<x/>")), w: 30, h: 20, frames: 1, complete: true, icc: 3, meta: 8},
		{name: "animated", data: many, w: 30, h: 20, frames: 12, complete: true},
		{name: "26 bytes that claim 16384 x 16384", data: webpOf(riff("VP8L", "\x2f", le32(16383|16383<<14))), w: 16384, h: 16384, frames: 1, complete: true},
		{name: "chunk that is longer than the container", data: webpOf(vp8l(300, 300)[:14]), frames: 1, problem: "the RIFF container ends after 26", complete: true},
		{name: "canvas larger than its picture", data: webpOf(vp8x(30, 20), vp8(8, 8)), w: 30, h: 20, frames: 1, complete: true, problem: "the canvas is 30x20, its picture 8x8"},
		{name: "canvas of 2^24", data: webpOf(vp8x(1<<24, 1<<24), vp8(8, 8)), w: 1 << 24, h: 1 << 24, frames: 1, complete: true, problem: "the canvas is"},
		{name: "two pictures", data: webpOf(vp8(30, 20), vp8l(8, 8)), w: 30, h: 20, frames: 1, complete: true, problem: "two pictures"},
		{name: "no picture", data: webpOf(vp8x(30, 20)), w: 30, h: 20, frames: 1, problem: "no picture", complete: true},
		{name: "extended header late", data: webpOf(vp8(30, 20), vp8x(300, 200)), w: 30, h: 20, frames: 1, complete: true, problem: "extended header"},
		{name: "no key frame", data: webpOf(riff("VP8 ", make([]byte, 30))), w: 0, h: 0, frames: 1, problem: "no header", complete: true},
		{name: "container that is too long", data: long, w: 30, h: 20, frames: 1},
		{name: "container that is too short", data: short, w: 0, h: 0, frames: 1, problem: "the RIFF container ends after", complete: true},
		{name: "cut", data: webpOf(vp8(30, 20))[:35], w: 30, h: 20, frames: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := look(t, c.data)
			wrong(t, s, c.problem)
			if s.Width != c.w || s.Height != c.h || s.Frames != c.frames || s.Complete != c.complete || s.ICCBytes != c.icc || s.MetadataBytes != c.meta {
				t.Fatalf("got %+v", s)
			}
		})
	}
}

// firstFrame returns the offset of a GIF's first image descriptor, behind the header and a palette.
func firstFrame(data []byte) int { return bytes.IndexByte(data[19:], 0x2c) + 19 }

// withComment puts a comment before the first frame of a GIF.
func withComment(data []byte, text string) []byte {
	at := firstFrame(data)
	return join(data[:at], "\x21\xfe", []byte{byte(len(text))}, text, "\x00", data[at:])
}

func TestGIF(t *testing.T) {
	plain := gifOf(t, 40, 30, 1)
	first := firstFrame(plain)
	outside := bytes.Clone(plain)
	outside[first+1] = 20
	zero := bytes.Clone(plain)
	zero[6], zero[7] = 0, 0
	icc := join("\x21\xff\x0bICCRGBG1012\x04abcd\x02ef\x00")
	trailer := []byte{1} // XMP part 3, 1.1.2: from wherever in the packet a decoder comes, it ends up at the terminator
	for i := 255; i >= 0; i-- {
		trailer = append(trailer, byte(i))
	}
	xmp := join("\x21\xff\x0bXMP DataXMP<x:xmpmeta/>", trailer, "\x00")
	for _, c := range []struct {
		name, problem                   string
		data                            []byte
		w, h, frames, metadata, profile int
		complete                        bool
	}{
		{name: "still", data: plain, w: 40, h: 30, frames: 1, complete: true},
		{name: "125 frames", data: gifOf(t, 40, 30, 125), w: 40, h: 30, frames: 125, complete: true},
		{name: "comment", data: withComment(plain, "hello"), w: 40, h: 30, frames: 1, metadata: 5, complete: true},
		{name: "profile", data: join(plain[:first], icc, plain[first:]), w: 40, h: 30, frames: 1, profile: 6, complete: true},
		{name: "xmp", data: join(plain[:first], xmp, plain[first:]), w: 40, h: 30, frames: 1, metadata: len("<x:xmpmeta/>") + 258, complete: true},
		{name: "frame outside the canvas", data: outside, w: 40, h: 30, frames: 1, complete: true, problem: "frame 1 is 40x30 at 20,0 of a canvas of 40x30"},
		{name: "no canvas", data: zero, w: 0, h: 30, frames: 1, complete: true, problem: "canvas of 0x30"},
		{name: "no picture", data: join(plain[:first], ";"), w: 40, h: 30, frames: 1, problem: "no picture", complete: true},
		{name: "byte that begins no block", data: join(plain[:first], "\x00"), w: 40, h: 30, frames: 1, problem: "begins no block"},
		{name: "no end", data: plain[:len(plain)-1], w: 40, h: 30, frames: 1},
		{name: "cut inside the picture", data: plain[:first+20], w: 40, h: 30, frames: 1},
		{name: "cut inside the header", data: plain[:10], frames: 1, problem: "need 13"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := look(t, c.data)
			wrong(t, s, c.problem)
			if s.Width != c.w || s.Height != c.h || s.Frames != c.frames || s.MetadataBytes != c.metadata || s.ICCBytes != c.profile || s.Complete != c.complete {
				t.Fatalf("got %+v", s)
			}
		})
	}
}

// bmpHeader is a BMP of which only the headers are there.
func bmpHeader(w, h, depth, compression, size int) []byte {
	return join("BM", le32(54), le32(0), le32(54), le32(40), le32(w), le32(h), le16(1), le16(depth), le32(compression), le32(size), make([]byte, 16))
}

func TestBMP(t *testing.T) {
	plain := bmpOf(t, 33, 21)
	topDown := bytes.Clone(plain)
	copy(topDown[22:], le32(-21))
	core := join("BM", le32(0), le32(0), le32(26), le32(12), le16(5), le16(4), le16(1), le16(24), make([]byte, 4*16))
	v5 := join("BM", le32(0), le32(0), le32(14+124), le32(124), le32(2), le32(2), le16(1), le16(32), le32(0), le32(16), make([]byte, 16), make([]byte, 16), le32(0x4d424544), make([]byte, 36), make([]byte, 12), le32(4), le32(124+16), le32(5), le32(0), make([]byte, 16), "PROFI")
	for _, c := range []struct {
		name, problem string
		data          []byte
		w, h, end     int
		complete      bool
	}{
		{name: "plain", data: plain, w: 33, h: 21, end: len(plain), complete: true},
		{name: "top row first", data: topDown, w: 33, h: 21, end: len(plain), complete: true},
		{name: "header of 12 bytes", data: core, w: 5, h: 4, end: len(core), complete: true},
		{name: "run lengths", data: join(bmpHeader(9, 9, 8, 1, 100), make([]byte, 100)), w: 9, h: 9, end: 154, complete: true},
		{name: "54 bytes that claim a gigabyte", data: bmpHeader(1<<14, 1<<14, 32, 0, 0), w: 1 << 14, h: 1 << 14, end: 54},
		{name: "2^31-1 square", data: bmpHeader(1<<31-1, 1<<31-1, 32, 0, 0), w: 1<<31 - 1, h: 1<<31 - 1, end: 54},
		{name: "height -2^31", data: bmpHeader(1, -1<<31, 1, 0, 0), w: 1, h: 1 << 31, end: 54},
		{name: "no height", data: bmpHeader(4, 0, 8, 0, 0), w: 4, h: 0, end: 54, problem: "both sides must be positive", complete: true},
		{name: "width below zero", data: bmpHeader(-4, 4, 8, 0, 0), w: -4, h: 4, end: 54, problem: "both sides must be positive", complete: true},
		{name: "depth that does not exist", data: bmpHeader(4, 4, 7, 0, 0), w: 4, h: 4, end: 54, problem: "7 bits a pixel", complete: true},
		{name: "cut", data: plain[:len(plain)-1], w: 33, h: 21, end: len(plain) - 1},
		{name: "profile behind the pixels", data: v5, w: 2, h: 2, end: len(v5), complete: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := look(t, c.data)
			wrong(t, s, c.problem)
			if s.MediaType != "image/bmp" || s.Width != c.w || s.Height != c.h || s.End != c.end || s.Complete != c.complete {
				t.Fatalf("got %+v", s)
			}
		})
	}
	if s := look(t, v5); string(s.ICC) != "PROFI" {
		t.Errorf("profile %q", s.ICC)
	}
}

func TestPDF(t *testing.T) {
	whole := "%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"
	for _, c := range []struct {
		name, data string
		end        int
		complete   bool
	}{
		{"whole", whole, len(whole), true}, {"cut", whole[:30], 30, false},
		{"appended update", whole + whole[9:], len(whole) + len(whole) - 9, true},
	} {
		s := look(t, []byte(c.data))
		if s.MediaType != "application/pdf" || s.End != c.end || s.Complete != c.complete || s.Pages != 0 || s.Frames != 0 || s.Problem != "" {
			t.Errorf("%s: got %+v", c.name, s)
		}
	}
}
