package survey

import "math"

// farthest stands for every offset that no file reaches; two of them add up without overflow.
const farthest = math.MaxInt32

// readLocations reads the item location box (ISO/IEC 14496-12, 8.11.3). Time is linear in its bytes: where an extent
// takes no bytes, one of them says as much as all, and the rest is passed over.
func (t *itemTable) readLocations(b []byte) {
	v := version(b)
	sizes := be16(b, 4)
	s := locationSizes{offset: sizes >> 12, length: sizes >> 8 & 15, base: sizes >> 4 & 15}
	if v > 0 {
		s.index = sizes & 15
	}
	wide := v > 1
	at := 8
	if wide {
		at = 10
	}
	for range MaxItems {
		if at >= len(b) {
			break
		}
		id := identifier(b, at, wide)
		if at += 2; wide {
			at += 2
		}
		method := 0
		if v > 0 {
			method = be16(b, at) & 15
			at += 2
		}
		at += 2 // data reference
		base := atMost(uintN(b, at, s.base), farthest)
		at += s.base
		n := be16(b, at)
		t.places[id], at = s.extents(b, at+2, n, base)
		t.place(id, method)
	}
}

// locationSizes are the sizes in bytes of the fields of an extent: 0, 4 or 8.
type locationSizes struct{ offset, length, base, index int }

// extents reads n extents at offset at and returns where they stand together, and the offset after them.
func (s locationSizes) extents(b []byte, at, n, base int) (place, int) {
	each := s.index + s.offset + s.length
	p := place{split: n > 1}
	if each == 0 {
		n = min(n, 1)
	}
	for i := range n {
		if at > len(b) {
			break
		}
		start := base + atMost(uintN(b, at+s.index, s.offset), farthest)
		length := atMost(uintN(b, at+s.index+s.offset, s.length), farthest)
		if i == 0 {
			p.at, p.bytes = start, length
		}
		if end := start + length; end > p.at+p.bytes {
			p.bytes = end - p.at // for the furthest byte: split places are not read
		}
		at += each
	}
	return p, at
}

// place notes how an item's data is found: 0 in the file, 1 in idat, 2 in another item (ISO/IEC 14496-12, 8.11.3.3).
func (t *itemTable) place(id, method int) {
	p := t.places[id]
	switch method {
	case 0:
		t.last = max(t.last, p.at+p.bytes)
	case 1:
		p.inline = true
	default:
		p.split = true
	}
	t.places[id] = p
}
