package fingerprint

import (
	"image"
	"math"

	"loupe/forensics/raster"
	"loupe/models"
)

// The parts of a picture that are hashed besides the whole, as shares of its sides. A crop that takes a tenth of each side
// away, or a border that adds one, leaves the one picture's whole near the other's centre.
const (
	centreShare = 0.9
	cornerShare = 0.75
)

// Parts returns the fingerprints of the parts of a picture, given by its luma plane in stored orientation and its EXIF
// orientation: without its uniform borders, its centre, its four corners, and its features. Parts that are too small or
// too flat give none. Boxes are in pixels of luma; features within the rectangles without are left out.
func Parts(luma *image.Gray, o models.Orientation, without ...image.Rectangle) []models.Fingerprint {
	p := reducedPage(luma, o, without)
	fps, inner := p.areas()
	return append(fps, p.features(inner)...)
}

// reducedPage is the page that luma shows, as parts are cut from it.
func reducedPage(luma *image.Gray, o models.Orientation, without []image.Rectangle) page {
	small := raster.Fit(luma, partSide)
	fx, fy := float64(luma.Rect.Dx())/float64(small.Rect.Dx()), float64(luma.Rect.Dy())/float64(small.Rect.Dy())
	return page{small, o, fx, fy, without}
}

// areas returns the fingerprints of the page without its borders, its centre and its corners, and what is left of it
// without the borders.
func (p page) areas() (fps []models.Fingerprint, inner image.Rectangle) {
	inner, ok := trimmed(p.plane)
	if ok {
		fps = append(fps, p.part(models.FingerprintTrimmed, inner)...)
	}
	fps = append(fps, p.part(models.FingerprintCentre, middle(p.plane.Rect, centreShare))...)
	for _, r := range corners(p.plane.Rect) {
		fps = append(fps, p.part(models.FingerprintCorner, r)...)
	}
	return fps, inner
}

// partSide is the longest side of the plane that parts are cut from.
const partSide = 500

// page is a reduced page.
type page struct {
	plane  *image.Gray
	o      models.Orientation
	fx, fy float64 // pixels of the picture per pixel of the plane

	without []image.Rectangle // pixels of the picture
}

// stored is r in pixels of the picture.
func (p page) stored(r image.Rectangle) image.Rectangle {
	at := func(v int, f float64) int { return int(math.Round(float64(v) * f)) }
	return image.Rect(at(r.Min.X, p.fx), at(r.Min.Y, p.fy), at(r.Max.X, p.fx), at(r.Max.Y, p.fy))
}

// part hashes r of the plane.
func (p page) part(kind models.FingerprintKind, r image.Rectangle) []models.Fingerprint {
	if min(r.Dx(), r.Dy()) < MinSide {
		return nil
	}
	s := rough(cut(p.plane, r)).turned(p.o)
	if !s.sound() {
		return nil
	}
	return boxed(s.prints(kind), p.stored(r))
}

// cut returns r of g as a plane of its own that shares g's pixels.
func cut(g *image.Gray, r image.Rectangle) *image.Gray {
	return &image.Gray{Pix: g.Pix[g.PixOffset(r.Min.X, r.Min.Y):], Stride: g.Stride, Rect: image.Rect(0, 0, r.Dx(), r.Dy())}
}

// middle returns the middle of r, share of its sides long.
func middle(r image.Rectangle, share float64) image.Rectangle {
	w, h := int(share*float64(r.Dx())+0.5), int(share*float64(r.Dy())+0.5)
	at := image.Pt((r.Dx()-w)/2, (r.Dy()-h)/2)
	return image.Rectangle{at, at.Add(image.Pt(w, h))}
}

func corners(r image.Rectangle) []image.Rectangle {
	w, h := int(cornerShare*float64(r.Dx())+0.5), int(cornerShare*float64(r.Dy())+0.5)
	x, y := r.Dx()-w, r.Dy()-h
	return []image.Rectangle{image.Rect(0, 0, w, h), image.Rect(x, 0, r.Dx(), h), image.Rect(x, y, r.Dx(), r.Dy()), image.Rect(0, y, w, r.Dy())}
}

// uniform is the standard deviation in grey levels below which a row or column is one colour, and how far that colour may
// be from the border's.
const uniform = 2.0

// trimmed returns g without the rows and columns at its edges that are of one colour, each edge's own; ok is false when
// there are none, or when nothing else is there.
func trimmed(g *image.Gray) (inner image.Rectangle, ok bool) {
	r := g.Rect
	row := func(y int) []uint8 { return g.Pix[y*g.Stride+r.Min.X:][:r.Dx()] }
	column := func(x int) []uint8 {
		out := make([]uint8, 0, r.Dy())
		for y := r.Min.Y; y < r.Max.Y; y++ {
			out = append(out, g.Pix[y*g.Stride+x])
		}
		return out
	}
	top, bottom := border(r.Dy(), func(i int) []uint8 { return row(i) }), border(r.Dy(), func(i int) []uint8 { return row(r.Dy() - 1 - i) })
	if top+bottom >= r.Dy() {
		return g.Rect, false
	}
	r.Min.Y, r.Max.Y = top, r.Max.Y-bottom
	left, right := border(r.Dx(), column), border(r.Dx(), func(i int) []uint8 { return column(g.Rect.Dx() - 1 - i) })
	if left+right >= r.Dx() {
		return g.Rect, false
	}
	r.Min.X, r.Max.X = left, r.Max.X-right
	return r, r != g.Rect
}

// border counts the lines from an edge that are of one colour, that of the first. The line between border and picture is
// a mixture of both and belongs to neither.
func border(n int, line func(i int) []uint8) int {
	first, spread := tone(line(0))
	if spread >= uniform {
		return 0
	}
	i := 1
	for ; i < n; i++ {
		if mean, spread := tone(line(i)); spread >= uniform || math.Abs(mean-first) >= uniform {
			break
		}
	}
	return i
}

// tone is the mean and the standard deviation of a line.
func tone(line []uint8) (mean, spread float64) {
	var sum, squares float64
	for _, v := range line {
		sum += float64(v)
		squares += float64(v) * float64(v)
	}
	n := float64(len(line))
	mean = sum / n
	return mean, math.Sqrt(max(0, squares/n-mean*mean))
}
