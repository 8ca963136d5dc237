package embedded

import (
	"encoding/binary"
	"iter"
)

// Resource is one of Photoshop's image resources (Adobe Photoshop File Formats Specification, "Image Resource Blocks").
type Resource struct {
	ID   int
	Data []byte
}

// maxResources bounds the walk; Photoshop writes some thirty.
const maxResources = 1000

// Resources yields the image resources of a block, as far as they are there.
func Resources(block []byte) iter.Seq[Resource] {
	return func(yield func(Resource) bool) {
		for range maxResources {
			if len(block) < 12 || string(block[:4]) != "8BIM" {
				return
			}
			id, name := int(binary.BigEndian.Uint16(block[4:])), int(block[6])
			at := 7 + name
			at += at & 1 // a name is padded to an even length, its count included
			if at+4 > len(block) {
				return
			}
			size := int(binary.BigEndian.Uint32(block[at:]))
			at += 4
			if size > len(block)-at {
				return
			}
			if !yield(Resource{id, block[at : at+size]}) {
				return
			}
			block = block[min(len(block), at+size+size&1):]
		}
	}
}

// resourceIPTC holds IPTC-IIM records, which many programs write here; resourceDigest is their digest.
const resourceIPTC = 0x0404

// names of the IIM datasets of record 2 that are looked at (IPTC-IIM 4.2, chapter 6).
func datasets() map[byte]string {
	return map[byte]string{40: "Instructions", 65: "Software", 110: "Credit", 120: "Caption"}
}

// PlaceIPTC is an IPTC-IIM dataset.
const PlaceIPTC Place = "IPTC"

// ReadIPTC returns the texts of the IPTC records among a block's resources (IPTC-IIM 4.2, 1.6: tag marker 1C, record,
// dataset, size, data). Extended datasets end the reading.
func ReadIPTC(block []byte) []Text {
	var b Blocks
	for r := range Resources(block) {
		if r.ID != resourceIPTC {
			continue
		}
		data := r.Data
		for len(data) >= 5 && data[0] == 0x1C {
			n := int(binary.BigEndian.Uint16(data[3:]))
			if n > len(data)-5 {
				break
			}
			if name, ok := datasets()[data[2]]; ok && data[1] == 2 {
				b.text(PlaceIPTC, name, data[5:5+n])
			}
			data = data[5+n:]
		}
	}
	return b.Texts
}
