package compare

import (
	"context"
	"image"
	"math"

	"loupe/forensics/raster"
	"loupe/models"
)

const (
	coarseSide  = 120  // pixels of the first, global search: content survives, cost does not matter
	coarseMatch = 0.25 // correlation of the band-passed overlap below which nothing was found
	coarseSure  = 0.97 // above it the remaining orientations are not tried: a face is nearly its own mirror image (0.74)
	maxField    = 512  // pixels of the largest Fourier field: how much more than the reference the other may show
)

// search holds the reduced reference while hypotheses are tried on it.
type search struct {
	other   view
	pattern plane   // the reduced reference, band-passed
	toRef   mapping // native reference to reduced reference
	fields  map[int]*correlator
	best    hypothesis
}

// coarse tries the 8 orientations and the scales that the two sizes suggest, finds each one's shift by phase
// correlation, and returns the best. The result is right to about one pixel of a coarseSide picture.
func coarse(ctx context.Context, ref, other view) (hypothesis, error) {
	small := raster.Fit(ref.small, coarseSide)
	s := search{
		other: other, pattern: bandpass(planeOf(small)), fields: map[int]*correlator{},
		toRef: resize(ref.w(), ref.h(), small.Rect.Dx(), small.Rect.Dy()),
	}
	for o := 1; o <= 8 && s.best.match < coarseSure; o++ {
		if err := ctx.Err(); err != nil {
			return hypothesis{}, err
		}
		shown := image.Pt(other.w(), other.h())
		if models.Orientation(o).Swaps() {
			shown.X, shown.Y = shown.Y, shown.X
		}
		for _, m := range scales(ref.full.Rect.Size(), shown) {
			s.try(o, shown, m)
		}
	}
	return s.best, nil
}

// try lays the other picture, turned by orientation o and reduced to the reference's scale, on the reference.
func (s *search) try(o int, shown image.Point, m magnification) {
	// back maps the coarse scale to native pixels of the other picture as shown; the shift is unknown yet.
	back := affine(m.x/s.toRef[0], 0, 0, 0, m.y/s.toRef[4], 0)
	back[2], back[5] = (back[0]-1)/2, (back[4]-1)/2
	w, h := int(float64(shown.X)/back[0]+0.5), int(float64(shown.Y)/back[4]+0.5)
	side := max(w, h, s.pattern.w, s.pattern.h)
	if min(w, h) < 8 || side > maxField {
		return
	}
	turn := back.then(dihedral(o, s.other.w(), s.other.h()))
	view := bandpass(warp(s.other.small, turn.then(s.other.shrink()), image.Rect(0, 0, w, h)))
	dx, dy, _ := s.field(side).shift(s.pattern, view, 0.5)
	match := overlap(s.pattern, view, int(math.Round(dx)), int(math.Round(dy)))
	if match > s.best.match {
		s.best = hypothesis{m: s.toRef.then(affine(1, 0, dx, 0, 1, dy)).then(turn), match: match}
	}
}

// field returns the smallest power-of-two correlator that holds side pixels.
func (s *search) field(side int) *correlator {
	n := 128
	for n < side {
		n *= 2
	}
	if s.fields[n] == nil {
		s.fields[n] = newCorrelator(n, n)
	}
	return s.fields[n]
}

// magnification is how many pixels of the other picture one pixel of the reference is, along each axis.
type magnification struct{ x, y float64 }

// scales lists the magnifications that the sizes of the two pictures suggest: the whole picture resized, also to another
// aspect; cropped at its own resolution; resized after a crop along one axis.
func scales(ref, other image.Point) []magnification {
	fx, fy := float64(other.X)/float64(ref.X), float64(other.Y)/float64(ref.Y)
	list := []magnification{}
	if math.Abs(fx/fy-1) < 0.03 {
		list = append(list, magnification{fx, fy})
	} else {
		list = append(list, magnification{fx, fy}, magnification{fx, fx}, magnification{fy, fy})
	}
	for _, m := range list {
		if math.Abs(m.x-1) < 0.02 {
			return list
		}
	}
	return append(list, magnification{1, 1})
}

// bandpass keeps detail of about 2 to 12 pixels: neither shading nor noise. Its border fades to zero.
func bandpass(p plane) plane {
	out := p.blurred(0.8).minus(p.blurred(4))
	const border = 6
	for y := range out.h {
		for x := range out.w {
			if d := min(x, y, out.w-1-x, out.h-1-y); d < border {
				out.pix[y*out.w+x] *= float32(d) / border
			}
		}
	}
	return out
}

// overlap is the correlation of p(x, y) with q(x+dx, y+dy) where both exist, 0 when they share less than a quarter of p.
func overlap(p, q plane, dx, dy int) float64 {
	r := image.Rect(0, 0, p.w, p.h).Intersect(image.Rect(-dx, -dy, q.w-dx, q.h-dy))
	if 4*r.Dx()*r.Dy() < p.w*p.h {
		return 0
	}
	var pq, pp, qq float64
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			a, b := float64(p.pix[y*p.w+x]), float64(q.pix[(y+dy)*q.w+x+dx])
			pq, pp, qq = pq+a*b, pp+a*a, qq+b*b
		}
	}
	if pp < 1e-6 || qq < 1e-6 {
		return 0
	}
	return pq / math.Sqrt(pp*qq)
}
