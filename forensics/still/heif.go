package still

import (
	"errors"
	"fmt"
	"slices"
)

// maxItems bounds the items, references and properties of an HEIF file; a picture of 40 megapixels has 160 tiles.
const maxItems = 4096

// heif is what the meta box of an HEIF file says about its items (ISO/IEC 23008-12, ISO/IEC 14496-12 section 8.11).
type heif struct {
	brands     [][]byte // of four bytes in the file, the major brand first
	hasMeta    bool
	primary    uint32
	items      []item
	properties []box
	references []reference
	tracks     []box // moov: a picture sequence beside the still picture
	idat       []byte
	file       []byte
}

type item struct {
	id         uint32
	kind       string // hvc1, av01, grid, Exif, ...
	properties []int  // positions in heif.properties, in the order in which they apply
	location   location
}

// location is where an item's data are.
type location struct {
	inIdat  bool
	extents []extent
}

type extent struct{ offset, length uint64 }

type reference struct {
	kind     string // dimg: from is made of to; auxl: from is auxiliary to to
	from, to uint32
}

func parseHEIF(data []byte) (*heif, error) {
	h := &heif{file: data}
	err := boxes(data, func(b box) error {
		switch b.kind {
		case "ftyp":
			if len(h.brands) > 0 {
				return errors.New("the HEIF file has two ftyp boxes: the file is damaged")
			}
			return h.readBrands(b.data)
		case "moov":
			h.tracks = append(h.tracks, b)
		case "mini":
			return unsupported("the HEIF file has a low-overhead header (mini), which is not read: save the picture as JPEG")
		case "meta":
			if h.hasMeta {
				return errors.New("the HEIF file has two meta boxes: the file is damaged")
			}
			h.hasMeta = true
			return h.readMeta(b.data)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(h.brands) == 0 {
		return nil, errors.New("the HEIF file names no brand (ftyp): the file is damaged")
	}
	if !h.hasMeta || h.primary == 0 {
		return nil, unsupported("the HEIF file has no still picture (no primary item): send a still picture")
	}
	return h, nil
}

func (h *heif) readBrands(data []byte) error {
	c := &cursor{data: data}
	h.brands = append(h.brands, c.take(4))
	c.take(4)
	for len(c.data) >= 4 && len(h.brands) < 64 {
		h.brands = append(h.brands, c.take(4))
	}
	return c.err()
}

func (h *heif) readMeta(data []byte) error {
	c := &cursor{data: data}
	c.full()
	return boxes(c.data, func(b box) error {
		c := &cursor{data: b.data}
		switch b.kind {
		case "pitm":
			version, _ := c.full()
			h.primary = c.id(version > 0)
		case "iinf":
			return h.readItems(c)
		case "iref":
			return h.readReferences(c)
		case "iprp":
			return boxes(b.data, h.readProperties)
		case "iloc":
			return h.readLocations(c)
		case "idat":
			h.idat = b.data
		}
		return c.err()
	})
}

// item finds or makes the entry of id.
func (h *heif) item(id uint32) (*item, error) {
	if i := slices.IndexFunc(h.items, func(it item) bool { return it.id == id }); i >= 0 {
		return &h.items[i], nil
	}
	if len(h.items) >= maxItems {
		return nil, fmt.Errorf("the HEIF file has more than %d items", maxItems)
	}
	h.items = append(h.items, item{id: id})
	return &h.items[len(h.items)-1], nil
}

func (h *heif) readItems(c *cursor) error {
	version, _ := c.full()
	c.take(map[bool]int{false: 2, true: 4}[version > 0])
	return boxes(c.data, func(b box) error {
		c := &cursor{data: b.data}
		version, _ := c.full()
		if b.kind != "infe" || version < 2 {
			return c.err()
		}
		it, err := h.item(c.id(version > 2))
		if err != nil {
			return err
		}
		c.take(2)
		it.kind = string(c.take(4))
		return c.err()
	})
}

func (h *heif) readReferences(c *cursor) error {
	version, _ := c.full()
	return boxes(c.data, func(b box) error {
		c := &cursor{data: b.data}
		from := c.id(version > 0)
		for n := c.uint(2); n > 0 && !c.short; n-- {
			if len(h.references) >= maxItems {
				return fmt.Errorf("the HEIF file has more than %d references between items", maxItems)
			}
			h.references = append(h.references, reference{b.kind, from, c.id(version > 0)})
		}
		return c.err()
	})
}

func (h *heif) readProperties(b box) error {
	switch b.kind {
	case "ipco":
		return boxes(b.data, func(p box) error {
			if len(h.properties) >= maxItems {
				return fmt.Errorf("the HEIF file has more than %d properties", maxItems)
			}
			h.properties = append(h.properties, p)
			return nil
		})
	case "ipma":
		return h.readAssociations(&cursor{data: b.data})
	}
	return nil
}

// readAssociations reads which properties an item has, in order; index 0 means none (ISO/IEC 23008-12 section 9.3).
func (h *heif) readAssociations(c *cursor) error {
	version, flags := c.full()
	for n := c.uint(4); n > 0 && !c.short; n-- {
		it, err := h.item(c.id(version > 0))
		if err != nil {
			return err
		}
		for k := c.uint(1); k > 0 && !c.short; k-- {
			index := int(c.uint(1)) & 0x7f
			if flags&1 == 1 {
				index = index<<8 | int(c.uint(1))
			}
			if index > 0 && len(it.properties) < 255 {
				it.properties = append(it.properties, index-1)
			}
		}
	}
	return c.err()
}

func (h *heif) readLocations(c *cursor) error {
	version, _ := c.full()
	sizes := c.uint(2)
	offset, length, base, index := int(sizes>>12), int(sizes>>8&15), int(sizes>>4&15), int(sizes&15)
	if max(offset, length, base, index) > 8 {
		return errors.New("the HEIF file's item locations have fields of more than 8 bytes: the file is damaged")
	}
	for n := c.id(version > 1); n > 0 && !c.short; n-- {
		it, err := h.item(c.id(version > 1))
		if err != nil {
			return err
		}
		if version > 0 {
			it.location.inIdat = c.uint(2)&15 == 1
		}
		c.take(2)
		start := c.uint(base)
		for k := c.uint(2); k > 0 && !c.short; k-- {
			if version > 0 {
				c.take(index)
			}
			at, n := c.uint(offset), c.uint(length)
			it.location.extents = append(it.location.extents, extent{start + at, n})
		}
	}
	return c.err()
}
