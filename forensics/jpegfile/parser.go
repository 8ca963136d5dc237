package jpegfile

import (
	"bytes"
	"fmt"
)

// parser walks the marker segments and keeps the tables in effect (T.81 B.2).
type parser struct {
	file     *File
	pos      int
	quant    [4]*QuantTable
	dc, ac   [4]*HuffmanTable
	interval int
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// run reads segments until EOI or the first fault.
func (p *parser) run() error {
	for len(p.file.Segments) < MaxSegments {
		s, err := p.next()
		if err != nil {
			return err
		}
		p.file.Segments = append(p.file.Segments, s)
		if s.Marker == EOI {
			p.file.EOI = true
			p.file.TrailingOffset = p.pos
			p.file.TrailingLength = len(p.file.data) - p.pos
			return p.complete()
		}
		if err := p.read(s); err != nil {
			return fmt.Errorf("segment FF%02X at byte %d: %w", s.Marker, s.Offset, err)
		}
	}
	return damaged("more than %d segments", MaxSegments)
}

func (p *parser) complete() error {
	if p.file.Frame.Marker == 0 {
		return damaged("no frame header before the end")
	}
	if len(p.file.Scans) == 0 {
		return damaged("no scan before the end")
	}
	return nil
}

// next finds the next marker and its length, skipping fill bytes and whatever is not a marker.
func (p *parser) next() (Segment, error) {
	data := p.file.data
	for {
		skip := bytes.IndexByte(data[p.pos:], 0xFF)
		if skip < 0 || p.pos+skip+1 >= len(data) {
			return Segment{}, damaged("the file ends after byte %d without an end marker", len(data))
		}
		p.pos += skip
		if m := data[p.pos+1]; m == 0 || m == 0xFF || m >= RST0 && m <= RST7 {
			p.pos++
			continue
		}
		break
	}
	s := Segment{Marker: data[p.pos+1], Offset: p.pos}
	p.pos += 2
	if s.Marker == SOI || s.Marker == EOI || s.Marker == TEM {
		return s, nil
	}
	if p.pos+2 > len(data) {
		return Segment{}, damaged("the file ends inside the segment at byte %d", s.Offset)
	}
	length := be16(data[p.pos:])
	if length < 2 || p.pos+length > len(data) {
		return Segment{}, damaged("segment FF%02X at byte %d claims %d bytes, %d are left", s.Marker, s.Offset, length, len(data)-p.pos)
	}
	s.Length = length - 2
	p.pos += length
	return s, nil
}

func (p *parser) read(s Segment) error {
	payload := p.file.Payload(s)
	switch {
	case s.Marker == DQT:
		return p.quantTables(payload)
	case s.Marker == DHT:
		return p.huffmanTables(payload)
	case s.Marker == DRI:
		if len(payload) < 2 {
			return damaged("restart interval of %d bytes, need 2", len(payload))
		}
		p.interval = be16(payload)
	case s.Marker == SOS:
		return p.scan(payload)
	case isFrame(s.Marker):
		return p.frame(s.Marker, payload)
	case s.Marker == APP0 && p.file.JFIF == nil:
		p.file.JFIF = parseJFIF(payload)
	case s.Marker == APP14 && p.file.Adobe == nil:
		p.file.Adobe = parseAdobe(payload)
	}
	return nil
}

func isFrame(m byte) bool { return m >= SOF0 && m <= SOF15 && m != DHT && m != JPG && m != DAC }

// entropyEnd returns the offset of the marker that ends the entropy-coded data at start (T.81 B.1.1.5).
func entropyEnd(data []byte, start int) int {
	for pos := start; ; pos += 2 {
		skip := bytes.IndexByte(data[pos:], 0xFF)
		if skip < 0 || pos+skip+1 >= len(data) {
			return len(data)
		}
		pos += skip
		switch m := data[pos+1]; {
		case m == 0xFF:
			pos-- // a fill byte: look at the next one
		case m != 0 && (m < RST0 || m > RST7):
			return pos
		}
	}
}
