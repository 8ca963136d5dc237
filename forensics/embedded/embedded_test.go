package embedded_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"reflect"
	"strings"
	"testing"

	"loupe/forensics/embedded"
	"loupe/forensics/jpegfile"
	"loupe/forensics/survey"
)

const store = "\x00\x00\x00\x20jumb\x00\x00\x00\x18jumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"

func chunk(name, body string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)))) + name + body + "\x00\x00\x00\x00"
}

func segment(marker byte, body string) string {
	return string(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2))) + body
}

func riff(name, body string) string {
	return name + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body + strings.Repeat("\x00", len(body)%2)
}

func packed(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

func find(data string) embedded.Blocks {
	j, err := jpegfile.Parse([]byte(data))
	if err != nil {
		j = nil
	}
	seen := survey.Look([]byte(data))
	return embedded.Find([]byte(data), seen.MediaType, j, seen)
}

const exif = "MM\x00\x2a\x00\x00\x00\x08"

func TestContainers(t *testing.T) {
	header := "\x89PNG\r\n\x1a\n" + chunk("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00")
	webp := func(chunks ...string) string {
		all := strings.Join(chunks, "")
		return riff("RIFF", "WEBP"+all)
	}
	for name, c := range map[string]struct {
		data string
		want embedded.Blocks
	}{
		"PNG": {
			header + chunk("eXIf", exif) + chunk("tEXt", "a\x00b") + chunk("IDAT", "") + chunk("zTXt", "c\x00\x00"+packed("d")) + chunk("iTXt", "e\x00\x00\x00\x00\x00f") +
				chunk("iTXt", "XML:com.adobe.xmp\x00\x01\x00\x00\x00"+packed("<x/>")) + chunk("caBX", store) + chunk("IEND", "") + chunk("tEXt", "behind\x00end"),
			embedded.Blocks{EXIF: []byte(exif), XMP: [][]byte{[]byte("<x/>")}, Manifest: []byte(store), Texts: []embedded.Text{
				{Place: embedded.PlacePNGText, Key: "a", Value: "b"}, {Place: embedded.PlacePNGPacked, Key: "c", Value: "d"}, {Place: embedded.PlacePNGUTF8, Key: "e", Value: "f"},
			}},
		},
		"WebP": {webp(riff("EXIF", "Exif\x00\x00"+exif), riff("XMP ", "<x/>"), riff("C2PA", store)), embedded.Blocks{EXIF: []byte(exif), XMP: [][]byte{[]byte("<x/>")}, Manifest: []byte(store)}},
		"GIF": {
			"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff\x21\xfe\x05hello\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x21\xfe\x01!\x00\x3b",
			embedded.Blocks{Texts: []embedded.Text{{Place: embedded.PlaceGIFComment, Value: "hello"}, {Place: embedded.PlaceGIFComment, Value: "!"}}},
		},
		"JPEG": {
			"\xff\xd8" + segment(0xe1, "Exif\x00\x00"+exif) + segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00<x/>") + segment(0xed, "Photoshop 3.0\x008BIM") + segment(0xed, "Photoshop 3.0\x00more") +
				segment(0xfe, "note") + segment(0xeb, "JP\x00\x01\x00\x00\x00\x01"+store[:20]) + segment(0xeb, "JP\x00\x01\x00\x00\x00\x02"+store[:8]+store[20:]) + "\xff\xd9",
			embedded.Blocks{EXIF: []byte(exif), XMP: [][]byte{[]byte("<x/>")}, Photoshop: []byte("8BIMmore"), Manifest: []byte(store), Texts: []embedded.Text{{Place: embedded.PlaceJPEGComment, Value: "note"}}},
		},
		"HEIF": {
			chunkless("ftyp", "heic\x00\x00\x00\x00mif1") + chunkless("uuid", "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81\x00\x00\x00\x00manifest\x00\x00\x00\x00\x00\x00\x00\x00\x00"+store),
			embedded.Blocks{Manifest: []byte(store)},
		},
		"PDF":     {"%PDF-1.7\nstream\n<x:xmpmeta>1</x:xmpmeta>" + store + "\nendstream<x:xmpmeta", embedded.Blocks{Manifest: []byte(store), XMP: [][]byte{[]byte("<x:xmpmeta>1</x:xmpmeta>")}}},
		"nothing": {"plain text", embedded.Blocks{}},
	} {
		got := find(c.data)
		if !reflect.DeepEqual(got.Texts, c.want.Texts) || !bytes.Equal(got.EXIF, c.want.EXIF) || !reflect.DeepEqual(got.XMP, c.want.XMP) ||
			!bytes.Equal(got.Photoshop, c.want.Photoshop) || !bytes.Equal(got.Manifest, c.want.Manifest) {
			t.Errorf("%s:\n%+v\nwant\n%+v", name, got, c.want)
		}
	}
}

// chunkless is a box of ISO media.
func chunkless(name, body string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))) + name + body
}

