package jpegfile_test

import (
	"bytes"
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"

	"loupe/forensics/jpegfile"
	"loupe/forensics/picturetest"
)

// segment builds FF marker, length, payload.
func segment(marker byte, payload ...byte) []byte {
	n := len(payload) + 2
	return append([]byte{0xFF, marker, byte(n >> 8), byte(n)}, payload...)
}

// insert puts segments behind SOI.
func insert(data []byte, segments ...[]byte) []byte {
	return append(append(bytes.Clone(data[:2]), bytes.Join(segments, nil)...), data[2:]...)
}

func parse(t testing.TB, data []byte) *jpegfile.File {
	t.Helper()
	f, err := jpegfile.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestParseDescribesWhatTheEncoderWrote(t *testing.T) {
	data := encode(t, scene(100, 60), 90)
	f := parse(t, data)
	fr := f.Frame
	if fr.Marker != jpegfile.SOF0 || fr.Precision != 8 || fr.Width != 100 || fr.Height != 60 || len(fr.Components) != 3 {
		t.Errorf("frame is %+v", fr)
	}
	if !f.Baseline() || f.Progressive() || fr.Sampling() != "4:2:0" || len(f.Scans) != 1 || !f.EOI || f.Damage != nil {
		t.Errorf("baseline %v progressive %v sampling %s scans %d EOI %v damage %v",
			f.Baseline(), f.Progressive(), fr.Sampling(), len(f.Scans), f.EOI, f.Damage)
	}
	if f.TrailingLength != 0 || f.TrailingOffset != len(data) {
		t.Errorf("trailing %d at %d of %d", f.TrailingLength, f.TrailingOffset, len(data))
	}
	if f.OptimisedHuffman() {
		t.Error("image/jpeg writes the typical Huffman tables; they were called optimised")
	}
	want := []byte{jpegfile.SOI, jpegfile.DQT, jpegfile.SOF0, jpegfile.DHT, jpegfile.SOS, jpegfile.EOI}
	var got []byte
	for _, s := range f.Segments {
		got = append(got, s.Marker)
		if data[s.Offset] != 0xFF || data[s.Offset+1] != s.Marker {
			t.Errorf("segment %02X is not at byte %d", s.Marker, s.Offset)
		}
	}
	if !bytes.Equal(got, want) {
		t.Errorf("segments % X, want % X", got, want)
	}
}

func TestParseApplicationSegments(t *testing.T) {
	jfif := segment(jpegfile.APP0, append([]byte("JFIF\x00"), 1, 2, 1, 0x01, 0x2C, 0x00, 0x48, 0, 0)...)
	adobe := segment(jpegfile.APP14, append([]byte("Adobe"), 0, 100, 0, 0, 0, 0, 1)...)
	exif := segment(jpegfile.APP1, []byte("Exif\x00\x00II*\x00")...)
	xmp := segment(jpegfile.APP1, []byte("http://ns.adobe.com/xap/1.0/\x00<x/>")...)
	comment := segment(jpegfile.COM, []byte("hello")...)
	f := parse(t, insert(encode(t, scene(16, 16), 75), jfif, exif, xmp, adobe, comment))
	if f.JFIF == nil || *f.JFIF != (jpegfile.JFIF{Major: 1, Minor: 2, Units: 1, XDensity: 300, YDensity: 72}) {
		t.Errorf("JFIF is %+v", f.JFIF)
	}
	if f.Adobe == nil || *f.Adobe != (jpegfile.Adobe{Version: 100, Transform: 1}) {
		t.Errorf("Adobe is %+v", f.Adobe)
	}
	if got := f.App(1, "Exif\x00\x00"); len(got) != 1 || string(got[0]) != "II*\x00" {
		t.Errorf("Exif is %q", got)
	}
	if got := f.App(1, "http://ns.adobe.com/xap/1.0/\x00"); len(got) != 1 || string(got[0]) != "<x/>" {
		t.Errorf("XMP is %q", got)
	}
	if got := f.Comments(); len(got) != 1 || string(got[0]) != "hello" {
		t.Errorf("comments are %q", got)
	}
	if got := f.App(2, ""); got != nil {
		t.Errorf("APP2 is %q, want none", got)
	}
}

func TestParseTrailingBytes(t *testing.T) {
	data := encode(t, scene(16, 16), 75)
	f := parse(t, append(bytes.Clone(data), "secret"...))
	if f.TrailingOffset != len(data) || f.TrailingLength != 6 || !f.EOI {
		t.Errorf("trailing %d bytes at %d, EOI %v; want 6 at %d", f.TrailingLength, f.TrailingOffset, f.EOI, len(data))
	}
	cut := parse(t, data[:len(data)-2])
	if cut.EOI || cut.TrailingLength != 0 || !errors.Is(cut.Damage, jpegfile.ErrDamaged) {
		t.Errorf("without EOI: EOI %v, trailing %d, damage %v", cut.EOI, cut.TrailingLength, cut.Damage)
	}
}

func TestParseNamesDamage(t *testing.T) {
	good := encode(t, scene(16, 16), 75)
	steps := make([]byte, 65) // table 0 with steps of 0
	cases := map[string][]byte{
		"no frame":               append(bytes.Clone(good[:2]), 0xFF, jpegfile.EOI),
		"zero quantisation step": insert(good, segment(jpegfile.DQT, steps...)),
		"short quantisation":     insert(good, segment(jpegfile.DQT, 0, 1, 2)),
		"slot 7":                 insert(good, segment(jpegfile.DQT, 7)),
		"short Huffman":          insert(good, segment(jpegfile.DHT, 0, 1)),
		"Huffman over-full":      insert(good, segment(jpegfile.DHT, append([]byte{0, 3}, make([]byte, 18)...)...)),
		"segment past the end":   append(bytes.Clone(good[:2]), 0xFF, jpegfile.APP0, 0xFF, 0xFF, 1),
		"length below 2":         insert(good, []byte{0xFF, jpegfile.APP0, 0, 1}),
		"five components":        insert(good, segment(jpegfile.SOF0, append([]byte{8, 0, 8, 0, 8, 5}, make([]byte, 15)...)...)),
		"scan first":             insert(good, segment(jpegfile.SOS, 1, 1, 0, 0, 63, 0)),
		"too many segments":      insert(good, bytes.Repeat(segment(jpegfile.COM), jpegfile.MaxSegments)),
	}
	for name, data := range cases {
		if f := parse(t, data); !errors.Is(f.Damage, jpegfile.ErrDamaged) {
			t.Errorf("%s: damage is %v", name, f.Damage)
		}
	}
	for _, data := range [][]byte{nil, {0xFF}, []byte("\x89PNG\r\n"), {0xFF, 0xD8, 0x00, 0x10}} {
		if _, err := jpegfile.Parse(data); !errors.Is(err, jpegfile.ErrNotJPEG) {
			t.Errorf("% X: %v, want ErrNotJPEG", data, err)
		}
	}
}

func TestQualityIsTheEncoders(t *testing.T) {
	for q := 1; q <= 100; q++ {
		got := parse(t, encode(t, scene(16, 16), q)).Quality()
		same := jpegfile.IJGTable(got.Luma, false) == jpegfile.IJGTable(q, false) // very low qualities share tables
		if !got.Exact || got.Deviation != 0 || !same {
			t.Errorf("quality %d is estimated %+v", q, got)
		}
	}
}

func TestQualityOfAForeignTable(t *testing.T) {
	data := encode(t, scene(16, 16), 90)
	at := bytes.Index(data, []byte{0xFF, jpegfile.DQT}) + 5
	data[at+10] += 2 // one luma step by 2: root mean square difference 2 / sqrt(64) = 0.25
	got := parse(t, data).Quality()
	if got.Exact || got.Luma != 90 || got.Deviation != 0.25 {
		t.Errorf("got %+v, want quality 90, not exact, deviation 0.25", got)
	}
}

func TestSamplingNames(t *testing.T) {
	one := jpegfile.Component{H: 1, V: 1}
	cases := map[string][]jpegfile.Component{
		"grey":  {{H: 2, V: 2}},
		"4:4:4": {one, one, one},
		"4:2:2": {{H: 2, V: 1}, one, one},
		"4:2:0": {{H: 2, V: 2}, one, one},
		"4:1:1": {{H: 4, V: 1}, one, one},
		"4:4:0": {{H: 1, V: 2}, one, one},
		"other": {one, {H: 2, V: 1}, one},
	}
	for want, components := range cases {
		if got := (jpegfile.Frame{Components: components}).Sampling(); got != want {
			t.Errorf("%v: %s, want %s", components, got, want)
		}
	}
}

// The quantised coefficients of a flat block are known: DC = 8 * (level - 128) / step, AC = 0 (T.81 A.3.3).
func TestCoefficientsOfAFlatPicture(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 24, 16))
	for i := range img.Pix {
		img.Pix[i] = 200
	}
	p, err := parse(t, encode(t, img, 50)).Plane(0) // quality 50: the DC step is 16
	if err != nil {
		t.Fatal(err)
	}
	if p.Columns != 3 || p.Rows != 2 || p.Width != 24 || p.Height != 16 || p.Quant.Steps[0] != 16 {
		t.Errorf("plane is %dx%d blocks of %dx%d samples, DC step %d", p.Columns, p.Rows, p.Width, p.Height, p.Quant.Steps[0])
	}
	for i, b := range p.Blocks {
		if b != (jpegfile.Block{8 * (200 - 128) / 16}) {
			t.Errorf("block %d is %v", i, b)
		}
	}
}

// Restart markers, CMYK and truncated real files must be read or refused, never crash.
func TestRealFilesAreTotal(t *testing.T) {
	restarts, cmyk := 0, 0
	for _, path := range jpegsBelow(t, picturetest.Dir(t, filepath.FromSlash("formats"))) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 3_000_000 {
			continue
		}
		f, err := jpegfile.Parse(data)
		if err != nil {
			continue
		}
		if _, err := f.Coefficients(); err == nil {
			if f.RestartInterval > 0 {
				restarts++
			}
			if len(f.Frame.Components) == 4 {
				cmyk++
			}
		} else if !errors.Is(err, jpegfile.ErrDamaged) && !errors.Is(err, jpegfile.ErrUnsupported) {
			t.Errorf("%s: %v is neither damaged nor unsupported", filepath.Base(path), err)
		}
	}
	t.Logf("%d files with restart markers, %d with four components", restarts, cmyk)
}
