package survey_test

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"testing"

	"loupe/forensics/survey"
)

// tag is one entry of a TIFF directory; text goes behind the directory, numbers into it when there is one.
type tag struct {
	id      int
	numbers []int
	text    []byte
}

// directoryAt lays out a directory at offset at, its long values behind it (TIFF 6.0, section 2).
func directoryAt(order binary.AppendByteOrder, at, next int, tags ...tag) []byte {
	slices.SortFunc(tags, func(a, b tag) int { return cmp.Compare(a.id, b.id) })
	u32 := func(v int) []byte { return order.AppendUint32(nil, uint32(v)) }
	u16 := func(v int) []byte { return order.AppendUint16(nil, uint16(v)) }
	out := u16(len(tags))
	behind := at + 2 + 12*len(tags) + 4
	var values []byte
	for _, e := range tags {
		kind, count, value := 7, len(e.text), e.text
		if e.text == nil {
			kind, count = 4, len(e.numbers)
			for _, n := range e.numbers {
				value = append(value, u32(n)...)
			}
		}
		out = join(out, u16(e.id), u16(kind), u32(count))
		if len(value) <= 4 {
			out = join(out, value, make([]byte, 4-len(value)))
			continue
		}
		out = join(out, u32(behind+len(values)))
		values = append(values, value...)
	}
	return join(out, u32(next), values)
}

// sizeTags are what a picture's directory needs.
func sizeTags(w, h, at, n int) []tag {
	return []tag{{id: 256, numbers: []int{w}}, {id: 257, numbers: []int{h}}, {id: 273, numbers: []int{at}}, {id: 279, numbers: []int{n}}}
}

func TestTIFF(t *testing.T) {
	for name, order := range map[string]binary.AppendByteOrder{"II*\x00": binary.LittleEndian, "MM\x00*": binary.BigEndian} {
		head := order.AppendUint32([]byte(name), 16)
		pixels := "12345678"
		one := join(head, pixels, directoryAt(order, 16, 0, sizeTags(50, 60, 8, 8)...))
		good(t, look(t, one), "image/tiff", 50, 60)

		beside := append(sizeTags(50, 60, 8, 8), tag{id: 34675, text: []byte("the profile")}, tag{id: 700, text: []byte("<x:xmpmeta/>")}, tag{id: 33723, text: []byte("iptc!")})
		s := look(t, join(head, pixels, directoryAt(order, 16, 0, beside...)))
		good(t, s, "image/tiff", 50, 60)
		if string(s.ICC) != "the profile" || s.MetadataBytes != 12+5 || s.Chunks != 7 || s.Pages != 1 {
			t.Errorf("got %+v", s)
		}

		thumb := append(sizeTags(5, 6, 8, 8), tag{id: 254, numbers: []int{1}})
		mask := append(sizeTags(50, 60, 8, 8), tag{id: 254, numbers: []int{4}})
		at, chain := 16, []byte{}
		for i, tags := range [][]tag{thumb, sizeTags(50, 60, 8, 8), mask, sizeTags(70, 80, 8, 8)} {
			d := directoryAt(order, at, 0, tags...)
			if at += len(d); i < 3 {
				copy(d[len(d)-4:], order.AppendUint32(nil, uint32(at)))
			}
			chain = append(chain, d...)
		}
		s = look(t, join(head, pixels, chain))
		good(t, s, "image/tiff", 50, 60)
		if s.Pages != 2 || s.Frames != 1 || len(s.Sheets) != 2 || s.Sheets[1].Width != 70 || s.Sheets[1].Height != 80 {
			t.Errorf("pages %+v", s)
		}
		nested := append(sizeTags(50, 60, 8, 8), tag{id: 330, numbers: []int{16}}, tag{id: 34665, numbers: []int{8}})
		if s = look(t, join(head, pixels, directoryAt(order, 16, 0, nested...))); s.Problem != "" || s.Pages != 1 {
			t.Errorf("a directory that refers to itself: %+v", s)
		}
	}
}

func TestTIFFTraps(t *testing.T) {
	le := binary.LittleEndian
	head := le.AppendUint32([]byte("II*\x00"), 16)
	build := func(next int, tags ...tag) []byte { return join(head, "12345678", directoryAt(le, 16, next, tags...)) }
	without := func(id int) []tag {
		return slices.DeleteFunc(sizeTags(50, 60, 8, 8), func(e tag) bool { return e.id == id })
	}
	many := join(head, "12345678")
	for i := range 1200 {
		many = append(many, directoryAt(le, 16+54*i, 16+54*(i+1), sizeTags(50, 60, 8, 8)...)...)
	}
	// 1000 directories of 65535 entries each, one inside the other: 65 million entries to who counts them all.
	overlap := join("II*\x00", le32(8), bytes.Repeat([]byte{0xff}, 2_000_000))
	for i := range 900 {
		at := 8 + 4*i
		copy(overlap[at:], "\xff\xff")
		copy(overlap[at+2+12*65535:], le32(at+4))
	}
	for _, c := range []struct {
		name, problem string
		data          []byte
		w, h, pages   int
		complete      bool
	}{
		{name: "loop", data: build(16, sizeTags(50, 60, 8, 8)...), w: 50, h: 60, pages: 1, problem: "loop back to byte 16", complete: true},
		{name: "1200 pages", data: many, w: 50, h: 60, pages: survey.MaxSheets, problem: "more than 1000 directories", complete: true},
		{name: "overlapping directories", data: overlap, pages: -1, problem: "directories overlap"},
		{name: "no width", data: build(0, without(256)...), h: 60, pages: 1, complete: true, problem: "both sides must be positive"},
		{name: "no directory", data: join("II*\x00", le32(0)), pages: 1, complete: true, problem: "does not say"},
		{name: "directory outside the file", data: join("II*\x00", le32(5000)), pages: 1, problem: "does not say"},
		{name: "strip outside the file", data: build(0, sizeTags(50, 60, 8, 900)...), w: 50, h: 60, pages: 1},
		{name: "strip without a length", data: join(build(0, without(279)...), "pixels"), w: 50, h: 60, pages: 1, complete: true},
		{name: "next directory outside the file", data: build(99999, sizeTags(50, 60, 8, 8)...), w: 50, h: 60, pages: 1},
		{name: "sides of 2^32-1", data: build(0, sizeTags(1<<32-1, 1<<32-1, 8, 8)...), w: 1<<32 - 1, h: 1<<32 - 1, pages: 1, complete: true},
		{name: "value of 2^32-1 numbers", data: join(head, "12345678", le16(1), le16(273), le16(4), le32(1<<32-1), le32(8), le32(0)), pages: 1, problem: "does not say"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := look(t, c.data)
			wrong(t, s, c.problem)
			if c.pages >= 0 && (s.Width != c.w || s.Height != c.h || s.Pages != c.pages) || s.Complete != c.complete {
				s.Sheets = nil
				t.Fatalf("got %+v", s)
			}
		})
	}
	if s := look(t, join(build(0, without(279)...), "pixels")); len(s.Trailers) != 0 {
		t.Errorf("bytes that may be the strip's were called trailing: %+v", s.Trailers)
	}
}
