package pdf_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"loupe/forensics/provenance/pdf"
)

// writer lays out a PDF revision by revision.
type writer struct {
	bytes.Buffer
	last int // offset of the newest section
}

// revision appends objects, each "number: body", with a table that points to nothing else, and the trailer's entries.
func (w *writer) revision(trailer string, objects ...string) {
	if w.Len() == 0 {
		w.WriteString("%PDF-1.7\n")
	}
	for _, o := range objects {
		number, body, _ := strings.Cut(o, ": ")
		fmt.Fprintf(w, "%s 0 obj\n%s\nendobj\n", number, body)
	}
	at := w.Len()
	if w.last > 0 {
		trailer += fmt.Sprintf(" /Prev %d", w.last)
	}
	fmt.Fprintf(w, "xref\n0 0\ntrailer\n<< %s >>\nstartxref\n%d\n%%%%EOF\n", trailer, at)
	w.last = at
}

const (
	page    = "3: << /Type /Page /Parent 2 0 R /Group << /Type /Group >> /Contents 4 0 R >>"
	content = "4: << /Length 9 >>\nstream\n0 0 m S Q\nendstream"
	picture = "5: << /Subtype /Image /Width 9 >>\nstream\nabc\nendstream"
	info    = `6: << /Producer (Maker \(1\) \101) /Creator <FEFF0043006100E9> >>`
	signed  = "9: << /Type /Sig /ByteRange [0 10 20 10] >>"
)

func base() *writer {
	var w writer
	w.revision("/Root 1 0 R /Info 6 0 R", "1: << /Type /Catalog >>", page, content, picture, info)
	return &w
}

func TestUpdates(t *testing.T) {
	for name, c := range map[string]struct {
		objects []string
		want    pdf.Update
	}{
		"nothing":                  {[]string{"1: << /Type /Catalog /Metadata 7 0 R >>", "7: << /Type /Metadata >>\nstream\nx\nendstream"}, pdf.Update{}},
		"the same again":           {[]string{page, content, picture}, pdf.Update{}},
		"contents":                 {[]string{"4: << /Length 9 >>\nstream\n9 9 m S Q\nendstream"}, pdf.Update{Contents: 1}},
		"picture":                  {[]string{"5: << /Subtype /Image /Width 9 >>\nstream\nxyz\nendstream"}, pdf.Update{Contents: 1}},
		"more contents":            {[]string{"3: << /Type /Page /Parent 2 0 R /Contents [4 0 R 8 0 R] >>", "8: << >>\nstream\nnew\nendstream"}, pdf.Update{Pages: 1}},
		"a page":                   {[]string{"10: << /Type /Page /Contents 4 0 R >>"}, pdf.Update{Pages: 1}},
		"a signature's page entry": {[]string{"3: << /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [8 0 R] >>", "8: << /Subtype /Widget /FT /Sig /V 9 0 R /Rect [0 0 0 0] >>", signed}, pdf.Update{Signature: true}},
		"a stamp":                  {[]string{"8: << /Type /Annot /Subtype /Stamp /Rect [0 0 9 9] >>"}, pdf.Update{Annotations: 1}},
		"a link":                   {[]string{"8: << /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>"}, pdf.Update{}},
		"a field":                  {[]string{"8: << /Subtype /Widget /FT /Tx /V (Ana) /Rect [0 0 9 9] >>"}, pdf.Update{Fields: 1}},
	} {
		w := base()
		w.revision("/Root 1 0 R /Info 6 0 R", c.objects...)
		h := pdf.Read(w.Bytes())
		if h.Revisions != 2 || len(h.Updates) != 1 || h.Updates[0] != c.want {
			t.Errorf("%s: %+v, want %+v", name, h, c.want)
		}
	}
}

