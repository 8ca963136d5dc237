package survey

import (
	"bytes"
	"compress/zlib"
	"io"
)

// maxSidePNG is the largest side that a PNG may have (PNG third edition, 11.2.1: PNG four-byte unsigned integers).
const maxSidePNG = 1<<31 - 1

// png walks the chunks (PNG third edition, 5.3): length, type, data, CRC. CRCs are left to the decoder.
func (l *looker) png() {
	at, frames, pixels := 8, 0, false
	for {
		head := slice(l.data, at, 8)
		if head == nil {
			break
		}
		n, name := be32(head, 0), string(head[4:])
		body := slice(l.data, at+8, n)
		if body == nil || slice(l.data, at+8+n, 4) == nil || !l.chunk() {
			break
		}
		if l.Chunks == 1 && name != "IHDR" {
			l.problem("the first chunk is %q, not IHDR", name)
		}
		switch name {
		case "IHDR":
			l.headerPNG(body)
		case "IDAT":
			pixels = true
		case "acTL":
			l.Frames = max(l.Frames, be32(body, 0))
		case "fcTL":
			frames++
		default:
			l.chunkPNG(name, at+8, body)
		}
		if at += 12 + n; name == "IEND" {
			if l.End, l.Complete = at, true; !pixels {
				l.problem("there are no pixels (IDAT)")
			}
			break
		}
	}
	l.Frames = max(l.Frames, frames)
}

func (l *looker) headerPNG(body []byte) {
	switch {
	case l.Chunks > 1:
		l.problem("chunk %d is a second header (IHDR)", l.Chunks)
	case len(body) != 13:
		l.problem("the header (IHDR) has %d bytes, not 13", len(body))
	default:
		l.Width, l.Height = be32(body, 0), be32(body, 4)
		if l.Width > maxSidePNG || l.Height > maxSidePNG {
			l.problem("the picture is %dx%d: the largest side of a PNG is %d", l.Width, l.Height, maxSidePNG)
		}
	}
}

// chunkPNG reads the chunks that stand beside the picture.
func (l *looker) chunkPNG(name string, at int, body []byte) {
	switch name {
	case "PLTE", "IEND", "tRNS", "cHRM", "gAMA", "sBIT", "sRGB", "mDCV", "cLLI", "bKGD", "hIST", "pHYs", "sPLT", "tIME", "fdAT":
	case "tEXt", "zTXt", "eXIf":
		l.metadata(at, body)
	case "iTXt":
		if bytes.HasPrefix(body, []byte("XML:com.adobe.xmp\x00")) {
			l.xmp(at, body)
		} else {
			l.metadata(at, body)
		}
	case "iCCP":
		l.profilePNG(body)
	case "cICP":
		if len(body) >= 4 {
			l.Colour = &Colour{Primaries: int(body[0]), Transfer: int(body[1]), Matrix: int(body[2]), FullRange: body[3] == 1}
		}
	default:
		l.Private++
		l.inspect(at, body)
	}
}

// profilePNG inflates a colour profile (11.3.2.3: name, 0, method 0, zlib stream) as far as MaxICC+1 bytes. A profile
// that is damaged is counted as far as it goes and not kept.
func (l *looker) profilePNG(body []byte) {
	_, rest, ok := bytes.Cut(body[:min(len(body), 80)], []byte{0})
	if !ok || len(rest) == 0 || l.ICCBytes > 0 {
		return
	}
	stream := body[min(len(body), 80)-len(rest)+1:]
	z, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return
	}
	profile, err := io.ReadAll(io.LimitReader(z, MaxICC+1))
	l.ICCBytes = len(profile)
	if err == nil && len(profile) <= MaxICC {
		l.ICC = profile
	}
}
