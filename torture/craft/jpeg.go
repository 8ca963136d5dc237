package craft

// Segment returns a JPEG marker segment with its right length (ITU-T T.81, B.1.1.4).
func Segment(marker byte, payload []byte) []byte {
	return append(be16([]byte{0xFF, marker}, len(payload)+2), payload...)
}

// SOI begins a JPEG.
func SOI() []byte { return []byte{0xFF, 0xD8} }

// EOI ends a JPEG.
func EOI() []byte { return []byte{0xFF, 0xD9} }

// Sampling is a component's number of samples within a minimum coded unit.
type Sampling struct{ H, V int }

// SOF returns a frame header (B.2.2) of kind 0 to 15 for components numbered from 1, all with quantisation table 0.
func SOF(kind byte, precision, w, h int, components ...Sampling) []byte {
	p := be16(be16([]byte{byte(precision)}, h), w)
	p = append(p, byte(len(components)))
	for i, c := range components {
		p = append(p, byte(i+1), byte(c.H<<4|c.V), 0)
	}
	return Segment(0xC0+kind, p)
}

// SOS returns a scan header (B.2.3) for the components of the given numbers, all with Huffman tables 0.
func SOS(from, to, high, low int, components ...int) []byte {
	p := []byte{byte(len(components))}
	for _, c := range components {
		p = append(p, byte(c), 0)
	}
	return Segment(0xDA, append(p, byte(from), byte(to), byte(high<<4|low)))
}

// DQT returns quantisation table 0 with the same step everywhere (B.2.4.1).
func DQT(step byte) []byte {
	p := make([]byte, 65)
	for i := 1; i < len(p); i++ {
		p[i] = step
	}
	return Segment(0xDB, p)
}

// DRI returns a restart interval of n units (B.2.4.4).
func DRI(n int) []byte { return Segment(0xDD, be16(nil, n)) }

// Huffman codes here are all of one length, so that a symbol's code is its place in the list: 12 DC categories in 4 bits
// and 176 AC symbols, of run 0 to 15 and category 0 to 10, in 8 bits.
const (
	dcBits, dcSymbols   = 4, 12
	acBits, acRuns      = 8, 16
	acCategories        = 11
	acSymbols           = acRuns * acCategories
	endOfBlock, zeroRun = 0, 15 * acCategories
)

// DHT returns the DC and the AC Huffman table 0 that Picture codes with (B.2.4.2).
func DHT() []byte {
	counts := func(class byte, bits, n int) []byte {
		p := make([]byte, 17)
		p[0], p[bits] = class, byte(n)
		return p
	}
	dc, ac := counts(0, dcBits, dcSymbols), counts(0x10, acBits, acSymbols)
	for i := range dcSymbols {
		dc = append(dc, byte(i))
	}
	for i := range acSymbols {
		ac = append(ac, byte(i/acCategories<<4|i%acCategories))
	}
	return append(Segment(0xC4, dc), Segment(0xC4, ac)...)
}

// Adobe returns the APP14 segment that names the colour transform: 0 none, 1 YCbCr, 2 YCCK (Adobe technical note 5116).
func Adobe(transform byte) []byte {
	return Segment(0xEE, []byte{'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform})
}
