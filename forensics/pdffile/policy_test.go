package pdffile_test

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"loupe/forensics/pdffile"
	"loupe/forensics/pdffile/pdftest"
)

// sheet builds one A4 sheet on which content draws "P", a JPEG, and may write with "F".
func sheet(t *testing.T, content string) []byte {
	t.Helper()
	var d pdftest.Document
	n := d.JPEG(jpegOf(t, scene(400, 300)))
	other := d.JPEG(jpegOf(t, scene(400, 301)))
	d.Page(pdftest.Page{Content: content, Resources: map[string]string{
		"XObject": fmt.Sprintf("/P %d 0 R /Q %d 0 R", n, other), "Font": pdftest.Helvetica(), "ExtGState": "/Half << /ca 0.5 >>",
	}})
	return d.Bytes()
}

// strips draws n pieces from the top of an A4 sheet down.
func strips(n int) string {
	var b strings.Builder
	high := 842 / float64(n)
	for i := range n {
		b.WriteString(pdftest.Draw("P", fmt.Sprintf("595 0 0 %f 0 %f", high, 842-high*float64(i+1))))
	}
	return b.String()
}

func TestWhichPicturesASheetGives(t *testing.T) {
	const whole, top, bottom = "595 0 0 842 0 0", "200 0 0 150 50 600", "200 0 0 150 50 100"
	full := pdftest.Draw("P", whole)
	for _, c := range []struct {
		name, content, want string // E and R in order
	}{
		{"a scan", full, "E"},
		{"a scan with margins", pdftest.Draw("P", "500 0 0 700 40 60"), "E"},
		{"a card alone on white", pdftest.Draw("P", top), "E"},
		{"invisible text over it", full + pdftest.Text(3, "read by a scanner"), "E"},
		{"text hidden below it", pdftest.Text(0, "read by a scanner") + full, "E"},
		{"visible text over it", full + pdftest.Text(0, "John Doe"), "ER"},
		{"text visible beside it", pdftest.Text(0, "John Doe") + pdftest.Draw("P", bottom), "ER"},
		{"white paper first", "1 1 1 rg 0 0 595 842 re f\n" + full, "E"},
		{"white over it", full + "1 1 1 rg 100 100 50 9 re f", "ER"},
		{"grey paper first", "0.8 g 0 0 595 842 re f\n" + pdftest.Draw("P", top), "ER"},
		{"a path without ink", full + "0 0 99 99 re n", "E"},
		{"a hairline", full + "10 10 m 500 10 l S", "ER"},
		{"ink beside the sheet", full + "900 900 m 950 950 l S", "E"},
		{"spaces only", full + pdftest.Text(0, "   "), "E"},
		{"text only", pdftest.Text(0, "John Doe"), "R"},
		{"blank", "", "R"},
		{"two cards", pdftest.Draw("P", top) + pdftest.Draw("Q", bottom), "EE"},
		{"two cards that touch", pdftest.Draw("P", "400 0 0 300 0 300") + pdftest.Draw("P", "400 0 0 300 0 0"), "EE"},
		{"one over the other", full + pdftest.Draw("Q", top), "EER"},
		{"a small picture", pdftest.Draw("P", "80 0 0 60 10 10"), "R"},
		{"a small picture and a card", pdftest.Draw("P", "80 0 0 60 10 10") + pdftest.Draw("Q", top), "ER"},
		{"beside the sheet", full + pdftest.Draw("P", "200 0 0 150 700 600"), "E"},
		{"half beside the sheet", pdftest.Draw("P", "595 0 0 842 300 0"), "ER"},
		{"clipped by its own edge", "q " + "0 0 595 842 re W n " + full + " Q", "E"},
		{"clipped", "q " + "0 0 595 400 re W n " + full + " Q", "ER"},
		{"clipped round", "q 300 0 m 0 400 l 300 842 l 595 400 l h W n " + full + " Q", "ER"},
		{"half transparent", "/Half gs " + full, "ER"},
		{"slanted", pdftest.Draw("P", "400 100 -100 400 120 100"), "ER"},
		{"ten strips", strips(10), "R"},
		{"three strips", strips(3), "R"},
		{"two thin strips", pdftest.Draw("P", "595 0 0 100 0 400") + pdftest.Draw("P", "595 0 0 100 0 300"), "R"},
		{"four tiles", pdftest.Draw("P", "300 0 0 200 0 0") + pdftest.Draw("P", "300 0 0 200 300 0") + pdftest.Draw("P", "300 0 0 200 0 200") + pdftest.Draw("P", "300 0 0 200 300 200"), "R"},
		{"shading", full + "q BX /None sh EX Q", "E"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			for _, p := range pictures(t, open(t, sheet(t, c.content))) {
				got += map[pdffile.Source]string{pdffile.Embedded: "E", pdffile.Rendered: "R"}[p.Source]
			}
			if got != c.want {
				t.Errorf("gives %q, want %q", got, c.want)
			}
		})
	}
}

