package survey_test

import (
	"bytes"
	"testing"

	"loupe/forensics/survey"
)

func TestJPEG(t *testing.T) {
	plain := jpegOf(t, 90, 61)
	profile := bytes.Repeat([]byte("profile!"), 100)
	exif, packet := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08", "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta/>"
	for _, c := range []struct {
		name     string
		data     []byte
		metadata int
		icc      []byte
		segments int // more than the plain file
	}{
		{name: "plain", data: plain},
		{name: "fill bytes before a marker", data: join(plain[:2], "\xff\xff\xff", plain[2:])},
		{name: "comment", data: withSegments(plain, segment(0xfe, "hello")), metadata: 5, segments: 1},
		{name: "exif", data: withSegments(plain, segment(0xe1, exif)), metadata: len(exif), segments: 1},
		{name: "xmp", data: withSegments(plain, segment(0xe1, packet)), metadata: len("<x:xmpmeta/>"), segments: 1},
		{name: "iptc", data: withSegments(plain, segment(0xed, "Photoshop 3.0\x008BIM")), metadata: 18, segments: 1},
		{name: "profile", data: withSegments(plain, segment(0xe2, "ICC_PROFILE\x00\x01\x01", profile)), icc: profile, segments: 1},
		{name: "profile in parts out of order", segments: 2, icc: profile, data: withSegments(plain,
			segment(0xe2, "ICC_PROFILE\x00\x02\x02", profile[300:]), segment(0xe2, "ICC_PROFILE\x00\x01\x02", profile[:300]))},
		{name: "thumbnail with its own end", data: withSegments(plain, segment(0xe1, "Exif\x00\x00", jpegOf(t, 8, 8))), metadata: 6 + len(jpegOf(t, 8, 8)), segments: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := look(t, c.data)
			good(t, s, "image/jpeg", 90, 61)
			want := survey.Look(plain).Chunks + c.segments
			if s.MetadataBytes != c.metadata || !bytes.Equal(s.ICC, c.icc) || s.ICCBytes != len(c.icc) || s.Chunks != want || s.Scans != 1 || s.Frames != 1 || s.Pages != 1 || s.End != len(c.data) {
				t.Fatalf("got %+v, want %d bytes of metadata, %d of profile, %d segments", s, c.metadata, len(c.icc), want)
			}
		})
	}
}

// frame returns the offset of the frame header's payload.
func frame(data []byte) int { return bytes.Index(data, []byte{0xff, 0xc0}) + 4 }

func TestJPEGTraps(t *testing.T) {
	plain := jpegOf(t, 90, 61)
	sof := plain[frame(plain)-4 : frame(plain)+15]
	scan := bytes.Index(plain, []byte{0xff, 0xda})
	noHeight := bytes.Clone(plain)
	noHeight[frame(plain)+1], noHeight[frame(plain)+2] = 0, 0
	end := len(plain) - 2
	for _, c := range []struct {
		name, problem string
		data          []byte
		w, h, scans   int
		complete      bool
	}{
		{"no height", "gives no height", noHeight, 90, 0, 1, true},
		{"height in a DNL segment", "gives no height", join(noHeight[:end], segment(0xdc, be16(61)), "\xff\xd9"), 90, 61, 1, true},
		{"second frame header after the scan", "second frame header", join(plain[:end], sof, "\xff\xd9"), 90, 61, 1, true},
		{"scan before the frame header", "precedes the frame header", withSegments(plain, segment(0xda, "\x01\x01\x00\x00\x3f\x00")), 90, 61, 2, true},
		{"second SOI", "second picture starts", join(plain[:2], plain), 90, 61, 1, true},
		{"end before the scan", "ends before its frame header", join(plain[:2], "\xff\xd9", plain[2:]), 0, 0, 0, true},
		{"short frame header", "frame header has 2 bytes", join(plain[:2], segment(0xc0, "ab"), "\xff\xd9"), 0, 0, 0, true},
		{"no end", "", plain[:end], 90, 61, 1, false},
		{"cut inside the frame header", "does not say how large", plain[:frame(plain)], 0, 0, 0, false},
		{"cut before the scan", "", plain[:scan], 90, 61, 0, false},
		{"segment that lies about its length", "does not say how large", join(plain[:2], "\xff\xe1\xff\xff", plain[2:60]), 0, 0, 0, false},
		{"segment of length 1", "does not say how large", join(plain[:2], "\xff\xe1\x00\x01", plain[2:]), 0, 0, 0, false},
		{"thousand scans", "", join(plain[:end], bytes.Repeat(segment(0xda, "\x01\x01\x00\x00\x3f\x00"), 999), "\xff\xd9"), 90, 61, 1000, true},
		{"too many segments", "more than 100000 chunks", join(plain[:2], bytes.Repeat(segment(0xfe), survey.MaxChunks+1), plain[2:]), 0, 0, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := look(t, c.data)
			wrong(t, s, c.problem)
			if s.Width != c.w || s.Height != c.h || s.Scans != c.scans || s.Complete != c.complete {
				t.Fatalf("got %dx%d, %d scans, complete %v: %+v", s.Width, s.Height, s.Scans, s.Complete, s)
			}
		})
	}
}

func TestJPEGProfileThatDoesNotFit(t *testing.T) {
	plain := jpegOf(t, 16, 16)
	part := func(number, total byte, n int) []byte {
		return segment(0xe2, "ICC_PROFILE\x00", []byte{number, total}, make([]byte, n))
	}
	large := []byte{}
	for i := range byte(80) {
		large = append(large, part(i+1, 80, 65000)...)
	}
	for _, c := range []struct {
		name  string
		parts []byte
		bytes int
	}{
		{"missing part", part(1, 2, 10), 10},
		{"repeated part", join(part(1, 2, 10), part(1, 2, 10), part(2, 2, 10)), 30},
		{"number 0", part(0, 1, 10), 10},
		{"number beyond the total", part(3, 2, 10), 10},
		{"totals that disagree", join(part(1, 2, 10), part(2, 3, 10)), 20},
		{"no number", segment(0xe2, "ICC_PROFILE\x00"), 0},
		{"larger than is kept", large, 80 * 65000},
	} {
		s := look(t, withSegments(plain, c.parts))
		if s.ICC != nil || s.ICCBytes != c.bytes || !s.Complete {
			t.Errorf("%s: kept %d bytes of %d, complete %v", c.name, len(s.ICC), s.ICCBytes, s.Complete)
		}
	}
}
