package craft_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"loupe/torture/craft"
)

func shade(x, y int) byte { return byte(40 + 3*x + 2*y) }

func decode(t *testing.T, data []byte, err error, img image.Image, w, h int) image.Image {
	t.Helper()
	if err != nil {
		t.Fatalf("%v (%d bytes: %x)", err, len(data), data[:min(len(data), 80)])
	}
	if img.Bounds() != image.Rect(0, 0, w, h) {
		t.Fatalf("the picture is %v, want %dx%d", img.Bounds(), w, h)
	}
	return img
}

// grey checks every pixel against shade.
func grey(t *testing.T, img image.Image, tolerance int) {
	t.Helper()
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			r, _, _, _ := img.At(x, y).RGBA()
			if d := int(r>>8) - int(shade(x, y)); d > tolerance || -d > tolerance {
				t.Fatalf("pixel %d,%d is %d, want %d", x, y, r>>8, shade(x, y))
			}
		}
	}
}

func TestLosslessFormats(t *testing.T) {
	const w, h = 37, 21
	data := craft.GreyPNG(w, h, shade)
	img, err := png.Decode(bytes.NewReader(data))
	grey(t, decode(t, data, err, img, w, h), 0)

	data = craft.LosslessWebP(w, h, shade)
	img, err = webp.Decode(bytes.NewReader(data))
	grey(t, decode(t, data, err, img, w, h), 0)

	var strip []byte
	for i := range w * h {
		strip = append(strip, shade(i%w, i/w))
	}
	data = craft.TIFF(craft.Sheet{Width: w, Height: h, Depth: 8, Compression: 1, Strip: strip}, craft.Sheet{Width: 5, Height: 5, Depth: 8, Compression: 1, Strip: strip[:25]})
	img, err = tiff.Decode(bytes.NewReader(data))
	grey(t, decode(t, data, err, img, w, h), 0)

	data = craft.BMP(w, h, func(x, y int) byte { return 255 - shade(x, y) })
	img, err = bmp.Decode(bytes.NewReader(data))
	grey(t, decode(t, data, err, img, w, h), 0)
}

func TestGIFFrames(t *testing.T) {
	const w, h = 40, 30
	frame := craft.GIFFrame(0, 0, w, h, craft.GIFPixels(w*h, func(i int) byte { return byte(i / 7 % 2) }))
	data := craft.Join(craft.GIFHeader(w, h), frame, frame, frame, craft.GIFTrailer())
	all, err := gif.DecodeAll(bytes.NewReader(data))
	if err != nil || len(all.Image) != 3 {
		t.Fatalf("%v, %d frames", err, len(all.Image))
	}
	if at := all.Image[2].ColorIndexAt(7, 0); at != 1 {
		t.Errorf("pixel 7,0 is %d, want 1", at)
	}
}

func TestJPEGPictures(t *testing.T) {
	three := []craft.Sampling{{H: 2, V: 2}, {H: 1, V: 1}, {H: 1, V: 1}}
	flat := func(c, x, y int) byte {
		if c == 0 {
			return shade(x, y)
		}
		return 128
	}
	for i, p := range []craft.Picture{
		{Width: 37, Height: 21, Shade: flat},
		{Width: 37, Height: 21, Shade: flat, Components: three},
		{Width: 37, Height: 21, Shade: flat, Components: three, Progressive: true},
		{Width: 16, Height: 16, Shade: flat, Progressive: true, Restart: 1},
		{Width: 45, Height: 33, Shade: flat, Components: []craft.Sampling{{H: 4, V: 1}, {H: 1, V: 1}, {H: 1, V: 1}}, Restart: 2},
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			p.Step = 2
			data := p.Encode()
			img, err := jpeg.Decode(bytes.NewReader(data))
			grey(t, decode(t, data, err, img, p.Width, p.Height), 4)
		})
	}
	cmyk := craft.Picture{Width: 20, Height: 20, Components: []craft.Sampling{{H: 1, V: 1}, {H: 1, V: 1}, {H: 1, V: 1}, {H: 1, V: 1}}, Extra: [][]byte{craft.Adobe(0)}}.Encode()
	img, err := jpeg.Decode(bytes.NewReader(cmyk))
	if _, ok := decode(t, cmyk, err, img, 20, 20).(*image.CMYK); !ok {
		t.Errorf("four components give %T", img)
	}
}

func TestDeflateRun(t *testing.T) {
	for _, n := range []int64{0, 1, 1000, 1 << 20, 3<<20 + 77, 100_000_000} {
		stream := craft.DeflateRun(7, n)
		z, err := zlib.NewReader(bytes.NewReader(stream))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.Copy(io.Discard, z) // checks the checksum, too
		if err != nil || got != n {
			t.Errorf("%d bytes and %v, want %d", got, err, n)
		}
		if len(stream) > 100+int(n/990) {
			t.Errorf("%d bytes of one value take %d", n, len(stream))
		}
	}
}
