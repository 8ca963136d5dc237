package craft

// Box returns a box of the ISO base media file format (ISO/IEC 14496-12, 4.2) with its right size.
func Box(kind string, parts ...[]byte) []byte {
	body := Join(parts...)
	return append(append(be32(nil, len(body)+8), kind...), body...)
}

// FullBox returns a box with version and flags.
func FullBox(kind string, version, flags int, parts ...[]byte) []byte {
	return Box(kind, append([][]byte{be32(nil, version<<24|flags)}, parts...)...)
}

// FileType returns the first box of a picture of that brand: heic or avif.
func FileType(brand string) []byte {
	return Box("ftyp", []byte(brand), be32(nil, 0), []byte("mif1"), []byte(brand))
}

// Item is one item of an image file (ISO/IEC 23008-12).
type Item struct {
	ID         int
	Kind       string
	Method     int   // of iloc: 0 in the file, 1 in idat, 2 in another item
	At, Bytes  int   // of its one extent
	Properties []int // from 1
}

// ItemInfo returns the item information box (ISO/IEC 14496-12, 8.11.6) saying count items.
func ItemInfo(count int, items ...Item) []byte {
	var entries []byte
	for _, i := range items {
		entries = append(entries, FullBox("infe", 2, 0, be16(be16(nil, i.ID), 0), []byte(i.Kind), []byte{0})...)
	}
	return FullBox("iinf", 0, 0, be16(nil, count), entries)
}

// ItemLocations returns the item location box (8.11.3), version 1 with offsets and lengths of four bytes.
func ItemLocations(items ...Item) []byte {
	body := be16(be16(nil, 0x4400), len(items))
	for _, i := range items {
		body = be16(be16(be16(be16(body, i.ID), i.Method), 0), 1)
		body = be32(be32(body, i.At), i.Bytes)
	}
	return FullBox("iloc", 1, 0, body)
}

// ItemProperties returns the item properties box (ISO/IEC 23008-12, 9.3): the properties and who has which.
func ItemProperties(properties []byte, items ...Item) []byte {
	body := be32(nil, len(items))
	for _, i := range items {
		body = append(be16(body, i.ID), byte(len(i.Properties)))
		for _, p := range i.Properties {
			body = append(body, byte(p))
		}
	}
	return Box("iprp", Box("ipco", properties), FullBox("ipma", 0, 0, body))
}

// Extents returns the property that gives an item's size in pixels (6.5.3).
func Extents(w, h int) []byte { return FullBox("ispe", 0, 0, be32(be32(nil, w), h)) }

// Primary returns the primary item box (8.11.4).
func Primary(id int) []byte { return FullBox("pitm", 0, 0, be16(nil, id)) }

// Meta returns a meta box for pictures.
func Meta(parts ...[]byte) []byte {
	handler := FullBox("hdlr", 0, 0, be32(nil, 0), []byte("pict"), make([]byte, 13))
	return FullBox("meta", 0, 0, append([][]byte{handler}, parts...)...)
}

// Reference returns an item reference box with one reference (8.11.12).
func Reference(kind string, from int, to ...int) []byte {
	body := be16(be16(nil, from), len(to))
	for _, t := range to {
		body = be16(body, t)
	}
	return FullBox("iref", 0, 0, Box(kind, body))
}

// Grid returns the data of a derived picture of rows x columns tiles (ISO/IEC 23008-12, 6.6.2.3).
func Grid(rows, columns, w, h int) []byte {
	return be32(be32([]byte{0, 1, byte(rows - 1), byte(columns - 1)}, w), h)
}
