package craft

// Field types of TIFF 6.0, section 2.
const (
	TypeByte     = 1
	TypeASCII    = 2
	TypeShort    = 3
	TypeLong     = 4
	TypeRational = 5
)

// Tag is one entry of an image file directory, in little endian order.
type Tag struct {
	ID, Type, Count int
	Value           []byte // up to four bytes stand in the entry, more behind the directory
}

// Short returns an entry of 16-bit numbers.
func Short(id int, values ...int) Tag {
	t := Tag{ID: id, Type: TypeShort, Count: len(values)}
	for _, v := range values {
		t.Value = le16(t.Value, v)
	}
	return t
}

// Long returns an entry of 32-bit numbers.
func Long(id int, values ...int) Tag {
	t := Tag{ID: id, Type: TypeLong, Count: len(values)}
	for _, v := range values {
		t.Value = le32(t.Value, v)
	}
	return t
}

// Text returns an entry of ASCII text with its terminator.
func Text(id int, s string) Tag {
	return Tag{id, TypeASCII, len(s) + 1, append([]byte(s), 0)}
}

// Directory returns an image file directory that stands at offset at, with long values behind it; next is the offset of
// the directory after it, 0 for none.
func Directory(at, next int, tags ...Tag) []byte {
	out := le16(nil, len(tags))
	behind := at + 2 + 12*len(tags) + 4
	var values []byte
	for _, t := range tags {
		out = le32(le16(le16(out, t.ID), t.Type), t.Count)
		if len(t.Value) <= 4 {
			out = append(out, append(t.Value[:len(t.Value):len(t.Value)], make([]byte, 4-len(t.Value))...)...)
			continue
		}
		out = le32(out, behind+len(values))
		values = append(values, t.Value...)
	}
	return append(le32(out, next), values...)
}

// DirectorySize returns the bytes that Directory takes for tags.
func DirectorySize(tags ...Tag) int { return len(Directory(0, 0, tags...)) }

// TIFFHeader begins a little-endian TIFF whose first directory stands at offset first.
func TIFFHeader(first int) []byte { return le32([]byte("II*\x00"), first) }

// Sheet is one page of a TIFF with a single strip.
type Sheet struct {
	Width, Height int
	Depth         int // bits of the one grey sample of a pixel
	Compression   int
	Strip         []byte
	More          []Tag // IDs above 279, ascending
}

func (s Sheet) tags(strip int) []Tag {
	tags := []Tag{
		Long(256, s.Width), Long(257, s.Height), Short(258, s.Depth), Short(259, s.Compression), Short(262, 1),
		Long(273, strip), Short(277, 1), Long(278, s.Height), Long(279, len(s.Strip)),
	}
	return append(tags, s.More...)
}

// TIFF returns a file of sheets, each with its strip before its directory.
func TIFF(sheets ...Sheet) []byte {
	out := TIFFHeader(8 + len(sheets[0].Strip))
	for i, s := range sheets {
		strip := len(out)
		out = append(out, s.Strip...)
		at, next := len(out), 0
		if i+1 < len(sheets) {
			next = at + DirectorySize(s.tags(strip)...) + len(sheets[i+1].Strip)
		}
		out = append(out, Directory(at, next, s.tags(strip)...)...)
	}
	return out
}

// EXIF returns an APP1 segment of a TIFF structure (Exif 2.32, 4.7.2).
func EXIF(tiff []byte) []byte { return Segment(0xE1, append([]byte("Exif\x00\x00"), tiff...)) }

// XMP returns an APP1 segment of an XMP packet (XMP part 3, 1.1.3).
func XMP(packet string) []byte {
	return Segment(0xE1, []byte("http://ns.adobe.com/xap/1.0/\x00"+packet))
}
