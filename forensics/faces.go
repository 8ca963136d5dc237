package forensics

import (
	"image"

	"loupe/forensics/face"
	"loupe/forensics/locate"
	"loupe/forensics/raster"
	"loupe/models"
)

// Faces returns the faces on the page, the surest first; boxes and eyes in stored pixels. They are looked for in the flat
// view, turned as its text stands; where nothing was read and nobody is surely seen upright, in its other quarter turns
// too. Of identity documents without any, smaller ones count.
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
	o, read := textStands(x)
	plane := raster.Fit(view.Plane, face.Side)
	upright, _ := raster.Upright(plane, int(o)).(*image.Gray)
	found := d.Find(upright)
	if !read && (len(found) == 0 || found[0].Score < sureUpright) {
		upright, o = plane, 1
		found, _ = d.FindTurned(plane)
	}
	if len(found) == 0 && x.Kind == models.KindIdentityDocument {
		found = d.FindSmall(upright)
	}
	out := []models.Face{}
	for _, f := range found {
		if f, ok := seated(f, upright.Rect, o, view, x); ok {
			out = append(out, f)
		}
	}
	return out, nil
}

// sureUpright is the score from which a face is upright without a doubt: what is taken for one in a document that lies
// upside down reaches 0.6.
const sureUpright = 0.75

// textStands returns the orientation that shows the view's text upright; read is false when nobody read any.
func textStands(x *Exhibit) (o models.Orientation, read bool) {
	if x.reading == nil {
		return 1, false
	}
	r, err := x.Reading()
	if err != nil || r.Text == nil || len(r.Text.Words) == 0 {
		return 1, false
	}
	return [4]models.Orientation{1, 8, 3, 6}[r.Turn&3], true
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
