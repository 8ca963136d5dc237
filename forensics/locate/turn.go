package locate

import (
	"image"
	"math"

	"loupe/forensics/raster"
	"loupe/models"
)

// rightAngled returns how the frame of g is turned when p's corners are exactly those of g; ok is false otherwise.
func rightAngled(g *image.Gray, p models.Place) (o models.Orientation, ok bool) {
	for o = 1; o <= 8; o++ {
		if frame(g.Rect, o).Quad == p.Quad {
			return o, true
		}
	}
	return 0, false
}

// turned shows the whole plane g by orientation o, reduced to at most maxPixels. At orientation 1 a plane that is small
// enough is returned itself.
func turned(g *image.Gray, o models.Orientation, maxPixels int) (View, error) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	plane := g
	if scale := math.Sqrt(float64(maxPixels) / (float64(w) * float64(h))); scale < 1 {
		plane = raster.Box(g, max(1, int(float64(w)*scale)), max(1, int(float64(h)*scale)))
	}
	plane = raster.Upright(plane, int(o)).(*image.Gray)
	m, err := raster.Square(float64(plane.Rect.Dx()), float64(plane.Rect.Dy()), frame(g.Rect, o).Quad)
	return View{Plane: plane, Stored: m}, err
}
