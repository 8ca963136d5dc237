package still_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/color"
	"testing"

	"golang.org/x/image/tiff"

	"loupe/forensics/still"
)

// tag is one entry of a directory; all values are LONG.
type tag struct {
	id     uint16
	values []uint32
}

// ifd is a directory to write: the bytes of its strips and what differs from a grey picture of 8 bits, w by h.
type ifd struct {
	w, h   int
	strips [][]byte
	extra  []tag
}

// tiffFile writes directories one after the other, in the given byte order.
func tiffFile(order binary.AppendByteOrder, dirs ...ifd) []byte {
	out := []byte("II*\x00\x00\x00\x00\x00")
	if order.String() == "BigEndian" {
		out = []byte("MM\x00*\x00\x00\x00\x00")
	}
	link := 4
	for _, d := range dirs {
		var offsets, counts []uint32
		for _, s := range d.strips {
			offsets, counts = append(offsets, uint32(len(out))), append(counts, uint32(len(s)))
			out = append(out, s...)
		}
		tags := map[uint16][]uint32{256: {uint32(d.w)}, 257: {uint32(d.h)}, 258: {8}, 259: {1}, 262: {1}, 273: offsets, 278: {uint32(d.h)}, 279: counts}
		for _, e := range d.extra {
			tags[e.id] = e.values
		}
		out = writeIFD(out, order, tags, link)
		link = len(out) - 4
	}
	return out
}

func writeIFD(out []byte, order binary.AppendByteOrder, tags map[uint16][]uint32, link int) []byte {
	at := map[uint16]uint32{}
	for id := range uint16(400) {
		if len(tags[id]) > 1 {
			at[id] = uint32(len(out))
			for _, v := range tags[id] {
				out = order.AppendUint32(out, v)
			}
		}
	}
	put(out[link:], order, uint32(len(out)))
	out = order.AppendUint16(out, uint16(len(tags)))
	for id := range uint16(400) {
		values, ok := tags[id]
		if !ok {
			continue
		}
		value := at[id]
		if len(values) == 1 {
			value = values[0]
		}
		out = order.AppendUint16(order.AppendUint16(out, id), 4)
		out = order.AppendUint32(order.AppendUint32(out, uint32(len(values))), value)
	}
	return order.AppendUint32(out, 0)
}

func put(b []byte, order binary.AppendByteOrder, v uint32) { copy(b, order.AppendUint32(nil, v)) }

func greyPage(v byte) ifd {
	return ifd{w: 4, h: 2, strips: [][]byte{bytes.Repeat([]byte{v}, 8)}}
}

func TestTIFFSheets(t *testing.T) {
	reduced := greyPage(99)
	reduced.extra = []tag{{254, []uint32{1}}}
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		data := tiffFile(order, greyPage(10), reduced, greyPage(20), greyPage(30))
		if got := still.Sheets("image/tiff", data); got != 3 {
			t.Fatalf("%v: %d sheets, want 3", order, got)
		}
		for sheet, want := range []uint8{10, 20, 30} {
			img := mustDecode(t, "image/tiff", data, sheet)
			near(t, img, 0, func(int, int) color.Color { return color.Gray{Y: want} })
		}
		refused(t, "image/tiff", data, 3, "damaged", "sheet 3")
	}
	alone := tiffFile(binary.LittleEndian, reduced)
	near(t, mustDecode(t, "image/tiff", alone, 0), 0, func(int, int) color.Color { return color.Gray{Y: 99} })
}

func TestTIFFLoop(t *testing.T) {
	data := tiffFile(binary.LittleEndian, greyPage(10), greyPage(20))
	put(data[len(data)-4:], binary.LittleEndian, binary.LittleEndian.Uint32(data[4:]))
	if got := still.Sheets("image/tiff", data); got != 2 {
		t.Errorf("%d sheets, want 2", got)
	}
}

func TestTIFFRoundTrip(t *testing.T) {
	for _, compression := range []tiff.CompressionType{tiff.Uncompressed, tiff.Deflate} {
		var buf bytes.Buffer
		if err := tiff.Encode(&buf, drawnImage(), &tiff.Options{Compression: compression, Predictor: true}); err != nil {
			t.Fatal(err)
		}
		near(t, mustDecode(t, "image/tiff", buf.Bytes(), 0), 0, func(x, y int) color.Color { return drawn(x, y) })
	}
	deep := image.NewGray16(image.Rect(0, 0, 3, 1))
	deep.SetGray16(1, 0, color.Gray16{Y: 0x1234})
	var buf bytes.Buffer
	if err := tiff.Encode(&buf, deep, nil); err != nil {
		t.Fatal(err)
	}
	if got := mustDecode(t, "image/tiff", buf.Bytes(), 0).(*image.Gray16).Gray16At(1, 0).Y; got != 0x1234 {
		t.Errorf("16 bits: %#x, want 0x1234", got)
	}
}

