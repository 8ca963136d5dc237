package raster_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"loupe/forensics/raster"
)

// marked is a grey picture with one red pixel block at spot.
func marked(r, spot image.Rectangle) *image.NRGBA {
	img := image.NewNRGBA(r)
	draw.Draw(img, r, image.NewUniform(color.NRGBA{90, 90, 90, 255}), image.Point{}, draw.Src)
	draw.Draw(img, spot, image.NewUniform(color.NRGBA{200, 0, 0, 255}), image.Point{}, draw.Src)
	return img
}

func boxOf(img image.Image, want func(r, g, b uint32) bool) image.Rectangle {
	var box image.Rectangle
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl, _ := img.At(x, y).RGBA()
			if want(r>>8, g>>8, bl>>8) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func red(r, g, _ uint32) bool    { return r > 150 && g < 40 }
func orange(r, g, b uint32) bool { return r == 0xE6 && g == 0x9F && b == 0 }

func TestCropShowsTheRegionFramed(t *testing.T) {
	region := image.Rect(100, 60, 140, 70) // margin 32: the crop is 104 x 74, enlarged 640/104 times
	for orientation, size := range map[int]image.Point{1: {640, 455}, 3: {640, 455}, 6: {455, 640}} {
		img := marked(image.Rect(7, 9, 407, 309), region.Add(image.Pt(7, 9)))
		got := raster.Crop(img, region, orientation)
		if got.Rect.Size() != size {
			t.Fatalf("orientation %d: size %v, want %v", orientation, got.Rect.Size(), size)
		}
		inner, outer := boxOf(got, red), boxOf(got, orange)
		if inner.Empty() || !inner.In(outer) || outer.Dx()-inner.Dx() > 20 || outer.Dy()-inner.Dy() > 20 {
			t.Errorf("orientation %d: region drawn at %v, frame at %v", orientation, inner, outer)
		}
		if long := inner.Dx() > inner.Dy(); long != (orientation != 6) {
			t.Errorf("orientation %d: region drawn as %v", orientation, inner)
		}
	}
}

func TestCropIsBounded(t *testing.T) {
	for name, c := range map[string]struct {
		size, region image.Rectangle
		framed       bool
	}{
		"whole":   {image.Rect(0, 0, 3000, 2000), image.Rect(0, 0, 3000, 2000), true},
		"corner":  {image.Rect(0, 0, 900, 900), image.Rect(880, 880, 950, 950), true},
		"outside": {image.Rect(0, 0, 300, 300), image.Rect(400, 400, 450, 450), false},
		"thin":    {image.Rect(0, 0, 9000, 3), image.Rect(10, 0, 20, 3), true},
		"pixel":   {image.Rect(0, 0, 1, 1), image.Rect(0, 0, 1, 1), true},
	} {
		got := raster.Crop(marked(c.size, image.Rectangle{}), c.region, 1)
		if got.Rect.Dx() > 640 || got.Rect.Dy() > 640 || got.Rect.Empty() {
			t.Errorf("%s: size %v", name, got.Rect)
		}
		if framed := !boxOf(got, orange).Empty(); framed != c.framed {
			t.Errorf("%s: framed %v, want %v", name, framed, c.framed)
		}
	}
}
