package locate

import (
	"image"

	"loupe/forensics/raster"
	"loupe/models"
)

// warp samples g at the places of a w x h view, bilinearly; what lies outside g repeats its border.
func warp(g *image.Gray, p models.Place, w, h int) (View, error) {
	m, err := raster.Square(float64(w), float64(h), p.Quad)
	if err != nil {
		return View{}, err
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	gw, gh := g.Rect.Dx(), g.Rect.Dy()
	for y := range h {
		for x := range w {
			sx, sy := m.At(float64(x)+0.5, float64(y)+0.5)
			sx, sy = min(max(sx-0.5, 0), float64(gw-1)), min(max(sy-0.5, 0), float64(gh-1))
			ix, iy := min(int(sx), max(gw-2, 0)), min(int(sy), max(gh-2, 0))
			fx, fy := sx-float64(ix), sy-float64(iy)
			jx, jy := min(ix+1, gw-1), min(iy+1, gh-1)
			a, b := float64(g.Pix[iy*g.Stride+ix]), float64(g.Pix[iy*g.Stride+jx])
			c, d := float64(g.Pix[jy*g.Stride+ix]), float64(g.Pix[jy*g.Stride+jx])
			out.Pix[y*out.Stride+x] = uint8((a*(1-fx)+b*fx)*(1-fy) + (c*(1-fx)+d*fx)*fy + 0.5)
		}
	}
	return View{Plane: out, Stored: m}, nil
}
