package bombs

import (
	"bytes"

	"loupe/torture/craft"
)

func gifBombs() []Bomb {
	whole := craft.GIFFrame(0, 0, 64, 48, framePixels(64*48))
	file := func(w, h int, blocks ...[]byte) func() []byte {
		return func() []byte { return craft.Join(craft.GIFHeader(w, h), craft.Join(blocks...), craft.GIFTrailer()) }
	}
	return []Bomb{
		{Name: "gif/125-frames", Data: frames(640, 480, 125), Want: Finishes, Why: "an animation of 125 frames (tesseract #3369: over an hour)"},
		{Name: "gif/10000-frames", Data: frames(640, 480, 10_000), Want: pixels + "|" + intricate, Why: "10,000 frames: 3 gigapixels"},
		{Name: "gif/65535-canvas", Data: file(65535, 65535, whole), Want: pixels, Why: "a canvas of 4 gigapixels around a small frame"},
		{Name: "gif/frame-outside", Data: file(64, 48, craft.GIFFrame(60, 40, 64, 48, framePixels(64*48))), Want: corrupt, Why: "a frame that reaches beyond the canvas"},
		{Name: "gif/frame-giant", Data: file(64, 48, craft.GIFFrame(0, 0, 65535, 65535, framePixels(64*48))), Want: corrupt + "|" + pixels, Why: "a frame of 4 gigapixels on a small canvas"},
		{Name: "gif/frame-zero", Data: file(64, 48, craft.GIFFrame(0, 0, 0, 0, nil), whole), Want: corrupt, Why: "a frame of no size"},
		{Name: "gif/second-frame-outside", Data: file(64, 48, whole, craft.GIFFrame(60, 40, 64, 48, framePixels(64*48))), Want: Finishes, Why: "only the second frame lies"},
		{Name: "gif/no-frame", Data: file(64, 48), Want: broken, Why: "a canvas and nothing on it"},
		{Name: "gif/lzw-clear-codes", Data: file(64, 48, craft.GIFFrame(0, 0, 64, 48, bytes.Repeat([]byte{0x24, 0x49, 0x92}, 1_000_000))), Want: Finishes, Why: "3 MB of codes that only clear the table (giflib hangs)"},
		{Name: "gif/lzw-surplus", Data: surplusGIF, Want: Finishes, Why: "data that unpack to 50 million pixels for 3,072", Heavy: true},
		{Name: "gif/lzw-short", Data: file(64, 48, craft.GIFFrame(0, 0, 64, 48, framePixels(500))), Want: broken, Why: "a sixth of the pixels"},
		{Name: "gif/comments-9mb", Data: file(64, 48, craft.GIFExtension(0xFE, make([]byte, 9_000_000)), whole), Want: intricate, Why: "9 MB of comments"},
		{Name: "gif/20000-extensions", Data: file(64, 48, bytes.Repeat(craft.GIFExtension(0xF9, []byte{0, 1, 0, 0}), 20_000), whole), Want: intricate, Why: "20,000 control extensions"},
		{Name: "gif/endless-block", Data: constant(craft.Join(craft.GIFHeader(64, 48), []byte{0x21, 0xFE}, bytes.Repeat([]byte{255}, 3000))), Want: broken, Why: "a comment that never ends"},
	}
}

func framePixels(n int) []byte {
	return craft.GIFPixels(n, func(i int) byte { return byte(i / 9 % 2) })
}

// frames returns an animation of n frames of w x h.
func frames(w, h, n int) func() []byte {
	return func() []byte {
		frame := craft.GIFFrame(0, 0, w, h, craft.GIFPixels(w*h, func(i int) byte { return byte(i / 4096 % 2) }))
		return craft.Join(craft.GIFHeader(w, h), bytes.Repeat(frame, n), craft.GIFTrailer())
	}
}

func surplusGIF() []byte {
	data := craft.GIFPixels(50_000_000, func(int) byte { return 0 })
	return craft.Join(craft.GIFHeader(64, 48), craft.GIFFrame(0, 0, 64, 48, data), craft.GIFTrailer())
}
