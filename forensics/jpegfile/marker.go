package jpegfile

import "bytes"

// Marker codes, T.81 table B.1: the byte that follows 0xFF.
const (
	SOF0  = 0xC0 // baseline
	SOF1  = 0xC1 // extended sequential
	SOF2  = 0xC2 // progressive
	DHT   = 0xC4
	JPG   = 0xC8
	DAC   = 0xCC
	SOF15 = 0xCF
	RST0  = 0xD0
	RST7  = 0xD7
	SOI   = 0xD8
	EOI   = 0xD9
	SOS   = 0xDA
	DQT   = 0xDB
	DNL   = 0xDC
	DRI   = 0xDD
	APP0  = 0xE0
	APP1  = 0xE1
	APP2  = 0xE2
	APP14 = 0xEE
	APP15 = 0xEF
	COM   = 0xFE
	TEM   = 0x01
)

// Segment is one marker and its payload.
type Segment struct {
	Marker byte // the code after 0xFF
	Offset int  // of the 0xFF in the file
	Length int  // bytes of payload, without marker and length field; 0 for markers that stand alone
}

// Payload returns the bytes of s after its length field. They belong to the file: callers must not change them.
func (f *File) Payload(s Segment) []byte {
	start := s.Offset + 4
	if s.Length <= 0 || start < 0 || start+s.Length > len(f.data) {
		return nil
	}
	return f.data[start : start+s.Length]
}

// App returns the payloads of the APPn segments (n 0..15) that begin with identifier, in file order and without it.
// Identifiers carry their own NULs: "Exif\x00\x00", "ICC_PROFILE\x00", "http://ns.adobe.com/xap/1.0/\x00".
func (f *File) App(n int, identifier string) [][]byte {
	var found [][]byte
	for _, s := range f.Segments {
		if int(s.Marker) != APP0+n {
			continue
		}
		if rest, ok := bytes.CutPrefix(f.Payload(s), []byte(identifier)); ok {
			found = append(found, rest)
		}
	}
	return found
}

// Comments returns the COM payloads in file order.
func (f *File) Comments() [][]byte {
	var found [][]byte
	for _, s := range f.Segments {
		if s.Marker == COM {
			found = append(found, f.Payload(s))
		}
	}
	return found
}

// JFIF is the APP0 header of the JPEG File Interchange Format (ITU-T T.871, 10.1).
type JFIF struct {
	Major, Minor       int
	Units              int // of the density: 0 aspect ratio only, 1 dots per inch, 2 dots per centimetre
	XDensity, YDensity int
}

// Adobe is the APP14 segment; Transform 0 means no colour transform (RGB or CMYK), 1 YCbCr, 2 YCCK (T.872, 6.5.3).
type Adobe struct {
	Version   int
	Transform int
}

func parseJFIF(p []byte) *JFIF {
	if len(p) < 12 || !bytes.HasPrefix(p, []byte("JFIF\x00")) {
		return nil
	}
	return &JFIF{Major: int(p[5]), Minor: int(p[6]), Units: int(p[7]), XDensity: be16(p[8:]), YDensity: be16(p[10:])}
}

func parseAdobe(p []byte) *Adobe {
	if len(p) < 12 || !bytes.HasPrefix(p, []byte("Adobe")) {
		return nil
	}
	return &Adobe{Version: be16(p[5:]), Transform: int(p[11])}
}

func be16(p []byte) int { return int(p[0])<<8 | int(p[1]) }
