package generator

import (
	"bytes"
	"compress/gzip"
	"image"
	"io"
	"strings"

	"loupe/forensics/embedded"
)

// maxHidden bounds what is read of a text that is hidden in pixels, packed or not.
const maxHidden = 1 << 20

// bits yields the lowest bits of a picture's samples, column by column, as "stealth PNG info" stores them.
type bits struct {
	pix      []byte // four samples a pixel
	stride   int
	size     image.Point
	channels []int // of a pixel, in order: alpha alone, or red, green and blue
	next     int
}

func (b *bits) bit() (byte, bool) {
	pixel := b.next / len(b.channels)
	x, y := pixel/b.size.Y, pixel%b.size.Y
	if x >= b.size.X {
		return 0, false
	}
	v := b.pix[y*b.stride+4*x+b.channels[b.next%len(b.channels)]]
	b.next++
	return v & 1, true
}

// bytes reads n bytes, most significant bit first; nil when the picture has fewer.
func (b *bits) bytes(n int) []byte {
	out := make([]byte, n)
	for i := range 8 * n {
		v, ok := b.bit()
		if !ok {
			return nil
		}
		out[i/8] |= v << (7 - i%8)
	}
	return out
}

// Hidden looks for a text in the lowest bits of the alpha channel, or of the colours, behind one of four signatures of
// 15 characters: NovelAI and an extension of the Stable Diffusion web UI write them. Chance gives one in 2^118 pictures.
// The match's Tool is what the hidden text says, "Stable Diffusion" when it is damaged. pixels are the stored ones.
func Hidden(pixels image.Image) (Match, bool) {
	all := bits{size: pixels.Bounds().Size()}
	switch p := pixels.(type) {
	case *image.NRGBA:
		all.pix, all.stride = p.Pix, p.Stride
	case *image.RGBA: // what has no alpha channel is decoded to it
		all.pix, all.stride = p.Pix, p.Stride
	}
	if len(all.pix) == 0 || all.size.X == 0 || all.size.Y == 0 {
		return Match{}, false
	}
	for _, c := range []struct {
		signature, where string
		packed           bool
		channels         []int
	}{
		{"stealth_pnginfo", "lowest bits of the alpha channel", false, []int{3}}, {"stealth_pngcomp", "lowest bits of the alpha channel", true, []int{3}},
		{"stealth_rgbinfo", "lowest bits of the colours", false, []int{0, 1, 2}}, {"stealth_rgbcomp", "lowest bits of the colours", true, []int{0, 1, 2}},
	} {
		b := all
		b.channels = c.channels
		if string(b.bytes(len(c.signature))) != c.signature {
			continue
		}
		m := Match{Tool: "Stable Diffusion", Where: c.where, Text: b.hiddenText(c.packed)}
		if tool := hiddenTool(m.Text); tool != "" {
			m.Tool = tool
		}
		m.Text = m.Text[:min(len(m.Text), 4*embedded.MaxRunes)]
		return m, true
	}
	return Match{}, false
}

// hiddenText reads the length in bits and that much, as far as it is there.
func (b *bits) hiddenText(packed bool) string {
	head := b.bytes(4)
	if head == nil {
		return ""
	}
	size := int(uint32(head[0])<<24|uint32(head[1])<<16|uint32(head[2])<<8|uint32(head[3])) / 8
	left := (b.size.X*b.size.Y*len(b.channels) - b.next) / 8
	body := b.bytes(min(size, left, maxHidden))
	if !packed {
		return strings.ToValidUTF8(string(body), "\uFFFD")
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return ""
	}
	text, _ := io.ReadAll(io.LimitReader(z, maxHidden)) // what came before damage counts
	return strings.ToValidUTF8(string(text), "\uFFFD")
}

func hiddenTool(text string) string {
	if strings.Contains(text, `"NovelAI"`) {
		return "NovelAI"
	}
	return toolOf(embedded.Text{Key: "parameters", Value: text})
}
