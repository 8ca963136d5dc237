package history

import "image"

// ExactLuma returns the luma plane of pixels as it was before a JPEG decoder made RGB of it. Decoders that round (libjpeg) lose no
// luma; Go's image/color adds y/255 of a level instead, which moves a plain conversion by one level wherever chroma has
// certain values: a step along chroma edges that looks like an edit. The conversion of T.871 section 7 spreads YCbCr over
// four times its volume, so such an RGB pixel has one origin as a rule and tells its Y. Other pixels get plain luma, the
// plane of raster.Luma, which is returned itself where no pixel moved.
func ExactLuma(pixels image.Image, plain *image.Gray) *image.Gray {
	var pix []uint8
	var stride int
	switch p := pixels.(type) {
	case *image.NRGBA:
		pix, stride = p.Pix[p.PixOffset(p.Rect.Min.X, p.Rect.Min.Y):], p.Stride
	case *image.RGBA:
		pix, stride = p.Pix[p.PixOffset(p.Rect.Min.X, p.Rect.Min.Y):], p.Stride
	default:
		return plain
	}
	w, h := plain.Rect.Dx(), plain.Rect.Dy()
	if !truncated(pix, stride, w, h) {
		return plain
	}
	g := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		row := pix[y*stride : y*stride+4*w]
		out := g.Pix[y*g.Stride:][:w]
		for i := range out {
			out[i], _ = originLuma(int32(row[4*i]), int32(row[4*i+1]), int32(row[4*i+2]))
		}
	}
	return g
}

// truncated reports whether a sample of the pixels shows the truncating conversion: more than one luma in 200 moved.
func truncated(pix []uint8, stride, w, h int) bool {
	moved, n := 0, 0
	for y := 0; y < h; y += 7 {
		for x := 0; x < w; x += 11 {
			p := pix[y*stride+4*x:]
			if _, other := originLuma(int32(p[0]), int32(p[1]), int32(p[2])); other {
				moved++
			}
			n++
		}
	}
	return moved*200 > n
}

// originLuma returns the rounded luma of r, g, b, or its neighbour (moved) when only that one is an origin.
func originLuma(r, g, b int32) (luma8 uint8, moved bool) {
	luma := 19595*r + 38470*g + 7471*b
	y := (luma + half) >> 16
	other := y + 1
	if luma < y<<16 {
		other = max(y-1, 0)
	}
	if !origin(y, r, g, b, half) && !origin(y, r, g, b, 257*y) && origin(other, r, g, b, 257*other) {
		return uint8(other), true
	}
	return uint8(y), false
}

const half = 1 << 15

// origin reports whether some integer Cb and Cr make y the origin of r, g, b in 16-bit fixed point (T.871 section 7),
// for a decoder that adds bias before it cuts the fraction off.
func origin(y, r, g, b, bias int32) bool {
	cr := divide((r-y)<<16+half-bias, 91881)
	cb := divide((b-y)<<16+half-bias, 116130)
	base := y<<16 + bias
	return (base+91881*cr)>>16 == r && (base+116130*cb)>>16 == b && (base-22554*cb-46802*cr)>>16 == g
}

// divide rounds to the nearest integer.
func divide(a, b int32) int32 {
	if a < 0 {
		return -((-a + b/2) / b)
	}
	return (a + b/2) / b
}
