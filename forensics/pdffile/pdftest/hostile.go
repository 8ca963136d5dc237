package pdftest

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/adler32"
	"strings"
)

// Sample is one hostile file with the name of what is wrong with it.
type Sample struct {
	Name    string
	Data    []byte
	Endless bool // PDFium calculates on one object for hours: no context ends it, only the end of the process
}

// Hostile returns files that attack a reader: its memory, its time, its recursion, its arithmetic. Each must end in an
// error or in pictures within the limits. None is larger than 1 MiB.
func Hostile() []Sample {
	good := Lines("a good file, first")
	samples := []Sample{
		{Name: "no body", Data: []byte("%PDF-1.7\n")},
		{Name: "header and noise", Data: append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("\x9c(<</[\x00"), 5000)...)},
		{Name: "cut in half", Data: good[:len(good)/2]},
		{Name: "no xref", Data: good[:bytes.Index(good, []byte("xref"))]},
		{Name: "startxref beyond the end", Data: bytes.Replace(good, []byte("startxref\n"), []byte("startxref\n99999999999"), 1)},
		{Name: "xref loop", Data: xrefLoop()},
		{Name: "million sheets claimed", Data: pagesClaimed(1_000_000)},
		{Name: "sheets claimed beyond int", Data: pagesClaimed(1 << 31)},
		{Name: "eleven sheets", Data: Blank(11)},
		{Name: "page tree loop", Data: treeLoop()},
		{Name: "deep page tree", Data: deepTree(5000)},
		{Name: "deep arrays", Data: deepArrays(20_000)},
		{Name: "inflate bomb content", Data: inflateBomb(400 << 20)},
		{Name: "inflate bomb twice", Data: inflateTwice(512 << 20)},
		{Name: "nested forms", Data: nestedForms(12, 12)},
		{Name: "form draws itself", Data: formLoop()},
		{Name: "thousands of objects", Data: manyPaths(60_000)},
		{Name: "thousands of pictures", Data: manyPictures(5000)},
		{Name: "nested PDF attachments", Data: attachments(5)},
		{Name: "pattern of a billion tiles", Data: tiles(), Endless: true},
	}
	samples = append(samples, boxes()...)
	return append(samples, pictures()...)
}

func xrefLoop() []byte {
	good := string(Lines("x"))
	at := good[strings.LastIndex(good, "startxref\n")+10 : strings.LastIndex(good, "\n%%EOF")]
	return []byte(strings.Replace(good, "/Root", "/Prev "+at+" /Root", 1))
}

func pagesClaimed(n int) []byte {
	d := Document{PagesCount: n}
	d.Page(Page{})
	return d.Bytes()
}

func treeLoop() []byte {
	var d Document
	tree := d.Tree()
	inner := d.Object("")
	d.Set(tree, fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R] /Count 3 >>", inner))
	d.Set(inner, fmt.Sprintf("<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R %d 0 R] /Count 3 >>", tree, tree, inner))
	return d.Bytes()
}

func deepTree(levels int) []byte {
	var d Document
	tree := d.Tree()
	for n := tree; levels > 0; levels-- {
		kid := d.Object("<< >>")
		d.Set(n, fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R] /Count 1 >>", kid))
		n = kid
	}
	return d.Bytes()
}

func deepArrays(levels int) []byte {
	d := Document{Catalog: "/Deep " + strings.Repeat("[", levels) + strings.Repeat("]", levels)}
	d.Page(Page{Content: strings.Repeat("[", levels)})
	return d.Bytes()
}

// repeated deflates size bytes of a repeated pattern, quickly and without holding them: a deflate block that refers to
// nothing before it, as RFC 1951 allows, stands in the stream as often as needed.
func repeated(pattern string, size int) []byte {
	chunk := bytes.Repeat([]byte(pattern), max(1, (1<<20)/len(pattern)))
	var block bytes.Buffer
	w, err := flate.NewWriter(&block, flate.BestCompression)
	if err != nil {
		panic("pdftest: " + err.Error())
	}
	_, _ = w.Write(chunk) // a bytes.Buffer takes everything
	_ = w.Flush()
	out, sum := []byte{0x78, 0xDA}, adler32.New()
	for range size / len(chunk) {
		out = append(out, block.Bytes()...)
		_, _ = sum.Write(chunk)
	}
	return sum.Sum(append(out, 1, 0, 0, 0xFF, 0xFF)) // an empty last block, the checksum
}

