package mutate

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
)

// jpegPart is a marker segment with the entropy-coded data that follow it.
type jpegPart struct {
	marker  byte
	payload []byte // nil for markers that stand alone
	scan    []byte
}

// jpegParts takes a JPEG apart, nil when it is none.
func jpegParts(data []byte) []jpegPart {
	if len(data) < 4 || data[0] != 0xFF || data[1] != 0xD8 {
		return nil
	}
	parts := []jpegPart{{marker: 0xD8}}
	for at := 2; at+1 < len(data); {
		if data[at] != 0xFF {
			last := &parts[len(parts)-1]
			next := bytes.IndexByte(data[at+1:], 0xFF)
			if next < 0 {
				next = len(data) - at - 1
			}
			last.scan = append(last.scan, data[at:at+1+next]...)
			at += 1 + next
			continue
		}
		m := data[at+1]
		if m == 0 || m == 0xFF || m >= 0xD0 && m <= 0xD7 {
			last := &parts[len(parts)-1]
			last.scan = append(last.scan, 0xFF, m)
			at += 2
			continue
		}
		at += 2
		p := jpegPart{marker: m}
		if m != 0xD8 && m != 0xD9 && at+2 <= len(data) {
			n := max(2, int(binary.BigEndian.Uint16(data[at:])))
			end := min(at+n, len(data))
			p.payload = data[at+2 : max(end, at+2)]
			at = max(end, at+2)
		}
		parts = append(parts, p)
	}
	return parts
}

func joinJPEG(parts []jpegPart) []byte {
	var out []byte
	for _, p := range parts {
		out = append(out, 0xFF, p.marker)
		if p.payload != nil {
			out = binary.BigEndian.AppendUint16(out, uint16(len(p.payload)+2))
			out = append(out, p.payload...)
		}
		out = append(out, p.scan...)
	}
	return out
}

// jpegSegments removes, repeats or swaps segments, or makes one another.
func jpegSegments(r *rand.Rand, data []byte) ([]byte, string) {
	parts := jpegParts(data)
	if len(parts) < 3 {
		return nil, ""
	}
	if r.IntN(4) == 0 {
		i := 1 + r.IntN(len(parts)-1)
		parts[i].marker = byte(0xC0 + r.IntN(0x3F))
		return joinJPEG(parts), fmt.Sprintf("segment %d becomes %#x", i, parts[i].marker)
	}
	rest, how := rearrange(r, parts[1:], len(parts)-1)
	return joinJPEG(append(parts[:1:1], rest...)), "segments " + how
}

// jpegFields changes numbers in tables, frame and scan headers, where every byte means something.
func jpegFields(r *rand.Rand, data []byte) ([]byte, string) {
	parts := jpegParts(data)
	var tables []int
	for i, p := range parts {
		if len(p.payload) > 0 && (p.marker < 0xE0 || r.IntN(4) == 0) {
			tables = append(tables, i)
		}
	}
	if len(tables) == 0 {
		return nil, ""
	}
	p := &parts[pick(r, tables)]
	p.payload = slices.Clone(p.payload)
	how := overwrite(r, p.payload, 0, min(len(p.payload), 24+r.IntN(200)))
	return joinJPEG(parts), fmt.Sprintf("segment %#x: %s", p.marker, how)
}

// jpegEntropy flips bits of a scan, cuts it, or puts restart markers into it.
func jpegEntropy(r *rand.Rand, data []byte) ([]byte, string) {
	parts := jpegParts(data)
	var scans []int
	for i, p := range parts {
		if len(p.scan) > 4 {
			scans = append(scans, i)
		}
	}
	if len(scans) == 0 {
		return nil, ""
	}
	p := &parts[pick(r, scans)]
	how := ""
	switch r.IntN(4) {
	case 0:
		p.scan = slices.Insert(slices.Clone(p.scan), r.IntN(len(p.scan)), 0xFF, byte(0xD0+r.IntN(8)))
		how = "a restart marker in the scan"
	case 1:
		p.scan, how = truncate(r, p.scan)
	default:
		p.scan, how = flipBits(r, p.scan)
	}
	return joinJPEG(parts), "scan: " + how
}

// jpegLength makes a segment say another length than it has.
func jpegLength(r *rand.Rand, data []byte) ([]byte, string) {
	parts := jpegParts(data)
	if len(parts) < 3 {
		return nil, ""
	}
	i := 1 + r.IntN(len(parts)-2)
	at := len(joinJPEG(parts[:i])) + 2
	out := joinJPEG(parts)
	if parts[i].payload == nil || at+2 > len(out) {
		return nil, ""
	}
	v := number(r, uint64(binary.BigEndian.Uint16(out[at:])))
	binary.BigEndian.PutUint16(out[at:], uint16(v))
	return out, fmt.Sprintf("segment %#x says %d bytes", parts[i].marker, uint16(v))
}

// jpegEXIF changes the directories of the EXIF block, or the text of another application segment.
func jpegEXIF(r *rand.Rand, data []byte) ([]byte, string) {
	parts := jpegParts(data)
	for i := range parts {
		p := &parts[i]
		if p.marker != 0xE1 || !bytes.HasPrefix(p.payload, []byte("Exif\x00\x00")) {
			continue
		}
		op := tiffEntries
		if r.IntN(4) == 0 {
			op = tiffLinks
		}
		if changed, how := op(r, p.payload[6:]); changed != nil && len(changed) < 65000 {
			p.payload = append([]byte("Exif\x00\x00"), changed...)
			return joinJPEG(parts), "EXIF " + how
		}
	}
	return nil, ""
}

// jpegApplication changes a segment that decoders of pixels pass over, or adds one.
func jpegApplication(r *rand.Rand, data []byte) ([]byte, string) {
	parts := jpegParts(data)
	var segments []int
	for i, p := range parts {
		if p.marker >= 0xE0 && p.marker != 0xEE && len(p.payload) > 0 {
			segments = append(segments, i)
		}
	}
	if len(segments) > 0 && r.IntN(2) == 0 {
		p := &parts[pick(r, segments)]
		changed, how := pick(r, []operation{flipBits, setBytes, setNumber, truncate, insert, remove, repeat})(r, p.payload)
		if changed == nil || len(changed) > 65000 {
			return nil, ""
		}
		p.payload = changed
		return joinJPEG(parts), fmt.Sprintf("segment %#x: %s", p.marker, how)
	}
	if len(parts) < 2 {
		return nil, ""
	}
	body := make([]byte, r.IntN(300))
	for i := range body {
		body[i] = byte(number(r, 0))
	}
	head := pick(r, []string{"Exif\x00\x00MM\x00*\x00\x00\x00\x08", "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta ", "ICC_PROFILE\x00\x01\x02", "Photoshop 3.0\x008BIM\x04\x04", "MPF\x00II*\x00", "JFXX\x00\x10"})
	added := jpegPart{marker: pick(r, []byte{0xE0, 0xE1, 0xE2, 0xED, 0xFE}), payload: append([]byte(head), body...)}
	return joinJPEG(slices.Insert(parts, 1, added)), fmt.Sprintf("segment %#x added", added.marker)
}
