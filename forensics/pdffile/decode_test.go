package pdffile_test

import (
	"bytes"
	"encoding/ascii85"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"loupe/forensics/pdffile"
	"loupe/forensics/pdffile/pdftest"
)

// filled is a sheet that image number n of d fills.
func filled(d *pdftest.Document, n int, entries string) []byte {
	d.Page(pdftest.Page{Content: pdftest.Draw("P", "595 0 0 842 0 0"), Entries: entries,
		Resources: map[string]string{"XObject": fmt.Sprintf("/P %d 0 R", n)}})
	return d.Bytes()
}

func TestStoredSamplesComeOutAsStored(t *testing.T) {
	rgb := scene(101, 143) // an odd width: rows are padded
	grey := image.NewGray(rgb.Rect)
	draw.Draw(grey, grey.Rect, rgb, image.Point{}, draw.Src)
	for name, img := range map[string]image.Image{"rgb": rgb, "grey": grey} {
		var d pdftest.Document
		f := open(t, filled(&d, d.Flate(img), ""))
		got := pictures(t, f)
		if len(got) != 1 || got[0].Data != nil || got[0].Width != 101 || got[0].Height != 143 {
			t.Fatalf("%s: %+v", name, got)
		}
		out := decode(t, f, 0)
		if _, isGrey := out.(*image.Gray); isGrey != (name == "grey") {
			t.Errorf("%s comes out as %T", name, out)
		}
		for y := range 143 {
			for x := range 101 {
				want, have := color.NRGBAModel.Convert(img.At(x, y)), color.NRGBAModel.Convert(out.At(x, y))
				if want != have {
					t.Fatalf("%s %d,%d: %v, want %v", name, x, y, have, want)
				}
			}
		}
	}
}

// A soft mask hides the picture on the sheet, not from the examiner.
func TestMasksAreNotApplied(t *testing.T) {
	img := scene(100, 140)
	var d pdftest.Document
	mask := d.Image(1, 1, "/ColorSpace /DeviceGray /BitsPerComponent 8", []byte{0})
	samples := make([]byte, 0, 3*100*140)
	for i := 0; i < len(img.Pix); i += 4 {
		samples = append(samples, img.Pix[i:i+3]...)
	}
	n := d.Image(100, 140, fmt.Sprintf("/ColorSpace /DeviceRGB /BitsPerComponent 8 /SMask %d 0 R", mask), samples)
	f := open(t, filled(&d, n, ""))
	pictures(t, f)
	if off := difference(decode(t, f, 0), img); off != 0 {
		t.Errorf("differs by %.2f", off)
	}
}

// Fax scans are often stencils: samples of 0 paint. Black must come out black, as it does for bitmaps.
func TestOneBitPictures(t *testing.T) {
	const side = 80
	bits := make([]byte, side/8*side) // the left half paints or is black: zeros
	for y := range side {
		for x := side / 2; x < side; x++ {
			bits[y*side/8+x/8] |= 0x80 >> (x % 8)
		}
	}
	for name, entries := range map[string]string{
		"bitmap": "/ColorSpace /DeviceGray /BitsPerComponent 1", "stencil": "/ImageMask true /BitsPerComponent 1",
		"palette": "/ColorSpace [/Indexed /DeviceRGB 1 <000000FFFFFF>] /BitsPerComponent 1",
	} {
		var d pdftest.Document
		f := open(t, filled(&d, d.Image(side, side, entries, bits), ""))
		pictures(t, f)
		out := decode(t, f, 0)
		left, right := color.GrayModel.Convert(out.At(10, 40)).(color.Gray).Y, color.GrayModel.Convert(out.At(70, 40)).(color.Gray).Y
		if left != 0 || right != 255 {
			t.Errorf("%s: left %d, right %d, want 0 and 255", name, left, right)
		}
	}
}

