package colour

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"unicode/utf16"
)

// maxProfile bounds an ICC profile; press profiles have half a megabyte. maxTags bounds its table of contents.
const (
	maxProfile = 1 << 20
	maxTags    = 100
)

// Parse reads an ICC profile (ICC.1:2022) of at most 1 MiB for grey, RGB or CMYK input: curves and a matrix (section
// 8.3.3), one curve for grey (8.3.4), or an A2B0 table (8.3.2) of type mft1, mft2 or mAB. An error says what is wrong;
// show the picture as if it had no profile.
func Parse(icc []byte) (Profile, error) {
	if len(icc) < 132 || len(icc) > maxProfile {
		return Profile{}, fmt.Errorf("icc: the profile has %d bytes, 132 to %d are read", len(icc), maxProfile)
	}
	if string(icc[36:40]) != "acsp" {
		return Profile{}, fmt.Errorf("icc: the signature is %q, not acsp", icc[36:40])
	}
	if n := binary.BigEndian.Uint32(icc[128:]); n > maxTags {
		return Profile{}, fmt.Errorf("icc: the profile says it has %d tags, at most %d are read", n, maxTags)
	}
	p := Profile{name: description(tag(icc, "desc"))}
	space := string(icc[16:20])
	switch space {
	case "GRAY":
		p.channels = 1
	case "RGB ":
		p.channels = 3
	case "CMYK":
		p.channels = 4
	default:
		return Profile{}, fmt.Errorf("icc: the colour space is %q; GRAY, RGB and CMYK are read", space)
	}
	var err error
	if p.device, err = parseDevice(icc, p.channels); err != nil {
		return Profile{}, err
	}
	if p.channels != 4 && likeSRGB(p) {
		p.device = nil
	}
	return p, nil
}

// parseDevice prefers the table, as the standard does (section 8.10.2).
func parseDevice(icc []byte, channels int) (transform, error) {
	if table := tag(icc, "A2B0"); table != nil {
		return parseTable(table, channels, string(icc[20:24]))
	}
	switch channels {
	case 1:
		return parseGrey(icc)
	case 3:
		return parseShaper(icc)
	}
	return nil, fmt.Errorf("icc: a CMYK profile without an A2B0 table says nothing")
}

// tag returns the data of the first tag with the signature (section 7.3), nil when there is none inside the profile.
func tag(icc []byte, signature string) []byte {
	n := int(min(binary.BigEndian.Uint32(icc[128:]), maxTags))
	for entry := icc[132:]; n > 0 && len(entry) >= 12; entry, n = entry[12:], n-1 {
		if string(entry[:4]) != signature {
			continue
		}
		at, size := uint64(binary.BigEndian.Uint32(entry[4:])), uint64(binary.BigEndian.Uint32(entry[8:]))
		if at+size > uint64(len(icc)) {
			return nil
		}
		return icc[at : at+size]
	}
	return nil
}

func parseNamedCurve(icc []byte, signature string) (curve, error) {
	c, _, err := parseCurve(tag(icc, signature))
	if err != nil {
		return nil, fmt.Errorf("icc: %s: %w", signature, err)
	}
	return c, nil
}

// parseGrey reads the grey curve, which leads to luminance, or to L* when the connection space is Lab (section 8.3.4).
func parseGrey(icc []byte) (transform, error) {
	c, err := parseNamedCurve(icc, "kTRC")
	if err != nil || string(icc[20:24]) != "Lab " {
		return grey{c}, err
	}
	toXYZ := fromLab(false)
	const neutral = 128.0 / 255
	return grey{sampled(func(v float64) float64 { return toXYZ([3]float64{c.at(v), neutral, neutral})[1] })}, nil
}

// grey takes one channel through a curve; the connection space's white is sRGB's.
type grey struct{ curve curve }

func (g grey) linear(device [4]float64) [3]float64 {
	v := g.curve.at(device[0])
	return [3]float64{v, v, v}
}

// shaper is three curves and a matrix to linear sRGB (annex F.3).
type shaper struct {
	curves [3]curve
	matrix matrix
}

func (s shaper) linear(device [4]float64) [3]float64 {
	return s.matrix.apply([3]float64{s.curves[0].at(device[0]), s.curves[1].at(device[1]), s.curves[2].at(device[2])})
}

func parseShaper(icc []byte) (transform, error) {
	var s shaper
	for i, signature := range []string{"rTRC", "gTRC", "bTRC"} {
		var err error
		if s.curves[i], err = parseNamedCurve(icc, signature); err != nil {
			return nil, err
		}
	}
	var columns matrix
	for i, signature := range []string{"rXYZ", "gXYZ", "bXYZ"} {
		data := tag(icc, signature)
		if len(data) < 20 || string(data[:4]) != "XYZ " {
			return nil, fmt.Errorf("icc: %s is missing or of %d bytes, an XYZ of 20 is needed", signature, len(data))
		}
		for j := range 3 {
			columns[j][i] = s15Fixed16(data[8+4*j:])
		}
	}
	s.matrix = fromConnection().times(columns)
	return s, nil
}

// likeSRGB reports whether no colour of a 9x9x9 grid, and no grey of 8 bits, moves by more than a step of 8 bits.
func likeSRGB(p Profile) bool {
	encode := newEncoder()
	same := func(device [4]float64) bool {
		for i, got := range encode.bytes(p.linear(device)) {
			if math.Abs(float64(got)-255*device[i]) > 1 {
				return false
			}
		}
		return true
	}
	for i := range 256 {
		v := float64(i) / 255
		if !same([4]float64{v, v, v}) {
			return false
		}
	}
	if p.channels == 1 {
		return true
	}
	for i := range 9 * 9 * 9 {
		if !same([4]float64{float64(i%9) / 8, float64(i/9%9) / 8, float64(i/81) / 8}) {
			return false
		}
	}
	return true
}

// description reads a textDescriptionType (ICC.1:2001 section 6.5.17) or the first record of a
// multiLocalizedUnicodeType (ICC.1:2022 section 10.15).
func description(data []byte) string {
	if len(data) < 16 {
		return ""
	}
	switch string(data[:4]) {
	case "desc":
		n := min(uint64(binary.BigEndian.Uint32(data[8:])), uint64(len(data)-12))
		return strings.ToValidUTF8(strings.TrimRight(string(data[12:12+n]), "\x00"), "?")
	case "mluc":
		if len(data) < 28 {
			return ""
		}
		n, at := uint64(binary.BigEndian.Uint32(data[20:])), uint64(binary.BigEndian.Uint32(data[24:]))
		if at > uint64(len(data)) || n > uint64(len(data))-at {
			return ""
		}
		var units []uint16
		for text := data[at : at+n]; len(text) >= 2; text = text[2:] {
			units = append(units, binary.BigEndian.Uint16(text))
		}
		return strings.TrimRight(string(utf16.Decode(units)), "\x00")
	}
	return ""
}
