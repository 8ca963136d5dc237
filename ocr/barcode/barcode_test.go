package barcode_test

import (
	"bytes"
	"encoding/json"
	"image"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"

	"loupe/models"
	"loupe/ocr/barcode"
)

// alone reads a symbol that fills a picture by itself.
func alone(t *testing.T, code *image.Gray, want ...barcode.Format) models.Barcode {
	t.Helper()
	got, err := barcode.Read(code, want...)
	if err != nil || len(got) != 1 {
		t.Fatalf("%d barcodes, %v; want one", len(got), err)
	}
	return got[0]
}

func TestFormats(t *testing.T) {
	for _, tt := range []struct {
		kind   int // zint's number
		format barcode.Format
		text   string
	}{
		{55, barcode.PDF417, "PDF417 payload 0123456789"},
		{58, barcode.QRCode, "https://example.org/verify?id=42"},
		{71, barcode.DataMatrix, "DC04FR000001123F1636"},
		{92, barcode.Aztec, "Aztec payload"},
		{20, barcode.Code128, "INV-0123456789"},
		{8, barcode.Code39, "CODE39"},
		{13, barcode.EAN13, "4006381333931"},
	} {
		payload := tt.text
		if tt.format == barcode.EAN13 {
			payload = payload[:12] // zint adds the check digit
		}
		b := alone(t, zint(t, tt.kind, []byte(payload), 4), tt.format)
		if b.Format != string(tt.format) || b.Text != tt.text {
			t.Errorf("%s: %s %q, want %q", tt.format, b.Format, b.Text, tt.text)
		}
	}
}

// Every byte must come back, and every control character must survive JSON: AAMVA separates by LF, RS and CR.
func TestBytes(t *testing.T) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	latin := make([]rune, 256)
	for i := range latin {
		latin[i] = rune(i)
	}
	for name, tt := range map[string]struct {
		payload []byte
		text    string
	}{
		"every byte, ISO-8859-1": {every, string(latin)},
		"separators":             {[]byte("@\n\x1e\rANSI "), "@\n\x1e\rANSI "},
		"UTF-8":                  {[]byte("Łódź"), "Łódź"},
	} {
		b := alone(t, zint(t, 55, tt.payload, 4))
		if !bytes.Equal(b.Payload, tt.payload) || b.Text != tt.text {
			t.Errorf("%s: payload %q, text %q", name, b.Payload, b.Text)
		}
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		var back models.Barcode
		if err := json.Unmarshal(raw, &back); err != nil || back.Text != tt.text {
			t.Errorf("%s: %q after JSON, %v", name, back.Text, err)
		}
	}
}

func TestDeclaredCharacterSet(t *testing.T) {
	b := alone(t, zint(t, 55, []byte("\xcf\xf0\xe8\xe2\xe5\xf2"), 4, "--eci=22")) // windows-1251
	if b.Text != "Привет" {
		t.Errorf("text %q", b.Text)
	}
}

func TestLicence(t *testing.T) {
	payload := licence(rand.New(rand.NewPCG(1, 1)))
	b := alone(t, zint(t, 55, payload, 4))
	if b.Content != barcode.ContentAAMVA || b.Fields[models.FieldIssuer] != "USA" || b.Fields["DAJ"] != "VA" {
		t.Errorf("content %q, fields %v", b.Content, b.Fields)
	}
	statements := barcode.Statements(b)
	if len(statements) == 0 {
		t.Fatal("no statements")
	}
	for _, s := range statements {
		if s.Source != models.SourceBarcode || !reflect.DeepEqual(s.Box, b.Box) {
			t.Errorf("%+v", s)
		}
	}
	b.Payload = nil // as it comes out of a store
	if again := barcode.Statements(b); !reflect.DeepEqual(again, statements) {
		t.Errorf("from the text: %v, want %v", again, statements)
	}
}

