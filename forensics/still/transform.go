package still

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
)

// transformed returns the size after one property; transforms is false for properties that are not transformations.
func transformed(size image.Point, p box) (after image.Point, transforms bool, err error) {
	switch p.kind {
	case "clap":
		crop, err := cleanAperture(size, p.data)
		return crop.Size(), true, err
	case "irot":
		if len(p.data) > 0 && p.data[0]&1 == 1 {
			return image.Pt(size.Y, size.X), true, nil
		}
		return size, true, nil
	case "imir":
		return size, true, nil
	}
	return size, false, nil
}

// cleanAperture reads the clap property (ISO/IEC 14496-12 section 12.1.4): width, height and the offset of the centre,
// each a fraction.
func cleanAperture(size image.Point, data []byte) (image.Rectangle, error) {
	c := &cursor{data: data}
	var v [4]float64
	for i := range v {
		n, d := float64(int32(c.uint(4))), float64(int32(c.uint(4)))
		v[i] = n / d
	}
	if c.short || math.IsNaN(v[0]+v[1]+v[2]+v[3]) || math.IsInf(v[0]+v[1]+v[2]+v[3], 0) {
		return image.Rectangle{}, fmt.Errorf("the clean aperture (clap) of %d bytes is no rectangle: the file is damaged", len(data))
	}
	w, h := math.Round(v[0]), math.Round(v[1])
	left := math.Round((float64(size.X)-1)/2 + v[2] - (w-1)/2)
	top := math.Round((float64(size.Y)-1)/2 + v[3] - (h-1)/2)
	if w < 1 || h < 1 || left < 0 || top < 0 || left+w > float64(size.X) || top+h > float64(size.Y) {
		return image.Rectangle{}, fmt.Errorf("the clean aperture %gx%g at %g,%g leaves the picture of %dx%d: the file is damaged", w, h, left, top, size.X, size.Y)
	}
	return image.Rect(int(left), int(top), int(left+w), int(top+h)), nil
}

// apply carries out one transformation; libavif, unlike libheif, leaves them to its caller. The picture is one of
// image/draw's.
func apply(img draw.Image, p box) (draw.Image, error) {
	size := img.Bounds().Size()
	if p.kind == "clap" {
		crop, err := cleanAperture(size, p.data)
		if err != nil {
			return nil, err
		}
		return remap(img, crop.Size(), func(at image.Point) image.Point { return at.Add(crop.Min) }), nil
	}
	if len(p.data) == 0 {
		return nil, fmt.Errorf("the property %s is empty: the file is damaged", p.kind)
	}
	if p.kind == "imir" {
		return mirror(img, p.data[0]&1), nil
	}
	return rotate(img, p.data[0]&3), nil
}

// rotate turns img anti-clockwise by quarters (ISO/IEC 23008-12 section 6.5.10).
func rotate(img draw.Image, quarters byte) draw.Image {
	size := img.Bounds().Size()
	right, bottom := size.X-1, size.Y-1
	switch quarters {
	case 1:
		return remap(img, image.Pt(size.Y, size.X), func(p image.Point) image.Point { return image.Pt(right-p.Y, p.X) })
	case 2:
		return remap(img, size, func(p image.Point) image.Point { return image.Pt(right-p.X, bottom-p.Y) })
	case 3:
		return remap(img, image.Pt(size.Y, size.X), func(p image.Point) image.Point { return image.Pt(p.Y, bottom-p.X) })
	}
	return img
}

// mirror exchanges top and bottom (axis 0) or left and right (axis 1; ISO/IEC 23008-12:2022 section 6.5.12).
func mirror(img draw.Image, axis byte) draw.Image {
	size := img.Bounds().Size()
	if axis == 0 {
		return remap(img, size, func(p image.Point) image.Point { return image.Pt(p.X, size.Y-1-p.Y) })
	}
	return remap(img, size, func(p image.Point) image.Point { return image.Pt(size.X-1-p.X, p.Y) })
}

// remap makes a picture whose pixel at p is img's at from(p), of img's depth.
func remap(img draw.Image, size image.Point, from func(image.Point) image.Point) draw.Image {
	bounds := image.Rectangle{Max: size}
	var out draw.Image = image.NewRGBA(bounds)
	if img.ColorModel() == color.RGBA64Model {
		out = image.NewRGBA64(bounds)
	}
	for y := range size.Y {
		for x := range size.X {
			at := from(image.Pt(x, y))
			out.Set(x, y, img.At(at.X, at.Y))
		}
	}
	return out
}
