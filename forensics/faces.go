package forensics

import (
	"image"

	"loupe/forensics/face"
	"loupe/forensics/locate"
	"loupe/forensics/raster"
	"loupe/models"
)

// Faces returns the faces on the page, the surest first; boxes and eyes in stored pixels. They are looked for in the flat
// view, turned as its text stands where that was read.
func (x *Exhibit) Faces() ([]models.Face, error) { return x.faces() }

func findFaces(x *Exhibit, detector func() (*face.Detector, error)) ([]models.Face, error) {
	view, err := x.View()
	if err != nil {
		return nil, err
	}
	d, err := detector()
	if err != nil {
		return nil, err
	}
	turn := 0
	if x.reading != nil {
		if r, err := x.Reading(); err == nil {
			turn = r.Turn
		}
	}
	o := [4]models.Orientation{1, 8, 3, 6}[turn&3] // that shows a plane upright whose text is turned so
	upright, _ := raster.Upright(raster.Fit(view.Plane, face.Side), int(o)).(*image.Gray)
	out := []models.Face{}
	for _, f := range d.Find(upright) {
		if f, ok := seated(f, upright.Rect, o, view, x); ok {
			out = append(out, f)
		}
	}
	return out, nil
}

// seated maps a face of the upright plane to the stored picture.
func seated(f models.Face, upright image.Rectangle, o models.Orientation, v locate.View, x *Exhibit) (models.Face, bool) {
	turnedW, turnedH := o.Upright(v.Plane.Rect.Dx(), v.Plane.Rect.Dy())
	sx, sy := float64(turnedW)/float64(upright.Dx()), float64(turnedH)/float64(upright.Dy())
	inView := func(ux, uy float64) (float64, float64) {
		ux, uy = ux*sx, uy*sy
		w, h := float64(v.Plane.Rect.Dx()), float64(v.Plane.Rect.Dy())
		switch o {
		case 3:
			return w - ux, h - uy
		case 6:
			return uy, h - ux
		case 8:
			return w - uy, ux
		}
		return ux, uy
	}
	for i, e := range f.Eyes {
		vx, vy := inView(e[0], e[1])
		f.Eyes[i][0], f.Eyes[i][1] = v.Stored.At(vx, vy)
	}
	x0, y0 := inView(float64(f.Box[0]), float64(f.Box[1]))
	x1, y1 := inView(float64(f.Box[0]+f.Box[2]), float64(f.Box[1]+f.Box[3]))
	box := image.Rect(int(x0), int(y0), int(x1), int(y1)) // in order, whichever way it was turned
	var ok bool
	f.Box, ok = v.Box([4]int{box.Min.X, box.Min.Y, box.Dx(), box.Dy()}, x.File.Width, x.File.Height)
	return f, ok
}