// A social security number (element DBK of version 1) is in neither the fields nor the text, and what else is stated stays.
func TestNoSocialSecurityNumber(t *testing.T) {
	payload := bytes.Replace(licence(rand.New(rand.NewPCG(1, 2))), []byte("\nDDAF"), []byte("\nDBK123-45-6789\nDDAF"), 1)
	b := alone(t, zint(t, 55, payload, 4))
	if _, there := b.Fields["DBK"]; there || strings.Contains(b.Text, "123-45-6789") || !strings.Contains(b.Text, "\nDBK***\nDDAF") {
		t.Errorf("fields %v, text %q", b.Fields, b.Text)
	}
	statements := barcode.Statements(b)
	if b.Payload = nil; len(statements) == 0 || !reflect.DeepEqual(barcode.Statements(b), statements) {
		t.Error("the masked text states something else than the payload")
	}
}

func TestContent(t *testing.T) {
	line := strings.Repeat("<", 30)
	for payload, want := range map[string]string{
		"https://example.org/x": barcode.ContentURL, "HTTP://EXAMPLE.ORG": barcode.ContentURL, "https:": "", "BEGIN:VCARD\nEND:VCARD": barcode.ContentVCard,
		"MECARD:N:Doe;;": barcode.ContentMECard, line + "\n" + line + "\n" + line: barcode.ContentMRZ, line: "", "{\"a\":1}": barcode.ContentJSON,
		"{a": "", "\xdc\x03\x00": barcode.ContentVDS, "DC04FR000001123F": barcode.Content2DDoc, "": "", "hello": "", "\xff\xfe": "",
	} {
		if got := barcode.Content([]byte(payload)); got != want {
			t.Errorf("Content(%q) = %q, want %q", payload, got, want)
		}
	}
}

func TestSeveral(t *testing.T) {
	codes := []*image.Gray{zint(t, 58, []byte("first"), 4), zint(t, 71, []byte("second"), 4), zint(t, 55, []byte("third"), 4)}
	page := image.NewGray(image.Rect(0, 0, 900, 900))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	for i, c := range codes {
		for y := range c.Rect.Dy() {
			copy(page.Pix[(60+280*i+y)*page.Stride+100:], c.Pix[y*c.Stride:][:c.Rect.Dx()])
		}
	}
	for range 3 {
		got, err := barcode.Read(page)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, b := range got {
			texts = append(texts, b.Text)
		}
		if s := strings.Join(texts, " "); s != "first second third" {
			t.Errorf("read %q", s)
		}
	}
}

// A plane may be a part of another: boxes count from its own first pixel.
func TestPartOfAPlane(t *testing.T) {
	code := zint(t, 58, []byte("part"), 4)
	page := image.NewGray(image.Rect(0, 0, 500, 500))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	for y := range code.Rect.Dy() {
		copy(page.Pix[(200+y)*page.Stride+250:], code.Pix[y*code.Stride:][:code.Rect.Dx()])
	}
	box := *alone(t, page).Box
	part := *alone(t, page.SubImage(image.Rect(150, 120, 500, 500)).(*image.Gray)).Box
	if part[0]+150 != box[0] || part[1]+120 != box[1] || part[2] != box[2] || part[3] != box[3] {
		t.Errorf("box %v of the part, %v of the whole", part, box)
	}
}

func TestNothingToRead(t *testing.T) {
	for _, r := range []image.Rectangle{{}, image.Rect(0, 0, 1, 1), image.Rect(0, 0, 7, 900), image.Rect(0, 0, 9, 9), image.Rect(0, 0, 3000, 9), image.Rect(0, 0, 400, 300)} {
		got, err := barcode.Read(image.NewGray(r))
		if err != nil || len(got) != 0 || got == nil {
			t.Errorf("%v: %v, %v", r, got, err)
		}
	}
}

