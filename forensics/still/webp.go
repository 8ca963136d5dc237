package still

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"io"

	"golang.org/x/image/webp"
)

// chunk is one chunk of a RIFF container (WebP Container Specification, "RIFF file format").
type chunk struct {
	id   string
	data []byte
}

// nextChunk splits the first chunk off data; a chunk that says it is longer than what is left is io.ErrUnexpectedEOF.
func nextChunk(data []byte) (c chunk, rest []byte, err error) {
	if len(data) < 8 {
		return chunk{}, nil, io.ErrUnexpectedEOF
	}
	n := uint64(binary.LittleEndian.Uint32(data[4:]))
	if n > uint64(len(data)-8) {
		return chunk{}, nil, fmt.Errorf("the chunk %q says %d bytes, %d are left: %w", data[:4], n, len(data)-8, io.ErrUnexpectedEOF)
	}
	end := 8 + int(n)
	return chunk{string(data[:4]), data[8:end]}, data[min(end+end&1, len(data)):], nil
}

func configWebP(data []byte, _ int) (image.Config, error) {
	if err := webpComplete(data); err != nil {
		return image.Config{}, err
	}
	return webp.DecodeConfig(bytes.NewReader(data))
}

// webpComplete holds the RIFF size against the file.
func webpComplete(data []byte) error {
	if len(data) < 30 {
		return io.ErrUnexpectedEOF
	}
	if n := uint64(binary.LittleEndian.Uint32(data[4:])) + 8; n > uint64(len(data)) {
		return fmt.Errorf("the WebP says it has %d bytes, the file %d: %w", n, len(data), io.ErrUnexpectedEOF)
	}
	return nil
}

func decodeWebP(data []byte, _ int) (image.Image, error) {
	frame, err := firstFrame(data)
	if err != nil {
		return nil, err
	}
	if frame == nil {
		return webp.Decode(bytes.NewReader(data))
	}
	return frame.decode()
}

// animationFrame is the first ANMF chunk of an animated WebP.
type animationFrame struct {
	canvas image.Rectangle
	place  image.Rectangle // where the frame stands on the canvas
	parts  []chunk         // its ALPH and VP8 or VP8L chunks
}

// firstFrame finds the first ANMF chunk, nil when the file is no animation.
func firstFrame(data []byte) (*animationFrame, error) {
	const animationFlag = 1 << 1
	head, rest, err := nextChunk(data[12:])
	if err != nil || head.id != "VP8X" || len(head.data) < 10 || head.data[0]&animationFlag == 0 {
		return nil, err
	}
	canvas := image.Rect(0, 0, uint24(head.data[4:])+1, uint24(head.data[7:])+1)
	for len(rest) > 0 {
		var c chunk
		if c, rest, err = nextChunk(rest); err != nil {
			return nil, err
		}
		if c.id == "ANMF" {
			return newAnimationFrame(canvas, c.data)
		}
	}
	return nil, errors.New("the WebP says that it is animated and has no frame (ANMF)")
}

// newAnimationFrame reads the ANMF payload: x/2, y/2, width-1, height-1, duration (24 bits each), flags, frame data.
func newAnimationFrame(canvas image.Rectangle, data []byte) (*animationFrame, error) {
	if len(data) < 16 {
		return nil, io.ErrUnexpectedEOF
	}
	at := image.Pt(2*uint24(data), 2*uint24(data[3:]))
	f := &animationFrame{canvas: canvas, place: image.Rectangle{Min: at, Max: at.Add(image.Pt(uint24(data[6:])+1, uint24(data[9:])+1))}}
	if !f.place.In(canvas) {
		return nil, fmt.Errorf("the first frame %v reaches beyond the canvas %v", f.place, canvas)
	}
	for rest := data[16:]; len(rest) > 0; {
		c, tail, err := nextChunk(rest)
		if err != nil {
			return nil, err
		}
		rest = tail
		switch c.id {
		case "ALPH":
			f.parts = append(f.parts, c)
		case "VP8 ", "VP8L":
			f.parts = append(f.parts, c)
			return f, nil
		}
	}
	return nil, errors.New("the first frame of the WebP holds no picture (VP8 or VP8L)")
}

// decode reads the frame's bitstream as a WebP of its own: a VP8X header with the frame's size, which the decoder
// holds against the bitstream's, and the frame's chunks.
func (f *animationFrame) decode() (image.Image, error) {
	img, err := webp.Decode(bytes.NewReader(f.standalone()))
	if err != nil {
		return nil, err
	}
	if got := img.Bounds().Size(); got != f.place.Size() {
		return nil, fmt.Errorf("the first frame is %v, its bitstream %v: the file contradicts itself", f.place.Size(), got)
	}
	if f.place == f.canvas {
		return img, nil
	}
	canvas := image.NewNRGBA(f.canvas)
	draw.Draw(canvas, f.place, img, img.Bounds().Min, draw.Src)
	return canvas, nil
}

func (f *animationFrame) standalone() []byte {
	const alphaFlag = 1 << 4
	header := make([]byte, 10)
	if f.parts[0].id == "ALPH" {
		header[0] = alphaFlag
	}
	putUint24(header[4:], f.place.Dx()-1)
	putUint24(header[7:], f.place.Dy()-1)
	body := appendChunk([]byte("WEBP"), chunk{"VP8X", header})
	for _, p := range f.parts {
		body = appendChunk(body, p)
	}
	return appendChunk(nil, chunk{"RIFF", body})
}

func appendChunk(out []byte, c chunk) []byte {
	out = append(out, c.id...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(c.data)))
	out = append(out, c.data...)
	return append(out, make([]byte, len(c.data)&1)...)
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

func putUint24(b []byte, v int) { b[0], b[1], b[2] = byte(v), byte(v>>8), byte(v>>16) }
