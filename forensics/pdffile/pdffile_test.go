package pdffile_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"testing"

	"loupe/forensics/pdffile"
	"loupe/forensics/pdffile/pdftest"
)

// engine is compiled once for all tests: it takes seconds.
var engine *pdffile.Engine

func TestMain(m *testing.M) {
	engine = pdffile.NewEngine(pdffile.DefaultLimits())
	code := m.Run()
	if err := engine.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// scene draws a picture in which each corner has its own colour, over a gradient.
func scene(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{uint8(160 * x / w), uint8(160 * y / h), 90, 255}
			switch {
			case x < w/3 && y < h/3:
				c = color.NRGBA{250, 10, 10, 255}
			case x >= w-w/3 && y < h/3:
				c = color.NRGBA{10, 250, 10, 255}
			case x < w/3 && y >= h-h/3:
				c = color.NRGBA{10, 10, 250, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func jpegOf(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 92}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func open(tb testing.TB, data []byte) *pdffile.File {
	tb.Helper()
	f, err := engine.Open(tb.Context(), data)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := f.Close(); err != nil {
			tb.Error(err)
		}
	})
	return f
}

func pictures(tb testing.TB, f *pdffile.File) []pdffile.Picture {
	tb.Helper()
	list, err := f.Pictures(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	return list
}

func decode(tb testing.TB, f *pdffile.File, i int) image.Image {
	tb.Helper()
	img, err := f.Decode(context.Background(), i)
	if err != nil {
		tb.Fatal(err)
	}
	return img
}

// turned shows img as the EXIF orientation asks (Exif 2.32, table 6).
func turned(img image.Image, orientation int) image.Image {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p := [...]image.Point{1: {x, y}, 2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, 5: {y, x}, 6: {y, w - 1 - x}, 7: {h - 1 - y, w - 1 - x}, 8: {h - 1 - y, x}}[orientation]
			out.Set(x, y, img.At(p.X, p.Y))
		}
	}
	return out
}

// difference is the mean absolute difference of two pictures sampled on a grid of their own sizes, 0..255.
func difference(a, b image.Image) float64 {
	const n = 60
	at := func(img image.Image, i, k int) color.NRGBA {
		r := img.Bounds()
		return color.NRGBAModel.Convert(img.At(r.Min.X+(2*i+1)*r.Dx()/(2*n), r.Min.Y+(2*k+1)*r.Dy()/(2*n))).(color.NRGBA)
	}
	sum := 0.0
	for i := range n {
		for k := range n {
			p, q := at(a, i, k), at(b, i, k)
			sum += math.Abs(float64(p.R)-float64(q.R)) + math.Abs(float64(p.G)-float64(q.G)) + math.Abs(float64(p.B)-float64(q.B))
		}
	}
	return sum / (3 * n * n)
}

func TestScanGivesTheJPEGFilesThemselves(t *testing.T) {
	first, second := jpegOf(t, scene(620, 877)), jpegOf(t, scene(300, 424))
	first = append(first, "bytes after the end are evidence too"...)
	f := open(t, pdftest.Scan(first, second))
	got := pictures(t, f)
	if f.Sheets() != 2 || len(got) != 2 {
		t.Fatalf("%d sheets, %d pictures, want 2 and 2", f.Sheets(), len(got))
	}
	for i, want := range [][]byte{first, second} {
		p := got[i]
		if !bytes.Equal(p.Data, want) {
			t.Errorf("picture %d: %d bytes, not the %d put in", i, len(p.Data), len(want))
		}
		config, err := jpeg.DecodeConfig(bytes.NewReader(want))
		if err != nil {
			t.Fatal(err)
		}
		dpi := 72 * math.Sqrt(float64(config.Width*config.Height)/(595*842))
		if p.Sheet != i+1 || p.Source != pdffile.Embedded || p.Orientation != 1 || p.Width != config.Width || p.Height != config.Height {
			t.Errorf("picture %d: %d %v %d %dx%d", i, p.Sheet, p.Source, p.Orientation, p.Width, p.Height)
		}
		if math.Abs(p.DPI-dpi) > 0.1 || math.Abs(p.Cover-1) > 1e-3 {
			t.Errorf("picture %d: %.2f dpi, cover %.4f, want %.2f and 1", i, p.DPI, p.Cover, dpi)
		}
	}
}

// The turned picture must be what PDFium shows, for every way to place it and to turn the sheet.
func TestOrientation(t *testing.T) {
	img := scene(300, 200)
	data := jpegOf(t, img)
	for name, m := range map[string]string{
		"straight": "400 0 0 300 0 0", "mirrored": "-400 0 0 300 400 0", "half turn": "-400 0 0 -300 400 300", "upside down": "400 0 0 -300 0 300",
		"quarter": "0 300 -400 0 400 0", "three quarters": "0 -300 400 0 0 300", "transposed": "0 -300 -400 0 400 300", "transversed": "0 300 400 0 0 0",
	} {
		for _, rotate := range []int{0, 90, 180, 270, -90} {
			t.Run(fmt.Sprintf("%s/%d", name, rotate), func(t *testing.T) {
				var d pdftest.Document
				n := d.JPEG(data)
				d.Page(pdftest.Page{MediaBox: "0 0 400 300", Rotate: rotate,
					Content:   pdftest.Draw("P", m) + "0 0 m 1 1 l S",
					Resources: map[string]string{"XObject": fmt.Sprintf("/P %d 0 R", n)}})
				f := open(t, d.Bytes())
				got := pictures(t, f)
				if len(got) != 2 || got[0].Source != pdffile.Embedded || got[1].Source != pdffile.Rendered {
					t.Fatalf("%+v, want an embedded and a rendered picture", got)
				}
				if !bytes.Equal(got[0].Data, data) {
					t.Error("not the bytes put in")
				}
				shown := decode(t, f, 1)
				if b := shown.Bounds(); b.Dx() != got[1].Width || b.Dy() != got[1].Height {
					t.Errorf("drawn %v, listed %dx%d", b, got[1].Width, got[1].Height)
				}
				for o := 1; o <= 8; o++ {
					same := difference(shown, turned(img, o)) < 8
					if same != (o == got[0].Orientation) {
						t.Errorf("orientation %d: same as shown is %v, listed is %d", o, same, got[0].Orientation)
					}
				}
			})
		}
	}
}