func inflateBomb(size int) []byte {
	var d Document
	page := d.Page(Page{})
	content := d.Stream("/Filter /FlateDecode", repeated("0 0 m 9 9 l S\n", size))
	d.Set(page, fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R >>", d.Tree(), content))
	return d.Bytes()
}

func inflateTwice(size int) []byte {
	var d Document
	page := d.Page(Page{})
	content := d.Stream("/Filter [/FlateDecode /FlateDecode]", Deflate(repeated(strings.Repeat(" ", 64), size)))
	d.Set(page, fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R >>", d.Tree(), content))
	return d.Bytes()
}

// nestedForms draws fan^levels lines with levels+1 objects.
func nestedForms(levels, fan int) []byte {
	var d Document
	form := d.Form("1 0 0 1 0 0", "0 0 m 9 9 l S", 1)
	for range levels {
		form = d.Form("1 0 0 1 0 0", strings.Repeat("/P Do ", fan), form)
	}
	d.Page(Page{Content: "/P Do", Resources: map[string]string{"XObject": fmt.Sprintf("/P %d 0 R", form)}})
	return d.Bytes()
}

func formLoop() []byte {
	var d Document
	form := d.Form("1 0 0 1 0 0", "/P Do /P Do", 1) // the first object: itself
	d.Page(Page{Content: "/P Do", Resources: map[string]string{"XObject": fmt.Sprintf("/P %d 0 R", form)}})
	return d.Bytes()
}

func manyPaths(n int) []byte {
	var d Document
	d.Page(Page{Content: strings.Repeat("0 0 m 9 9 l S ", n)})
	return d.Bytes()
}

func manyPictures(n int) []byte {
	var d Document
	picture := d.Image(64, 64, "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", Deflate(make([]byte, 64*64)))
	d.Page(Page{Content: strings.Repeat("q 595 0 0 842 0 0 cm /P Do Q ", n), Resources: map[string]string{"XObject": fmt.Sprintf("/P %d 0 R", picture)}})
	return d.Bytes()
}

func attachments(levels int) []byte {
	inner := Lines("the innermost file")
	for range levels {
		var d Document
		file := d.Stream("/Type /EmbeddedFile /Subtype /application#2Fpdf", inner)
		spec := d.Object(fmt.Sprintf("<< /Type /Filespec /F (inner.pdf) /EF << /F %d 0 R >> >>", file))
		d.Catalog = fmt.Sprintf("/Names << /EmbeddedFiles << /Names [(inner.pdf) %d 0 R] >> >> /OpenAction << /S /JavaScript /JS (while\\(1\\){}) >>", spec)
		d.Page(Page{})
		inner = d.Bytes()
	}
	return inner
}

func tiles() []byte {
	var d Document
	pattern := d.Stream("/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.01 /YStep 0.01 /Resources << >>", []byte("0 0 1 1 re f"))
	d.Page(Page{Content: "/Pattern cs /T scn 0 0 595 842 re f", Resources: map[string]string{"Pattern": fmt.Sprintf("/T %d 0 R", pattern)}})
	return d.Bytes()
}

func boxes() []Sample {
	var out []Sample
	for _, b := range []struct{ name, box string }{
		{"sheet of 14400 inches", "0 0 1036800 1036800"},
		{"sheet of a billion points", "0 0 1000000000 1000000000"},
		{"sheet of no size", "0 0 0 0"},
		{"sheet thinner than a hair", "0 0 842 0.0001"},
		{"sheet inside out", "595 842 0 0"},
		{"box of no numbers", "nan inf -inf /x"},
		{"box of huge numbers", "-1e308 -1e308 1e308 99999999999999999999999999999999999999999999"},
		{"box of three numbers", "0 0 595"},
	} {
		var d Document
		d.Page(Page{MediaBox: b.box, Content: Text(0, "text"), Resources: map[string]string{"Font": Helvetica()}})
		out = append(out, Sample{Name: b.name, Data: d.Bytes()})
	}
	return out
}

// pictures returns files whose one picture, which fills the sheet, lies about itself.
func pictures() []Sample {
	var out []Sample
	gray := "/ColorSpace /DeviceGray /BitsPerComponent 8 "
	for _, p := range []struct {
		name          string
		width, height int
		entries       string
		data          []byte
	}{
		{"picture of 60000 a side, no samples", 60_000, 60_000, gray + "/Filter /FlateDecode", Deflate(nil)},
		{"picture of 6000 a side, no samples", 6000, 6000, gray + "/Filter /FlateDecode", Deflate(nil)},
		{"picture of 2^31 a side", 1<<31 - 1, 1<<31 - 1, gray + "/Filter /FlateDecode", Deflate(nil)},
		{"picture of no size", 0, 0, gray + "/Filter /FlateDecode", Deflate(nil)},
		{"picture of negative size", -100, -100, gray + "/Filter /FlateDecode", Deflate(nil)},
		{"samples that inflate to 512 MB", 100, 100, gray + "/Filter /FlateDecode", repeated("\x00\x00\x00\x00\x00\x00\x00\x00", 512<<20)},
		{"JBIG2 of 12000 a side", 12_000, 3300, "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode", jbig2(0xFFFFFFF0, 0xFFFFFFF0)},
		{"JBIG2 region beyond its page", 1000, 1000, "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode", jbig2(1000, 0x7FFFFFFF)},
		{"JPX of 2^31 a side", 5000, 5000, "/Filter /JPXDecode", jpx(1<<31-1, 1<<31-1, 1)},
		{"JPX of 30000 a side said to be 500", 500, 500, "/Filter /JPXDecode", jpx(30_000, 30_000, 4)},
		{"CCITT without rows", 6000, 6000, "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 2147483647 /Rows 2147483647 >>", []byte{0}},
		{"JPEG that is none", 1000, 1000, gray + "/Filter /DCTDecode", []byte("\xff\xd8\xff\xdbnothing")},
		{"fifty filters", 1000, 1000, gray + "/Filter [" + strings.Repeat("/FlateDecode ", 50) + "]", Deflate(nil)},
		{"predictor of huge columns", 1000, 1000, gray + "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors 32 /Columns 2147483647 >>", Deflate(make([]byte, 1000))},
	} {
		var d Document
		n := d.Image(p.width, p.height, p.entries, p.data)
		d.Page(Page{Content: Draw("P", "595 0 0 842 0 0"), Resources: map[string]string{"XObject": fmt.Sprintf("/P %d 0 R", n)}})
		out = append(out, Sample{Name: p.name, Data: d.Bytes()})
	}
	return out
}

// jbig2 returns an embedded stream (7.4.7) of a page information and a generic region segment without data
// (ITU-T T.88, 7.4.8 and 7.4.6).
func jbig2(width, height uint32) []byte {
	be := binary.BigEndian
	page := be.AppendUint32(nil, width)
	page = be.AppendUint32(page, height)
	page = append(page, make([]byte, 11)...) // resolutions, flags, striping
	region := be.AppendUint32(nil, width)
	region = be.AppendUint32(region, height)
	region = append(region, make([]byte, 9)...)                                // place, combination
	region = append(region, 0, 0x03, 0xFF, 0xFD, 0xFF, 0x02, 0xFE, 0xFE, 0xFE) // template 0 and its adaptive pixels
	segment := func(number byte, kind byte, data []byte) []byte {
		return append(be.AppendUint32([]byte{0, 0, 0, number, kind, 0, 1}, uint32(len(data))), data...)
	}
	return append(segment(0, 48, page), segment(1, 38, region)...)
}

// jpx returns a JPEG 2000 codestream header (ITU-T T.800, annex A.5.1: SIZ) of one tile, without the tile's data.
func jpx(width, height uint32, components uint16) []byte {
	be := binary.BigEndian
	b := []byte{0xFF, 0x4F, 0xFF, 0x51}
	b = be.AppendUint16(b, 38+3*components)
	b = be.AppendUint16(b, 0)
	for _, v := range []uint32{width, height, 0, 0, width, height, 0, 0} {
		b = be.AppendUint32(b, v)
	}
	b = be.AppendUint16(b, components)
	for range components {
		b = append(b, 7, 1, 1)
	}
	b = append(b, 0xFF, 0x52, 0, 12, 0, 0, 0, 1, 0, 5, 4, 4, 0, 1)                                  // COD
	b = append(b, 0xFF, 0x5C, 0, 19, 0x40, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8)          // QCD
	return append(b, 0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0x93, 0, 0, 0, 0, 0xFF, 0xD9) // SOT, SOD, EOC
}
