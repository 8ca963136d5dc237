package embedded

import (
	"encoding/binary"
	"iter"
)

// Tags that hold what is looked for (TIFF 6.0; Exif 2.32; XMP part 3; C2PA 2.2, A.3.6; Windows' XP tags).
const (
	tagXMP       = 700
	tagPhotoshop = 34377
	tagExifIFD   = 34665
	tagManifest  = 0xCD41
	tagComment   = 0x9286 // UserComment
)

// textTags names the tags that hold words.
func textTags() map[int]string {
	return map[int]string{
		0x010D: "DocumentName", 0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x0131: "Software", 0x013B: "Artist", 0x013C: "HostComputer",
		0x8298: "Copyright", 0x927C: "MakerNote", tagComment: "UserComment",
		0x9C9B: "XPTitle", 0x9C9C: "XPComment", 0x9C9D: "XPAuthor", 0x9C9E: "XPKeywords", 0x9C9F: "XPSubject",
	}
}

// tiff reads a TIFF file: it is its own EXIF block.
func (b *Blocks) tiff(data []byte) {
	b.EXIF = data
	for f := range fields(data) {
		switch f.tag {
		case tagXMP:
			b.packet(f.value)
		case tagPhotoshop:
			if len(f.value) <= MaxBlock {
				b.Photoshop = f.value
			}
		case tagManifest:
			b.manifest(f.value)
		}
	}
}

// ReadEXIF returns the texts of a TIFF structure's first directory and its Exif directory, decoded to UTF-8.
func ReadEXIF(block []byte) []Text {
	var b Blocks
	names := textTags()
	for f := range fields(block) {
		name, ok := names[f.tag]
		switch {
		case !ok || len(f.value) > MaxBlock:
		case f.tag == tagComment:
			b.text(PlaceEXIF, name, userComment(f.value))
		case f.tag >= 0x9C9B && f.tag <= 0x9C9F:
			b.text(PlaceEXIF, name, utf16Text(f.value, binary.LittleEndian))
		default:
			b.text(PlaceEXIF, name, untilNUL(f.value))
		}
	}
	return b.Texts
}

// field is one directory entry of which all the value's bytes are there.
type field struct {
	tag   int
	value []byte
}

// maxEntries bounds the entries read of one directory.
const maxEntries = 1000

// fields yields the entries of the first directory and of the Exif directory that it names (TIFF 6.0, section 2).
func fields(b []byte) iter.Seq[field] {
	return func(yield func(field) bool) {
		order := byteOrder(b)
		if order == nil {
			return
		}
		at, exif := uint64(order.Uint32(b[4:])), uint64(0)
		for range 2 {
			for f := range directory(b, order, at) {
				if f.tag == tagExifIFD && len(f.value) == 4 && exif == 0 {
					exif = uint64(order.Uint32(f.value))
				}
				if !yield(f) {
					return
				}
			}
			if at = exif; at == 0 {
				return
			}
		}
	}
}

func byteOrder(b []byte) binary.ByteOrder {
	switch {
	case len(b) < 8:
	case string(b[:4]) == "II*\x00":
		return binary.LittleEndian
	case string(b[:4]) == "MM\x00*":
		return binary.BigEndian
	}
	return nil
}

// directory yields the entries of the directory at offset at.
func directory(b []byte, order binary.ByteOrder, at uint64) iter.Seq[field] {
	return func(yield func(field) bool) {
		if at > uint64(len(b)) || uint64(len(b))-at < 2 {
			return
		}
		for i := range min(int(order.Uint16(b[at:])), maxEntries) {
			e := at + 2 + 12*uint64(i)
			if e+12 > uint64(len(b)) {
				return
			}
			size := uint64(order.Uint32(b[e+4:])) * kindSize(order.Uint16(b[e+2:]))
			from := e + 8
			if size > 4 {
				from = uint64(order.Uint32(b[e+8:]))
			}
			if size == 0 || from > uint64(len(b)) || size > uint64(len(b))-from {
				continue
			}
			if !yield(field{int(order.Uint16(b[e:])), b[from : from+size]}) {
				return
			}
		}
	}
}

// kindSize is the size of one value of a field type (TIFF 6.0, section 2, "Types").
func kindSize(kind uint16) uint64 {
	switch kind {
	case 1, 2, 6, 7:
		return 1
	case 3, 8:
		return 2
	case 4, 9, 11, 13:
		return 4
	case 5, 10, 12:
		return 8
	}
	return 0
}
