package samples

import (
	"cmp"
	"image"
	"math"

	"loupe/models"
)

// CaptureOptions says how a picture is taken. Zero values are drawn from the seed as a careful user would take it.
type CaptureOptions struct {
	Width, Height int     // stored pixels; 0 means 1760 x 1320
	Fill          float64 // the sheet's share of the frame, 0..1; 0 means about 0.8
	Turn          float64 // the largest rotation, radians; 0 means 0.05 (2.9 degrees), a flatbed 0.006
	Desk          Desk
	Blur          float64 // extra defocus, sigma in pixels
	Stops         float64 // exposure error, powers of two
	Contrast      float64 // 0 means 1; below 1 a haze lies over the picture
	Noise         float64 // gain of the sensor noise; 0 means 1
	Flat          bool    // a flatbed scan: no perspective, even light, the whole frame is the sheet and a thin lid border
	Upright       bool    // a tall frame

	Pose    *Pose   // where the sheet lies, instead of Turn and the seed; Fill is then the bounding box's share of the frame
	Lens    float64 // radial distortion on top of the camera's own, Brown's first coefficient, -0.02..0.02
	Clutter int     // other things on the desk
	Shade   float64 // depth of a shadow that falls over part of the scene, 0..1
	Cover   float64 // width of a thumb on the sheet's edge, in shares of the sheet's shorter side
}

// Shot is one capture of one sheet, before any compression, with all that is needed to develop parts of it again.
type Shot struct {
	*Geometry
	Image *image.RGBA // opaque, stored pixels
	DPI   float64     // of the sheet

	camera camera
}

// Capture photographs (or scans) a sheet. Equal arguments give equal pixels; another seed is another capture.
func Capture(sheet *Sheet, seed uint64, o CaptureOptions) (*Shot, error) {
	if o.Width == 0 || o.Height == 0 {
		o.Width, o.Height = 1760, 1320
		if o.Upright {
			o.Width, o.Height = o.Height, o.Width
		}
	}
	geometry, err := place(sheet.Image.Bounds(), seed, o)
	if err != nil {
		return nil, err
	}
	shot := &Shot{Geometry: geometry, Image: image.NewRGBA(geometry.Picture), DPI: sheet.DPI, camera: newCamera(seed, geometry, o)}
	shot.camera.develop(shot.Image, sheet, geometry.Picture, 1)
	return shot, nil
}

// place chooses where the sheet lies in the frame.
func place(sheet image.Rectangle, seed uint64, o CaptureOptions) (*Geometry, error) {
	r := stream(seed, "geometry")
	w, h := float64(o.Width), float64(o.Height)
	fill, turn, tilt := o.Fill, cmp.Or(o.Turn, 0.05)*between(r, -1, 1), 0.035
	if fill == 0 {
		fill = between(r, 0.76, 0.84)
	}
	if o.Flat {
		turn, tilt = cmp.Or(o.Turn, 0.006)*between(r, -1, 1), 0
		if o.Fill == 0 {
			fill = 0.97
		}
	}
	scale := fill * min(w/float64(sheet.Dx()), h/float64(sheet.Dy()))
	hw, hh := scale*float64(sheet.Dx())/2, scale*float64(sheet.Dy())/2
	cx, cy := w/2+between(r, -0.3, 0.3)*(1-fill)*w*0.5, h/2+between(r, -0.3, 0.3)*(1-fill)*h*0.5
	var corners [4]point
	for i, s := range [4]point{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
		x := s.X * hw * (1 + tilt*between(r, -1, 1))
		y := s.Y * hh * (1 + tilt*between(r, -1, 1))
		corners[i] = point{cx + x*math.Cos(turn) - y*math.Sin(turn), cy + x*math.Sin(turn) + y*math.Cos(turn)}
	}
	if o.Pose != nil {
		var err error
		if corners, err = o.Pose.corners(sheet, w, h, cmp.Or(o.Fill, defaultPoseFill)); err != nil {
			return nil, err
		}
	}
	g, err := newGeometry(sheet, image.Rect(0, 0, o.Width, o.Height), corners)
	if err != nil {
		return nil, err
	}
	g.bend, g.radial, g.bendAmplitude = newLattice(seed, "bend"), between(r, -0.004, 0.006), between(r, 0.4, 1.6)*w/1760
	g.radial += o.Lens
	if o.Flat { // a scanner's carriage does not run quite evenly
		g.radial, g.bendAmplitude = 0, between(r, 0.2, 0.7)
	}
	return g, nil
}

// Region converts a picture rectangle to a labelled truth region.
func Region(box image.Rectangle, label string) models.Region {
	return models.Region{X: box.Min.X, Y: box.Min.Y, W: box.Dx(), H: box.Dy(), Score: 1, Label: label}
}

// Snapshot photographs a scene that fills the frame, such as a portrait: the picture is slightly smaller than the scene.
func Snapshot(scene *image.RGBA, seed uint64) (*Shot, error) {
	const border = 12 // pixels of the scene outside the frame, so that lens and bend never show its edge
	b := scene.Bounds()
	w, h := float64(b.Dx()), float64(b.Dy())
	picture := image.Rect(0, 0, b.Dx()-2*border, b.Dy()-2*border)
	g, err := newGeometry(b, picture, [4]point{{-border, -border}, {w - border, -border}, {w - border, h - border}, {-border, h - border}})
	if err != nil {
		return nil, err
	}
	r := stream(seed, "geometry")
	g.bend, g.radial = newLattice(seed, "bend"), between(r, -0.004, 0.004)
	shot := &Shot{Geometry: g, Image: image.NewRGBA(picture), camera: newCamera(seed, g, CaptureOptions{})}
	shot.camera.develop(shot.Image, &Sheet{Image: scene}, picture, 1)
	return shot, nil
}
