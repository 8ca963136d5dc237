// Package locate finds the document in a picture and shows it as it would lie flat.
package locate

import (
	"image"

	"loupe/forensics/raster"
	"loupe/models"
)

// Find returns where the document lies in a picture whose stored pixels are img and which is shown by orientation o. The
// quad's first corner is the document's top left as the picture is shown; which way up the document itself lies only its
// contents tell (models.Place.Turned). Without an outline the frame of the picture is taken for the document's.
func Find(img image.Image, o models.Orientation) models.Place { return frame(img.Bounds(), o) }

// frame takes the whole picture for the document.
func frame(b image.Rectangle, o models.Orientation) models.Place {
	w, h := b.Dx(), b.Dy()
	uw, uh := o.Upright(w, h)
	var p models.Place
	for i, c := range [4][2]int{{0, 0}, {uw, 0}, {uw, uh}, {0, uh}} {
		// A corner is the place between four pixels: a box without extent.
		x, y, _, _ := o.Stored(c[0], c[1], 0, 0, w, h)
		p.Quad[i] = [2]float64{float64(x), float64(y)}
	}
	p.Frame = true
	return p
}

// View is a document as it would lie flat and upright, as far as its Place tells.
type View struct {
	Plane  *image.Gray
	Stored raster.Homography // places of Plane to places of the stored picture; a pixel's centre is at .5, .5
	DPI    float64           // pixels of Plane per inch of the document; 0 when its format is unknown
}
