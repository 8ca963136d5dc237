package embedded

import (
	"bytes"
	"encoding/binary"

	"loupe/forensics/survey"
)

// webp walks the RIFF chunks (RFC 9649, 2.3): EXIF, XMP and C2PA (C2PA 2.2, A.3.7).
func (b *Blocks) webp(data []byte) {
	if len(data) < 12 {
		return
	}
	end := len(data)
	if size := int(binary.LittleEndian.Uint32(data[4:])); size <= len(data)-8 {
		end = 8 + size
	}
	at := 12
	for range maxChunks {
		if at+8 > end {
			return
		}
		n := int(binary.LittleEndian.Uint32(data[at+4:]))
		if n > end-at-8 {
			return
		}
		name, body := string(data[at:at+4]), data[at+8:at+8+n]
		at += 8 + n + n&1
		switch name {
		case "EXIF":
			b.exif(bytes.TrimPrefix(body, []byte(exifIdentifier)))
		case "XMP ":
			b.packet(body)
		case "C2PA":
			b.manifest(body)
		}
	}
}

// gif walks the blocks (GIF89a specification, 17 to 27) for comments and XMP (XMP part 3, 1.1.2).
func (b *Blocks) gif(data []byte) {
	if len(data) < 13 {
		return
	}
	at := 13 + colourTable(data[10])
	for range maxChunks {
		switch {
		case at+3 > len(data) || data[at] == 0x3B:
			return
		case data[at] == 0x2C && at+10 <= len(data): // a picture: descriptor, colour table, code size, data
			at += 10 + colourTable(data[at+9]) + 1
		case data[at] == 0x21 && data[at+1] == 0xFE:
			b.text(PlaceGIFComment, "", unblocked(data[at+2:]))
			at += 2
		case data[at] == 0x21 && bytes.HasPrefix(data[at+2:], []byte("\x0bXMP DataXMP")):
			if packet, _, ok := bytes.Cut(data[at+14:], []byte("\x01\xff\xfe\xfd")); ok { // the trailer that lets readers skip it
				b.packet(packet)
			}
			at += 2
		case data[at] == 0x21:
			at += 2
		default:
			return
		}
		for at < len(data) && data[at] != 0 {
			at += 1 + int(data[at])
		}
		at++
	}
}

// colourTable returns the bytes of the colour table that a packed field announces (18, 20).
func colourTable(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (packed&7 + 1)
}

// unblocked joins the sub-blocks at the beginning of b, at most MaxBlock bytes.
func unblocked(b []byte) []byte {
	var out []byte
	for len(b) > 0 && b[0] != 0 && len(out) < MaxBlock {
		n := min(int(b[0]), len(b)-1)
		out = append(out, b[1:1+n]...)
		b = b[1+n:]
	}
	return out
}

// contentUUID marks the box of a C2PA manifest at the top of a file of ISO media (C2PA 2.2, A.5.1).
const contentUUID = "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81"

// heif takes the metadata items that the survey found (ISO/IEC 23008-12, annex A) and C2PA's uuid box.
func (b *Blocks) heif(data []byte, s survey.Survey) {
	b.exif(s.EXIF)
	b.packet(s.XMP)
	at := 0
	for range maxChunks {
		if at+16 > len(data) {
			return
		}
		head, size := 8, uint64(binary.BigEndian.Uint32(data[at:]))
		switch size {
		case 0:
			size = uint64(len(data) - at)
		case 1:
			head, size = 16, binary.BigEndian.Uint64(data[at+8:])
		}
		if size < uint64(head) || size > uint64(len(data)-at) {
			return
		}
		body := data[at+head : at+int(size)]
		if rest, ok := bytes.CutPrefix(body, []byte(contentUUID)); ok && string(data[at+4:at+8]) == "uuid" {
			b.contentBox(rest)
		}
		at += int(size)
	}
}

// contentBox reads version and flags, the purpose up to its NUL and, of a manifest, the 8-byte offset of the first
// auxiliary box.
func (b *Blocks) contentBox(body []byte) {
	if len(body) < 4 {
		return
	}
	if rest, ok := bytes.CutPrefix(body[4:], []byte("manifest\x00")); ok && len(rest) > 8 {
		b.manifest(rest[8:])
	}
}

// pdf looks for XMP packets and a manifest store that stand in the file as they are (ISO 32000-1, 14.3.2: metadata is
// left unpacked so that it can be found; C2PA 2.2, A.4: an embedded file stream). What stands around them is not parsed.
func (b *Blocks) pdf(data []byte) {
	const begin, end = "<x:xmpmeta", "</x:xmpmeta>"
	for rest := data; len(b.XMP) < MaxPackets; {
		i := bytes.Index(rest, []byte(begin))
		if i < 0 {
			break
		}
		rest = rest[i:]
		n := bytes.Index(rest, []byte(end))
		if n < 0 {
			break
		}
		b.packet(rest[:n+len(end)])
		rest = rest[n+len(end):]
	}
	i := bytes.Index(data, []byte("jumd"+storeType)) - 12
	if i < 0 || !isStore(data[i:]) {
		return
	}
	if n := uint64(binary.BigEndian.Uint32(data[i:])); n >= 32 && n <= uint64(len(data)-i) {
		b.manifest(data[i : i+int(n)])
	}
}