// zxing must not start threads: the sealed worker counts them, and they would outlive the call.
func TestNoThreads(t *testing.T) {
	code := zint(t, 58, []byte("threads"), 4)
	threads := func() int {
		tasks, err := os.ReadDir("/proc/self/task")
		if err != nil {
			t.Skipf("SKIPPED, threads were not counted: %v", err)
		}
		return len(tasks)
	}
	alone(t, code)
	before := threads()
	for range 50 {
		alone(t, code)
	}
	if after := threads(); after > before+2 { // the Go runtime may have started one
		t.Errorf("%d threads before 50 reads, %d after", before, after)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("\x00\xff\x00\xff\x00\x00\xff\xff"), uint16(40), uint16(30))
	f.Add(bytes.Repeat([]byte{0, 255}, 900), uint16(60), uint16(30))
	f.Fuzz(func(t *testing.T, pattern []byte, w, h uint16) {
		g := image.NewGray(image.Rect(0, 0, int(w%400), int(h%400)))
		for i := range g.Pix {
			if len(pattern) > 0 {
				g.Pix[i] = pattern[i%len(pattern)]
			}
		}
		got, err := barcode.Read(g)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range got {
			if r := image.Rect(b.Box[0], b.Box[1], b.Box[0]+b.Box[2], b.Box[1]+b.Box[3]); !r.In(g.Rect) {
				t.Errorf("box %v outside %v", *b.Box, g.Rect)
			}
		}
	})
}

// Processor time by pixels and content: make bench. stripes is what a hostile picture would be.
func BenchmarkRead(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 3))
	code := zint(b, 55, licence(r), drawnModule, "--cols=13")
	blank := image.NewGray(code.Rect)
	for i := range blank.Pix {
		blank.Pix[i] = 230
	}
	stripes := image.NewGray(image.Rect(0, 0, 4000, 3000))
	for i := range stripes.Pix {
		stripes.Pix[i] = uint8(r.IntN(2) * 255)
	}
	shot := func(s scene, code *image.Gray) *image.Gray { g, _ := s.shoot(b, code, r); return g }
	for _, c := range []struct {
		name string
		g    *image.Gray
	}{
		{"2MP/code", shot(scene{module: 3, rotation: 3, w: 1700, h: 1200, noise: 3, blur: 0.7}, code)},
		{"2MP/text", shot(scene{module: 3, rotation: 3, w: 1700, h: 1200, noise: 3, blur: 0.7}, blank)},
		{"12MP/code", shot(scene{module: 7, rotation: 3, w: 4000, h: 3000, noise: 3, blur: 1}, code)},
		{"12MP/text", shot(scene{module: 7, rotation: 3, w: 4000, h: 3000, noise: 3, blur: 1}, blank)},
		{"12MP/hostile", stripes},
	} {
		b.Run(c.name, func(b *testing.B) {
			start := processorTime(b)
			for b.Loop() {
				if _, err := barcode.Read(c.g); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(processorTime(b)-start)/1e6/float64(b.N), "cpu-ms/op")
		})
	}
}

// zxing gives a symbol without its right guard pattern (truncated PDF417) corners that fall together: it stood in the
// report twice, with boxes of no width.
func TestOutlineThatWasNotSeen(t *testing.T) {
	code := zint(t, 56, []byte("truncated PDF417, without its stop pattern"), 4)
	page := image.NewGray(image.Rect(0, 0, code.Rect.Dx()+300, code.Rect.Dy()+300))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	for y := range code.Rect.Dy() {
		copy(page.Pix[(150+y)*page.Stride+150:], code.Pix[y*code.Stride:][:code.Rect.Dx()])
	}
	b := alone(t, page)
	x, y, w, h := float64(150), float64(150), float64(code.Rect.Dx()), float64(code.Rect.Dy())
	if o := overlap(*b.Box, [4][2]float64{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, page.Rect); o < 0.3 {
		t.Errorf("box %v overlaps the code by %.2f", *b.Box, o)
	}
}
