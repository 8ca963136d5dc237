package mutate

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"loupe/torture/craft"
)

// Base is a good file to be spoilt.
type Base struct {
	Name      string // with the extension of its type
	MediaType string
	Data      []byte
}

// The size of the pictures: small, so that many can be examined, and no multiple of 8.
const width, height = 99, 75

// Bases returns good files of every format that can be written here: JPEG, PNG, GIF, BMP, TIFF, lossless WebP, PDF.
func Bases() ([]Base, error) {
	all := append(jpegBases(), pngBases()...)
	all = append(all, webpBases()...)
	all = append(all, pdfBases()...)
	encoded, err := encodedBases()
	return append(all, encoded...), err
}

// tone is a picture with edges, slopes and a texture.
func tone(component, x, y int) byte {
	v := 40 + x + y/2 + 9*((x*7+y*13)%5)
	if (x/12+y/9)%2 == 0 {
		v = 230 - v
	}
	if component > 0 {
		v = 110 + 20*component + (x+y)/8
	}
	return byte(max(0, min(255, v)))
}

func grey(x, y int) byte { return tone(0, x, y) }

// metadata are the segments of a JPEG that a camera and an editor wrote to.
func metadata() [][]byte {
	camera := []craft.Tag{
		craft.Text(0x10F, "Specimen"), craft.Text(0x110, "Model 1"), craft.Short(0x112, 1), craft.Tag{ID: 0x11A, Type: craft.TypeRational, Count: 1, Value: []byte{72, 0, 0, 0, 1, 0, 0, 0}},
		craft.Text(0x132, "2024:05:06 07:08:09"), craft.Long(0x8769, 0),
	}
	shot := []craft.Tag{craft.Text(0x9003, "2024:05:06 07:08:09"), craft.Short(0x8827, 200), craft.Long(0xA002, width), craft.Long(0xA003, height)}
	at := 8 + craft.DirectorySize(camera...)
	camera[len(camera)-1] = craft.Long(0x8769, at)
	thumbnail := craft.Picture{Width: 33, Height: 25, Shade: func(c, x, y int) byte { return tone(c, 3*x, 3*y) }}.Encode()
	next := at + craft.DirectorySize(shot...)
	small := []craft.Tag{craft.Short(0x103, 6), craft.Long(0x201, 0), craft.Long(0x202, len(thumbnail))}
	small[1] = craft.Long(0x201, next+craft.DirectorySize(small...))
	exif := craft.Join(craft.TIFFHeader(8), craft.Directory(8, next, camera...), craft.Directory(at, 0, shot...), craft.Directory(next, 0, small...), thumbnail)
	xmp := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Specimen 1.0"/></rdf:RDF></x:xmpmeta>`
	return [][]byte{craft.EXIF(exif), craft.XMP(xmp), craft.Segment(0xE2, append([]byte("ICC_PROFILE\x00\x01\x01"), profile()...)), craft.Segment(0xFE, []byte("a comment"))}
}

// profile is the skeleton of a colour profile (ICC.1:2022, 7.2): a header and one tag.
func profile() []byte {
	p := make([]byte, 160)
	p[3], p[8], p[131] = 160, 4, 1
	copy(p[12:], "mntrRGB XYZ ")
	copy(p[36:], "acsp")
	copy(p[132:], "wtpt\x00\x00\x00\x90\x00\x00\x00\x10")
	return p
}

func jpegBases() []Base {
	colour := []craft.Sampling{{H: 2, V: 2}, {H: 1, V: 1}, {H: 1, V: 1}}
	one := craft.Sampling{H: 1, V: 1}
	base := func(name string, p craft.Picture) Base {
		p.Width, p.Height, p.Shade, p.Step = width, height, tone, 4
		return Base{name, "image/jpeg", p.Encode()}
	}
	return []Base{
		base("baseline.jpg", craft.Picture{Components: colour, Extra: metadata()}),
		base("progressive.jpg", craft.Picture{Components: colour, Progressive: true}),
		base("cmyk.jpg", craft.Picture{Components: []craft.Sampling{one, one, one, one}, Extra: [][]byte{craft.Adobe(0)}}),
		base("ycck.jpg", craft.Picture{Components: []craft.Sampling{one, one, one, one}, Extra: [][]byte{craft.Adobe(2)}}),
		base("grey.jpg", craft.Picture{}),
		base("restart.jpg", craft.Picture{Components: []craft.Sampling{{H: 4, V: 1}, one, one}, Restart: 3}),
	}
}

