package provenance_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"

	"loupe/forensics/pdffile/pdftest"
	"loupe/forensics/provenance/c2pa/c2patest"
	"loupe/models"
)

func segment(marker byte, payload string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2)), payload...)
}

// asJPEG is a picture with segments behind SOI.
func asJPEG(t testing.TB, segments ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 96, 64)), nil); err != nil {
		t.Fatal(err)
	}
	return slices.Concat(b.Bytes()[:2], slices.Concat(segments...), b.Bytes()[2:])
}

// asPNG is a picture with chunks, each "nameBODY", behind its header.
func asPNG(t testing.TB, chunks ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 96, 64))); err != nil {
		t.Fatal(err)
	}
	out := slices.Clone(b.Bytes()[:33])
	for _, c := range chunks {
		out = append(binary.BigEndian.AppendUint32(out, uint32(len(c)-4)), c...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(c)))
	}
	return append(out, b.Bytes()[33:]...)
}

func xmp(body string) []byte {
	return segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description `+body+`</rdf:RDF></x:xmpmeta>`)
}

func sourceType(term string) []byte {
	return xmp(`><Iptc4xmpExt:DigitalSourceType rdf:resource="http://cv.iptc.org/newscodes/digitalsourcetype/` + term + `"/></rdf:Description>`)
}

// resources are Photoshop's, each an identifier and data of even length.
func resources(ids ...int) string {
	b := []byte("Photoshop 3.0\x00")
	for _, id := range ids {
		b = binary.BigEndian.AppendUint16(append(b, "8BIM"...), uint16(id))
		b = append(b, 0, 0, 0, 0, 0, 2, 1, 1)
	}
	return string(b)
}

const settings = "a man\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512"

func TestOutcomes(t *testing.T) {
	camera := c2patest.Manifest{Generator: "Camera", Actions: []c2patest.Action{{Name: "c2pa.created", SourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"}}}
	model := c2patest.Manifest{Generator: "Service", Actions: []c2patest.Action{{Name: "c2pa.created", SourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"}}}
	dalle := c2patest.Manifest{Generator: "Service", Actions: []c2patest.Action{{Name: "c2pa.created", Agent: "DALL-E 3"}}}
	editor := c2patest.Manifest{Generator: "Adobe Photoshop", Actions: []c2patest.Action{{Name: "c2pa.opened"}, {Name: "c2pa.edited", Agent: "Adobe Photoshop"}}, Parent: "a.jpg"}
	tampered := camera.JPEG(asJPEG(t))
	tampered[len(tampered)-3] ^= 1
	for name, c := range map[string]struct {
		data    []byte
		outcome models.Outcome
		reason  models.ReasonCode
		fact    string // "name: what its value holds"
	}{
		"nothing":                    {asJPEG(t), models.OutcomeInconclusive, "", ""},
		"a manifest of a camera":     {camera.JPEG(asJPEG(t)), models.OutcomeClear, "", "manifest_signer: Signer, Test House"},
		"the same in a PNG":          {camera.PNG(asPNG(t)), models.OutcomeClear, "", "digital_source_type: digitalCapture"},
		"changed after signing":      {tampered, models.OutcomeSuspect, models.ReasonProvenanceBroken, "manifest_binding: broken"},
		"a manifest of a model":      {model.JPEG(asJPEG(t)), models.OutcomeSuspect, models.ReasonProvenanceGenerator, "generator: trainedAlgorithmicMedia"},
		"a manifest that names one":  {dalle.PNG(asPNG(t)), models.OutcomeSuspect, models.ReasonProvenanceGenerator, "generator: DALL-E"},
		"a manifest of an editor":    {editor.JPEG(asJPEG(t)), models.OutcomeClear, models.ReasonProvenanceEditor, "editor: C2PA action c2pa.edited"},
		"a damaged manifest":         {asPNG(t, "caBXnothing"), models.OutcomeInconclusive, "", "manifest: damaged"},
		"a manifest elsewhere":       {asJPEG(t, xmp(`dcterms:provenance="https://example.org/m">`)), models.OutcomeInconclusive, "", "manifest_remote: https://example.org/m"},
		"source type, generated":     {asJPEG(t, sourceType("compositeWithTrainedAlgorithmicMedia")), models.OutcomeSuspect, models.ReasonProvenanceGenerator, "digital_source_type: compositeWith"},
		"source type, algorithm":     {asJPEG(t, sourceType("algorithmicMedia")), models.OutcomeSuspect, models.ReasonProvenanceGenerator, ""},
		"source type, captured":      {asJPEG(t, sourceType("digitalCapture")), models.OutcomeClear, "", "digital_source_type: digitalCapture"},
		"source type, edited":        {asJPEG(t, sourceType("minorHumanEdits")), models.OutcomeInconclusive, models.ReasonProvenanceEditor, "editor: minorHumanEdits"},
		"source type, drawn":         {asJPEG(t, sourceType("dataDrivenMedia")), models.OutcomeInconclusive, "", "digital_source_type: dataDrivenMedia"},
		"source type of nobody":      {asJPEG(t, sourceType("somethingElse")), models.OutcomeInconclusive, "", ""},
		"credit of a model":          {asJPEG(t, xmp(`photoshop:Credit="Made with Google AI">`)), models.OutcomeSuspect, models.ReasonProvenanceGenerator, "generator: Google AI"},
		"settings in a comment":      {asJPEG(t, segment(0xfe, settings)), models.OutcomeSuspect, models.ReasonProvenanceGenerator, "generator_where: JPEG comment"},
		"settings in a PNG":          {asPNG(t, "tEXtparameters\x00"+settings), models.OutcomeSuspect, models.ReasonProvenanceGenerator, "generator_text: a man"},
		"a bare word":                {asPNG(t, "tEXtparameters\x00none", "tEXtComment\x00Stable Diffusion"), models.OutcomeInconclusive, "", ""},
		"history":                    {asJPEG(t, xmp(`><xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved" stEvt:softwareAgent="Adobe Photoshop 25.0"/></rdf:Seq></xmpMM:History>`)), models.OutcomeInconclusive, models.ReasonProvenanceEditor, "editor: Adobe Photoshop 25.0 (XMP history, 1 steps)"},
		"Photoshop's resources":      {asJPEG(t, segment(0xed, resources(0x0404, 0x0425, 0x0406))), models.OutcomeInconclusive, models.ReasonProvenanceEditor, "editor: 8BIM"},
		"IPTC alone is no Photoshop": {asJPEG(t, segment(0xed, resources(0x0404, 0x0425))), models.OutcomeInconclusive, "", ""},
		"saved for the web":          {asJPEG(t, segment(0xec, "Ducky\x00\x01")), models.OutcomeInconclusive, models.ReasonProvenanceEditor, "editor: Ducky"},
	} {
		f := run(t, c.data)
		if f.Outcome != c.outcome || f.ReasonCode != c.reason || f.Message == "" {
			t.Errorf("%s: %s %s %q, want %s %s", name, f.Outcome, f.ReasonCode, f.Message, c.outcome, c.reason)
		}
		if key, part, _ := strings.Cut(c.fact, ": "); c.fact != "" && !strings.Contains(f.Facts[key], part) {
			t.Errorf("%s: facts %v, want %s", name, f.Facts, c.fact)
		}
	}
}

