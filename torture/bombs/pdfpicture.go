package bombs

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"loupe/torture/craft"
)

func pdfPictureBombs() []Bomb {
	picture := func(w, h int, filter string, data func() []byte) func() []byte {
		return func() []byte {
			return craft.ImagePDF(fmt.Sprintf("/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray%s", w, h, filter), data())
		}
	}
	flate := "/Filter/FlateDecode"
	return []Bomb{
		{Name: "pdf/dct-giant", Data: picture(64, 64, "/Filter/DCTDecode", dctGiant), Want: Finishes, Why: "an embedded JPEG of 65,500x65,500 that its dictionary calls 64x64"},
		{Name: "pdf/dct-dictionary-giant", Data: picture(60_000, 60_000, "/Filter/DCTDecode", func() []byte { return small().Encode() }), Want: Finishes, Why: "the dictionary says 60,000x60,000, the JPEG 64x48"},
		{Name: "pdf/jbig2-giant", Data: picture(40_000, 40_000, "/Filter/JBIG2Decode", jbig2), Want: Finishes, Why: "a JBIG2 page of 2^31 x 2^31 (FORCEDENTRY's decoder)"},
		{Name: "pdf/jpx-giant", Data: picture(64, 64, "/Filter/JPXDecode", jpx), Want: Finishes, Why: "a JPEG 2000 picture of 2^31 x 2^31 in tiles of one pixel"},
		{Name: "pdf/ccitt-giant", Data: picture(60_000, 60_000, "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 2147483647/Rows 2147483647>>", coded), Want: Finishes, Why: "fax lines of 2^31 columns"},
		{Name: "pdf/flate-30000", Data: picture(30_000, 30_000, flate, func() []byte { return craft.DeflateRun(0, 900_000_000) }), Want: Finishes, Why: "900 megapixels in 900 KB", Heavy: true},
		{Name: "pdf/predictor", Data: picture(64, 64, flate+"/DecodeParms<</Predictor 15/Colors 2147483647/Columns 2147483647/BitsPerComponent 16>>", func() []byte { return craft.DeflateRun(0, 1<<20) }), Want: Finishes, Why: "a predictor's row of 2^67 bits overflows"},
		{Name: "pdf/indexed-beyond", Data: indexedPDF, Want: Finishes, Why: "a palette of 2^31 entries that is 3 bytes long"},
		{Name: "pdf/mask-itself", Data: maskItself, Want: Finishes, Why: "a picture that is its own soft mask"},
		{Name: "pdf/mask-giant", Data: maskGiant, Want: Finishes, Why: "a soft mask of 20,000x20,000 for a picture of 64x64", Heavy: true},
		{Name: "pdf/100-pictures", Data: hundredPictures, Want: Finishes, Why: "100 pictures on one page"},
		{Name: "pdf/same-picture-5000", Data: samePicture, Want: Finishes, Why: "one picture drawn 5,000 times", Heavy: true},
		{Name: "pdf/inline-giant", Data: content("", inlineGiant), Want: Finishes, Why: "an inline picture of 2^31 x 2^31"},
	}
}

func dctGiant() []byte {
	return headedJPEG(craft.SOF(0, 8, 65500, 65500, craft.Sampling{H: 1, V: 1}), craft.DHT())
}

// jbig2 is an embedded stream (ITU-T T.88, annex D.3): a page information segment, then a generic region that says it
// fills the page.
func jbig2() []byte {
	segment := func(number uint32, kind byte, data []byte) []byte {
		out := append(binary.BigEndian.AppendUint32(nil, number), kind, 0, 1)
		return append(binary.BigEndian.AppendUint32(out, uint32(len(data))), data...)
	}
	page := binary.BigEndian.AppendUint64(nil, 0x7FFFFFFF7FFFFFFF)
	region := append(binary.BigEndian.AppendUint64(nil, 0x7FFFFFFF7FFFFFFF), make([]byte, 30)...)
	return craft.Join(segment(0, 48, append(page, make([]byte, 11)...)), segment(1, 38, region))
}

// jpx is a JPEG 2000 code stream (ITU-T T.800, annex A): SOC, SIZ, no more.
func jpx() []byte {
	siz := []byte{0, 0}
	for _, v := range []uint32{0x7FFFFFFF, 0x7FFFFFFF, 0, 0, 1, 1, 0, 0} {
		siz = binary.BigEndian.AppendUint32(siz, v)
	}
	siz = append(siz, 0, 1, 7, 1, 1)
	cod := []byte{0, 0, 0, 1, 0, 5, 4, 4, 0, 0}
	return craft.Join([]byte{0xFF, 0x4F}, craft.Segment(0x51, siz), craft.Segment(0x52, cod), craft.Segment(0x5C, []byte{0x40, 0x40}), []byte{0xFF, 0xD9})
}

func indexedPDF() []byte {
	return craft.ImagePDF("/Width 64/Height 64/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB 2147483647<010203>]", bytes.Repeat([]byte{0xFF}, 4096))
}

func maskItself() []byte {
	return craft.OnePage(func(p *craft.PDF) (string, string) {
		n := p.Next()
		p.Stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width 64/Height 64/BitsPerComponent 8/ColorSpace/DeviceGray/SMask %d 0 R", n), make([]byte, 4096))
		return fmt.Sprintf("/XObject<</Im %d 0 R>>", n), "q 200 0 0 150 0 0 cm /Im Do Q"
	})
}

func maskGiant() []byte {
	return craft.OnePage(func(p *craft.PDF) (string, string) {
		mask := p.Stream("/Type/XObject/Subtype/Image/Width 20000/Height 20000/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", craft.DeflateRun(128, 400_000_000))
		n := p.Stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width 64/Height 64/BitsPerComponent 8/ColorSpace/DeviceGray/SMask %d 0 R", mask), make([]byte, 4096))
		return fmt.Sprintf("/XObject<</Im %d 0 R>>", n), "q 200 0 0 150 0 0 cm /Im Do Q"
	})
}

func hundredPictures() []byte {
	return craft.OnePage(func(p *craft.PDF) (string, string) {
		var names, draw []byte
		for i := range 100 {
			n := p.Stream("/Type/XObject/Subtype/Image/Width 64/Height 48/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", small().Encode())
			names = fmt.Appendf(names, "/I%d %d 0 R", i, n)
			draw = fmt.Appendf(draw, "q 19 0 0 14 %d %d cm /I%d Do Q ", i%10*20, i/10*15, i)
		}
		return "/XObject<<" + string(names) + ">>", string(draw)
	})
}

func samePicture() []byte {
	return craft.OnePage(func(p *craft.PDF) (string, string) {
		n := p.Stream("/Type/XObject/Subtype/Image/Width 2000/Height 2000/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", craft.DeflateRun(90, 4_000_000))
		return fmt.Sprintf("/XObject<</Im %d 0 R>>", n), string(bytes.Repeat([]byte("q 200 0 0 150 0 0 cm /Im Do Q "), 5000))
	})
}

func inlineGiant() []byte {
	return []byte("q 200 0 0 150 0 0 cm BI /W 2147483647 /H 2147483647 /BPC 8 /CS /G ID " + "0123456789 EI Q")
}
