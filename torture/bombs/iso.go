package bombs

import (
	"bytes"
	"encoding/binary"

	"loupe/torture/craft"
)

// coded is a picture that no decoder can read: what matters stands in the boxes.
func coded() []byte { return bytes.Repeat([]byte{0, 0, 0, 4, 0x26, 1, 0xAF, 6}, 16) }

// container is an image file of items and properties.
type container struct {
	brand      string
	primary    int
	declared   int // items that iinf says; 0 for as many as there are
	items      []craft.Item
	properties []byte
	more       [][]byte // further boxes of meta
	after      []byte
}

// one returns a container of one coded picture of w x h.
func one(brand string, w, h int) container {
	kind, config := "hvc1", craft.Box("hvcC", append([]byte{1}, make([]byte, 22)...))
	if brand == "avif" {
		kind, config = "av01", craft.Box("av1C", []byte{0x81, 0, 0x0C, 0})
	}
	return container{
		brand: brand, primary: 1, properties: craft.Join(craft.Extents(w, h), config),
		items: []craft.Item{{ID: 1, Kind: kind, At: -1, Bytes: len(coded()), Properties: []int{1, 2}}},
	}
}

// bytes returns the file; an item at -1 is put where the media data stand.
func (c container) bytes() []byte {
	build := func(at int) []byte {
		items := append([]craft.Item{}, c.items...)
		for i := range items {
			if items[i].At < 0 {
				items[i].At = at
			}
		}
		declared := c.declared
		if declared == 0 {
			declared = len(items)
		}
		parts := append([][]byte{craft.Primary(c.primary), craft.ItemInfo(declared, items...), craft.ItemLocations(items...), craft.ItemProperties(c.properties, items...)}, c.more...)
		return craft.Join(craft.FileType(c.brand), craft.Meta(parts...))
	}
	return craft.Join(build(len(build(0))+8), craft.Box("mdat", coded()), c.after)
}

func isoBombs() []Bomb {
	return []Bomb{
		{Name: "heic/extents-2g", Data: one("heic", 1<<31-1, 1<<31-1).bytes, Want: pixels, Why: "2^62 pixels say the properties"},
		{Name: "avif/extents-12000", Data: one("avif", 12_000, 3300).bytes, Want: pixels + "|" + intricate + "|" + unread, Why: "39 megapixels in 500 bytes"},
		{Name: "heic/no-pixels", Data: one("heic", 64, 64).bytes, Want: Finishes, Why: "coded data of zeros and a start code (CVE-2026-33165 kin)"},
		{Name: "avif/no-pixels", Data: one("avif", 64, 64).bytes, Want: Finishes, Why: "coded data that are no AV1"},
		{Name: "heic/item-in-itself", Data: selfItem, Want: Finishes, Why: "an item whose bytes stand in itself (construction method 2)"},
		{Name: "heic/grid-of-itself", Data: grid(2, 2, 64, 64), Want: Finishes, Why: "a grid whose tiles are the grid (libheif #1809 kin)"},
		{Name: "heic/grid-256x256", Data: grid(256, 256, 65535, 65535), Want: broken + "|" + pixels, Why: "65,536 tiles of 65,535 pixels; the properties say 64x64"},
		{Name: "heic/65535-items", Data: spoilt("heic", func(c *container) { c.declared = 65535 }), Want: Finishes, Why: "65,535 items are announced, one is there"},
		{Name: "heic/20000-items", Data: manyItems(20_000), Want: intricate, Why: "20,000 items"},
		{Name: "avif/primary-missing", Data: spoilt("avif", func(c *container) { c.primary = 77 }), Want: broken, Why: "the primary item does not exist"},
		{Name: "heic/associations-beyond", Data: spoilt("heic", func(c *container) { c.items[0].Properties = []int{1, 127, 100, 2} }), Want: Finishes, Why: "properties that do not exist (libheif CVE-2020-23109 kin)"},
		{Name: "heic/extent-beyond", Data: spoilt("heic", func(c *container) { c.items[0].Bytes = 0x7FFFFFFF }), Want: Finishes, Why: "an item of 2 GiB"},
		{Name: "heic/nested-10000", Data: nestedBoxes(10_000), Want: Finishes, Why: "boxes 10,000 deep: recursion"},
		{Name: "heic/box-size-0", Data: spoilt("heic", func(c *container) { c.more = [][]byte{{0, 0, 0, 0, 'f', 'r', 'e', 'e'}} }), Want: Finishes, Why: "a box that reaches to the end of the file, within another"},
		{Name: "heic/box-size-1", Data: spoilt("heic", func(c *container) { c.after = longBox(1 << 63) }), Want: Finishes, Why: "a 64-bit size of 2^63 is negative"},
		{Name: "heic/box-size-small", Data: spoilt("heic", func(c *container) { c.after = bytes.Repeat([]byte{0, 0, 0, 2, 'f', 'r', 'e', 'e'}, 1000) }), Want: Finishes, Why: "boxes that are shorter than their header: no progress"},
		{Name: "heic/200000-boxes", Data: spoilt("heic", func(c *container) { c.after = bytes.Repeat(craft.Box("free"), 200_000) }), Want: intricate, Why: "200,000 empty boxes"},
		{Name: "heic/rotations", Data: rotations, Want: Finishes, Why: "200 times turned and cropped, the crop dividing by 0 (clap-overflow-divide-zero.heic)"},
		{Name: "heic/references", Data: references, Want: Finishes, Why: "thumbnails of each other, in circles"},
		{Name: "avif/sequence-2g", Data: sequence, Want: pixels + "|" + broken + "|" + unsupported, Why: "a track of 2^32-1 samples"},
		{Name: "heic/type-only", Data: constant(craft.FileType("heic")), Want: broken + "|" + unsupported, Why: "nothing but the file type"},
	}
}

