package survey

import "bytes"

// Identifiers at the beginning of application segments (Exif 2.32, 4.7.2; XMP part 3, 1.1.3; ICC.1, B.4; CIPA DC-007).
const (
	idExif   = "Exif\x00"
	idXMP    = "http://ns.adobe.com/xap/1.0/\x00"
	idXMPExt = "http://ns.adobe.com/xmp/extension/\x00"
	idICC    = "ICC_PROFILE\x00"
	idMPF    = "MPF\x00"
)

// application reads an APPn segment.
func (w *jpegWalk) application(n byte, at int, p []byte) {
	switch {
	case n == 1 && bytes.HasPrefix(p, []byte(idXMP)):
		w.xmp(at+len(idXMP), p[len(idXMP):])
	case n == 1 && bytes.HasPrefix(p, []byte(idExif)), n == 1 && bytes.HasPrefix(p, []byte(idXMPExt)), n == 13:
		w.metadata(at, p)
	case n == 2 && bytes.HasPrefix(p, []byte(idICC)):
		w.profile.add(p[len(idICC):])
	case n == 2 && bytes.HasPrefix(p, []byte(idMPF)):
		w.index(at+len(idMPF), p[len(idMPF):])
	default:
		w.inspect(at, p)
	}
}

// profileParts gathers the colour profile, which is cut into segments that carry their number, from 1, and how many
// there are (ICC.1, B.4). The parts may stand in any order.
type profileParts struct {
	parts [256][]byte
	bytes int
	total int
	torn  bool // parts are missing, repeated or disagree about how many there are
}

func (f *profileParts) add(p []byte) {
	if len(p) < 2 {
		f.torn = true
		return
	}
	number, total := int(p[0]), int(p[1])
	if number == 0 || number > total || f.parts[number] != nil || (f.total > 0 && total != f.total) {
		f.torn = true
	}
	f.parts[number], f.total = p[2:], total
	f.bytes += len(p) - 2
}

// join returns the whole profile, nil when its parts do not fit together or are too large.
func (f *profileParts) join() []byte {
	if f.torn || f.total == 0 || f.bytes > MaxICC {
		return nil
	}
	parts := f.parts[1 : f.total+1]
	for _, p := range parts {
		if p == nil {
			return nil
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return bytes.Join(parts, nil)
}

// Tags of the MP index (CIPA DC-007, 5.2.3).
const (
	tagMPEntry  = 0xB002
	mpEntrySize = 16
	maxEntries  = 256
)

// index reads the MP index directory, a TIFF structure at offset base of the file: which further pictures stand where.
// Offsets count from base (5.2.3.3).
func (w *jpegWalk) index(base int, b []byte) {
	t := directories{data: b, order: byteOrder(b), left: len(b)}
	if t.order == nil || w.promised != nil {
		return
	}
	w.promised = map[int]int{}
	for e := range t.entries(t.u32(4)) {
		if e.tag != tagMPEntry {
			continue
		}
		table := e.value
		for i := 1; i < maxEntries && len(table) >= (i+1)*mpEntrySize; i++ { // entry 0 is this picture
			at := i * mpEntrySize
			size, offset := int(t.order.Uint32(table[at+4:])), int(t.order.Uint32(table[at+8:]))
			if size > 0 && offset > 0 {
				w.promised[base+offset] = size
			}
		}
	}
}
