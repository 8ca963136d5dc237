package survey

import (
	"encoding/binary"
	"maps"
	"slices"
)

// itemTable is what a meta box says of its items. Numbers that no file needs are not followed: see readLocations.
type itemTable struct {
	primary     int
	kinds       map[int]itemInfo
	ids         []int        // the keys of kinds, ascending
	subordinate map[int]bool // thumbnails, auxiliary pictures, tiles and other parts of a derived picture
	places      map[int]place
	properties  map[int][]int // indices into boxes, from 1
	boxes       []box         // the item property container
	inline      []byte        // idat
	inlineAt    int
	crowded     bool // there are more than MaxItems
	last        int  // the furthest byte of the file that an item refers to
}

type itemInfo struct {
	kind   string
	hidden bool
}

// picture reports whether an item is coded or derived pixels. A tone map (tmap) is another rendering of its base.
func (i itemInfo) picture() bool {
	return slices.Contains([]string{"hvc1", "hev1", "lhv1", "av01", "avc1", "jpeg", "j2k1", "vvc1", "evc1", "unci", "grid", "iden", "iovl"}, i.kind)
}

// place is where an item's data stands: in the file, or in idat. Only data in one piece is looked at.
type place struct {
	inline, split bool
	at, bytes     int
}

func version(fullBox []byte) int { return be32(fullBox, 0) >> 24 }

// identifier reads an item's number at offset at, of two bytes or four.
func identifier(b []byte, at int, wide bool) int {
	if wide {
		return be32(b, at)
	}
	return be16(b, at)
}

// readInfo reads the item information box (ISO/IEC 14496-12, 8.11.6).
func (t *itemTable) readInfo(b []byte) {
	from := 6
	if version(b) > 0 {
		from = 8
	}
	for k := range boxes(b, from) {
		v := version(k.body)
		if k.kind != "infe" || v < 2 {
			continue
		}
		if len(t.kinds) == MaxItems {
			t.crowded = true
			return
		}
		wide := v > 2
		at := 6
		if wide {
			at = 8
		}
		id := identifier(k.body, 4, wide)
		t.kinds[id] = itemInfo{kind: string(slice(k.body, at+2, 4)), hidden: be32(k.body, 0)&1 == 1}
	}
}

// readReferences reads the item reference box (8.11.12): which items belong to others.
func (t *itemTable) readReferences(b []byte) {
	wide := version(b) > 0
	size := 2
	if wide {
		size = 4
	}
	for k := range boxes(b, 4) {
		from := identifier(k.body, 0, wide)
		switch k.kind {
		case "thmb", "auxl":
			t.subordinate[from] = true
		case "dimg", "base":
			for at := size + 2; at+size <= len(k.body); at += size {
				t.subordinate[identifier(k.body, at, wide)] = true
			}
		}
	}
}

// readProperties reads the item properties (ISO/IEC 23008-12, 9.3).
func (t *itemTable) readProperties(b []byte) {
	for k := range boxes(child(b, 0, "ipco"), 0) {
		t.boxes = append(t.boxes, k)
	}
	for k := range boxes(b, 0) {
		if k.kind == "ipma" {
			t.readAssociations(k.body)
		}
	}
}

func (t *itemTable) readAssociations(b []byte) {
	wide, large := version(b) > 0, be32(b, 0)&1 == 1
	at := 8
	for at < len(b) {
		id := identifier(b, at, wide)
		if at += 2; wide {
			at += 2
		}
		n := u8(b, at)
		at++
		for range n {
			if large {
				t.properties[id] = append(t.properties[id], be16(b, at)&0x7fff)
				at += 2
			} else {
				t.properties[id] = append(t.properties[id], u8(b, at)&0x7f)
				at++
			}
			if at >= len(b) {
				return
			}
		}
	}
}

// all returns the bodies of the properties of that kind that an item has.
func (t *itemTable) all(id int, kind string) [][]byte {
	var found [][]byte
	for _, i := range t.properties[id] {
		if i >= 1 && i <= len(t.boxes) && t.boxes[i-1].kind == kind {
			found = append(found, t.boxes[i-1].body)
		}
	}
	return found
}

func (t *itemTable) order() { t.ids = slices.Sorted(maps.Keys(t.kinds)) }

// bytes returns an item's data and its offset in the file; nothing when it is not there in one piece.
func (t *itemTable) bytes(data []byte, id int) (int, []byte) {
	p := t.places[id]
	switch {
	case p.split:
		return 0, nil
	case p.inline:
		return t.inlineAt + p.at, slice(t.inline, p.at, p.bytes)
	}
	return p.at, slice(data, p.at, p.bytes)
}

// uintN reads an unsigned big-endian number of 0, 4 or 8 bytes, as the location box has them.
func uintN(b []byte, at, size int) uint64 {
	p := slice(b, at, size)
	switch len(p) {
	case 4:
		return uint64(binary.BigEndian.Uint32(p))
	case 8:
		return binary.BigEndian.Uint64(p)
	}
	return 0
}
