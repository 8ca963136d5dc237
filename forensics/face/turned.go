package face

import (
	"image"

	"loupe/forensics/raster"
	"loupe/models"
)

// FindTurned looks for faces in all four quarter turns and returns those of the turn with the best face, in g's pixels:
// the picture lies turned by turn quarter turns clockwise (0..3), as in models.Place.Turned. Without a face turn is 0. Eyes
// holds the person's own right eye first, which is the left one of the upright picture.
func (d *Detector) FindTurned(g *image.Gray) (faces []models.Face, turn int) {
	g = raster.Luma(g)
	small := raster.Fit(g, Side)
	best := 0.0
	for n := range 4 {
		upright := unturned(small, n)
		found := d.Find(upright)
		if len(found) == 0 || found[0].Score <= best {
			continue
		}
		best, turn, faces = found[0].Score, n, found
	}
	for i := range faces {
		faces[i] = back(faces[i], turn, small.Rect, g.Rect)
	}
	return faces, turn
}

// unturned returns g turned by n quarter turns counter-clockwise.
func unturned(g *image.Gray, n int) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if n == 0 {
		return g
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	if n%2 == 1 {
		out = image.NewGray(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x, v := range g.Pix[y*g.Stride:][:w] {
			switch n {
			case 1:
				out.Pix[(w-1-x)*out.Stride+y] = v
			case 2:
				out.Pix[(h-1-y)*out.Stride+w-1-x] = v
			case 3:
				out.Pix[x*out.Stride+h-1-y] = v
			}
		}
	}
	return out
}

// back maps f from the upright picture to the one that lies turned, of small's size, and from there to g's.
func back(f models.Face, n int, small, g image.Rectangle) models.Face {
	w, h := float64(small.Dx()), float64(small.Dy())
	fx, fy := float64(g.Dx())/w, float64(g.Dy())/h
	point := func(x, y float64) (float64, float64) {
		switch n {
		case 1:
			x, y = w-y, x
		case 2:
			x, y = w-x, h-y
		case 3:
			x, y = y, h-x
		}
		return x * fx, y * fy
	}
	x0, y0 := point(float64(f.Box[0]), float64(f.Box[1]))
	x1, y1 := point(float64(f.Box[0]+f.Box[2]), float64(f.Box[1]+f.Box[3]))
	x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
	f.Box = [4]int{int(x0 + 0.5), int(y0 + 0.5), int(x1 - x0 + 0.5), int(y1 - y0 + 0.5)}
	for i, e := range f.Eyes {
		f.Eyes[i][0], f.Eyes[i][1] = point(e[0], e[1])
	}
	return f
}