// TestEXIF: texts of both directories, in every coding of UserComment.
func TestEXIF(t *testing.T) {
	comment := func(code, body string) string {
		value := code + body
		b := "II*\x00\x08\x00\x00\x00\x02\x00" + "\x31\x01\x02\x00\x03\x00\x00\x00Hi\x00\x00" + "\x69\x87\x04\x00\x01\x00\x00\x00\x26\x00\x00\x00" + "\x00\x00\x00\x00"
		b += "\x01\x00" + "\x86\x92\x07\x00" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(value)))) + "\x38\x00\x00\x00" + "\x00\x00\x00\x00"
		return b + value
	}
	for name, c := range map[string]struct{ block, want string }{
		"ASCII":         {comment("ASCII\x00\x00\x00", "text\x00"), "text"},
		"big endian":    {comment("UNICODE\x00", "\x00t\x00e"), "te"},
		"little endian": {comment("UNICODE\x00", "t\x00e\x00"), "te"},
		"no code":       {comment("", "bare text"), "bare text"},
	} {
		got := embedded.ReadEXIF([]byte(c.block))
		want := []embedded.Text{{Place: embedded.PlaceEXIF, Key: "Software", Value: "Hi"}, {Place: embedded.PlaceEXIF, Key: "UserComment", Value: c.want}}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestIPTC(t *testing.T) {
	records := "\x1c\x02\x78\x00\x04text" + "\x1c\x02\x05\x00\x01x" + "\x1c\x02\x6e\x00\x02me"
	block := "8BIM\x04\x25\x00\x00\x00\x00\x00\x00" + "8BIM\x04\x04\x01a\x00\x00\x00" + string(rune(len(records))) + records
	want := []embedded.Text{{Place: embedded.PlaceIPTC, Key: "Caption", Value: "text"}, {Place: embedded.PlaceIPTC, Key: "Credit", Value: "me"}}
	if got := embedded.ReadIPTC([]byte(block)); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

// TestInflateIsBounded: texts that inflate to a gigabyte give MaxInflated bytes together.
func TestInflateIsBounded(t *testing.T) {
	bomb := packed(strings.Repeat("\x00", 3*embedded.MaxInflated/4))
	all := 0
	for _, text := range find("\x89PNG\r\n\x1a\n" + strings.Repeat(chunk("zTXt", "k\x00\x00"+bomb), 8)).Texts {
		all += len(text.Value)
	}
	if all != embedded.MaxInflated {
		t.Errorf("%d bytes", all)
	}
}

// FuzzFind holds what must be true of any file: no panic, blocks within their limits, the same answer twice.
func FuzzFind(f *testing.F) {
	f.Add([]byte("\x89PNG\r\n\x1a\n" + chunk("zTXt", "c\x00\x00"+packed("d")) + chunk("caBX", store)))
	f.Add([]byte("\xff\xd8" + segment(0xe1, "Exif\x00\x00"+exif) + segment(0xeb, "JP\x00\x01\x00\x00\x00\x01"+store) + segment(0xed, "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x06\x1c\x02\x78\x00\x01x")))
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00\x21\xfe\x05hello\x00\x3b"))
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x31\x01\x02\x00\x03\x00\x00\x00Hi\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte(chunkless("ftyp", "heic\x00\x00\x00\x00mif1") + chunkless("uuid", store)))
	f.Fuzz(func(t *testing.T, data []byte) {
		b := find(string(data))
		if len(b.Texts) > embedded.MaxTexts || len(b.XMP) > embedded.MaxPackets || !reflect.DeepEqual(b.Texts, find(string(data)).Texts) {
			t.Error("limits or answers differ")
		}
		embedded.ReadEXIF(b.EXIF)
		embedded.ReadIPTC(b.Photoshop)
		for _, packet := range b.XMP {
			for range embedded.Properties(packet) {
			}
		}
	})
}
