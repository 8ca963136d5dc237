package c2pa_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"reflect"
	"testing"

	"loupe/forensics/embedded"
	"loupe/forensics/jpegfile"
	"loupe/forensics/provenance/c2pa"
	"loupe/forensics/provenance/c2pa/c2patest"
	"loupe/forensics/survey"
)

func pictures(t testing.TB) (asJPEG, asPNG []byte) {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 40, 30))
	var j, p bytes.Buffer
	if jpeg.Encode(&j, img, nil) != nil || png.Encode(&p, img) != nil {
		t.Fatal("cannot encode")
	}
	return j.Bytes(), p.Bytes()
}

// storeIn finds and reads the store of a file.
func storeIn(t *testing.T, data []byte) *c2pa.Store {
	t.Helper()
	j, err := jpegfile.Parse(data)
	if err != nil {
		j = nil
	}
	seen := survey.Look(data)
	s, err := c2pa.Read(embedded.Find(data, seen.MediaType, j, seen).Manifest)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestManifests(t *testing.T) {
	asJPEG, asPNG := pictures(t)
	for name, m := range map[string]c2patest.Manifest{
		"ES256": {Generator: "Maker"}, "PS256": {Generator: "Maker", Algorithm: -37}, "EdDSA": {Generator: "Maker", Algorithm: -8},
		"all": {
			Generator: "Maker", Actions: []c2patest.Action{{Name: "c2pa.created", Agent: "Model", SourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"}},
			Parent: "a.jpg", JSON: `{"Iptc4xmpExt:DigitalSourceType": "digitalCapture", "x": "` + string(bytes.Repeat([]byte("y"), 3000)) + `"}`,
		},
	} {
		for _, data := range [][]byte{m.JPEG(asJPEG), m.PNG(asPNG)} {
			s := storeIn(t, data)
			if b, a, g := s.Binding(data), s.Assertions(), s.Signature(); b.State != c2pa.Holds || a.State != c2pa.Holds || g.State != c2pa.Holds {
				t.Errorf("%s: binding %v, assertions %v, signature %v", name, b, a, g)
			} else if g.Issuer != "Signer, Test House" {
				t.Errorf("%s: issuer %q", name, g.Issuer)
			}
			st := s.Statement()
			if st.Generator != "Maker 1.0" || len(st.Actions) != len(m.Actions) || (m.Parent != "") != (len(st.Ingredients) == 1) || (m.JSON != "") != (len(st.SourceTypes) == 1) {
				t.Errorf("%s: %+v", name, st)
			}
		}
	}
}

// TestTampered changes one thing at a time; each shows where it was done and nowhere else.
func TestTampered(t *testing.T) {
	asJPEG, _ := pictures(t)
	m := c2patest.Manifest{Generator: "Maker", Actions: []c2patest.Action{{Name: "c2pa.created", Agent: "Model", SourceType: "trainedAlgorithmicMedia"}}}
	signed := m.JPEG(asJPEG)
	replace := func(old, with string) []byte { return bytes.Replace(signed, []byte(old), []byte(with), 1) }
	flipped := bytes.Clone(signed)
	flipped[len(flipped)-3] ^= 1
	parts := c2patest.Manifest{Parts: true}.JPEG(asJPEG)
	parts[len(parts)-3] ^= 1
	for name, c := range map[string]struct {
		data                        []byte
		binding, assertion, signing c2pa.State
	}{
		"untouched":         {signed, c2pa.Holds, c2pa.Holds, c2pa.Holds},
		"a pixel's bit":     {flipped, c2pa.Broken, c2pa.Holds, c2pa.Holds},
		"bytes appended":    {append(bytes.Clone(signed), "more"...), c2pa.Broken, c2pa.Holds, c2pa.Holds},
		"cut off":           {signed[:len(signed)-20], c2pa.Broken, c2pa.Holds, c2pa.Holds},
		"source type":       {replace("trainedAlgorithmicMedia", "screenCaptureDigitalXXX"), c2pa.Holds, c2pa.Broken, c2pa.Holds},
		"claim's generator": {replace("Maker", "Taker"), c2pa.Holds, c2pa.Holds, c2pa.Broken},
		"a part of several": {parts, c2pa.NotCheckable, c2pa.Holds, c2pa.Holds},
		"algorithm":         {replace("fsha256", "fsha999"), c2pa.NotCheckable, c2pa.Broken, c2pa.Holds},
	} {
		s := storeIn(t, c.data)
		if b, a, g := s.Binding(c.data), s.Assertions(), s.Signature(); b.State != c.binding || a.State != c.assertion || g.State != c.signing {
			t.Errorf("%s: binding %v, assertions %v, signature %v", name, b, a, g.Result)
		}
	}
}

func TestDamagedStores(t *testing.T) {
	store := c2patest.Manifest{Generator: "Maker"}.Store()
	deep := []byte{}
	for range 20 {
		deep = c2patest.Box("c2as", "x", deep)
	}
	for name, b := range map[string][]byte{
		"nothing": nil, "cut off": store[:len(store)/2], "no manifest": c2patest.Box("c2pa", "c2pa"), "too deep": c2patest.Box("c2pa", "c2pa", deep),
		"no description": c2patest.Content("jumb", c2patest.Content("cbor", nil)),
	} {
		if _, err := c2pa.Read(b); err == nil {
			t.Errorf("%s is read without an error", name)
		}
	}
	empty, err := c2pa.Read(c2patest.Box("c2pa", "c2pa", c2patest.Box("c2ma", "urn:1")))
	if err != nil {
		t.Fatal(err)
	}
	if b, a, g := empty.Binding(nil), empty.Assertions(), empty.Signature(); b.State != c2pa.NotCheckable || a.State != c2pa.NotCheckable || g.State != c2pa.NotCheckable {
		t.Errorf("of an empty manifest: %v %v %v", b, a, g)
	}
}

// FuzzRead holds what must be true of whatever bytes call themselves a store: no panic, and the same answer twice.
func FuzzRead(f *testing.F) {
	f.Add(c2patest.Manifest{Generator: "Maker", Parent: "a", JSON: "{}", Actions: []c2patest.Action{{Name: "c2pa.edited", Agent: "x", SourceType: "y"}}}.Store())
	f.Add(c2patest.Manifest{Algorithm: -8}.Store())
	f.Add(c2patest.Box("c2pa", "c2pa", c2patest.Box("c2um", "urn:1")))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := c2pa.Read(b)
		if err != nil {
			return
		}
		again, _ := c2pa.Read(b)
		if !reflect.DeepEqual(s.Statement(), again.Statement()) || s.Binding(b) != again.Binding(b) || s.Assertions() != again.Assertions() || s.Signature() != again.Signature() {
			t.Error("two answers")
		}
	})
}
