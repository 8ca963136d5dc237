package survey_test

import (
	"bytes"
	"testing"

	"loupe/forensics/survey"
)

func TestPNG(t *testing.T) {
	plain := pngOf(t, 70, 40)
	profile := bytes.Repeat([]byte("profile!"), 5000)
	for _, c := range []struct {
		name                      string
		chunks                    []byte
		frames, private, metadata int
		icc                       []byte
		colour                    *survey.Colour
	}{
		{name: "plain", frames: 1},
		{name: "animated", chunks: join(chunk("acTL", be32(3), be32(0)), chunk("fcTL", make([]byte, 26)), chunk("fdAT", make([]byte, 9))), frames: 3},
		{name: "more frames than announced", chunks: join(chunk("acTL", be32(1), be32(0)), bytes.Repeat(chunk("fcTL", make([]byte, 26)), 5)), frames: 5},
		{name: "two thousand million frames", chunks: chunk("acTL", be32(1<<31-1), be32(0)), frames: 1<<31 - 1},
		{name: "text", chunks: join(chunk("tEXt", "Title\x00x"), chunk("zTXt", "k\x00\x00z"), chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00<x/>"), chunk("eXIf", "MM\x00\x2a")), frames: 1, metadata: 7 + 4 + 26 + 4},
		{name: "profile", chunks: chunk("iCCP", "name\x00\x00", deflated(profile)), frames: 1, icc: profile},
		{name: "code points", chunks: chunk("cICP", "\x09\x10\x00\x01"), frames: 1, colour: &survey.Colour{Primaries: 9, Transfer: 16, FullRange: true}},
		{name: "private chunks", chunks: join(chunk("mkBT", "abc"), chunk("iDOT", "xyz")), frames: 1, private: 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := withChunks(plain, c.chunks)
			s := look(t, data)
			good(t, s, "image/png", 70, 40)
			if s.Frames != c.frames || s.Private != c.private || s.MetadataBytes != c.metadata || !bytes.Equal(s.ICC, c.icc) || s.End != len(data) {
				t.Fatalf("got %+v", s)
			}
			if (s.Colour == nil) != (c.colour == nil) || c.colour != nil && *s.Colour != *c.colour {
				t.Fatalf("colour %+v, want %+v", s.Colour, c.colour)
			}
		})
	}
}

func TestPNGTraps(t *testing.T) {
	plain := pngOf(t, 70, 40)
	sides := func(w, h int) []byte {
		return join(plain[:8], chunk("IHDR", be32(w), be32(h), "\x08\x02\x00\x00\x00"), plain[33:])
	}
	for _, c := range []struct {
		name, problem string
		data          []byte
		w, h          int
		complete      bool
	}{
		{"2^31 wide", "largest side", sides(1<<31, 1), 1 << 31, 1, true},
		{"2^31-1 square is only large", "", sides(1<<31-1, 1<<31-1), 1<<31 - 1, 1<<31 - 1, true},
		{"no width", "both sides must be positive", sides(0, 7), 0, 7, true},
		{"second header", "second header", withChunks(plain, plain[8:33]), 70, 40, true},
		{"header is not first", `first chunk is "tEXt"`, join(plain[:8], chunk("tEXt", "a\x00b"), plain[8:]), 0, 0, true},
		{"short header", "not 13", join(plain[:8], chunk("IHDR", "1234"), plain[33:]), 0, 0, true},
		{"no pixels", "no pixels", join(plain[:33], chunk("IEND")), 70, 40, true},
		{"cut", "", plain[:len(plain)-5], 70, 40, false},
		{"cut before the pixels", "", plain[:33], 70, 40, false},
		{"chunk of 2^32-1 bytes", "", join(plain[:33], be32(1<<32-1), "tEXt", plain[33:]), 70, 40, false},
		{"too many chunks", "more than 100000 chunks", withChunks(plain, bytes.Repeat(chunk("tEXt"), survey.MaxChunks)), 70, 40, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := look(t, c.data)
			wrong(t, s, c.problem)
			if s.Width != c.w || s.Height != c.h || s.Complete != c.complete {
				t.Fatalf("got %dx%d, complete %v", s.Width, s.Height, s.Complete)
			}
		})
	}
}

// A profile that unfolds to a gigabyte is inflated as far as the limit and not kept.
func TestPNGProfileBomb(t *testing.T) {
	bomb := deflated(make([]byte, 64<<20))
	s := look(t, withChunks(pngOf(t, 8, 8), chunk("iCCP", "n\x00\x00", bomb)))
	if s.ICC != nil || s.ICCBytes != survey.MaxICC+1 {
		t.Fatalf("kept %d bytes, counted %d", len(s.ICC), s.ICCBytes)
	}
	for name, body := range map[string][]byte{"no name": []byte("n"), "no method": []byte("n\x00"), "no zlib stream": []byte("n\x00\x00garbage"), "cut stream": join("n\x00\x00", bomb[:9])} {
		if s := look(t, withChunks(pngOf(t, 8, 8), chunk("iCCP", body))); s.ICC != nil || !s.Complete {
			t.Errorf("%s: kept %d bytes, complete %v", name, len(s.ICC), s.Complete)
		}
	}
}
