package bombs

import (
	"bytes"
	"math/bits"

	"loupe/torture/craft"
)

func jpegScanBombs() []Bomb {
	return []Bomb{
		{Name: "jpeg/10000-scans", Data: scans(512, 512, 10_000, 0), Want: intricate, Why: "each scan goes over every block (libjpeg-turbo's progressive DoS, 2015)"},
		{Name: "jpeg/95-scans-40mp", Data: scans(8000, 5000, 95, 0), Want: Finishes, Why: "below the limit of scans, at the limit of pixels: 60 million blocks", Heavy: true},
		{Name: "jpeg/95-refinements-16mp", Data: scans(4000, 4000, 95, 1), Want: Finishes, Why: "the same with refinement scans, which are dearer", Heavy: true},
		{Name: "jpeg/flat-40mp", Data: func() []byte { return craft.Picture{Width: 8000, Height: 5000}.Encode() }, Want: Finishes, Why: "40 grey megapixels in a megabyte", Heavy: true},
		{Name: "jpeg/restart-each", Data: func() []byte { p := small(); p.Restart = 1; return p.Encode() }, Want: Finishes, Why: "a restart marker after every unit"},
		{Name: "jpeg/restart-flood", Data: restartFlood, Want: Finishes, Why: "a megabyte of restart markers where a unit belongs"},
		{Name: "jpeg/fill-bytes", Data: fillBytes, Want: Finishes, Why: "5 MB of 0xFF before a marker: quadratic searches"},
		{Name: "jpeg/false-markers", Data: falseMarkers, Want: Finishes, Why: "300,000 stuffed zeros in the scan"},
		{Name: "jpeg/9000-segments", Data: segments(9000), Want: Finishes, Why: "just below the limit of segments"},
		{Name: "jpeg/20000-segments", Data: segments(20_000), Want: intricate, Why: "20,000 application segments"},
		{Name: "jpeg/comments-9mb", Data: comments, Want: intricate, Why: "9 MB of comments"},
		{Name: "jpeg/trailer-15mb", Data: trailer, Want: Finishes, Why: "15 MB of 0xFF 0xD8 behind the end: a picture may start at each"},
	}
}

// scans returns a progressive picture with n AC scans that pass over all blocks by end-of-band runs (G.1.2.2): a few
// bytes each. With high above 0 they are refinement scans (G.1.2.3).
func scans(w, h, n, high int) func() []byte {
	return func() []byte {
		blocks := (w / 8) * (h / 8)
		head := craft.Join(craft.SOI(), craft.DQT(8), craft.SOF(2, 8, w, h, craft.Sampling{H: 1, V: 1}), bandTables())
		dc := craft.Join(craft.SOS(0, 0, 0, 0, 1), make([]byte, (blocks+7)/8))
		scan := craft.Join(craft.SOS(1, 63, high, max(0, high-1), 1), bands(blocks))
		return craft.Join(head, dc, bytes.Repeat(scan, n), craft.EOI())
	}
}

// bandTables returns a DC table of one category, 0, with the code 0, and an AC table of EOB0 to EOB14 in 4 bits each.
func bandTables() []byte {
	dc := make([]byte, 18)
	dc[1] = 1
	ac := make([]byte, 17)
	ac[0], ac[4] = 0x10, 15
	for n := range 15 {
		ac = append(ac, byte(n<<4))
	}
	return craft.Join(craft.Segment(0xC4, dc), craft.Segment(0xC4, ac))
}

// bands codes end-of-band runs over so many blocks.
func bands(blocks int) []byte {
	var e craft.Entropy
	for blocks > 0 {
		run := min(blocks, 32767)
		n := bits.Len(uint(run)) - 1
		e.Put(n, 4)
		e.Put(run, n)
		blocks -= run
	}
	return e.Bytes()
}

func restartFlood() []byte {
	p := small()
	p.Restart = 1
	data := p.Encode()
	at := bytes.Index(data, []byte{0xFF, 0xD0})
	return craft.Join(data[:at], bytes.Repeat([]byte{0xFF, 0xD0}, 500_000), data[at:])
}

func fillBytes() []byte {
	data := small().Encode()
	return craft.Join(data[:2], bytes.Repeat([]byte{0xFF}, 5_000_000), data[2:])
}

func falseMarkers() []byte {
	data := small().Encode()
	return craft.Join(data[:len(data)-2], bytes.Repeat([]byte{0xFF, 0}, 300_000), craft.EOI())
}

func segments(n int) func() []byte {
	return func() []byte {
		p := small()
		p.Extra = [][]byte{bytes.Repeat(craft.Segment(0xE9, []byte("x")), n)}
		return p.Encode()
	}
}

func comments() []byte {
	p := small()
	p.Extra = [][]byte{bytes.Repeat(craft.Segment(0xFE, bytes.Repeat([]byte("c"), 60_000)), 150)}
	return p.Encode()
}

func trailer() []byte {
	return append(small().Encode(), bytes.Repeat([]byte{0xFF, 0xD8, 0xFF}, 5_000_000)...)
}
