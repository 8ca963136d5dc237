package quality

import (
	"context"
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/locate"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	flatSide   = 1000 // pixels of the flat document's longer side, to which widths are normalised
	colourSide = 480  // and of its colour view
)

// sheet is a document as the measures see it.
type sheet struct {
	place  models.Place
	shown  models.Orientation
	bounds image.Rectangle // of the stored picture
	luma   *image.Gray     // stored
	view   locate.View
	flat   *image.Gray // the view, at most flatSide long
	colour *colours
	faces  func() ([]models.Face, error)
	spots  []spot       // of glare, largest first
	glare  []bool       // and their mask, of the colour view
	text   *models.Text // nil when nobody read it
	zone   *models.MRZ  // nil without one
	letter float64      // x-height as the reader measured it, stored pixels; 0 when it did not
	turn   int          // quarter turns of the text in the view
	scale  float64      // pixels of a document of flatSide to one of flat
}

// documentFacts measures the document in the picture, not what it lies on.
func documentFacts(ctx context.Context, x *forensics.Exhibit) (facts, error) {
	view, err := x.View()
	if err != nil {
		return facts{}, err
	}
	place, laid := x.Place(), x.Laid()
	place.Format, place.DPI = laid.Format, laid.DPI // the view stays as the outline gives it
	return factsAt(ctx, x, place, view)
}

// factsAt measures the document that lies at place and is seen in view.
func factsAt(ctx context.Context, x *forensics.Exhibit, place models.Place, view locate.View) (facts, error) {
	s, err := lay(x, place, view)
	if err != nil {
		return facts{}, err
	}
	// Light that reflects is no exposure: glare has measures of its own.
	f := facts{tones: tonesBeside(s.flat, s.glare, s.colour.w, s.colour.h), washed: washed(s.flat), read: s.read(), measured: map[string]fact{}}
	for _, measure := range []func(*sheet, *facts){size, cut, letters, edges, light, colour} {
		if err := ctx.Err(); err != nil {
			return facts{}, err
		}
		measure(s, &f)
	}
	f.saved(x, s.inStored())
	if s.place.DPI > 0 {
		f.show("effective_dpi", s.place.DPI/max(1, f.measured["upscale"].value), "dpi")
	}
	if err := ctx.Err(); err != nil {
		return facts{}, err
	}
	f.set("screen", screen(x.Pixels(), s.luma, s.box()))
	f.screenshot(x)
	return f, nil
}

func lay(x *forensics.Exhibit, place models.Place, view locate.View) (*sheet, error) {
	s := &sheet{place: place, shown: x.Orientation(), faces: x.Faces, luma: x.Luma(), view: view, flat: raster.Fit(view.Plane, flatSide)}
	s.bounds = s.luma.Rect
	s.scale = float64(flatSide) / float64(max(s.flat.Rect.Dx(), s.flat.Rect.Dy()))
	var err error
	if s.colour, err = flatColours(x.Pixels(), place, colourSide); err != nil {
		return nil, err
	}
	s.spots, s.glare = s.colour.spots()
	if r, err := x.Reading(); err == nil {
		s.text, s.letter, s.turn = r.Text, r.XHeight, r.Turn
		if r.Document != nil {
			s.zone = r.Document.MRZ
		}
	}
	return s, nil
}

// box is the smallest rectangle of the stored picture around the document.
func (s *sheet) box() image.Rectangle {
	v := s.view.Plane.Rect
	b, _ := s.view.Box([4]int{0, 0, v.Dx(), v.Dy()}, s.bounds.Dx(), s.bounds.Dy())
	return image.Rect(b[0], b[1], b[0]+b[2], b[1]+b[3])
}

// inStored is the stored luma around the document.
func (s *sheet) inStored() *image.Gray {
	r := s.box()
	if r.Empty() {
		return s.luma
	}
	return &image.Gray{Pix: s.luma.Pix[s.luma.PixOffset(r.Min.X, r.Min.Y):], Stride: s.luma.Stride, Rect: image.Rect(0, 0, r.Dx(), r.Dy())}
}

// region marks a rectangle, in shares of the flat document, in the stored picture; none when it lies outside.
func (s *sheet) region(x0, y0, x1, y1 float64, label string) []models.Region {
	w, h := float64(s.view.Plane.Rect.Dx()), float64(s.view.Plane.Rect.Dy())
	left, top := int(x0*w), int(y0*h)
	box, ok := s.view.Box([4]int{left, top, max(1, int(x1*w)-left), max(1, int(y1*h)-top)}, s.bounds.Dx(), s.bounds.Dy())
	if !ok {
		return nil
	}
	return []models.Region{{X: box[0], Y: box[1], W: box[2], H: box[3], Score: 1, Label: label}}
}

// edges takes the measures of sharpness.
func edges(s *sheet, f *facts) {
	b := blurOf(s.flat, f.tones.contrast())
	if !b.seen {
		if f.tones.contrast() < edgeAmplitude {
			return // nothing is printed here
		}
		b.focus = 2 * edgeReach // light and dark, and no way from one to the other is short enough to be an edge
	}
	focus := fact{value: atScale(b.focus, s.scale)}
	for _, tile := range b.soft {
		const n = edgeTiles
		focus.where = append(focus.where, s.region(float64(tile%n)/n, float64(tile/n)/n, float64(tile%n+1)/n, float64(tile/n+1)/n, "blurred")...)
	}
	f.measured["edge_width"] = focus
	if b.seen {
		f.set("motion", b.motion*s.scale)
	}
}

// atScale is the width that an edge of width pixels would have were the document sampled at scale times as many pixels: the
// smear grows, what sampling adds to it does not (variances of smears add).
func atScale(width, scale float64) float64 {
	sampled := sampleBlur * sampleBlur
	return math.Sqrt(max(width*width, (width*width-sampled)*scale*scale+sampled))
}

// light takes the measures of exposure, contrast and glare.
func light(s *sheet, f *facts) {
	f.tonal()
	f.set("contrast", printContrast(s.flat, f.tones))
	glaring(s, f)
}

// colour takes the measure of colour.
func colour(s *sheet, f *facts) {
	if c, ok := s.colour.chroma(); ok {
		f.set("chroma", c)
	}
}