// TestDocuments: the history of an uploaded PDF is told on its first page.
func TestDocuments(t *testing.T) {
	plain := pdftest.Scan(asJPEG(t))
	after := func(key, format string) (n int) {
		i := bytes.LastIndex(plain, []byte(key))
		if _, err := fmt.Sscanf(string(plain[i+len(key):]), format, &n); i < 0 || err != nil {
			t.Fatal(key, err)
		}
		return n
	}
	number, table, root := after("/Contents ", "%d 0 R"), after("startxref\n", "%d"), after("/Root ", "%d 0 R")
	object := fmt.Sprintf("%d 0 obj\n<< /Length 11 >>\nstream\nq 1 0 0 1 Q\nendstream\nendobj\n", number)
	updated := fmt.Appendf(slices.Clone(plain), "%sxref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size 99 /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n", object, number, len(plain), root, table, len(plain)+len(object))
	if f := run(t, plain); f.Outcome != models.OutcomeInconclusive {
		t.Errorf("written once: %s %s", f.Outcome, f.Message)
	}
	if f := run(t, updated); f.Outcome != models.OutcomeSuspect || f.ReasonCode != models.ReasonProvenanceUpdated || !strings.Contains(f.Facts["pdf_updates"], "1 contents") {
		t.Errorf("updated: %s %s %v", f.Outcome, f.Message, f.Facts)
	}
	stated := append(slices.Clone(plain), `% <x:xmpmeta><rdf:Description Iptc4xmpExt:DigitalSourceType="trainedAlgorithmicMedia"/></x:xmpmeta>`...)
	if f := run(t, stated); f.ReasonCode != models.ReasonProvenanceGenerator {
		t.Errorf("a PDF that states its source: %s %s", f.Outcome, f.Message)
	}
	made := pdftest.Scan(asJPEG(t, segment(0xfe, settings)))
	if f := run(t, made); f.ReasonCode != models.ReasonProvenanceGenerator {
		t.Errorf("a generated picture in a PDF: %s %s", f.Outcome, f.Message)
	}
}

// TestHostileWords: what a file says reaches the report capped and without marks that steer a reader's eye.
func TestHostileWords(t *testing.T) {
	f := run(t, asPNG(t, "tEXtparameters\x00\x1b[31m\u202e"+strings.Repeat("x", 5000)+settings))
	if got := f.Facts["generator_text"]; len(got) > 800 || strings.ContainsAny(got, "\x1b\u202e") {
		t.Errorf("%q", got)
	}
}

func BenchmarkRun(b *testing.B) {
	data := c2patest.Manifest{Generator: "Camera"}.JPEG(asJPEG(b))
	for b.Loop() {
		run(b, data)
	}
}
