package locate

import (
	"fmt"
	"image"
	"math"

	"loupe/forensics/raster"
	"loupe/models"
)

// View is a document as it would lie flat and upright, as far as its Place tells.
type View struct {
	Plane  *image.Gray
	Stored raster.Homography // places of Plane to places of the stored picture; a pixel's centre is at .5, .5
	DPI    float64           // pixels of Plane per inch of the document; 0 when its format is unknown
}

// Box returns the smallest rectangle (x, y, w, h) of a w x h stored picture around a rectangle of the view, clipped to the
// picture; ok is false when nothing is left of it.
func (v View) Box(box [4]int, w, h int) (out [4]int, ok bool) {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	l, t, r, b := float64(box[0]), float64(box[1]), float64(box[0]+box[2]), float64(box[1]+box[3])
	for _, c := range [4][2]float64{{l, t}, {r, t}, {r, b}, {l, b}} {
		x, y := v.Stored.At(c[0], c[1])
		x0, y0, x1, y1 = math.Min(x0, x), math.Min(y0, y), math.Max(x1, x), math.Max(y1, y)
	}
	const slack = 1e-6 // of rounding in the map
	clip := func(x float64, most int) int { return int(min(max(x, 0), float64(most))) }
	left, top := clip(math.Floor(x0+slack), w), clip(math.Floor(y0+slack), h)
	right, bottom := clip(math.Ceil(x1-slack), w), clip(math.Ceil(y1-slack), h)
	return [4]int{left, top, right - left, bottom - top}, right > left && bottom > top
}

// Rectify shows the luma plane g of a stored picture (origin 0, 0) as p says, never enlarged: at most 600 dpi for ID-1,
// 450 for ID-2 and ID-3, 300 for A4, and of at most maxPixels. When the frame of the picture is the document's, the
// pixels are only turned, and at orientation 1 the plane itself is returned. It fails when p's corners span no quadrilateral.
func Rectify(g *image.Gray, p models.Place, maxPixels int) (View, error) {
	if g.Rect.Empty() {
		return View{}, fmt.Errorf("locate: a plane of %v has nothing to show", g.Rect.Size())
	}
	w, h, dpi := viewSize(p, g.Rect, maxPixels)
	if o, ok := rightAngled(g, p); ok {
		v, err := turned(g, o, min(maxPixels, w*h))
		v.DPI = dpi
		return v, err
	}
	m, err := raster.Square(float64(w), float64(h), p.Quad)
	if err != nil {
		return View{}, err
	}
	return View{Plane: warp(g, m, w, h), Stored: m, DPI: dpi}, nil
}
