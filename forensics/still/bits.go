package still

// bitReader reads big-endian bit fields; past the end it gives zeros and remembers it.
type bitReader struct {
	data  []byte
	at    int // bit
	short bool
}

// bits reads n <= 32 bits.
func (r *bitReader) bits(n int) (v uint32) {
	for range n {
		v <<= 1
		if r.at>>3 >= len(r.data) {
			r.short = true
			continue
		}
		v |= uint32(r.data[r.at>>3]>>(7-r.at&7)) & 1
		r.at++
	}
	return v
}

func (r *bitReader) flag() bool { return r.bits(1) == 1 }

func (r *bitReader) skip(n int) {
	r.at += n
	if r.at > 8*len(r.data) {
		r.at, r.short = 8*len(r.data), true
	}
}

// zeros counts the zeros before the next one and reads over it, 32 at most.
func (r *bitReader) zeros() (n int) {
	for n < 32 && !r.short && !r.flag() {
		n++
	}
	return n
}

// ue reads an unsigned Exp-Golomb code (ITU-T H.265 section 9.2); AV1's uvlc() is the same (AV1 section 4.10.3).
func (r *bitReader) ue() uint32 {
	n := r.zeros()
	return uint32(uint64(1)<<n - 1 + uint64(r.bits(n)))
}