// Some writers wrap the JPEG in another filter; what is inside is still the file.
func TestWrappedJPEGs(t *testing.T) {
	data := jpegOf(t, scene(200, 280))
	var a bytes.Buffer
	w := ascii85.NewEncoder(&a)
	_, _ = w.Write(data)
	_ = w.Close()
	a.WriteString("~>")
	for filters, stored := range map[string][]byte{
		"/DCTDecode": data, "[/DCTDecode]": data, "[/FlateDecode /DCTDecode]": pdftest.Deflate(data), "[/ASCII85Decode /DCTDecode]": a.Bytes(),
	} {
		var d pdftest.Document
		f := open(t, filled(&d, d.Image(200, 280, "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter "+filters, stored), ""))
		if got := pictures(t, f); len(got) != 1 || !bytes.Equal(got[0].Data, data) {
			t.Errorf("%s: %d pictures, %d bytes, want the %d put in", filters, len(got), len(got[0].Data), len(data))
		}
	}
}

func TestJPEGHeaderCountsNotTheDictionary(t *testing.T) {
	var d pdftest.Document
	data := jpegOf(t, scene(200, 280))
	f := open(t, filled(&d, d.Image(150, 210, "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", data), ""))
	if got := pictures(t, f); got[0].Width != 200 || got[0].Height != 280 {
		t.Errorf("%dx%d, want 200x280", got[0].Width, got[0].Height)
	}
}

func TestRenderedText(t *testing.T) {
	f := open(t, pdftest.Lines("DIPLOMA", "John Doe"))
	got := pictures(t, f)
	if len(got) != 1 || got[0].Width != 1652 || got[0].Height != 2338 || got[0].DPI != 200 {
		t.Fatalf("%+v, want 595x842 points at 200 dpi", got)
	}
	img := decode(t, f, 0)
	scale := 200.0 / 72
	dark := 0
	for y := range 2338 {
		for x := range 1652 {
			r, g, b, a := img.At(x, y).RGBA()
			if a != 0xFFFF {
				t.Fatalf("%d,%d is not opaque", x, y)
			}
			if r+g+b > 3*0xC000 {
				continue
			}
			dark++
			// Two lines of 12 points from (72, 770), down to the descenders of the second.
			if px, py := float64(x)/scale, 842-float64(y)/scale; px < 71 || px > 200 || py > 782 || py < 750 {
				t.Fatalf("ink at %.0f,%.0f points", px, py)
			}
		}
	}
	if dark < 500 {
		t.Errorf("%d dark pixels: the text is missing", dark)
	}
}

// The pieces of a cut picture are joined again at their own resolution.
func TestCutPicturesAreRenderedAtTheirResolution(t *testing.T) {
	img := scene(600, 900)
	var d pdftest.Document
	content, objects := "", ""
	for i := range 6 {
		n := d.Flate(img.SubImage(image.Rect(0, 150*i, 600, 150*(i+1))))
		content += pdftest.Draw(fmt.Sprintf("P%d", i), fmt.Sprintf("144 0 0 36 0 %d", 216-36*(i+1)))
		objects += fmt.Sprintf("/P%d %d 0 R ", i, n)
	}
	d.Page(pdftest.Page{MediaBox: "0 0 144 216", Content: content, Resources: map[string]string{"XObject": objects}})
	f := open(t, d.Bytes())
	got := pictures(t, f)
	if len(got) != 1 || got[0].Source != pdffile.Rendered || math.Abs(got[0].DPI-300) > 0.01 || got[0].Width != 600 || got[0].Height != 900 {
		t.Fatalf("%+v, want one rendered picture at 300 dpi", got)
	}
	if off := difference(decode(t, f, 0), img); off > 0.5 {
		t.Errorf("differs from the picture that was cut by %.2f", off)
	}
}

func TestRenderedSheetsFitTheLimits(t *testing.T) {
	limits := pdffile.DefaultLimits()
	limits.MaxPixels, limits.MaxSide = 1_000_000, 1500
	e := pdffile.NewEngine(limits)
	defer func() { _ = e.Close() }()
	for _, box := range []string{"0 0 595 842", "0 0 1036800 1036800", "0 0 14400 20", "0 0 842 0.0001", "0 0 3 3"} {
		var d pdftest.Document
		d.Page(pdftest.Page{MediaBox: box})
		f, err := e.Open(t.Context(), d.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got := pictures(t, f)
		b := decode(t, f, 0).Bounds()
		if len(got) != 1 || b.Dx() != got[0].Width || b.Dy() != got[0].Height || b.Dx() > 1500 || b.Dy() > 1500 || b.Dx()*b.Dy() > 1_000_000 {
			t.Errorf("%s: %v for %+v", box, b, got)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}