func TestHistory(t *testing.T) {
	h := pdf.Read(base().Bytes())
	if h.Revisions != 1 || len(h.Updates) != 0 || h.Producer != "Maker (1) A" || h.Creator != "Caé" || h.Signed {
		t.Errorf("one revision: %+v", h)
	}
	w := base()
	w.revision("/Root 1 0 R /Info 6 0 R", signed)
	w.revision("/Root 1 0 R /Info 7 0 R", "4: << >>\nstream\nother\nendstream", "7: << /Producer (Taker) >>")
	h = pdf.Read(append([]byte("junk before the header\n"), w.Bytes()...))
	if h.Revisions != 3 || !h.Signed || h.Producer != "Taker" || !reflect.DeepEqual(h.Former, []string{"Maker (1) A"}) {
		t.Errorf("three revisions: %+v", h)
	}
	if u := h.Updates; len(u) != 2 || u[0].Changes() || !u[0].Signature || !u[1].Changes() || !u[1].AfterSigned {
		t.Errorf("updates: %+v", h.Updates)
	}
	var encrypted writer
	encrypted.revision("/Encrypt 9 0 R /Info 6 0 R", info)
	if h = pdf.Read(encrypted.Bytes()); h.Producer != "" {
		t.Errorf("the words of an encrypted file are not words: %q", h.Producer)
	}
}

// A linearised file has two sections and one revision (annex F.3).
func TestLinearised(t *testing.T) {
	var w writer
	w.revision("/Root 1 0 R", "7: << /Linearized 1 /L 999 >>", page)
	first := w.last
	w.last = 0
	w.revision("/Size 9", content)
	main := w.last
	linearised := bytes.Replace(w.Bytes(), []byte("/Root 1 0 R >>"), fmt.Appendf(nil, "/Root 1 0 R /Prev %d >>", main+len(" /Prev 100")), 1)
	i := bytes.LastIndex(linearised, []byte("startxref"))
	linearised = append(linearised[:i:i], fmt.Sprintf("startxref\n%d\n%%%%EOF\n", first)...)
	if h := pdf.Read(linearised); h.Revisions != 1 || !h.Linearised || len(h.Updates) != 0 {
		t.Errorf("linearised: %+v", h)
	}
	u := writer{last: first}
	u.Write(linearised)
	u.revision("/Root 1 0 R", "4: << >>\nstream\nother\nendstream")
	if h := pdf.Read(u.Bytes()); h.Revisions != 2 || len(h.Updates) != 1 || h.Updates[0].Contents != 1 {
		t.Errorf("linearised and updated: %+v", h)
	}
}

// What lies in object streams counts like what stands in the file.
func TestObjectStreams(t *testing.T) {
	packed := func(inside string) string {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		fmt.Fprintf(z, "3 0 %s", inside)
		z.Close()
		return fmt.Sprintf("20: << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n%s\nendstream", b.Bytes())
	}
	var w writer
	w.revision("/Root 1 0 R", packed("<< /Type /Page /Contents 4 0 R >>"), content)
	w.revision("/Root 1 0 R", packed("<< /Type /Page /Contents 8 0 R >>"))
	if h := pdf.Read(w.Bytes()); len(h.Updates) != 1 || h.Updates[0].Pages != 1 {
		t.Errorf("%+v", h)
	}
}

// FuzzRead holds what must be true of any bytes: no panic, and the same answer twice.
func FuzzRead(f *testing.F) {
	w := base()
	w.revision("/Root 1 0 R /Info 6 0 R", signed, "20: << /Type /ObjStm /N 2 /First 8 >>\nstream\n1 0 2 4 << /A (\\)>><<>>\nendstream")
	f.Add(w.Bytes())
	f.Add([]byte("%PDF-1.4\nxref\ntrailer<</Prev 9>>startxref\n9\n%%EOF"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if h := pdf.Read(b); !reflect.DeepEqual(h, pdf.Read(b)) || h.Revisions > 1 && len(h.Updates) != h.Revisions-1 {
			t.Errorf("%+v", h)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	w := base()
	for i := range 20_000 {
		fmt.Fprintf(w, "%d 0 obj\n<< /Type /Annot /Rect [0 0 1 1] /A << /S /URI /URI (x) >> >>\nendobj\n", 100+i)
	}
	w.revision("/Root 1 0 R")
	b.SetBytes(int64(w.Len()))
	for b.Loop() {
		pdf.Read(w.Bytes())
	}
}
