package survey

import "bytes"

// JPEG marker codes that matter here (ITU-T T.81 table B.1).
const (
	markTEM  = 0x01
	markSOF0 = 0xC0
	markDHT  = 0xC4
	markJPG  = 0xC8
	markDAC  = 0xCC
	markSOFF = 0xCF
	markRST0 = 0xD0
	markRST7 = 0xD7
	markSOI  = 0xD8
	markEOI  = 0xD9
	markSOS  = 0xDA
	markDNL  = 0xDC
	markAPP0 = 0xE0
	markAPPF = 0xEF
	markCOM  = 0xFE
)

// jpeg walks the marker segments (T.81 B.1.1). Entropy-coded data has no markers of its own but RSTn, so that the walk
// needs no knowledge of scans: it looks for the next marker, as decoders do.
func (l *looker) jpeg() {
	l.Scans, l.Chunks = 0, 1 // SOI
	w := jpegWalk{looker: l, profile: profileParts{}}
	for at := 2; ; {
		mark, found := nextMarker(l.data, at)
		if found < 0 || !l.chunk() {
			break
		}
		if at = found + 2; mark == markEOI {
			l.End, l.Complete = at, true
			break
		}
		if mark == markSOI {
			l.problem("a second picture starts at byte %d inside the first", found)
			continue
		}
		n := be16(l.data, at)
		if mark == markTEM {
			continue
		}
		if n < 2 || n > len(l.data)-at {
			break
		}
		w.segment(mark, at+2, l.data[at+2:at+n])
		at += n
	}
	w.conclude()
}

// nextMarker returns the next marker at or after at and the offset of its 0xFF, -1 when there is none. RSTn, stuffed
// zeros and fill bytes are skipped.
func nextMarker(data []byte, at int) (mark byte, found int) {
	for at+1 < len(data) {
		if data[at] != 0xFF {
			skip := bytes.IndexByte(data[at:], 0xFF)
			if skip < 0 {
				break
			}
			at += skip
			continue
		}
		switch m := data[at+1]; {
		case m == 0xFF:
			at++
		case m == 0 || m >= markRST0 && m <= markRST7:
			at += 2
		default:
			return m, at
		}
	}
	return 0, -1
}

// jpegWalk is what a walk over one JPEG remembers between segments.
type jpegWalk struct {
	*looker
	profile profileParts
	framed  bool
	noLines bool // the frame header leaves the height to a DNL segment
}

// segment reads one segment; p is its payload, which stands at offset at.
func (w *jpegWalk) segment(mark byte, at int, p []byte) {
	switch {
	case mark == markSOS:
		if w.Scans++; !w.framed {
			w.problem("a scan at byte %d precedes the frame header", at)
		}
	case mark == markDNL && w.noLines && w.Height == 0:
		w.Height = be16(p, 0)
	case mark >= markSOF0 && mark <= markSOFF && mark != markDHT && mark != markJPG && mark != markDAC:
		w.frame(at, p)
	case mark == markCOM:
		w.metadata(at, p)
	case mark >= markAPP0 && mark <= markAPPF:
		w.application(mark-markAPP0, at, p)
	}
}

// frame reads a frame header (T.81 B.2.2): precision, lines, samples a line.
func (w *jpegWalk) frame(at int, p []byte) {
	switch {
	case len(p) < 6:
		w.problem("the frame header has %d bytes, need 6", len(p))
	case w.framed:
		w.problem("a second frame header stands at byte %d", at)
	default:
		w.framed = true
		w.Height, w.Width = be16(p, 1), be16(p, 3)
		if w.noLines = w.Height == 0; w.noLines {
			w.problem("the frame header gives no height (it is left to a DNL segment)")
		}
	}
}

func (w *jpegWalk) conclude() {
	w.ICCBytes, w.ICC = w.profile.bytes, w.profile.join()
	if w.Complete && (!w.framed || w.Scans == 0) { // else the file was cut off
		w.problem("the picture ends before its frame header and first scan")
	}
}
