package survey

// webp walks the chunks of the RIFF container (RFC 9649, section 2.3): type, size, payload, padding to an even length.
func (l *looker) webp() {
	w := webpWalk{looker: l}
	size := le32(l.data, 4)
	l.End = atMost(uint64(size)+8, len(l.data))
	w.whole = size+8 <= len(l.data)
	for at := 12; at < l.End; {
		head := slice(l.data[:l.End], at, 8)
		if head == nil {
			w.whole = false
			break
		}
		n := le32(head, 4)
		body := slice(l.data[:l.End], at+8, n)
		if body == nil {
			w.whole = l.overrun(string(head[:4]), at, n, size)
			break
		}
		if !l.chunk() {
			w.whole = false
			break
		}
		w.read(string(head[:4]), at+8, body)
		at += 8 + n + n&1
	}
	w.conclude()
}

// overrun tells a container that is smaller than what it holds, true, from a file that was cut off.
func (l *looker) overrun(name string, at, n, size int) bool {
	if size+8 <= len(l.data) {
		l.problem("chunk %q at byte %d has %d bytes, the RIFF container ends after %d", name, at, n, size+8)
		return true
	}
	if name == "VP8 " || name == "VP8L" { // what is there of the picture still tells its size
		w := webpWalk{looker: l}
		w.read(name, at+8, l.data[min(at+8, len(l.data)):])
		l.Width, l.Height = max(l.Width, w.width), max(l.Height, w.height)
	}
	return false
}

// webpWalk is what a walk over one WebP remembers.
type webpWalk struct {
	*looker
	whole         bool
	width, height int // of the still picture's bitstream
	frames        int
}

func (w *webpWalk) read(name string, at int, body []byte) {
	switch name {
	case "VP8X": // 2.7: flags, reserved, canvas width and height minus one
		if w.Chunks > 1 || len(body) < 10 {
			w.problem("the extended header (VP8X) is chunk %d and has %d bytes: it must be the first and have 10", w.Chunks, len(body))
			return
		}
		w.Width, w.Height = le24(body, 4)+1, le24(body, 7)+1
	case "VP8 ":
		w.bitstream(sizeVP8(body))
	case "VP8L":
		w.bitstream(sizeVP8L(body))
	case "ANMF":
		w.frames++
	case "ICCP":
		w.profile(body)
	case "EXIF":
		w.metadata(at, body)
	case "XMP ":
		w.xmp(at, body)
	case "ALPH", "ANIM":
	default:
		w.inspect(at, body)
	}
}

func (w *webpWalk) bitstream(width, height int) {
	if w.width > 0 {
		w.problem("there are two pictures and no animation")
		return
	}
	w.width, w.height = width, height
	if w.width == 0 || w.height == 0 {
		w.problem("the picture's bitstream has no header")
	}
}

func (w *webpWalk) conclude() {
	w.Frames = max(1, w.frames)
	switch {
	case w.Width == 0:
		w.Width, w.Height = w.width, w.height
	case w.width > 0 && w.frames == 0 && (w.width != w.Width || w.height != w.Height):
		w.problem("the canvas is %dx%d, its picture %dx%d", w.Width, w.Height, w.width, w.height)
	}
	if w.width == 0 && w.frames == 0 && w.whole {
		w.problem("there is no picture in the container")
	}
	w.Complete = w.whole
}

// sizeVP8 reads a key frame's header (RFC 6386, 9.1): 3 bytes tag, start code 9d 01 2a, 14 bits each.
func sizeVP8(b []byte) (w, h int) {
	if len(b) < 10 || b[0]&1 != 0 || b[3] != 0x9d || b[4] != 0x01 || b[5] != 0x2a {
		return 0, 0
	}
	return le16(b, 6) & 0x3fff, le16(b, 8) & 0x3fff
}

// sizeVP8L reads a lossless header (RFC 9649, 3.4): signature 2f, then 14 bits each, minus one.
func sizeVP8L(b []byte) (w, h int) {
	if len(b) < 5 || b[0] != 0x2f {
		return 0, 0
	}
	bits := le32(b, 1)
	return bits&0x3fff + 1, bits>>14&0x3fff + 1
}
