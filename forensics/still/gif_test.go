package still_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"testing"
)

// animation has n frames on a screen of 20x10; the first covers the part that is given, in red.
func animation(t testing.TB, first image.Rectangle, n int) []byte {
	t.Helper()
	palette := color.Palette{color.NRGBA{R: 255, A: 255}, color.NRGBA{B: 255, A: 255}}
	g := &gif.GIF{Config: image.Config{Width: 20, Height: 10}, BackgroundIndex: 1}
	for i := range n {
		frame := image.NewPaletted(first, palette)
		if i > 0 {
			frame = image.NewPaletted(image.Rect(0, 0, 20, 10), palette)
			for k := range frame.Pix {
				frame.Pix[k] = 1
			}
		}
		g.Image, g.Delay = append(g.Image, frame), append(g.Delay, 10)
	}
	var buf bytes.Buffer
	if err := gif.EncodeAll(&buf, g); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestGIFFirstFrameOnItsScreen(t *testing.T) {
	first := image.Rect(3, 2, 9, 8)
	img := mustDecode(t, "image/gif", animation(t, first, 3), 0)
	if img.Bounds() != image.Rect(0, 0, 20, 10) {
		t.Fatalf("bounds %v, want the screen", img.Bounds())
	}
	near(t, img, 0, func(x, y int) color.Color {
		if image.Pt(x, y).In(first) {
			return color.NRGBA{R: 255, A: 255}
		}
		return color.NRGBA{}
	})
}

// TestGIFStopsAfterTheFirstFrame has a second frame that no decoder could read.
func TestGIFStopsAfterTheFirstFrame(t *testing.T) {
	full := image.Rect(0, 0, 20, 10)
	one, many := animation(t, full, 1), animation(t, full, 125)
	end := bytes.LastIndexByte(one, ';') // the trailer
	start := bytes.Index(many, one[end-12:end]) + 12
	torn := append(bytes.Clone(many[:start]), bytes.Repeat([]byte{0xee}, 100)...)
	near(t, mustDecode(t, "image/gif", torn, 0), 0, func(int, int) color.Color { return color.NRGBA{R: 255, A: 255} })
}

func TestGIFFrameBeyondItsScreen(t *testing.T) {
	data := animation(t, image.Rect(0, 0, 20, 10), 1)
	for _, size := range [][2]uint16{{19, 10}, {20, 9}, {1, 1}, {0, 0}} {
		binary.LittleEndian.PutUint16(data[6:], size[0])
		binary.LittleEndian.PutUint16(data[8:], size[1])
		refused(t, "image/gif", data, 0, "damaged", "")
	}
}

func TestGIFTruncated(t *testing.T) {
	data := animation(t, image.Rect(0, 0, 20, 10), 1)
	for n := range len(data) - 4 {
		if n > 6 { // below, it is no GIF
			refused(t, "image/gif", data[:n], 0, "truncated", "")
		}
	}
}

// TestGIFPaletteTooShort has an index that its palette of two does not hold.
func TestGIFPaletteTooShort(t *testing.T) {
	palette := make(color.Palette, 4)
	for i := range palette {
		palette[i] = color.NRGBA{R: uint8(i), A: 255}
	}
	frame := image.NewPaletted(image.Rect(0, 0, 4, 1), palette)
	copy(frame.Pix, []byte{0, 1, 2, 3})
	var buf bytes.Buffer
	if err := gif.Encode(&buf, frame, &gif.Options{NumColors: 4}); err != nil {
		t.Fatal(err)
	}
	data := buf.Bytes()
	if data[10]&7 != 1 {
		t.Fatalf("flags %x: expected a table of 4 colours", data[10])
	}
	short := append(bytes.Clone(data[:10]), data[10]&^7)
	short = append(short, data[11:13+6]...) // two colours
	short = append(short, data[13+12:]...)  // without the other two
	refused(t, "image/gif", short, 0, "damaged", "")
}
