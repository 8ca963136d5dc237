package mutate

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
)

// generic returns an operation that needs no knowledge.
func generic(r *rand.Rand, donors [][]byte) operation {
	all := []operation{flipBits, setBytes, setNumber, truncate, insert, remove, repeat}
	if len(donors) > 0 {
		all = append(all, splice(donors))
	}
	return pick(r, all)
}

func flipBits(r *rand.Rand, data []byte) ([]byte, string) {
	if len(data) == 0 {
		return []byte{byte(r.IntN(256))}, "one byte"
	}
	out, n := slices.Clone(data), 1+r.IntN(8)
	for range n {
		out[r.IntN(len(out))] ^= 1 << r.IntN(8)
	}
	return out, fmt.Sprintf("%d bits flipped", n)
}

func setBytes(r *rand.Rand, data []byte) ([]byte, string) {
	if len(data) == 0 {
		return nil, ""
	}
	out := slices.Clone(data)
	at, n := r.IntN(len(out)), 1+r.IntN(16)
	v := byte(number(r, 0))
	for i := at; i < min(at+n, len(out)); i++ {
		out[i] = v
	}
	return out, fmt.Sprintf("bytes at %d set to %#x", at, v)
}

// setNumber writes an interesting number of 2, 4 or 8 bytes, in either order.
func setNumber(r *rand.Rand, data []byte) ([]byte, string) {
	out := slices.Clone(data)
	return out, overwrite(r, out, 0, len(out))
}

// overwrite puts a number somewhere into b[from:to] and says where; "" when there is no room.
func overwrite(r *rand.Rand, b []byte, from, to int) string {
	size := 1 << r.IntN(4)
	if to-from < size {
		return ""
	}
	at := from + r.IntN(to-from-size+1)
	var order binary.ByteOrder = binary.BigEndian
	if r.IntN(2) == 0 {
		order = binary.LittleEndian
	}
	var v uint64
	switch size {
	case 1:
		v = number(r, uint64(b[at]))
		b[at] = byte(v)
	case 2:
		v = number(r, uint64(order.Uint16(b[at:])))
		order.PutUint16(b[at:], uint16(v))
	case 4:
		v = number(r, uint64(order.Uint32(b[at:])))
		order.PutUint32(b[at:], uint32(v))
	default:
		v = number(r, order.Uint64(b[at:]))
		order.PutUint64(b[at:], v)
	}
	return fmt.Sprintf("%d bytes at %d set to %#x", size, at, v)
}

func truncate(r *rand.Rand, data []byte) ([]byte, string) {
	if len(data) == 0 {
		return nil, ""
	}
	n := r.IntN(len(data))
	return slices.Clone(data[:n]), fmt.Sprintf("cut at %d", n)
}

func insert(r *rand.Rand, data []byte) ([]byte, string) {
	at, n := r.IntN(len(data)+1), 1+r.IntN(64)
	if r.IntN(20) == 0 {
		n *= 500
	}
	junk := make([]byte, n)
	for i := range junk {
		junk[i] = byte(r.Uint32())
	}
	return slices.Insert(slices.Clone(data), at, junk...), fmt.Sprintf("%d bytes inserted at %d", n, at)
}

func remove(r *rand.Rand, data []byte) ([]byte, string) {
	if len(data) < 2 {
		return nil, ""
	}
	at := r.IntN(len(data))
	n := min(1+r.IntN(64), len(data)-at)
	return slices.Delete(slices.Clone(data), at, at+n), fmt.Sprintf("%d bytes removed at %d", n, at)
}

func repeat(r *rand.Rand, data []byte) ([]byte, string) {
	if len(data) < 2 {
		return nil, ""
	}
	at := r.IntN(len(data))
	n := min(1+r.IntN(200), len(data)-at)
	return slices.Insert(slices.Clone(data), at, data[at:at+n]...), fmt.Sprintf("%d bytes at %d repeated", n, at)
}

// splice joins the beginning of data to the end of a donor.
func splice(donors [][]byte) operation {
	return func(r *rand.Rand, data []byte) ([]byte, string) {
		donor := pick(r, donors)
		if len(data) == 0 || len(donor) == 0 {
			return nil, ""
		}
		a, b := r.IntN(len(data)), r.IntN(len(donor))
		return slices.Concat(data[:a], donor[b:]), fmt.Sprintf("%d bytes, then another file from %d", a, b)
	}
}
