package survey

import "bytes"

// gif walks the blocks (GIF89a specification, sections 17 to 27).
func (l *looker) gif() {
	if len(l.data) < 13 {
		l.problem("the header has %d bytes, need 13", len(l.data))
		return
	}
	l.Width, l.Height, l.Frames = le16(l.data, 6), le16(l.data, 8), 0
	at := 13 + colourTable(l.data[10])
	for at < len(l.data) && l.chunk() {
		switch l.data[at] {
		case 0x3B:
			l.End, l.Complete = at+1, true
			at = len(l.data) + 1
		case 0x2C:
			at = l.imageGIF(at)
		case 0x21:
			at = l.extensionGIF(at)
		default:
			l.problem("byte %d is %#02x, which begins no block", at, l.data[at])
			at = len(l.data) + 1
		}
	}
	if l.Frames == 0 && at > len(l.data) {
		l.problem("there is no picture in the file")
	}
	l.Frames = max(1, l.Frames)
}

// colourTable returns the size in bytes of the colour table that a packed field announces (18, 20).
func colourTable(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (packed&7 + 1)
}

// imageGIF reads the image descriptor at offset at (20) and returns where the next block begins.
func (l *looker) imageGIF(at int) int {
	d := slice(l.data, at, 10)
	if d == nil {
		return len(l.data)
	}
	l.Frames++
	x, y, w, h := le16(d, 1), le16(d, 3), le16(d, 5), le16(d, 7)
	if l.Frames == 1 && (x+w > l.Width || y+h > l.Height || w == 0 || h == 0) {
		l.problem("frame %d is %dx%d at %d,%d of a canvas of %dx%d", l.Frames, w, h, x, y, l.Width, l.Height)
	}
	return subBlocks(l.data, at+10+colourTable(d[9])+1) // a byte of LZW code size precedes the data (22)
}

// extensionGIF reads the extension at offset at (23 to 26): XMP and ICC are application extensions.
func (l *looker) extensionGIF(at int) int {
	end := min(subBlocks(l.data, at+2), len(l.data))
	body := l.data[min(at+2, end):end]
	switch {
	case at+1 >= len(l.data):
	case l.data[at+1] == 0xFE, l.data[at+1] == 0x01:
		l.metadata(at+2, unblocked(body))
	case bytes.HasPrefix(body, []byte("\x0bXMP DataXMP")): // XMP part 3, 1.1.2: the packet is not cut into blocks
		l.xmp(at+14, body[12:])
	case bytes.HasPrefix(body, []byte("\x0bICCRGBG1012")):
		l.profile(unblocked(body[12:]))
	}
	return end
}

// subBlocks returns the offset after the terminator of the chain of sub-blocks at offset at, past the end of data when
// the chain does not end.
func subBlocks(data []byte, at int) int {
	for at < len(data) && data[at] != 0 {
		at += 1 + int(data[at])
	}
	return at + 1
}

// unblocked joins the sub-blocks at the beginning of b.
func unblocked(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 && b[0] != 0 {
		n := min(int(b[0]), len(b)-1)
		out = append(out, b[1:1+n]...)
		b = b[1+n:]
	}
	return out
}
