package survey

import "bytes"

// heif walks the boxes of an image file (ISO/IEC 23008-12) and reads its items; a file with tracks only is a sequence.
func (l *looker) heif() {
	var items *itemTable
	ended, described := true, false
	l.Frames, l.Chunks, l.End = 0, 0, 0
	for k := range boxes(l.data, 0) {
		if k.kind == "ftyp" && k.at > 0 {
			break // another file
		}
		if !l.chunk() {
			break
		}
		l.End = k.end()
		described = described || k.kind == "meta" || k.kind == "moov" || k.kind == "mini"
		switch {
		case k.kind == "meta" && items == nil:
			items = l.readItems(k.at+k.head, k.body)
		case k.kind == "moov":
			l.sequence(k.body)
		case k.open && items != nil && items.last > k.at:
			l.End = items.last // a last box that reaches to the end of the file holds what the items refer to
		}
	}
	if head := slice(l.data, l.End, 8); head != nil && topLevel(string(head[4:])) && string(head[4:]) != "ftyp" {
		l.End, ended = len(l.data), false
	}
	if items != nil {
		l.items(items)
	}
	l.Frames = max(1, l.Frames)
	l.Complete = ended && described && (items == nil || items.last <= len(l.data))
	if items != nil {
		l.End = max(l.End, min(items.last, len(l.data)))
	}
}

// readItems reads a meta box whose body stands at offset at (ISO/IEC 14496-12, 8.11).
func (l *looker) readItems(at int, body []byte) *itemTable {
	t := &itemTable{kinds: map[int]itemInfo{}, subordinate: map[int]bool{}, places: map[int]place{}, properties: map[int][]int{}}
	for k := range boxes(body, 4) { // a full box: version and flags precede its boxes
		l.Chunks++
		switch k.kind {
		case "pitm":
			t.primary = identifier(k.body, 4, version(k.body) > 0)
		case "iinf":
			t.readInfo(k.body)
		case "iref":
			t.readReferences(k.body)
		case "iloc":
			t.readLocations(k.body)
		case "iprp":
			t.readProperties(k.body)
		case "idat":
			t.inline, t.inlineAt = k.body, at+k.at+k.head
		}
	}
	t.order()
	return t
}

// items says what the items mean for the survey.
func (l *looker) items(t *itemTable) {
	l.Chunks += len(t.kinds)
	if t.crowded {
		l.problem("there are more than %d items", MaxItems)
	}
	pictures := 0
	for _, id := range t.ids {
		switch info := t.kinds[id]; {
		case info.kind == "Exif":
			at, b := t.bytes(l.data, id)
			l.metadata(at, b)
			l.exifItem(b)
		case info.kind == "mime":
			at, b := t.bytes(l.data, id)
			l.xmp(at, b)
			if l.XMP == nil {
				l.XMP = b
			}
		case id == t.primary || info.picture() && !info.hidden && !t.subordinate[id]:
			pictures++
		}
	}
	l.Frames = max(l.Frames, pictures)
	l.extent(t)
	l.colours(t)
	if t.kinds[t.primary].kind == "grid" {
		l.grid(t)
	}
	if _, ok := t.kinds[t.primary]; !ok && l.Width == 0 {
		l.problem("the primary item %d does not exist", t.primary)
	}
}

// exifItem keeps an Exif item's TIFF structure, which stands behind a 4-byte offset (ISO/IEC 23008-12, annex A.2.1).
func (l *looker) exifItem(b []byte) {
	if skip := 4 + be32(b, 0); l.EXIF == nil && len(b) > 4 && skip >= 4 && skip < len(b) {
		l.EXIF = b[skip:]
	}
}

// extent reads the primary item's size (ISO/IEC 23008-12, 6.5.3); of two that differ a decoder may believe either.
func (l *looker) extent(t *itemTable) {
	for i, size := range t.all(t.primary, "ispe") {
		w, h := be32(size, 4), be32(size, 8)
		if i > 0 && (w != l.Width || h != l.Height) {
			l.problem("the picture is %dx%d and %dx%d", l.Width, l.Height, w, h)
			return
		}
		l.Width, l.Height = w, h
	}
}

// grid holds what a grid says of itself (ISO/IEC 23008-12, 6.6.2.3.2) against the primary item's size: a decoder may
// believe either.
func (l *looker) grid(t *itemTable) {
	_, b := t.bytes(l.data, t.primary)
	if len(b) < 8 {
		return
	}
	w, h := be16(b, 4), be16(b, 6)
	if b[1]&1 == 1 {
		w, h = be32(b, 4), be32(b, 8)
	}
	switch {
	case l.Width == 0 && l.Height == 0:
		l.Width, l.Height = w, h
	case w != l.Width || h != l.Height:
		l.problem("the picture is %dx%d, its grid %dx%d", l.Width, l.Height, w, h)
	}
}

// colours reads the colour boxes of the primary item (ISO/IEC 14496-12, 12.1.5): code points or a profile, or both.
func (l *looker) colours(t *itemTable) {
	for _, b := range t.all(t.primary, "colr") {
		if bytes.HasPrefix(b, []byte("prof")) || bytes.HasPrefix(b, []byte("rICC")) {
			l.profile(b[4:])
		}
		if bytes.HasPrefix(b, []byte("nclx")) && len(b) >= 11 {
			l.Colour = &Colour{Primaries: be16(b, 4), Transfer: be16(b, 6), Matrix: be16(b, 8), FullRange: b[10]&0x80 != 0}
		}
	}
}

// sequence counts the samples of the first picture track (ISO/IEC 23008-12, 7) and takes its size where the items, which
// are read later or came before, say none.
func (l *looker) sequence(moov []byte) {
	for k := range boxes(moov, 0) {
		l.Chunks++
		media := descend(k.body, "mdia")
		if handler := string(slice(child(media, 0, "hdlr"), 8, 4)); k.kind != "trak" || handler != "pict" && handler != "vide" {
			continue
		}
		table := descend(media, "minf", "stbl")
		l.Frames = be32(child(table, 0, "stsz"), 8)
		entry := child(child(table, 0, "stsd"), 8, firstKind(child(table, 0, "stsd")))
		if l.Width == 0 { // VisualSampleEntry, ISO/IEC 14496-12, 12.1.3
			l.Width, l.Height = be16(entry, 24), be16(entry, 26)
		}
		return
	}
}

// firstKind returns the name of a sample description's first entry.
func firstKind(stsd []byte) string { return string(slice(stsd, 12, 4)) }
