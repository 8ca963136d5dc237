package metadata_test

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"
)

// tags are the ASCII tags of an EXIF block by number, by directory.
type block struct {
	ifd0, exif, gps map[uint16]string
	thumbnail       []byte
}

const (
	tagMake, tagModel, tagSoftware, tagModified = 0x010f, 0x0110, 0x0131, 0x0132
	tagProcessing                               = 0x000b
	tagOriginal, tagDigitised                   = 0x9003, 0x9004
	tagGPSDate                                  = 0x001d
	tagExifIFD, tagGPSIFD                       = 0x8769, 0x8825
	tagThumbOffset, tagThumbLength              = 0x0201, 0x0202
)

// entry is one directory entry with its value: text, or a number when text is nil.
type entry struct {
	tag    uint16
	text   []byte
	number uint32
}

// bytes lays the block out as a big-endian TIFF structure (TIFF 6.0, section 2).
func (b block) bytes() []byte {
	out := []byte("MM\x00\x2a\x00\x00\x00\x08")
	main := texts(b.ifd0)
	// Sub-directories and the thumbnail stand behind the main directory; its size is known beforehand.
	at := uint32(8 + directorySize(main) + 12*2)
	var behind []byte
	for _, sub := range []struct {
		tag     uint16
		entries []entry
	}{{tagExifIFD, texts(b.exif)}, {tagGPSIFD, texts(b.gps)}} {
		main = append(main, entry{tag: sub.tag, number: at + uint32(len(behind))})
		behind = append(behind, directory(sub.entries, at+uint32(len(behind)), 0)...)
	}
	next := uint32(0)
	if b.thumbnail != nil {
		next = at + uint32(len(behind))
		small := []entry{{tag: tagThumbOffset, number: next + 2 + 24 + 4}, {tag: tagThumbLength, number: uint32(len(b.thumbnail))}}
		behind = append(behind, directory(small, next, 0)...)
		behind = append(behind, b.thumbnail...)
	}
	return append(append(out, directory(main, 8, next)...), behind...)
}

func texts(m map[uint16]string) []entry {
	var entries []entry
	for tag, s := range m {
		entries = append(entries, entry{tag: tag, text: append([]byte(s), 0)})
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.tag, b.tag) })
	return entries
}

func directorySize(entries []entry) int {
	n := 2 + 12*len(entries) + 4
	for _, e := range entries {
		if len(e.text) > 4 {
			n += len(e.text)
		}
	}
	return n
}

func directory(entries []entry, at, next uint32) []byte {
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.tag, b.tag) })
	out := binary.BigEndian.AppendUint16(nil, uint16(len(entries)))
	values := at + uint32(2+12*len(entries)+4)
	var behind []byte
	for _, e := range entries {
		out = binary.BigEndian.AppendUint16(out, e.tag)
		if e.text == nil {
			out = binary.BigEndian.AppendUint32(append(out, 0, 4, 0, 0, 0, 1), e.number)
			continue
		}
		out = binary.BigEndian.AppendUint32(append(out, 0, 2), uint32(len(e.text)))
		if len(e.text) <= 4 {
			out = append(out, append(slices.Clone(e.text), 0, 0, 0, 0)[:4]...)
			continue
		}
		out = binary.BigEndian.AppendUint32(out, values+uint32(len(behind)))
		behind = append(behind, e.text...)
	}
	return append(binary.BigEndian.AppendUint32(out, next), behind...)
}

// segment is a JPEG segment with the given marker.
func segment(marker byte, payload string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2)), payload...)
}

func exifSegment(b block) []byte { return segment(0xe1, "Exif\x00\x00"+string(b.bytes())) }
func xmpSegment(x string) []byte { return segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+x) }
func comment(text string) []byte { return segment(0xfe, text) }

// jpegFile encodes img and puts segments behind SOI.
func jpegFile(t testing.TB, img image.Image, segments ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return slices.Concat(append(append([][]byte{b.Bytes()[:2]}, segments...), b.Bytes()[2:])...)
}

// pngFile encodes img and puts chunks, each "nameBODY", before the first IDAT.
func pngFile(t testing.TB, img image.Image, chunks ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	const header = 8 + 12 + 13 // signature, IHDR
	out := slices.Clone(b.Bytes()[:header])
	for _, c := range chunks {
		out = binary.BigEndian.AppendUint32(out, uint32(len(c)-4))
		out = append(out, c...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE([]byte(c)))
	}
	return append(out, b.Bytes()[header:]...)
}

// scene draws a picture with content at every scale; seed makes another one.
func scene(w, h int, seed int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = uint8(140 + 50*(i%w)/w - 40*(i/w)/h)
	}
	state := uint32(seed)*2654435761 + 1
	random := func(n int) int { state = state*1664525 + 1013904223; return int(state>>8) % n }
	for range 40 {
		x, y := random(w), random(h)
		box(g, image.Rect(x, y, x+w/20+random(w/6), y+h/20+random(h/6)), uint8(30+random(200)))
	}
	return g
}

func box(g *image.Gray, r image.Rectangle, v uint8) {
	r = r.Intersect(g.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			g.Pix[y*g.Stride+x] = v
		}
	}
}
