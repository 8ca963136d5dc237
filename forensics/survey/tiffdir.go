package survey

import (
	"encoding/binary"
	"iter"
)

// directories reads the image file directories of a TIFF structure (TIFF 6.0, section 2).
type directories struct {
	data  []byte
	order binary.ByteOrder // nil when data is no TIFF structure
	left  int              // entries and array elements that may still be visited: directories may overlap or loop
}

// field is one directory entry.
type field struct {
	tag, kind, count int
	value            []byte // the value's bytes; nil when they are not all there
	at               int    // offset of the value's first byte
}

func byteOrder(b []byte) binary.ByteOrder {
	switch {
	case hasMagic(b, "II*\x00"):
		return binary.LittleEndian
	case hasMagic(b, "MM\x00*"):
		return binary.BigEndian
	}
	return nil
}

func (t *directories) u16(at int) int { return t.number(slice(t.data, at, 2)) }
func (t *directories) u32(at int) int { return t.number(slice(t.data, at, 4)) }

// number reads a value of two or four bytes, 0 of any other length.
func (t *directories) number(p []byte) int {
	switch len(p) {
	case 2:
		return int(t.order.Uint16(p))
	case 4:
		return int(t.order.Uint32(p))
	}
	return 0
}

// next returns where the directory at offset at says the next one stands, 0 for none, and whether its table is all there.
func (t *directories) next(at int) (next int, ok bool) {
	n := t.u16(at)
	if n == 0 || slice(t.data, at, 2+12*n+4) == nil {
		return 0, n > 0 && slice(t.data, at, 2+12*n) != nil // some writers leave the last link out
	}
	return t.u32(at + 2 + 12*n), true
}

// entries yields the fields of the directory at offset at, as far as they are there.
func (t *directories) entries(at int) iter.Seq[field] {
	return func(yield func(field) bool) {
		for i := range t.u16(at) {
			e := at + 2 + 12*i
			if slice(t.data, e, 12) == nil || t.left <= 0 {
				return
			}
			t.left--
			if !yield(t.field(e)) {
				return
			}
		}
	}
}

// field reads the entry at offset e. Values of up to four bytes stand in the entry itself.
func (t *directories) field(e int) field {
	f := field{tag: t.u16(e), kind: t.u16(e + 2), count: t.u32(e + 4), at: e + 8}
	size := f.count * kindSize(f.kind)
	if size > 4 {
		f.at = t.u32(e + 8)
	}
	f.value = slice(t.data, f.at, size)
	return f
}

// kindSize is the size in bytes of one value of a field type (TIFF 6.0, section 2, "Types"; 13 is IFD).
func kindSize(kind int) int {
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

// numbers yields the values of a SHORT, LONG or IFD field.
func (t *directories) numbers(f field) iter.Seq[int] {
	return func(yield func(int) bool) {
		size := kindSize(f.kind)
		if size != 2 && size != 4 {
			return
		}
		for at := 0; at+size <= len(f.value) && t.left > 0; at += size {
			t.left--
			if !yield(t.number(f.value[at : at+size])) {
				return
			}
		}
	}
}

// first returns a field's first number, 0 when it has none.
func (t *directories) first(f field) int {
	for n := range t.numbers(f) {
		return n
	}
	return 0
}
