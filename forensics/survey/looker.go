package survey

import (
	"encoding/binary"
	"fmt"
)

// looker collects a Survey while one file is walked.
type looker struct {
	Survey
	data     []byte
	promised map[int]int // offset to bytes of further pictures, as an MPF index announces them
	packets  [][]byte    // XMP packets, for what they announce; at most maxPackets
	unread   int         // bytes that may still be inspected: blocks of one file that do not overlap are never more
}

// maxPackets bounds how many XMP packets are searched for announcements.
const maxPackets = 4

// walk surveys the picture at the beginning of data and leaves what follows it alone.
func walk(data []byte) *looker {
	l := &looker{data: data, unread: len(data)}
	l.End = len(data)
	f := identify(data)
	l.MediaType, l.Name = f.mediaType, f.name
	if f.walk == nil {
		return l
	}
	l.Frames, l.Pages, l.Scans = 1, 1, 1
	f.walk(l)
	l.End = min(max(l.End, 0), len(data))
	return l
}

// problem keeps the first contradiction.
func (l *looker) problem(format string, args ...any) {
	if l.Problem == "" {
		l.Problem = fmt.Sprintf(format, args...)
	}
}

// chunk counts a part of the file and reports whether the walk may go on.
func (l *looker) chunk() bool {
	if l.Chunks++; l.Chunks > MaxChunks {
		l.problem("there are more than %d chunks", MaxChunks)
		return false
	}
	return true
}

// metadata counts a block of metadata that stands at offset at, and looks whether it is something else besides.
func (l *looker) metadata(at int, block []byte) {
	l.MetadataBytes += len(block)
	l.inspect(at, block)
}

func (l *looker) xmp(at int, packet []byte) {
	l.metadata(at, packet)
	if len(l.packets) < maxPackets {
		l.packets = append(l.packets, packet)
	}
}

// profile keeps a colour profile that lies in the file in one piece; the first one counts.
func (l *looker) profile(p []byte) {
	if l.ICCBytes > 0 {
		return
	}
	l.ICCBytes = len(p)
	if len(p) <= MaxICC {
		l.ICC = p
	}
}

// foreign notes something before the picture's end that is no part of it.
func (l *looker) foreign(t Trailer) {
	if len(l.Foreign) < MaxTrailers {
		l.Foreign = append(l.Foreign, t)
	}
}

// slice returns n bytes of b at offset at, nil when they are not all there.
func slice(b []byte, at, n int) []byte {
	if at < 0 || n < 0 || at > len(b) || n > len(b)-at {
		return nil
	}
	return b[at : at+n]
}

// u8 reads the byte at offset at, 0 when it is not there.
func u8(b []byte, at int) int {
	if at < 0 || at >= len(b) {
		return 0
	}
	return int(b[at])
}

// be16, be32, le16, le24 and le32 read an unsigned number at offset at, 0 when it is not all there.
func be16(b []byte, at int) int {
	if p := slice(b, at, 2); p != nil {
		return int(binary.BigEndian.Uint16(p))
	}
	return 0
}

func be32(b []byte, at int) int {
	if p := slice(b, at, 4); p != nil {
		return int(binary.BigEndian.Uint32(p))
	}
	return 0
}

func le16(b []byte, at int) int {
	if p := slice(b, at, 2); p != nil {
		return int(binary.LittleEndian.Uint16(p))
	}
	return 0
}

func le24(b []byte, at int) int {
	return le16(b, at) | u8(b, at+2)<<16
}

func le32(b []byte, at int) int {
	if p := slice(b, at, 4); p != nil {
		return int(binary.LittleEndian.Uint32(p))
	}
	return 0
}

// atMost returns v, or most when v is larger than an int of this machine or than most.
func atMost(v uint64, most int) int {
	if v > uint64(most) {
		return most
	}
	return int(v)
}
