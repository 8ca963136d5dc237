package embedded

import (
	"bytes"
	"encoding/binary"

	"loupe/forensics/jpegfile"
)

// Identifiers at the beginning of application segments (Exif 2.32, 4.7.2; XMP part 3, 1.1.3; Photoshop file formats).
const (
	exifIdentifier      = "Exif\x00\x00"
	xmpIdentifier       = "http://ns.adobe.com/xap/1.0/\x00"
	photoshopIdentifier = "Photoshop 3.0\x00"
)

func (b *Blocks) jpeg(j *jpegfile.File) {
	for _, block := range j.App(1, exifIdentifier) {
		b.exif(block)
	}
	for _, packet := range j.App(1, xmpIdentifier) {
		b.packet(packet)
	}
	for _, comment := range j.Comments() {
		b.text(PlaceJPEGComment, "", comment)
	}
	if parts := j.App(13, photoshopIdentifier); len(parts) > 0 {
		if joined := bytes.Join(parts, nil); len(joined) <= MaxBlock {
			b.Photoshop = joined
		}
	}
	b.manifest(jumbf(j.App(11, "JP")))
}

// jumbf joins the segments of the first JUMBF box that holds a C2PA store (ISO/IEC 19566-5, annex D.2: "JP", box instance
// number, packet sequence number, then the box, whose header every packet repeats).
func jumbf(segments [][]byte) []byte {
	type packet struct {
		sequence uint32
		body     []byte
	}
	boxes, order := map[uint16][]packet{}, []uint16{}
	for _, s := range segments {
		if len(s) < 14 {
			continue
		}
		instance := binary.BigEndian.Uint16(s)
		if boxes[instance] == nil {
			order = append(order, instance)
		}
		boxes[instance] = append(boxes[instance], packet{binary.BigEndian.Uint32(s[2:]), s[6:]})
	}
	for _, instance := range order {
		var joined []byte
		packets := boxes[instance]
		for i, p := range packets {
			if p.sequence != packets[0].sequence+uint32(i) {
				break // a packet is missing or out of order (C2PA 2.2, A.3.1: contiguous and in order)
			}
			body := p.body
			if i > 0 {
				body = body[min(len(body), headerSize(body)):]
			}
			joined = append(joined, body...)
		}
		if isStore(joined) {
			return joined
		}
	}
	return nil
}

// headerSize is 8, or 16 when the box states its size in 64 bits (ISO/IEC 19566-5, B.2).
func headerSize(box []byte) int {
	if len(box) >= 4 && binary.BigEndian.Uint32(box) == 1 {
		return 16
	}
	return 8
}

// storeType is the JUMBF type of a C2PA manifest store (C2PA 2.2, 11.1.4.2).
const storeType = "c2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"

// isStore reports whether box is a JUMBF superbox of the type of a manifest store.
func isStore(box []byte) bool {
	n := headerSize(box)
	return len(box) >= n+24 && string(box[4:8]) == "jumb" && string(box[n+4:n+8]) == "jumd" && string(box[n+8:n+24]) == storeType
}
