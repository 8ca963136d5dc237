package pdftest

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
)

// JPEG adds a JPEG file as an image, byte for byte, and returns its object number. It panics when data is no JPEG.
func (d *Document) JPEG(data []byte) int {
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		panic("pdftest: " + err.Error())
	}
	return d.Image(config.Width, config.Height, "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", data)
}

// Image adds an image of any coding; entries name colour space, depth and filter. It returns the object number.
func (d *Document) Image(width, height int, entries string, data []byte) int {
	return d.Stream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d %s", width, height, entries), data)
}

// Flate adds an image's samples, deflated: 8-bit RGB, or grey when img is an *image.Gray.
func (d *Document) Flate(img image.Image) int {
	b := img.Bounds()
	space, samples := "/DeviceRGB", make([]byte, 0, 3*b.Dx()*b.Dy())
	if _, ok := img.(*image.Gray); ok {
		space = "/DeviceGray"
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			red, green, blue, _ := img.At(x, y).RGBA()
			if space == "/DeviceGray" {
				samples = append(samples, byte(red>>8))
				continue
			}
			samples = append(samples, byte(red>>8), byte(green>>8), byte(blue>>8))
		}
	}
	return d.Image(b.Dx(), b.Dy(), "/ColorSpace "+space+" /BitsPerComponent 8 /Filter /FlateDecode", Deflate(samples))
}

// Form adds a form XObject (8.10) that may use the image "/P" with number picture, and returns its object number.
func (d *Document) Form(matrix, content string, picture int) int {
	return d.Stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [-10000 -10000 10000 10000] /Matrix [%s] /Resources << /XObject << /P %d 0 R >> >>", matrix, picture), []byte(content))
}

// Deflate compresses data for /FlateDecode.
func Deflate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data) // a bytes.Buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

// Draw returns content that paints the XObject called name through a matrix of six numbers (8.3.3).
func Draw(name, matrix string) string { return fmt.Sprintf("q %s cm /%s Do Q\n", matrix, name) }

// Text returns content that writes lines in 12 point with the font "/F" from the top of an A4 sheet; mode is the text
// rendering mode (9.3.6): 0 filled, 3 invisible.
func Text(mode int, lines ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "BT /F 12 Tf %d Tr 14 TL 72 770 Td\n", mode)
	for _, line := range lines {
		fmt.Fprintf(&b, "(%s) Tj T*\n", strings.NewReplacer(`\`, `\\`, `(`, `\(`, `)`, `\)`).Replace(line))
	}
	return b.String() + "ET\n"
}

// Helvetica is the font that PDFium carries itself, for Page.Resources["Font"].
func Helvetica() string { return "/F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>" }

// Scan returns a file with one A4 sheet for each JPEG, which fills it.
func Scan(jpegs ...[]byte) []byte {
	var d Document
	for _, data := range jpegs {
		n := d.JPEG(data)
		d.Page(Page{Content: Draw("P", "595 0 0 842 0 0"), Resources: map[string]string{"XObject": fmt.Sprintf("/P %d 0 R", n)}})
	}
	return d.Bytes()
}

// Lines returns a born-digital file with one sheet of text.
func Lines(lines ...string) []byte {
	var d Document
	d.Page(Page{Content: Text(0, lines...), Resources: map[string]string{"Font": Helvetica()}})
	return d.Bytes()
}

// Blank returns a file of n empty A4 sheets.
func Blank(n int) []byte {
	var d Document
	for range n {
		d.Page(Page{})
	}
	return d.Bytes()
}
