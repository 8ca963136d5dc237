package samples

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"
)

// Exif is what a camera, or an editor, writes beside the picture.
type Exif struct {
	Make, Model string
	Software    string    // empty when the camera does not say
	Original    time.Time // DateTimeOriginal
	Modified    time.Time // DateTime of the file; zero means Original
	Orientation int       // 1..8; 0 means 1
	Width       int
	Height      int
	ISO         uint16
	Exposure    [2]uint32 // seconds, numerator and denominator
	Thumbnail   []byte    // a JPEG; nil for none
}

// field is one entry of an image file directory (TIFF 6.0, section 2).
type field struct {
	tag, kind uint16
	count     uint32
	data      []byte
}

// The field types of TIFF 6.0 that we write.
const (
	typeASCII     = 2
	typeShort     = 3
	typeLong      = 4
	typeRational  = 5
	typeUndefined = 7
)

func ascii(tag uint16, text string) field {
	return field{tag, typeASCII, uint32(len(text) + 1), append([]byte(text), 0)}
}

func short(tag, value uint16) field {
	return field{tag, typeShort, 1, binary.BigEndian.AppendUint16(nil, value)}
}

func long(tag uint16, value uint32) field {
	return field{tag, typeLong, 1, binary.BigEndian.AppendUint32(nil, value)}
}

func rational(tag uint16, numerator, denominator uint32) field {
	return field{tag, typeRational, 1, binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, numerator), denominator)}
}

// directory is an image file directory, its fields in ascending order of tags.
type directory []field

// size returns the bytes that the directory and its values take.
func (d directory) size() int {
	size := 2 + 12*len(d) + 4
	for _, f := range d {
		if len(f.data) > 4 {
			size += len(f.data) + len(f.data)%2
		}
	}
	return size
}

// write appends the directory, which begins at offset of the TIFF stream, and names the next one.
func (d directory) write(out *bytes.Buffer, offset, next int) {
	values, at := new(bytes.Buffer), offset+2+12*len(d)+4
	put := func(v any) { _ = binary.Write(out, binary.BigEndian, v) } // a Buffer does not fail
	put(uint16(len(d)))
	for _, f := range d {
		put([]uint16{f.tag, f.kind})
		put(f.count)
		if len(f.data) <= 4 {
			put([4]byte(append(bytes.Clone(f.data), make([]byte, 4)...)))
			continue
		}
		put(uint32(at + values.Len()))
		values.Write(f.data)
		values.Write(make([]byte, len(f.data)%2))
	}
	put(uint32(next))
	out.Write(values.Bytes())
}

const exifTime = "2006:01:02 15:04:05"

// segment returns the APP1 segment of a JPEG file (CIPA DC-008-2023, sections 4.5 and 4.6), marker included.
func (e Exif) segment() ([]byte, error) {
	modified := e.Modified
	if modified.IsZero() {
		modified = e.Original
	}
	main := directory{ascii(0x010F, e.Make), ascii(0x0110, e.Model), short(0x0112, uint16(max(e.Orientation, 1))),
		rational(0x011A, 72, 1), rational(0x011B, 72, 1), short(0x0128, 2)}
	if e.Software != "" {
		main = append(main, ascii(0x0131, e.Software))
	}
	main = append(main, ascii(0x0132, modified.Format(exifTime)), short(0x0213, 1), long(0x8769, 0))
	shot := directory{
		rational(0x829A, e.Exposure[0], max(e.Exposure[1], 1)), rational(0x829D, 18, 10), short(0x8827, e.ISO),
		{0x9000, typeUndefined, 4, []byte("0232")}, ascii(0x9003, e.Original.Format(exifTime)), ascii(0x9004, e.Original.Format(exifTime)),
		rational(0x920A, 540, 100), {0xA000, typeUndefined, 4, []byte("0100")}, short(0xA001, 1),
		long(0xA002, uint32(e.Width)), long(0xA003, uint32(e.Height)),
	}
	shotAt := 8 + main.size()
	main[len(main)-1] = long(0x8769, uint32(shotAt))
	small := directory{short(0x0103, 6), long(0x0201, 0), long(0x0202, uint32(len(e.Thumbnail)))}
	smallAt := shotAt + shot.size()
	small[1] = long(0x0201, uint32(smallAt+small.size()))
	body := bytes.NewBufferString("Exif\x00\x00MM\x00*\x00\x00\x00\x08")
	if len(e.Thumbnail) == 0 {
		main.write(body, 8, 0)
		shot.write(body, shotAt, 0)
	} else {
		main.write(body, 8, smallAt)
		shot.write(body, shotAt, 0)
		small.write(body, smallAt, 0)
		body.Write(e.Thumbnail)
	}
	if body.Len()+2 > 0xFFFF {
		return nil, fmt.Errorf("samples: EXIF of %d bytes does not fit a segment of 65535: use a smaller thumbnail", body.Len())
	}
	header := binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(body.Len()+2))
	return append(header, body.Bytes()...), nil
}
