package bombs

import (
	"bytes"

	"loupe/torture/craft"
)

// ycc is 4:2:0.
func ycc() []craft.Sampling { return sampled(2, 2) }

// sampled returns three components, the first of which has h x v samples in a unit.
func sampled(h, v int) []craft.Sampling {
	return []craft.Sampling{{H: h, V: v}, {H: 1, V: 1}, {H: 1, V: 1}}
}

func shadeJPEG(component, x, y int) byte {
	if component > 0 {
		return byte(110 + component*10)
	}
	return shade(x, y)
}

// small is a good picture to be spoilt.
func small() craft.Picture {
	return craft.Picture{Width: 64, Height: 48, Components: ycc(), Shade: shadeJPEG}
}

func jpegBombs() []Bomb {
	framed := func(kind byte, precision, w, h int, c ...craft.Sampling) func() []byte {
		return func() []byte { return headedJPEG(craft.SOF(kind, precision, w, h, c...), craft.DHT()) }
	}
	one := craft.Sampling{H: 1, V: 1}
	return []Bomb{
		{Name: "jpeg/height-0", Data: framed(0, 8, 160, 0, one), Want: broken, Why: "0 passes a test of the product; the height would come in a DNL segment"},
		{Name: "jpeg/dnl", Data: definedLines, Want: Finishes, Why: "height 0 and a DNL segment that says 65,535"},
		{Name: "jpeg/65500-square", Data: framed(0, 8, 65500, 65500, one), Want: pixels, Why: "4 gigapixels in 400 bytes (libjpeg's own maximum)"},
		{Name: "jpeg/progressive-giant", Data: framed(2, 8, 65500, 600, one), Want: pixels, Why: "progressive keeps every coefficient in memory"},
		{Name: "jpeg/arithmetic", Data: framed(9, 8, 64, 64, one), Want: unsupported + "|" + corrupt, Why: "arithmetic coding (SOF9), which most readers lack"},
		{Name: "jpeg/twelve-bits", Data: framed(1, 12, 64, 64, one), Want: unsupported + "|" + corrupt, Why: "12-bit samples"},
		{Name: "jpeg/lossless", Data: framed(3, 8, 64, 64, one), Want: unsupported + "|" + corrupt, Why: "lossless JPEG (SOF3)"},
		{Name: "jpeg/sampling-zero", Data: framed(0, 8, 64, 64, craft.Sampling{}), Want: corrupt + "|" + unsupported, Why: "division by a sampling factor of 0"},
		{Name: "jpeg/sampling-15", Data: framed(0, 8, 64, 64, craft.Sampling{H: 15, V: 15}), Want: corrupt + "|" + unsupported, Why: "sampling factors above 4"},
		{Name: "jpeg/255-components", Data: framed(0, 8, 64, 64, many(255, one)...), Want: corrupt + "|" + unsupported, Why: "255 components of 64x64"},
		{Name: "jpeg/411-odd", Data: sampledPicture(4, 1, 61, 47), Want: Finishes, Why: "4:1:1 and odd sides: the last unit hangs over"},
		{Name: "jpeg/410", Data: sampledPicture(4, 2, 61, 47), Want: Finishes, Why: "4:1:0, rarer still"},
		{Name: "jpeg/440", Data: sampledPicture(1, 2, 61, 47), Want: Finishes, Why: "4:4:0: twice the height in luma"},
		{Name: "jpeg/no-eoi", Data: without(2), Want: Finishes, Why: "whole scan, no end marker"},
		{Name: "jpeg/cut-in-scan", Data: without(30), Want: broken, Why: "cut within the last rows"},
		{Name: "jpeg/second-frame", Data: secondFrame, Want: corrupt + "|" + pixels, Why: "a second frame header says another size"},
		{Name: "jpeg/nested-soi", Data: nestedStart, Want: broken, Why: "a picture starts inside the tables"},
		{Name: "jpeg/adobe-lies", Data: adobeLies, Want: Finishes, Why: "an Adobe segment calls three components YCCK"},
		{Name: "jpeg/table-steps-zero", Data: zeroSteps, Want: Finishes, Why: "quantisation steps of 0: division by them in recompression estimates"},
		{Name: "jpeg/dht-overflow", Data: tables(bytes.Repeat([]byte{0xFF}, 16)), Want: corrupt, Why: "a Huffman table of 4,080 codes in an array of 256 (libjpeg CVE-2012-2806 kin)"},
		{Name: "jpeg/dht-overfull", Data: tables([]byte{3, 9, 9, 9, 9}), Want: Finishes, Why: "more codes of one bit than there are"},
		{Name: "jpeg/scan-of-nobody", Data: strangeScan, Want: corrupt, Why: "a scan for a component that does not exist"},
	}
}

func many(n int, s craft.Sampling) []craft.Sampling {
	out := make([]craft.Sampling, n)
	for i := range out {
		out[i] = s
	}
	return out
}

// headedJPEG returns a JPEG of tables, a frame and one scan of a few bytes.
func headedJPEG(frame, huffman []byte) []byte {
	return craft.Join(craft.SOI(), craft.DQT(8), frame, huffman, craft.SOS(0, 63, 0, 0, 1), bytes.Repeat([]byte{0}, 40), craft.EOI())
}

func definedLines() []byte {
	data := small().Encode()
	at := bytes.Index(data, []byte{0xFF, 0xC0})
	data[at+5], data[at+6] = 0, 0
	return craft.Join(data[:len(data)-2], craft.Segment(0xDC, []byte{0xFF, 0xFF}), craft.EOI())
}

func sampledPicture(h, v, width, height int) func() []byte {
	return func() []byte {
		return craft.Picture{Width: width, Height: height, Components: sampled(h, v), Shade: shadeJPEG}.Encode()
	}
}

func without(n int) func() []byte {
	return func() []byte {
		data := small().Encode()
		return data[:len(data)-n]
	}
}

func secondFrame() []byte {
	p := small()
	p.Extra = [][]byte{craft.SOF(0, 8, 20000, 20000, craft.Sampling{H: 1, V: 1})}
	return p.Encode()
}

func nestedStart() []byte {
	p := small()
	p.Extra = [][]byte{craft.Picture{Width: 20, Height: 20}.Encode()}
	return p.Encode()
}

func adobeLies() []byte {
	p := small()
	p.Extra = [][]byte{craft.Adobe(2)}
	return p.Encode()
}

func zeroSteps() []byte {
	data := small().Encode()
	at := bytes.Index(data, craft.DQT(8))
	copy(data[at:], craft.DQT(0))
	return data
}

// tables returns a picture whose Huffman table has the given number of codes of 1, 2, ... bits.
func tables(counts []byte) func() []byte {
	return func() []byte {
		p := append([]byte{0}, append(counts, make([]byte, 16-len(counts))...)...)
		return headedJPEG(craft.SOF(0, 8, 64, 64, craft.Sampling{H: 1, V: 1}), craft.Segment(0xC4, append(p, make([]byte, 5000)...)))
	}
}

func strangeScan() []byte {
	return craft.Join(craft.SOI(), craft.DQT(8), craft.SOF(0, 8, 64, 64, craft.Sampling{H: 1, V: 1}), craft.DHT(), craft.SOS(0, 63, 0, 0, 9), make([]byte, 40), craft.EOI())
}
