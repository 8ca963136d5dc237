package mutate

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
)

// tiffTable is one image file directory: where it stands and how many entries it has.
type tiffTable struct{ at, entries int }

// tiffTables finds the directories of a TIFF structure, those that entries point to as well.
func tiffTables(data []byte) (binary.ByteOrder, []tiffTable) {
	var order binary.ByteOrder
	switch {
	case len(data) < 8:
		return nil, nil
	case string(data[:4]) == "II*\x00":
		order = binary.LittleEndian
	case string(data[:4]) == "MM\x00*":
		order = binary.BigEndian
	default:
		return nil, nil
	}
	var tables []tiffTable
	todo := []int{int(order.Uint32(data[4:]))}
	seen := map[int]bool{}
	for len(todo) > 0 && len(tables) < 64 {
		at := todo[0]
		todo = todo[1:]
		if at < 8 || at+2 > len(data) || seen[at] {
			continue
		}
		seen[at] = true
		n := int(order.Uint16(data[at:]))
		if at+2+12*n+4 > len(data) {
			continue
		}
		tables = append(tables, tiffTable{at, n})
		for i := range n {
			e := data[at+2+12*i:]
			if tag := order.Uint16(e); tag == 0x8769 || tag == 0x8825 || tag == 0x14A {
				todo = append(todo, int(order.Uint32(e[8:])))
			}
		}
		todo = append(todo, int(order.Uint32(data[at+2+12*n:])))
	}
	return order, tables
}

// tiffEntries changes an entry's tag, type, count or value, or what its value points to.
func tiffEntries(r *rand.Rand, data []byte) ([]byte, string) {
	order, tables := tiffTables(data)
	if len(tables) == 0 {
		return nil, ""
	}
	t := pick(r, tables)
	if t.entries == 0 {
		return nil, ""
	}
	out := slices.Clone(data)
	i := r.IntN(t.entries)
	e := out[t.at+2+12*i:]
	tag := order.Uint16(e)
	switch r.IntN(6) {
	case 0:
		order.PutUint16(e, pick(r, []uint16{256, 257, 258, 259, 262, 273, 277, 278, 279, 284, 317, 320, 322, 323, 324, 325, 330, 338, 0x112, 0x201, 0x8769}))
	case 1:
		order.PutUint16(e[2:], uint16(r.IntN(20)))
	case 2:
		order.PutUint32(e[4:], uint32(number(r, uint64(order.Uint32(e[4:])))))
	case 3:
		if at := int(order.Uint32(e[8:])); at < len(out) {
			return out, fmt.Sprintf("value of tag %d: %s", tag, overwrite(r, out, at, min(at+64, len(out))))
		}
	case 4:
		if n := r.IntN(t.entries); n != i {
			other := slices.Clone(out[t.at+2+12*n : t.at+14+12*n])
			copy(e, other)
		}
	default:
		order.PutUint32(e[8:], uint32(number(r, uint64(order.Uint32(e[8:])))))
	}
	return out, fmt.Sprintf("entry %d (tag %d)", i, tag)
}

// tiffLinks changes how many entries a directory says, or where the next one stands.
func tiffLinks(r *rand.Rand, data []byte) ([]byte, string) {
	order, tables := tiffTables(data)
	if len(tables) == 0 {
		return nil, ""
	}
	t := pick(r, tables)
	out := slices.Clone(data)
	switch r.IntN(4) {
	case 0:
		order.PutUint16(out[t.at:], uint16(number(r, uint64(t.entries))))
		return out, "count of entries"
	case 1:
		order.PutUint32(out[4:], uint32(number(r, uint64(t.at))))
		return out, "first directory"
	case 2:
		order.PutUint32(out[t.at+2+12*t.entries:], uint32(pick(r, tables).at))
		return out, "next directory is one of them"
	}
	order.PutUint32(out[t.at+2+12*t.entries:], uint32(number(r, 8)))
	return out, "next directory"
}