func TestReadingOrder(t *testing.T) {
	places := []string{"150 0 0 200 300 600", "150 0 0 200 60 590", "170 0 0 210 200 50"} // right of the top, left of it, below
	want := map[int][]int{0: {1, 0, 2}, 90: {1, 2, 0}, 180: {2, 0, 1}, 270: {0, 2, 1}}
	for rotate, order := range want {
		var d pdftest.Document
		content, objects := "", ""
		for i, m := range places {
			content += pdftest.Draw(fmt.Sprintf("P%d", i), m)
			objects += fmt.Sprintf("/P%d %d 0 R ", i, d.JPEG(jpegOf(t, scene(300+i, 400))))
		}
		d.Page(pdftest.Page{Rotate: rotate, Content: content, Resources: map[string]string{"XObject": objects}})
		var got []int
		for _, p := range pictures(t, open(t, d.Bytes())) {
			got = append(got, p.Width-300)
		}
		if fmt.Sprint(got) != fmt.Sprint(order) {
			t.Errorf("rotate %d: order %v, want %v", rotate, got, order)
		}
	}
}

func TestAtMostSoManyPicturesASheet(t *testing.T) {
	limits := pdffile.DefaultLimits()
	limits.MaxPicturesPerSheet = 2
	e := pdffile.NewEngine(limits)
	defer func() { _ = e.Close() }()
	data := sheet(t, pdftest.Draw("P", "200 0 0 150 50 600")+pdftest.Draw("P", "300 0 0 225 50 300")+pdftest.Draw("P", "250 0 0 190 50 50"))
	f, err := e.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	got := pictures(t, f)
	if len(got) != 3 || got[0].DPI != 96 || got[2].Source != pdffile.Rendered {
		t.Errorf("%+v: want the two largest, then the sheet", got)
	}
}

func TestPicturesInForms(t *testing.T) {
	img := scene(400, 300)
	data := jpegOf(t, img)
	var d pdftest.Document
	n := d.JPEG(data)
	inner := d.Form("0 -1 1 0 0 0", "q 300 0 0 200 -300 0 cm /P Do Q", n)
	outer := d.Form("1 0 0 1 40 50", "q 1 0 0 1 5 6 cm /P Do Q", inner)
	d.Page(pdftest.Page{Content: "q 1.5 0 0 1.5 0 0 cm /P Do Q 0 0 m 1 1 l S", Resources: map[string]string{"XObject": fmt.Sprintf("/P %d 0 R", outer)}})
	f := open(t, d.Bytes())
	got := pictures(t, f)
	if len(got) != 2 || string(got[0].Data) != string(data) || got[1].Source != pdffile.Rendered {
		t.Fatalf("%+v: want the picture and the sheet", got)
	}
	if want := 300.0 * 200 * 1.5 * 1.5 / (595 * 842); got[0].Cover < want-1e-3 || got[0].Cover > want+1e-3 {
		t.Errorf("cover %.4f, want %.4f", got[0].Cover, want)
	}
	// x, y of the unit square: 300u-300, 200v; the inner form turns (x, y) to (y, -x); moved by (45, 56); times 1.5.
	place := [4]float64{1.5 * 45, 1.5 * 56, 1.5 * (45 + 200), 1.5 * (56 + 300)}
	shown := decode(t, f, 1)
	scale := got[1].DPI / 72
	crop := image.Rect(int(place[0]*scale), int((842-place[3])*scale), int(place[2]*scale), int((842-place[1])*scale))
	part := shown.(*image.NRGBA).SubImage(crop)
	if off := difference(part, turned(img, got[0].Orientation)); off > 8 {
		t.Errorf("orientation %d is not what is shown: difference %.1f", got[0].Orientation, off)
	}
	if decoded := decode(t, f, 0); difference(decoded, img) > 4 {
		t.Errorf("decoding the picture by its path gives another picture")
	}
}

func TestAnnotationsAreSeen(t *testing.T) {
	for entries, want := range map[string]int{
		"/Annots [<< /Type /Annot /Subtype /Square /Rect [100 100 300 200] /C [1 0 0] /F 4 >>]":                                      2,
		"/Annots [<< /Type /Annot /Subtype /Square /Rect [100 100 300 200] /C [1 0 0] /F 2 >>]":                                      1,
		"/Annots [<< /Type /Annot /Subtype /Link /Rect [100 100 300 200] /Border [0 0 0] /A << /S /URI /URI (http://a.test/) >> >>]": 1,
	} {
		var d pdftest.Document
		n := d.JPEG(jpegOf(t, scene(400, 300)))
		d.Page(pdftest.Page{Content: pdftest.Draw("P", "595 0 0 842 0 0"), Resources: map[string]string{"XObject": fmt.Sprintf("/P %d 0 R", n)}, Entries: entries})
		f := open(t, d.Bytes())
		if got := pictures(t, f); len(got) != want {
			t.Errorf("%s: %d pictures, want %d", entries, len(got), want)
		}
	}
}