func pngBases() []Base {
	text := craft.Chunk("zTXt", append([]byte("Comment\x00\x00"), craft.Deflate([]byte("a comment, compressed"))...))
	icc := craft.Chunk("iCCP", append([]byte("icc\x00\x00"), craft.Deflate(profile())...))
	exif := craft.Chunk("eXIf", craft.Join(craft.TIFFHeader(8), craft.Directory(8, 0, craft.Text(0x131, "Specimen 1.0"))))
	frames := craft.Chunk("acTL", []byte{0, 0, 0, 2, 0, 0, 0, 0})
	return []Base{
		{"grey.png", "image/png", craft.GreyPNG(width, height, grey)},
		{"metadata.png", "image/png", craft.GreyPNG(width, height, grey, icc, text, exif)},
		{"animated.png", "image/png", craft.GreyPNG(width, height, grey, frames)},
	}
}

func webpBases() []Base {
	plain := craft.LosslessWebP(width, height, grey)
	const exifAndXMP = 0x0C
	exif := craft.Join(craft.TIFFHeader(8), craft.Directory(8, 0, craft.Text(0x10F, "Specimen")))
	extended := craft.WebP(craft.VP8X(exifAndXMP, width, height), plain[12:], craft.RIFFChunk("EXIF", exif), craft.RIFFChunk("XMP ", []byte("<x:xmpmeta/>")))
	return []Base{{"lossless.webp", "image/webp", plain}, {"extended.webp", "image/webp", extended}}
}

func pdfBases() []Base {
	photo := craft.Picture{Width: width, Height: height, Shade: tone, Components: []craft.Sampling{{H: 1, V: 1}, {H: 1, V: 1}, {H: 1, V: 1}}}.Encode()
	scan := craft.ImagePDF(fmt.Sprintf("/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", width, height), photo)
	var raw []byte
	for i := range width * height {
		raw = append(raw, grey(i%width, i/width))
	}
	flate := craft.ImagePDF(fmt.Sprintf("/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", width, height), craft.Deflate(raw))
	text := craft.OnePage(func(p *craft.PDF) (string, string) {
		n := p.Add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
		return fmt.Sprintf("/Font<</F %d 0 R>>", n), "0 0 1 rg 20 20 60 30 re f BT /F 18 Tf 20 90 Td (DIPLOMA) Tj ET"
	})
	return []Base{{"scan.pdf", "application/pdf", scan}, {"flate.pdf", "application/pdf", flate}, {"text.pdf", "application/pdf", text}}
}

// encodedBases are written by encoders that others made.
func encodedBases() ([]Base, error) {
	deep, palette := image.NewNRGBA64(image.Rect(0, 0, width, height)), image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{})
	for i := range 64 {
		palette.Palette = append(palette.Palette, color.NRGBA{uint8(4 * i), uint8(255 - 4*i), 90, 255})
	}
	for i := range width * height {
		x, y := i%width, i/width
		v := uint16(grey(x, y)) * 257
		deep.SetNRGBA64(x, y, color.NRGBA64{v, 65535 - v, v / 2, 65535 - v/8})
		palette.Pix[i] = grey(x, y) / 4
	}
	var all []Base
	var failed error
	add := func(name, mediaType string, encode func(*bytes.Buffer) error) {
		var out bytes.Buffer
		if err := encode(&out); err != nil {
			failed = fmt.Errorf("mutate: base %s: %w", name, err)
		}
		all = append(all, Base{name, mediaType, out.Bytes()})
	}
	add("deep.png", "image/png", func(b *bytes.Buffer) error { return png.Encode(b, deep) })
	add("palette.png", "image/png", func(b *bytes.Buffer) error { return png.Encode(b, palette) })
	add("colour.bmp", "image/bmp", func(b *bytes.Buffer) error { return bmp.Encode(b, deep) })
	add("palette.bmp", "image/bmp", func(b *bytes.Buffer) error { return bmp.Encode(b, palette) })
	add("colour.tiff", "image/tiff", func(b *bytes.Buffer) error { return tiff.Encode(b, deep, nil) })
	add("deflate.tiff", "image/tiff", func(b *bytes.Buffer) error {
		return tiff.Encode(b, palette, &tiff.Options{Compression: tiff.Deflate, Predictor: true})
	})
	add("animated.gif", "image/gif", func(b *bytes.Buffer) error {
		return gif.EncodeAll(b, &gif.GIF{Image: []*image.Paletted{palette, palette, palette}, Delay: []int{5, 5, 5}})
	})
	all = append(all, Base{"pages.tiff", "image/tiff", pages()})
	return all, failed
}

// pages is a TIFF of three sheets.
func pages() []byte {
	var sheets []craft.Sheet
	for n := range 3 {
		s := craft.Sheet{Width: width, Height: height, Depth: 8, Compression: 1}
		for i := range width * height {
			s.Strip = append(s.Strip, tone(0, i%width+7*n, i/width))
		}
		sheets = append(sheets, s)
	}
	return craft.TIFF(sheets...)
}
