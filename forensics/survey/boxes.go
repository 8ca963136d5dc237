package survey

import (
	"encoding/binary"
	"iter"
	"slices"
)

// box is one box of the ISO base media file format (ISO/IEC 14496-12, 4.2).
type box struct {
	kind string
	at   int    // offset of its header in the file
	head int    // bytes of its header
	body []byte // without the header
	open bool   // size 0: it reaches to the end of what holds it
}

// readBox reads the box at offset at of b. It fails when the box's name is not printable or b ends before the box.
func readBox(b []byte, at int) (box, bool) {
	head := slice(b, at, 8)
	if head == nil || !printable(head[4:]) {
		return box{}, false
	}
	k := box{kind: string(head[4:]), at: at, head: 8}
	size := uint64(be32(head, 0))
	switch size {
	case 0:
		size, k.open = uint64(len(b)-at), true
	case 1: // the size has 64 bits and follows the name
		large := slice(b, at+8, 8)
		if large == nil {
			return box{}, false
		}
		size, k.head = binary.BigEndian.Uint64(large), 16
	}
	if size < uint64(k.head) || size > uint64(len(b)-at) {
		return box{}, false
	}
	k.body = b[at+k.head : at+int(size)]
	return k, true
}

func (k box) end() int { return k.at + k.head + len(k.body) }

// boxes yields the boxes of b, from offset from, until one cannot be read.
func boxes(b []byte, from int) iter.Seq[box] {
	return func(yield func(box) bool) {
		for at := from; at < len(b); {
			k, ok := readBox(b, at)
			if !ok || !yield(k) {
				return
			}
			at = k.end()
		}
	}
}

// child returns the body of the first box of that kind in b, from offset from; nil when there is none.
func child(b []byte, from int, kind string) []byte {
	for k := range boxes(b, from) {
		if k.kind == kind {
			return k.body
		}
	}
	return nil
}

// descend follows a path of boxes that hold nothing but boxes.
func descend(b []byte, path ...string) []byte {
	for _, kind := range path {
		b = child(b, 0, kind)
	}
	return b
}

func printable(name []byte) bool {
	for _, c := range name {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// topLevel lists the boxes that stand at the top of a file; one of them that the file does not hold whole was cut off.
func topLevel(kind string) bool {
	return slices.Contains([]string{"ftyp", "styp", "meta", "mdat", "moov", "moof", "mfra", "sidx", "free", "skip", "wide", "uuid", "udta", "idat", "mpvd", "sefd", "pdin", "mini"}, kind)
}

// mediaBrand tells what an ISO media file is by its file type box (ISO/IEC 23008-12, 10.2; AVIF 1.1, section 6). A
// general major brand leaves it to the first compatible brand that says more.
func mediaBrand(data []byte) (mediaType, name string) {
	if !hasMagic(data, "????ftyp") {
		return "", ""
	}
	brands := fileBrands(data)
	for _, b := range brands {
		switch b {
		case "heic", "heix", "heim", "heis":
			return "image/heic", "a HEIC picture"
		case "avif", "avis":
			return "image/avif", "an AVIF picture"
		}
	}
	for _, b := range brands {
		switch b {
		case "hevc", "hevx", "hevm", "hevs", "msf1":
			return "image/heif", "a HEIF sequence"
		case "mif1", "mif2", "mif3", "miaf", "jpeg", "jpgs", "j2ki", "j2is", "vvic", "vvis", "avci", "avcs", "evbi", "evbs":
			return "image/heif", "a HEIF picture"
		}
	}
	switch {
	case slices.Contains(brands, "crx "):
		return "", "a camera's raw picture"
	case slices.Contains(brands, "M4A "):
		return "", "a sound recording"
	}
	return "", "a video or another ISO media file"
}

// maxBrands bounds how many compatible brands are read.
const maxBrands = 64

// fileBrands returns the major brand and the compatible ones. A file that was cut inside its first box has at least the
// major one.
func fileBrands(data []byte) []string {
	end := be32(data, 0)
	if end == 0 || end > len(data) {
		end = len(data)
	}
	var brands []string
	for at := 8; at+4 <= end && len(brands) < maxBrands; at += 4 {
		if at != 12 { // the minor version
			brands = append(brands, string(data[at:at+4]))
		}
	}
	return brands
}