func deflated(n int) []byte {
	var buf bytes.Buffer
	w := zlib.NewWriter(&buf)
	w.Write(make([]byte, n))
	w.Close()
	return buf.Bytes()
}

func TestTIFFGuards(t *testing.T) {
	page := func(extra ...tag) []byte {
		p := greyPage(1)
		p.extra = extra
		return tiffFile(binary.LittleEndian, p)
	}
	bomb := ifd{w: 2048, h: 2048, strips: [][]byte{deflated(16 << 20)}, extra: []tag{{258, []uint32{1}}, {259, []uint32{8}}}}
	honest := bomb
	honest.strips = [][]byte{deflated(2048 * 2048 / 8)}
	packed := bomb
	packed.extra = []tag{{258, []uint32{1}}, {259, []uint32{32773}}}
	packed.strips = [][]byte{bytes.Repeat([]byte{129, 0}, 10000)} // 128 bytes from each two
	shared := ifd{w: 8, h: 4, strips: [][]byte{bytes.Repeat([]byte{7}, 4096)}}
	offset := uint32(8)
	shared.extra = []tag{{278, []uint32{1}}, {273, []uint32{offset, offset, offset, offset}}, {279, []uint32{4096, 4096, 4096, 4096}}}
	for _, c := range []struct {
		name             string
		data             []byte
		outcome, mention string
	}{
		{"separate planes", page(tag{258, []uint32{8, 8, 8}}, tag{262, []uint32{2}}, tag{284, []uint32{2}}), "variant", "separate planes"},
		{"reversed bits", page(tag{266, []uint32{2}}), "variant", "FillOrder"},
		{"JPEG", page(tag{259, []uint32{7}}), "variant", "JPEG"},
		{"old JPEG", page(tag{259, []uint32{6}}), "variant", "JPEG"},
		{"CMYK", page(tag{258, []uint32{8, 8, 8, 8}}, tag{262, []uint32{5}}), "variant", "color model"},
		{"4 bits", page(tag{258, []uint32{4}}), "variant", "BitsPerSample"},
		{"float", page(tag{339, []uint32{3}}), "variant", "sample format"},
		{"giant tile", page(tag{322, []uint32{65536}}, tag{323, []uint32{65536}}), "damaged", "65536x65536"},
		{"tile of 2^31", page(tag{322, []uint32{1 << 31}}, tag{323, []uint32{1 << 31}}), "damaged", ""},
		{"no size", page(tag{256, []uint32{0}}), "damaged", "zero-size"},
		{"giant size", page(tag{256, []uint32{1<<32 - 1}}, tag{257, []uint32{1<<32 - 1}}), "damaged", "too large"},
		{"strips that share bytes", tiffFile(binary.LittleEndian, shared), "damaged", "16384"},
		{"deflate bomb", tiffFile(binary.LittleEndian, bomb), "damaged", "unpacks to more"},
		{"deflate", tiffFile(binary.LittleEndian, honest), "ok", ""},
		{"PackBits bomb", tiffFile(binary.LittleEndian, packed), "damaged", "unpacks to more"},
		{"strip outside the file", page(tag{273, []uint32{1 << 20}}), "truncated", ""},
		{"no directory", []byte("II*\x00\xff\xff\x00\x00"), "truncated", "directory"},
		{"header only", []byte("II*\x00"), "truncated", ""},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, "image/tiff", c.data, 0, c.outcome, c.mention) })
	}
}

// TestTIFFFaxPolarity: fax codes call white 0. BlackIsZero therefore shows white runs black, as libtiff's readers do.
func TestTIFFFaxPolarity(t *testing.T) {
	// Two rows of eight white pixels in Group 4: V0 (1) each, then EOFB (ITU-T T.6 section 2.4.1.1).
	strip := []byte{0b11000000, 0b00000100, 0b00000000, 0b01000000}
	for photometric, want := range []uint8{255, 0} {
		d := ifd{w: 8, h: 2, strips: [][]byte{strip}, extra: []tag{{258, []uint32{1}}, {259, []uint32{4}}, {262, []uint32{uint32(photometric)}}}}
		img := mustDecode(t, "image/tiff", tiffFile(binary.LittleEndian, d), 0)
		near(t, img, 0, func(int, int) color.Color { return color.Gray{Y: want} })
	}
}
