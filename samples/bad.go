package samples

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"

	"loupe/models"
)

// bad makes files that must be refused before anything looks at them.
func (g *generator) bad() error {
	card := g.kept["clean/id1.jpg"].data
	page, err := scanPDF(g.kept["poor/small.jpg"].data)
	if err != nil {
		return err
	}
	for _, one := range []struct {
		file, description string
		data              []byte
		reasons           []models.ReasonCode
	}{
		{"bad/empty.jpg", "no bytes", nil, []models.ReasonCode{models.ReasonFileEmpty}},
		{"bad/text.jpg", "plain text named .jpg", []byte("This is not a picture.\n"), []models.ReasonCode{models.ReasonFileUnsupported}},
		{"bad/truncated.jpg", "a JPEG cut in the middle", card[:len(card)*2/5], []models.ReasonCode{models.ReasonFileTruncated}},
		{"bad/header_only.jpg", "a JPEG cut inside its tables", card[:len(card)/200+64], []models.ReasonCode{models.ReasonFileTruncated, models.ReasonFileCorrupt}},
		{"bad/huge.png", "a PNG that says 30000 x 30000", hugePNG(30000, 30000), []models.ReasonCode{models.ReasonFileTooManyPixels}},
		{"bad/eleven_pages.tiff", "a TIFF of eleven pages", grayTIFF(11), []models.ReasonCode{models.ReasonFileMultiPage}},
		{"bad/truncated.pdf", "a PDF cut in the middle", page[:len(page)/2], []models.ReasonCode{models.ReasonFileCorrupt, models.ReasonFileTruncated}},
		{"bad/archive.zip", "an empty ZIP archive", append([]byte("PK\x05\x06"), make([]byte, 18)...), []models.ReasonCode{models.ReasonFileUnsupported}},
		{"bad/page.html", "an HTML page", []byte("<!DOCTYPE html><html><body><script>alert(1)</script></body></html>\n"), []models.ReasonCode{models.ReasonFileUnsupported}},
	} {
		entry := Entry{File: one.file, Account: "acct-901", Kind: models.KindIdentityDocument, Group: GroupBad, Description: one.description,
			Expect: Expect{Refused: &Refused{StatusClass: 4, Reasons: one.reasons}}}
		if err := g.add(entry, one.data); err != nil {
			return err
		}
	}
	return nil
}

// hugePNG returns a small file whose header promises w x h pixels of RGB (PNG, third edition, section 11.2.1) and whose data soon ends.
func hugePNG(w, h uint32) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
		body := append([]byte(kind), data...)
		out = append(out, body...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(body))
	}
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	chunk("IHDR", append(header, 8, 2, 0, 0, 0))
	chunk("IDAT", []byte{0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01}) // an empty zlib stream
	chunk("IEND", nil)
	return out
}

// grayTIFF returns a valid TIFF 6.0 file of grey pages of 200 x 160.
func grayTIFF(pages int) []byte {
	const w, h = 200, 160
	out := []byte("MM\x00*\x00\x00\x00\x08")
	for page := range pages {
		start := len(out)
		d := directory{
			short(0x0100, w), short(0x0101, h), short(0x0102, 8), short(0x0103, 1), short(0x0106, 1), long(0x0111, 0),
			short(0x0115, 1), short(0x0116, h), long(0x0117, w*h), rational(0x011A, 72, 1), rational(0x011B, 72, 1), short(0x0128, 2),
		}
		d[5] = long(0x0111, uint32(start+d.size()))
		next := 0
		if page < pages-1 {
			next = start + d.size() + w*h
		}
		var block bytes.Buffer
		d.write(&block, start, next)
		out = append(out, block.Bytes()...)
		for i := range w * h {
			out = append(out, uint8(120+i%w/2+20*(page%4)))
		}
	}
	return out
}
