package raster

import (
	"image"
	"image/color"
	"image/draw"

	"github.com/disintegration/imaging"
)

const (
	cropSide     = 640 // pixels, longest side of a crop: readable, and small enough to stand beside others
	cropEnlarge  = 8   // at most
	cropMargin   = 32  // pixels of surroundings on each side, at least; half the region's longest side otherwise
	frameInk     = 2   // pixels, the frame's coloured line; a dark line of equal width runs on both sides of it
	frameSpacing = 3   // pixels between the region and its frame, so that the frame hides nothing of it
)

// Crop returns the part of img around region (stored pixels, counted from the picture's top left corner) as a person wants
// to see it: with surroundings, a frame around the region, enlarged or reduced so that its longest side is cropSide pixels
// (by cropEnlarge at most), and turned upright by its EXIF orientation. The frame is orange between two dark lines, seen on
// any ground and with any colour vision (Okabe, Ito 2008, Color Universal Design). A region that does not meet the picture
// gives the whole picture without a frame.
func Crop(img image.Image, region image.Rectangle, orientation int) *image.NRGBA {
	bounds := origin(img.Bounds())
	region = region.Intersect(bounds)
	part := bounds
	if !region.Empty() {
		part = region.Inset(-max(cropMargin, max(region.Dx(), region.Dy())/2)).Intersect(bounds)
	}
	cut := image.NewNRGBA(origin(part))
	draw.Draw(cut, cut.Rect, img, img.Bounds().Min.Add(part.Min), draw.Src)
	scale := min(cropSide/float64(max(part.Dx(), part.Dy(), 1)), cropEnlarge)
	size := image.Pt(max(1, int(float64(part.Dx())*scale+0.5)), max(1, int(float64(part.Dy())*scale+0.5)))
	scaled := imaging.Resize(cut, size.X, size.Y, cropFilter(scale))
	if !region.Empty() {
		frame(scaled, scaledBy(region.Sub(part.Min), scale))
	}
	return Upright(scaled, orientation).(*image.NRGBA)
}

// cropFilter keeps pixels apart where they are much enlarged: what a person is to see there are the pixels themselves.
func cropFilter(scale float64) imaging.ResampleFilter {
	switch {
	case scale < 1:
		return imaging.Box
	case scale > 4:
		return imaging.NearestNeighbor
	}
	return imaging.CatmullRom
}

func scaledBy(r image.Rectangle, scale float64) image.Rectangle {
	at := func(v int) int { return int(float64(v)*scale + 0.5) }
	return image.Rect(at(r.Min.X), at(r.Min.Y), at(r.Max.X), at(r.Max.Y))
}

// frame draws around r. Where r reaches the picture's edge the frame moves inwards.
func frame(img *image.NRGBA, r image.Rectangle) {
	outer := r.Inset(-frameSpacing - 3*frameInk).Intersect(img.Rect)
	orange, dark := color.NRGBA{0xE6, 0x9F, 0x00, 255}, color.NRGBA{0x10, 0x18, 0x30, 255}
	for i, ink := range []color.NRGBA{dark, orange, dark} {
		band(img, outer.Inset(i*frameInk), frameInk, ink)
	}
}

// band draws the four sides of r, w pixels wide, inside r.
func band(img *image.NRGBA, r image.Rectangle, w int, ink color.NRGBA) {
	u := image.NewUniform(ink)
	for _, side := range []image.Rectangle{
		{r.Min, image.Pt(r.Max.X, r.Min.Y+w)}, {image.Pt(r.Min.X, r.Max.Y-w), r.Max},
		{r.Min, image.Pt(r.Min.X+w, r.Max.Y)}, {image.Pt(r.Max.X-w, r.Min.Y), r.Max},
	} {
		draw.Draw(img, side.Intersect(r), u, image.Point{}, draw.Src)
	}
}
