package still

import "slices"

// data returns an item's data, as far as they lie in the file, and no more than its length: extents may overlap.
func (h *heif) data(it *item) (out []byte) {
	from := h.file
	if it.location.inIdat {
		from = h.idat
	}
	for _, e := range it.location.extents {
		if e.offset > uint64(len(from)) || len(out) > len(from) {
			return out
		}
		n := e.length
		if n == 0 || n > uint64(len(from))-e.offset {
			n = uint64(len(from)) - e.offset
		}
		part := from[e.offset : e.offset+n]
		if len(it.location.extents) == 1 {
			return part
		}
		out = append(out, part...)
	}
	return out
}

// property returns the first property of a kind that the item has, nil when there is none.
func (h *heif) property(it *item, kind string) []byte {
	for _, i := range it.properties {
		if i < len(h.properties) && h.properties[i].kind == kind {
			return h.properties[i].data
		}
	}
	return nil
}

func (h *heif) find(id uint32) *item {
	if i := slices.IndexFunc(h.items, func(it item) bool { return it.id == id }); i >= 0 {
		return &h.items[i]
	}
	return nil
}
