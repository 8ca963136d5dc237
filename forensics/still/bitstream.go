package still

import (
	"bytes"
	"errors"
	"image"
	"io"
)

// Types of NAL unit (ITU-T H.265 table 7-1).
const spsUnit = 33

// hevcSize returns the size of the pictures that the sequence parameter sets of an HEVC configuration record describe
// (ISO/IEC 14496-15 section 8.3.3.1), after the conformance window; the largest when there are several. An item hvc1
// has none in its data (section 8.4.2), where they would change the size behind our back.
func hevcSize(hvcC, data []byte) (size image.Point, err error) {
	if len(hvcC) < 23 {
		return image.Point{}, io.ErrUnexpectedEOF
	}
	rest := hvcC[23:]
	for range hvcC[22] {
		if len(rest) < 3 {
			return image.Point{}, io.ErrUnexpectedEOF
		}
		n := int(rest[1])<<8 | int(rest[2])
		for rest = rest[3:]; n > 0; n-- {
			unit, tail, ok := prefixed(rest, 2)
			if rest = tail; !ok {
				return image.Point{}, io.ErrUnexpectedEOF
			}
			if unitType(unit) != spsUnit {
				continue
			}
			s, err := spsSize(unit)
			if err != nil {
				return image.Point{}, err
			}
			size = image.Pt(max(size.X, s.X), max(size.Y, s.Y))
		}
	}
	if size == (image.Point{}) {
		return size, unsupported("the HEIC's configuration holds no sequence parameter set: save the picture as JPEG")
	}
	return size, noParameterSets(data, 1+int(hvcC[21]&3))
}

// noParameterSets checks the units of an item, each after its length.
func noParameterSets(data []byte, lengthSize int) error {
	for ok := true; ok; {
		var unit []byte
		if unit, data, ok = prefixed(data, lengthSize); ok && unitType(unit) == spsUnit {
			return errors.New("the HEIC has parameter sets in its picture data: the file contradicts itself")
		}
	}
	return nil
}

// prefixed splits off what follows a length of n bytes; ok is false when it is not all there.
func prefixed(data []byte, n int) (unit, rest []byte, ok bool) {
	c := &cursor{data: data}
	length := c.uint(n)
	if c.short || length > uint64(len(c.data)) {
		return nil, nil, false
	}
	return c.data[:length], c.data[length:], true
}

func unitType(unit []byte) byte {
	if len(unit) == 0 {
		return 0
	}
	return unit[0] >> 1 & 0x3f
}

// spsSize reads seq_parameter_set_rbsp (ITU-T H.265 section 7.3.2.2.1) up to the conformance window.
func spsSize(unit []byte) (image.Point, error) {
	r := &bitReader{data: bytes.ReplaceAll(unit, []byte{0, 0, 3}, []byte{0, 0})} // section 7.3.1.1
	r.skip(16 + 4)                                                               // NAL unit header, video parameter set id
	subLayers := int(r.bits(3))
	r.skip(1)
	skipProfileTierLevel(r, subLayers)
	r.ue()
	chroma := r.ue()
	separate := chroma == 3 && r.flag()
	w, h := int(r.ue()), int(r.ue())
	if r.flag() {
		left, right, top, bottom := int(r.ue()), int(r.ue()), int(r.ue()), int(r.ue())
		x, y := chromaStep(chroma, separate)
		w, h = w-x*(left+right), h-y*(top+bottom)
	}
	if r.short {
		return image.Point{}, io.ErrUnexpectedEOF
	}
	return image.Pt(w, h), nil
}

// chromaStep is SubWidthC and SubHeightC (H.265 table 6-1).
func chromaStep(chroma uint32, separate bool) (x, y int) {
	switch {
	case separate || chroma == 0 || chroma == 3:
		return 1, 1
	case chroma == 2:
		return 2, 1
	}
	return 2, 2
}

// skipProfileTierLevel reads over profile_tier_level(1, subLayers) (H.265 section 7.3.3).
func skipProfileTierLevel(r *bitReader, subLayers int) {
	r.skip(88 + 8)
	if subLayers == 0 {
		return
	}
	bits := 0
	for range subLayers {
		bits += 88*int(r.bits(1)) + 8*int(r.bits(1))
	}
	r.skip(2*(8-subLayers) + bits)
}

// av1Size returns the largest frame that the sequence headers among AV1's open bitstream units allow (AV1 sections 5.3
// to 5.5); zero when there is none.
func av1Size(units []byte) (size image.Point) {
	const sequenceHeader = 1
	for len(units) > 0 {
		kind, extension, sized := units[0]>>3&15, units[0]>>2&1 == 1, units[0]>>1&1 == 1
		rest := units[1:]
		if extension && len(rest) > 0 {
			rest = rest[1:]
		}
		n := len(rest)
		if sized {
			var used int
			n, used = leb128(rest)
			rest = rest[used:]
		}
		if n < 0 || n > len(rest) {
			return size
		}
		if s, ok := sequenceSize(rest[:n]); ok && kind == sequenceHeader {
			size = image.Pt(max(size.X, s.X), max(size.Y, s.Y))
		}
		units = rest[n:]
	}
	return size
}

// leb128 reads AV1's little-endian base 128 (section 4.10.5).
func leb128(b []byte) (v, used int) {
	for i := range min(8, len(b)) {
		v |= int(b[i]&0x7f) << (7 * i)
		if b[i] < 0x80 {
			return v, i + 1
		}
	}
	return -1, min(8, len(b))
}

// sequenceSize reads sequence_header_obu (AV1 section 5.5.1) up to the frame size.
func sequenceSize(data []byte) (image.Point, bool) {
	r := &bitReader{data: data}
	r.skip(3 + 1) // profile, still picture
	if r.flag() { // reduced still picture header
		r.skip(5)
	} else {
		skipOperatingPoints(r)
	}
	wBits, hBits := int(r.bits(4))+1, int(r.bits(4))+1
	size := image.Pt(int(r.bits(wBits))+1, int(r.bits(hBits))+1)
	return size, !r.short
}

// skipOperatingPoints reads over timing_info, decoder_model_info and the operating points (AV1 section 5.5.1).
func skipOperatingPoints(r *bitReader) {
	decoderModel, delayBits := false, 0
	if r.flag() { // timing info
		r.skip(64)
		if r.flag() { // equal picture interval
			r.ue()
		}
		if decoderModel = r.flag(); decoderModel {
			delayBits = int(r.bits(5)) + 1
			r.skip(32 + 5 + 5)
		}
	}
	initialDelay := r.flag()
	for range r.bits(5) + 1 {
		r.skip(12)
		if r.bits(5) > 7 {
			r.skip(1)
		}
		if decoderModel && r.flag() {
			r.skip(2*delayBits + 1)
		}
		if initialDelay && r.flag() {
			r.skip(4)
		}
	}
}
