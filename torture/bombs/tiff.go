package bombs

import (
	"bytes"

	"loupe/torture/craft"
)

// Compression schemes of TIFF 6.0 and its supplement 2.
const (
	uncompressed = 1
	tiffLZW      = 5
	tiffDeflate  = 8
	packBits     = 32773
)

// sheet is a good page of 64 x 48.
func sheet() craft.Sheet {
	s := craft.Sheet{Width: 64, Height: 48, Depth: 8, Compression: uncompressed}
	for i := range s.Width * s.Height {
		s.Strip = append(s.Strip, shade(i%s.Width, i/s.Width))
	}
	return s
}

// changed returns a good page with some entries replaced.
func changed(tags ...craft.Tag) func() []byte {
	return func() []byte {
		s := sheet()
		list := []craft.Tag{
			craft.Long(256, s.Width), craft.Long(257, s.Height), craft.Short(258, 8), craft.Short(259, uncompressed), craft.Short(262, 1),
			craft.Long(273, 8), craft.Short(277, 1), craft.Long(278, s.Height), craft.Long(279, len(s.Strip)),
		}
		for _, t := range tags {
			list = replaced(list, t)
		}
		return craft.Join(craft.TIFFHeader(8+len(s.Strip)), s.Strip, craft.Directory(8+len(s.Strip), 0, list...))
	}
}

// replaced puts t in the place of its namesake, or where it belongs.
func replaced(list []craft.Tag, t craft.Tag) []craft.Tag {
	for i := range list {
		if list[i].ID == t.ID {
			list[i] = t
			return list
		}
		if list[i].ID > t.ID {
			return append(list[:i:i], append([]craft.Tag{t}, list[i:]...)...)
		}
	}
	return append(list, t)
}

func tiffBombs() []Bomb {
	return []Bomb{
		{Name: "tiff/loop", Data: loopedSheets, Want: Finishes, Why: "a page that follows itself (libtiff CVE-2017-18013 kin)"},
		{Name: "tiff/sub-self", Data: changed(craft.Long(subIFDs, 8+64*48)), Want: Finishes, Why: "a directory that is its own child"},
		{Name: "tiff/60000-sheets", Data: sheets(60_000), Want: "file.multi_page|" + corrupt + "|" + intricate, Why: "60,000 pages, work for each"},
		{Name: "tiff/11-sheets", Data: sheets(11), Want: "file.multi_page", Why: "one page above the limit"},
		{Name: "tiff/ten-large-sheets", Data: largeSheets, Want: Finishes, Why: "ten pages of 40 megapixels, each within the limits", Heavy: true},
		{Name: "tiff/giant", Data: changed(craft.Long(256, 1<<20), craft.Long(257, 1<<20)), Want: pixels, Why: "2^40 pixels in 3 KB"},
		{Name: "tiff/sides-4g", Data: changed(craft.Long(256, 0xFFFFFFFF), craft.Long(257, 0xFFFFFFFF)), Want: pixels + "|" + corrupt, Why: "sides that are negative as int32"},
		{Name: "tiff/width-missing", Data: changed(craft.Tag{ID: 256, Type: craft.TypeASCII, Count: 1, Value: []byte{0}}), Want: corrupt, Why: "a width that is a text"},
		{Name: "tiff/depth-65535", Data: changed(craft.Short(258, 65535)), Want: unread, Why: "65,535 bits a sample"},
		{Name: "tiff/samples-65535", Data: changed(craft.Short(277, 65535)), Want: Finishes, Why: "65,535 samples a pixel"},
		{Name: "tiff/samples-many-depths", Data: changed(craft.Short(258, bigList(30_000, 8)...)), Want: unread, Why: "30,000 depths for one sample"},
		{Name: "tiff/20000-entries", Data: manyTags, Want: intricate, Why: "20,000 directory entries"},
		{Name: "tiff/bigtiff", Data: constant([]byte("II+\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00")), Want: unsupported, Why: "64-bit offsets"},
		{Name: "tiff/first-beyond", Data: constant(craft.TIFFHeader(0x7FFFFFFF)), Want: broken, Why: "the first directory lies behind the end"},
		{Name: "tiff/jpeg-inside", Data: changed(craft.Short(259, 7)), Want: unread, Why: "JPEG in TIFF, a second decoder with its own bugs"},
		{Name: "tiff/planar", Data: changed(craft.Short(258, 8, 8, 8), craft.Short(277, 3), craft.Short(284, 2)), Want: unread + "|" + truncated, Why: "colours in separate planes"},
		{Name: "tiff/palette-short", Data: changed(craft.Short(262, 3), craft.Short(320, 1, 2, 3)), Want: Finishes, Why: "indices beyond a palette of one (invalid-palette-ref.tiff)"},
	}
}

func loopedSheets() []byte {
	data := craft.TIFF(sheet())
	at := 8 + 64*48
	copy(data[at+2+12*9:], craft.TIFFHeader(at)[4:])
	return data
}

func bigList(n, v int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = v
	}
	return list
}

// sheets returns n bilevel pages of 16 x 16.
func sheets(n int) func() []byte {
	return func() []byte {
		all := make([]craft.Sheet, n)
		for i := range all {
			all[i] = craft.Sheet{Width: 16, Height: 16, Depth: 1, Compression: uncompressed, Strip: make([]byte, 32)}
		}
		return craft.TIFF(all...)
	}
}

// largeSheets is padded so that its inflate ratio passes: 1,200 MB of samples, a megabyte of file.
func largeSheets() []byte {
	row := bytes.Repeat([]byte{0, 0, 0, 200, 200, 255, 255, 90}, 1000)
	strip := craft.Deflate(bytes.Repeat(row, 5000))
	all := make([]craft.Sheet, 10)
	for i := range all {
		all[i] = craft.Sheet{Width: 8000, Height: 5000, Depth: 8, Compression: tiffDeflate, Strip: append(strip[:len(strip):len(strip)], make([]byte, 60_000)...)}
	}
	return craft.TIFF(all...)
}

func manyTags() []byte {
	tags := make([]craft.Tag, 20_000)
	for i := range tags {
		tags[i] = craft.Short(300+i, 1)
	}
	for i, t := range []craft.Tag{craft.Long(256, 64), craft.Long(257, 48), craft.Short(258, 8), craft.Short(262, 1), craft.Long(273, 8), craft.Long(279, 3072)} {
		tags[i] = t
	}
	return craft.Join(craft.TIFFHeader(8), craft.Directory(8, 0, tags...))
}
