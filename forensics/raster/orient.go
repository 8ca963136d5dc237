package raster

import (
	"image"
	"image/draw"
)

// Upright returns img turned as its EXIF orientation (1..8, CIPA DC-008 tag 0x0112) asks, so that it is seen as taken.
// Orientation 1 and unknown values return img itself. Grey stays grey; everything else becomes NRGBA.
func Upright(img image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return img
	}
	if g, ok := img.(*image.Gray); ok {
		return uprightGray(g, orientation)
	}
	src, ok := img.(*image.NRGBA)
	if !ok {
		src = image.NewNRGBA(origin(img.Bounds()))
		draw.Draw(src, src.Rect, img, img.Bounds().Min, draw.Src)
	}
	out := image.NewNRGBA(uprightSize(src.Rect, orientation))
	turn(src.Rect, orientation, func(x, y, sx, sy int) {
		copy(out.Pix[y*out.Stride+4*x:][:4], src.Pix[sy*src.Stride+4*sx:][:4])
	})
	return out
}

func uprightGray(src *image.Gray, orientation int) *image.Gray {
	out := image.NewGray(uprightSize(src.Rect, orientation))
	turn(src.Rect, orientation, func(x, y, sx, sy int) {
		out.Pix[y*out.Stride+x] = src.Pix[sy*src.Stride+sx]
	})
	return out
}

func uprightSize(r image.Rectangle, orientation int) image.Rectangle {
	if orientation >= 5 {
		return image.Rect(0, 0, r.Dy(), r.Dx())
	}
	return origin(r)
}

// turn calls set for every upright pixel x, y with the stored pixel sx, sy that belongs there.
func turn(stored image.Rectangle, orientation int, set func(x, y, sx, sy int)) {
	w, h := stored.Dx()-1, stored.Dy()-1
	upright := uprightSize(stored, orientation)
	for y := range upright.Dy() {
		for x := range upright.Dx() {
			sx, sy := x, y
			switch orientation {
			case 2:
				sx = w - x
			case 3:
				sx, sy = w-x, h-y
			case 4:
				sy = h - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-x
			case 7:
				sx, sy = w-y, h-x
			case 8:
				sx, sy = w-y, x
			}
			set(x, y, sx, sy)
		}
	}
}