// spoilt returns a picture of 64 x 64 with one change.
func spoilt(brand string, change func(c *container)) func() []byte {
	return func() []byte {
		c := one(brand, 64, 64)
		change(&c)
		return c.bytes()
	}
}

// grid returns a picture made of itself, rows x columns times.
func grid(rows, columns, w, h int) func() []byte {
	return spoilt("heic", func(c *container) {
		c.items[0].Kind, c.items[0].Method, c.items[0].At, c.items[0].Bytes = "grid", 1, 0, 12
		c.more = [][]byte{craft.Box("idat", craft.Grid(rows, columns, w, h)), craft.Reference("dimg", 1, bigList(rows*columns, 1)...)}
	})
}

func selfItem() []byte {
	c := one("heic", 64, 64)
	c.items[0].Method, c.items[0].At = 2, 0
	c.more = [][]byte{craft.Reference("iloc", 1, 1)}
	return c.bytes()
}

func manyItems(n int) func() []byte {
	return func() []byte {
		c := one("heic", 64, 64)
		for i := range n {
			c.items = append(c.items, craft.Item{ID: i + 2, Kind: "hvc1", At: -1, Bytes: 8, Properties: []int{1, 2}})
		}
		return c.bytes()
	}
}

func nestedBoxes(depth int) func() []byte {
	return func() []byte {
		nest := make([]byte, 0, 8*depth)
		for i := range depth {
			nest = binary.BigEndian.AppendUint32(nest, uint32(8*(depth-i)))
			nest = append(nest, []string{"moov", "trak", "mdia", "minf", "stbl"}[min(i, 4)]...)
		}
		return craft.Join(craft.FileType("heic"), nest)
	}
}

func longBox(size uint64) []byte {
	return append(binary.BigEndian.AppendUint64([]byte{0, 0, 0, 1, 'f', 'r', 'e', 'e'}, size), make([]byte, 16)...)
}

func rotations() []byte {
	c := one("heic", 64, 64)
	var clap []byte
	for range 4 { // width, height and offsets: 1/0 each
		clap = append(clap, 0, 0, 0, 1, 0, 0, 0, 0)
	}
	c.properties = craft.Join(c.properties, craft.Box("clap", clap))
	for i := range 200 {
		c.properties = craft.Join(c.properties, craft.Box("irot", []byte{byte(i & 3)}))
		if i < 120 {
			c.items[0].Properties = append(c.items[0].Properties, 3+i)
		}
	}
	return c.bytes()
}

func references() []byte {
	c := one("heic", 64, 64)
	for id := 2; id <= 4; id++ {
		i := c.items[0]
		i.ID = id
		c.items = append(c.items, i)
	}
	for id := range 4 {
		for _, kind := range []string{"thmb", "auxl", "dimg", "base"} {
			c.more = append(c.more, craft.Reference(kind, 1+id, 1+(id+1)%4))
		}
	}
	return c.bytes()
}

// sequence is an image sequence (ISO/IEC 23008-12, 7) of one track.
func sequence() []byte {
	sizes := craft.FullBox("stsz", 0, 0, []byte{0, 0, 0, 9, 0xFF, 0xFF, 0xFF, 0xFF})
	entry := craft.Box("av01", make([]byte, 24), []byte{0, 64, 0, 64}, make([]byte, 50))
	table := craft.Box("stbl", craft.FullBox("stsd", 0, 0, []byte{0, 0, 0, 1}, entry), sizes)
	handler := craft.FullBox("hdlr", 0, 0, make([]byte, 4), []byte("pict"), make([]byte, 13))
	return craft.Join(craft.FileType("avis"), craft.Box("moov", craft.Box("trak", craft.Box("mdia", handler, craft.Box("minf", table)))), craft.Box("mdat", coded()))
}
