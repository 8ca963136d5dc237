package fingerprint

import (
	"image"

	"loupe/forensics"
	"loupe/forensics/locate"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	laidSide       = 512 // longest side of the reduced view that is hashed
	leastBare      = 0.3 // of a document that is left when text and portrait are painted out
	leastSurround  = 0.2 // of a picture that lies outside the document
	leastCovered   = 0.1 // and that the document takes: less is no document but a mark
	surroundMargin = 0.08

	closedSide, closedRadius = 256, 3 // strokes up to 2.3 mm of a card wide vanish
)

// laid returns the fingerprints of the document as it lies flat: of all of it, where the picture shows more than it, and
// of its template, where it was read.
func laid(x *forensics.Exhibit) ([]models.Fingerprint, error) {
	if x.Kind == models.KindProfilePhoto {
		return nil, nil
	}
	view, err := x.View()
	if err != nil {
		return nil, err
	}
	reading, err := x.Reading()
	read := err == nil
	upright := [4]models.Orientation{1, 8, 3, 6}[reading.Turn&3] // that shows a plane upright whose text is turned so
	small := raster.Fit(view.Plane, laidSide)
	var fps []models.Fingerprint
	if whole := rough(small).turned(upright); !x.Place().Frame && shortest(small) >= MinSide && whole.sound() {
		fps = append(fps, boxed(whole.prints(models.FingerprintDocument), around(view, x))...)
	}
	if !read || reading.Text == nil {
		return fps, nil
	}
	faces, err := x.Faces()
	if err != nil {
		return nil, err
	}
	bare, some := template(view, small, reading, faces)
	if s := rough(bare.filled()).turned(upright); some && bare.seen() >= leastBare && shortest(small) >= MinSide && s.sound() {
		fps = append(fps, boxed(s.prints(models.FingerprintTemplate), around(view, x))...)
	}
	return fps, nil
}

// around is the document's place in stored pixels.
func around(v locate.View, x *forensics.Exhibit) image.Rectangle {
	b := v.Plane.Rect
	box, _ := v.Box([4]int{0, 0, b.Dx(), b.Dy()}, x.File.Width, x.File.Height)
	return image.Rect(box[0], box[1], box[0]+box[2], box[1]+box[3])
}

// template paints out what differs from holder to holder: words, zone, barcodes and faces with what stands around them.
// some is false when there is nothing of the kind.
func template(v locate.View, small *image.Gray, r forensics.Reading, faces []models.Face) (p plate, some bool) {
	p = newPlate(closed(raster.Fit(small, closedSide), closedRadius))
	scale := float64(p.w) / float64(v.Plane.Rect.Dx())
	from := v.Stored.Inverse()
	out := func(box [4]int, left, up, right, down float64) { // margins in heights of the box
		some = true
		x0, y0, x1, y1 := bounds(from, box)
		h := min(y1-y0, x1-x0)
		p.box((x0-left*h)*scale, (y0-up*h)*scale, (x1+right*h)*scale, (y1+down*h)*scale)
	}
	const beside = 0.5 // where the next letters of a longer name begin
	for _, w := range r.Text.Words {
		out(w.Box, beside, beside, beside, beside)
	}
	for _, f := range faces { // hair and shoulders
		out(f.Box, 0.5, 0.6, 0.5, 0.8)
	}
	if d := r.Document; d != nil {
		if d.MRZ != nil && d.MRZ.Box != nil {
			out([4]int{d.MRZ.Box.X, d.MRZ.Box.Y, d.MRZ.Box.W, d.MRZ.Box.H}, 0.1, 0.1, 0.1, 0.1)
		}
		for _, b := range d.Barcodes {
			if b.Box != nil {
				out(*b.Box, 0.05, 0.05, 0.05, 0.05)
			}
		}
		for _, r := range d.Regions {
			out([4]int{r.X, r.Y, r.W, r.H}, 0.1, 0.1, 0.1, 0.1)
		}
	}
	return p, some
}

// bounds is the rectangle around a stored box in the view.
func bounds(from raster.Homography, box [4]int) (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = 1e9, 1e9, -1e9, -1e9
	l, t, r, b := float64(box[0]), float64(box[1]), float64(box[0]+box[2]), float64(box[1]+box[3])
	for _, c := range [4][2]float64{{l, t}, {r, t}, {r, b}, {l, b}} {
		x, y := from.At(c[0], c[1])
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
	}
	return x0, y0, x1, y1
}

// surround returns the fingerprints of what a picture shows outside the document: a table, a hand, the edge of a
// scanner's lid. Where nothing but an even surface is seen there are none.
func surround(x *forensics.Exhibit) []models.Fingerprint {
	place := x.Place()
	if x.Kind == models.KindProfilePhoto || place.Frame {
		return nil
	}
	p := newPlate(x.Small())
	sx, sy := float64(p.w)/float64(x.File.Width), float64(p.h)/float64(x.File.Height)
	p.paint(grown(place.Quad, sx, sy), true)
	if seen := p.seen(); seen < leastSurround || seen > 1-leastCovered || min(p.w, p.h) < MinSide {
		return nil
	}
	s := rough(p.filled()).turned(x.Orientation())
	if !s.sound() {
		return nil
	}
	return s.prints(models.FingerprintBackground)
}

// grown returns quad in pixels of a plate, a little larger: the outline and its shadow belong to the document.
func grown(quad [4][2]float64, sx, sy float64) (out [4][2]float64) {
	var cx, cy float64
	for _, c := range quad {
		cx, cy = cx+c[0]*sx/4, cy+c[1]*sy/4
	}
	for i, c := range quad {
		out[i] = [2]float64{cx + (1+surroundMargin)*(c[0]*sx-cx), cy + (1+surroundMargin)*(c[1]*sy-cy)}
	}
	return out
}
