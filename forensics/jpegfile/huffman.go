package jpegfile

import "encoding/binary"

const (
	symbolBits = 9  // code bits looked up at once for a symbol
	acBits     = 11 // code and magnitude bits looked up at once for a whole AC coefficient
	endOfBlock = 128
)

// huffman is a table ready for decoding (T.81 annex F.2.2.3, with lookup tables for the short codes).
type huffman struct {
	// coefficient holds, for code and magnitude bits that fit in acBits: value<<16 | run<<8 | bits. 0: look further.
	coefficient [1 << acBits]uint32
	symbols     [1 << symbolBits]uint16 // length<<8 | symbol; 0: look further
	limit       [17]uint32              // first code of greater length, aligned to 16 bits
	first       [17]int32               // index of a length's first symbol minus its first code
	values      []byte
}

func newHuffman(t *HuffmanTable) *huffman {
	h := &huffman{values: t.Values}
	code, index := uint32(0), 0
	for n := 1; n <= 16; n++ {
		count := int(t.Counts[n-1])
		h.first[n] = int32(index) - int32(code)
		for i := 0; n <= symbolBits && i < count; i++ {
			lo := (code + uint32(i)) << (symbolBits - n)
			for j := range uint32(1) << (symbolBits - n) {
				h.symbols[lo+j] = uint16(n)<<8 | uint16(t.Values[index+i])
			}
		}
		code += uint32(count)
		index += count
		h.limit[n] = code << (16 - n)
		code <<= 1
	}
	if t.AC {
		h.fillCoefficients()
	}
	return h
}

func (h *huffman) fillCoefficients() {
	for bits := range h.coefficient {
		w := uint64(bits) << (64 - acBits)
		symbol, n := h.symbol(w)
		run, size := uint32(symbol>>4), int(symbol&15)
		if n == 0 || n+size > acBits {
			continue
		}
		if symbol == 0 {
			run = endOfBlock
		} else if size == 0 && run != 15 {
			continue // end-of-band runs are for progressive scans
		}
		h.coefficient[bits] = uint32(uint16(extend(w<<n, size)))<<16 | run<<8 | uint32(n+size)
	}
}

// symbol decodes the code at the top of w and returns its length, 0 when there is no such code.
func (h *huffman) symbol(w uint64) (symbol byte, length int) {
	if e := h.symbols[w>>(64-symbolBits)]; e != 0 {
		return byte(e), int(e >> 8)
	}
	top := uint32(w >> 48)
	for n := symbolBits + 1; n <= 16; n++ {
		if top < h.limit[n] {
			i := int32(top>>(16-n)) + h.first[n]
			if i < 0 || int(i) >= len(h.values) {
				return 0, 0
			}
			return h.values[i], n
		}
	}
	return 0, 0
}

// extend reads a signed magnitude of size bits (0..15) at the top of w (T.81 F.2.2.1, EXTEND).
func extend(w uint64, size int) int32 {
	if size == 0 {
		return 0
	}
	v := int32(w >> (64 - size))
	if v < 1<<(size-1) {
		v += -1<<size + 1
	}
	return v
}

// bits reads one restart interval whose byte stuffing was removed.
type bits struct {
	buf []byte // padded with blockPadding zero bytes
	pos int    // in bits
	end int    // in bits; pos beyond it means that the data ran out
}

// blockPadding exceeds what one block can consume (64 symbols of 16 + 15 bits), so that running out needs to be tested
// once a block only.
const blockPadding = 512

// peek returns at least 57 bits at the top of the word.
func (b *bits) peek() uint64 {
	return binary.BigEndian.Uint64(b.buf[b.pos>>3:]) << (b.pos & 7)
}

// read takes n bits, 0..32.
func (b *bits) read(n int) uint32 {
	v := uint32(b.peek() >> 32 >> (32 - n))
	b.pos += n
	return v
}
