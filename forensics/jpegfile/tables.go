package jpegfile

// QuantTable is one quantisation table, DQT (T.81 B.2.4.1).
type QuantTable struct {
	Slot  int        // 0..3
	Bits  int        // 8 or 16
	Steps [64]uint16 // natural order: Steps[8*v+u] for vertical frequency v, horizontal u
}

// zigzag maps a position in the zig-zag sequence to natural order (T.81 figure A.6).
var zigzag = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

func (p *parser) quantTables(b []byte) error {
	for len(b) > 0 {
		t := QuantTable{Slot: int(b[0] & 15), Bits: 8}
		size := 64
		switch b[0] >> 4 {
		case 0:
		case 1:
			t.Bits, size = 16, 128
		default:
			return damaged("quantisation table precision %d, need 0 or 1", b[0]>>4)
		}
		if t.Slot > 3 {
			return damaged("quantisation table slot %d, need 0 to 3", t.Slot)
		}
		if len(b) < 1+size {
			return damaged("quantisation table of %d bytes, need %d", len(b)-1, size)
		}
		if err := t.fill(b[1 : 1+size]); err != nil {
			return err
		}
		p.quant[t.Slot] = &t
		p.file.Quant = append(p.file.Quant, t)
		b = b[1+size:]
	}
	return nil
}

func (t *QuantTable) fill(b []byte) error {
	for k, at := range zigzag {
		v := 0
		if t.Bits == 8 {
			v = int(b[k])
		} else {
			v = be16(b[2*k:])
		}
		if v == 0 {
			return damaged("quantisation table %d has a step of 0", t.Slot)
		}
		t.Steps[at] = uint16(v)
	}
	return nil
}

// HuffmanTable is one Huffman table as defined, DHT (T.81 B.2.4.2).
type HuffmanTable struct {
	AC     bool
	Slot   int       // 0..3
	Counts [16]uint8 // codes of each length 1..16
	Values []byte    // symbols in order of code length
}

func (p *parser) huffmanTables(b []byte) error {
	for len(b) > 0 {
		if len(b) < 17 {
			return damaged("Huffman table of %d bytes, need 17 at least", len(b))
		}
		t := &HuffmanTable{AC: b[0]>>4 == 1, Slot: int(b[0] & 15), Counts: [16]uint8(b[1:17])}
		if b[0]>>4 > 1 || t.Slot > 3 {
			return damaged("Huffman table class %d slot %d, need class 0 or 1 and slot 0 to 3", b[0]>>4, t.Slot)
		}
		total, space := 0, 0
		for i, n := range t.Counts {
			total += int(n)
			space += int(n) << (15 - i)
		}
		if total == 0 || total > 256 || len(b) < 17+total {
			return damaged("Huffman table with %d symbols in %d bytes", total, len(b)-17)
		}
		if space > 1<<16 {
			return damaged("Huffman table has more codes than code space")
		}
		t.Values = b[17 : 17+total]
		if t.AC {
			p.ac[t.Slot] = t
		} else {
			p.dc[t.Slot] = t
		}
		p.file.Huffman = append(p.file.Huffman, t)
		b = b[17+total:]
	}
	return nil
}
