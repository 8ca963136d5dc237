package still

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/draw"
)

func configAVIF(data []byte, _ int) (image.Config, error) { return configHEIF(data, av1()) }

// decodeAVIF returns the primary item after its transformations, which libavif leaves to us.
func decodeAVIF(data []byte, _ int) (image.Image, error) {
	p, err := primary(data, av1())
	if err != nil {
		return nil, err
	}
	out, err := codedAVIF(prepared(data, av1(), "avif"), p)
	if err != nil {
		return nil, err
	}
	for _, t := range p.transforms {
		if out, err = apply(out, t); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// codedAVIF decodes the picture before its transformations, as RGBA of 8 or 16 bits, premultiplied.
func codedAVIF(data []byte, p picture) (draw.Image, error) {
	m, err := avifModule()
	if err != nil {
		return nil, err
	}
	i, err := m.start()
	if err != nil {
		return nil, err
	}
	defer i.close()
	in, info := i.input(data), i.alloc(16)
	decode := func(configOnly, duration, out uint64) bool {
		const firstOnly = 0
		return i.call("decode", in, uint64(len(data)), configOnly, firstOnly, info, info+4, info+8, info+12, duration, out) == 1 && i.err == nil
	}
	if !decode(1, 0, 0) {
		return nil, i.failure("libavif")
	}
	if w, h := i.word(info), i.word(info+4); w != p.coded.X || h != p.coded.Y {
		return nil, fmt.Errorf("the header says %v, libavif %dx%d: the file contradicts itself", p.coded, w, h)
	}
	bytes := 1
	if i.word(info+8) > 8 {
		bytes = 2
	}
	size := p.coded.X * p.coded.Y * 4 * bytes
	duration, out := i.alloc(8), i.alloc(size)
	// The module reports success when there was no frame; the frame's duration, a float64, is then unwritten.
	if !decode(0, duration, out) || binary.LittleEndian.Uint64(i.view(duration, 8)) == unwritten*0x0101010101010101 {
		return nil, i.failure("libavif")
	}
	return rgba(p.coded, i.view(out, size), bytes), nil
}

// rgba copies the pixels out of the sandbox, whose samples of 16 bits are little-endian, unlike Go's.
func rgba(size image.Point, memory []byte, bytes int) draw.Image {
	rect := image.Rectangle{Max: size}
	if bytes == 1 {
		out := image.NewRGBA(rect)
		copy(out.Pix, memory)
		return out
	}
	out := image.NewRGBA64(rect)
	for k := 0; k+1 < len(memory); k += 2 {
		out.Pix[k], out.Pix[k+1] = memory[k+1], memory[k]
	}
	return out
}
