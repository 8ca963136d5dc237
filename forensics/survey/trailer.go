package survey

import (
	"bytes"
	"strconv"
)

// follow names what stands after the picture's end, piece by piece.
func (l *looker) follow() {
	maker := samsungTrailer(l.data, l.End)
	for at := l.End; at < len(l.data); {
		t := l.piece(at, maker)
		if len(l.Trailers) == MaxTrailers-1 || t.Bytes <= 0 {
			t = l.rest(at)
		}
		l.Trailers = append(l.Trailers, t)
		l.search(t)
		at += t.Bytes
	}
}

// search looks inside pieces that devices write and nobody decodes.
func (l *looker) search(t Trailer) {
	if t.Kind != KindMaker && t.Kind != KindFilm {
		return
	}
	if i, kind, what := find(l.data[t.Offset : t.Offset+t.Bytes]); i >= 0 {
		l.foreign(Trailer{Offset: t.Offset + i, Bytes: t.Bytes - i, Kind: kind, What: what})
	}
}

// piece names the run of bytes at offset at; maker is where a maker's trailer begins that reaches to the end of the file,
// or the file's length.
func (l *looker) piece(at, maker int) Trailer {
	b := l.data[at:]
	if at == maker {
		return Trailer{Offset: at, Bytes: len(b), Kind: KindMaker, What: "a Samsung trailer", Announced: true}
	}
	if t, ok := l.further(at); ok {
		return t
	}
	stop := l.nextKnown(at, maker)
	if n := padding(l.data[at:stop]); n > 0 {
		return Trailer{Offset: at, Bytes: n, Kind: KindPadding, What: "padding"}
	}
	if n, what := makerTrailer(b); n > 0 {
		return Trailer{Offset: at, Bytes: n, Kind: KindMaker, What: what}
	}
	if kind, what, ok := begins(b); ok {
		return Trailer{Offset: at, Bytes: len(b), Kind: kind, What: what}
	}
	if i, _, _ := find(l.data[at:stop]); i > 0 {
		stop = at + i
	}
	return Trailer{Offset: at, Bytes: stop - at, Kind: KindUnknown, What: "bytes of an unknown kind"}
}

// nextKnown returns the first offset after at where the picture's index or a maker's trailer says that something begins.
func (l *looker) nextKnown(at, maker int) int {
	stop := max(maker, at)
	if stop == at {
		stop = len(l.data)
	}
	for offset := range l.promised {
		if offset > at {
			stop = min(stop, offset)
		}
	}
	return stop
}

// rest sums up what is left when there are too many pieces.
func (l *looker) rest(at int) Trailer {
	t := Trailer{Offset: at, Bytes: len(l.data) - at, Kind: KindUnknown, What: "more pieces than are looked at"}
	if i, kind, what := find(l.data[at:]); i >= 0 {
		t.Kind, t.What = kind, what
	}
	return t
}

// further names a further picture or film that begins at offset at. What a further picture holds inside is the file's, too.
func (l *looker) further(at int) (Trailer, bool) {
	inner := walk(l.data[at:])
	n := inner.End
	switch {
	case inner.MediaType != "" && inner.Width > 0:
		for _, f := range inner.Foreign {
			f.Offset += at
			l.foreign(f)
		}
		return Trailer{Offset: at, Bytes: n, Kind: KindPicture, What: inner.Name, Announced: l.announced(at, n, "Container", "GCamera")}, true
	case hasMagic(inner.data, "????ftyp"):
		n = mediaEnd(inner.data)
		return Trailer{Offset: at, Bytes: n, Kind: KindFilm, What: "a film", Announced: l.announced(at, n, "MotionPhoto", "MicroVideo")}, true
	}
	return Trailer{}, false
}

// announced reports whether the MPF index has a picture at offset at that is as long as what was found there or a little
// longer, or the XMP names one of the given words together with the number of bytes of the piece or to the file's end.
func (l *looker) announced(at, n int, words ...string) bool {
	if size, ok := l.promised[at]; ok && size >= n {
		return true
	}
	for _, packet := range l.packets {
		for _, word := range words {
			if bytes.Contains(packet, []byte(word)) && (quotes(packet, n) || quotes(packet, len(l.data)-at)) {
				return true
			}
		}
	}
	return false
}

// quotes reports whether an XMP packet has the number n as an attribute or an element.
func quotes(packet []byte, n int) bool {
	digits := strconv.Itoa(n)
	return bytes.Contains(packet, []byte(`"`+digits+`"`)) || bytes.Contains(packet, []byte(">"+digits+"<"))
}

// padding returns how many bytes at the beginning of b are one filler repeated, or line ends and blanks. Short runs of
// what is not zero are the beginning of something.
func padding(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	first, least := b[0], 4
	blank := first == '\r' || first == '\n' || first == ' '
	if first == 0 || blank {
		least = 1
	} else if first != 0xff && first != 0xaa && first != 0x55 {
		return 0
	}
	n := 1
	for n < len(b) && (b[n] == first || blank && (b[n] == '\r' || b[n] == '\n' || b[n] == ' ')) {
		n++
	}
	for k := 1; k < 4 && k < n; k++ {
		if hasMagic(b[n-k:], "????ftyp") { // a film begins with zeros of its own
			return n - k
		}
	}
	if n < least && n < len(b) {
		return 0
	}
	return n
}

// mediaEnd returns the offset after the last top-level box of an ISO media file.
func mediaEnd(data []byte) int {
	end := 0
	for k := range boxes(data, 0) {
		if k.kind == "ftyp" && k.at > 0 {
			break
		}
		end = k.end()
	}
	if end == 0 {
		return len(data)
	}
	if head := slice(data, end, 8); head != nil && topLevel(string(head[4:])) && string(head[4:]) != "ftyp" {
		return len(data)
	}
	return end
}
