package bombs

import (
	"bytes"
	"encoding/binary"
	"strings"

	"loupe/torture/craft"
)

func jpegMetadataBombs() []Bomb {
	return []Bomb{
		{Name: "xmp/billion-laughs", Data: packet(billionLaughs()), Want: Finishes, Why: "entities that unfold tenfold nine times (CVE-2003-1564)"},
		{Name: "xmp/external-entity", Data: packet(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&e;</x:xmpmeta>`), Want: Finishes, Why: "an entity that reads a file (XXE)"},
		{Name: "xmp/deep", Data: packet(strings.Repeat("<a>", 15_000)), Want: Finishes, Why: "elements 15,000 deep: recursion"},
		{Name: "xmp/attributes", Data: packet("<a " + strings.Repeat(`b="" `, 10_000) + "/>"), Want: Finishes, Why: "10,000 attributes: quadratic look-up"},
		{Name: "xmp/2mb", Data: extended(40, 50_000), Want: Finishes, Why: "2 MB of extended XMP in 40 segments"},
		{Name: "photoshop/lengths", Data: with(photoshop(0x7FFFFFFF)), Want: Finishes, Why: "an 8BIM resource that says 2 GiB"},
		{Name: "photoshop/negative", Data: with(photoshop(0xFFFFFFFF)), Want: Finishes, Why: "an 8BIM length that is -1 as int32"},
		{Name: "photoshop/many", Data: with(craft.Segment(0xED, append([]byte("Photoshop 3.0\x00"), bytes.Repeat([]byte("8BIM\x04\x04\x00\x00\x00\x00\x00\x00"), 5000)...))), Want: Finishes, Why: "5,000 empty resources"},
		{Name: "icc/parts-lie", Data: profileParts, Want: Finishes, Why: "255 parts of a profile, numbered twice, each saying another total"},
		{Name: "icc/tags-beyond", Data: with(profile(0xFFFFFFFF, 1<<31)), Want: Finishes, Why: "2^32-1 tags at offsets of 2 GiB (CVE-2018-16435, lcms)"},
		{Name: "mpf/offsets", Data: with(multiPicture(200)), Want: Finishes, Why: "an index of 200 further pictures that overlap"},
		{Name: "jfif/thumbnail-255", Data: with(craft.Segment(0xE0, []byte("JFIF\x00\x01\x02\x00\x00\x01\x00\x01\xFF\xFF"))), Want: Finishes, Why: "a thumbnail of 255x255 that is not there"},
	}
}

// with returns a good small picture with further segments.
func with(segments ...[]byte) func() []byte {
	return func() []byte {
		p := small()
		p.Extra = segments
		return p.Encode()
	}
}

func packet(xml string) func() []byte { return with(craft.XMP(xml)) }

func billionLaughs() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">`)
	for i := 1; i <= 9; i++ {
		name := func(n int) string { return "l" + string(rune('0'+n)) }
		b.WriteString("<!ENTITY " + name(i) + ` "` + strings.Repeat("&"+name(i-1)+";", 10) + `">`)
	}
	b.WriteString(`]><x:xmpmeta xmlns:x="adobe:ns:meta/">&l9;</x:xmpmeta>`)
	return b.String()
}

// extended cuts an XMP packet into n segments (XMP part 3, 1.1.3.1); the digest that binds them is not right.
func extended(n, size int) func() []byte {
	return func() []byte {
		p := small()
		for i := range n {
			body := []byte("http://ns.adobe.com/xmp/extension/\x00" + strings.Repeat("A", 32))
			body = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(body, uint32(n*size)), uint32(i*size))
			p.Extra = append(p.Extra, craft.Segment(0xE1, append(body, bytes.Repeat([]byte("<a>"), size/3)...)))
		}
		return p.Encode()
	}
}

func photoshop(length uint32) []byte {
	body := append([]byte("Photoshop 3.0\x00"), "8BIM\x04\x04\x00\x00"...)
	return craft.Segment(0xED, append(binary.BigEndian.AppendUint32(body, length), "short"...))
}

func profileParts() []byte {
	p := small()
	for i := range 255 {
		body := append([]byte("ICC_PROFILE\x00"), byte(1+i/2), byte(255-i))
		p.Extra = append(p.Extra, craft.Segment(0xE2, append(body, make([]byte, 1000)...)))
	}
	return p.Encode()
}

// profile returns a colour profile whose tag table (ICC.1:2022, 7.3) says count tags, the first at offset at.
func profile(count, at uint32) []byte {
	body := make([]byte, 128)
	copy(body[36:], "acsp")
	body = binary.BigEndian.AppendUint32(body, count)
	body = append(body, "desc"...)
	body = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(body, at), 0xFFFFFFFF)
	binary.BigEndian.PutUint32(body, uint32(len(body)))
	return craft.Segment(0xE2, append([]byte("ICC_PROFILE\x00\x01\x01"), body...))
}

// multiPicture returns an MP index (CIPA DC-007, 5.2) of n pictures that all lie over each other.
func multiPicture(n int) []byte {
	var table []byte
	for i := range n {
		for _, v := range []uint32{0x20030000, 0x7FFFFFFF, uint32(i), 0} {
			table = binary.LittleEndian.AppendUint32(table, v)
		}
	}
	index := craft.Directory(8, 0, craft.Tag{ID: 0xB000, Type: 7, Count: 4, Value: []byte("0100")}, craft.Long(0xB001, n),
		craft.Tag{ID: 0xB002, Type: 7, Count: len(table), Value: table})
	return craft.Segment(0xE2, craft.Join([]byte("MPF\x00"), craft.TIFFHeader(8), index))
}
