// Package locate finds the document in a picture and shows it as it would lie flat.
package locate

import (
	"image"
	"math"

	"loupe/models"
)

// leastScore is the score from which an outline is believed: what is missed loses nothing but the view, what is invented loses text.
const leastScore = -1.0

// Find returns where the document lies in a picture whose stored pixels are img and which is shown by orientation o. The
// quad's first corner is the document's top left as the picture is shown; which way up the document itself lies only its
// contents tell (models.Place.Turned). Without an outline the frame of the picture is taken for the document's.
func Find(img image.Image, o models.Orientation) models.Place {
	b := img.Bounds()
	if b.Empty() {
		return frame(b, o)
	}
	s := reduce(img, searchSide)
	e := findEdges(s)
	best := s.best(e)
	if best == nil {
		return frame(b, o)
	}
	return best.place(img, s, e, o)
}

// best returns the outline that is most likely the document's; nil when none is likely.
func (s *small) best(e *edges) *outline {
	ground := newCells(s, e)
	var best *outline
	all := candidates(findLines(e), e)
	for i := range all {
		if score := all[i].judge(s, ground); score > leastScore && (best == nil || score > best.score) {
			best = &all[i]
		}
	}
	if best == nil {
		return nil
	}
	return best.widest(all)
}

// widest returns the best of the outlines closely around o that are not much less likely, or o: of a sheet and the frame
// printed on it, the sheet loses no text.
func (o *outline) widest(all []outline) *outline {
	const lessLikely, larger, slack = 2, 1.6, 1.5 // logarithm of odds; times the area; pixels
	out := o
	area := quadArea(o.corners)
	for i := range all {
		c := &all[i]
		if c.score < o.score-lessLikely || c.score < leastScore-lessLikely/2 || out != o && c.score <= out.score {
			continue
		}
		if ratio := quadArea(c.corners) / area; ratio > 1.02 && ratio < larger && c.encloses(o, slack) {
			out = c
		}
	}
	return out
}

// encloses reports whether all corners of q lie in o, or at most slack pixels outside.
func (o *outline) encloses(q *outline, slack float64) bool {
	for k := range 4 {
		a, b, c := o.corners[k], o.corners[(k+1)%4], o.corners[(k+2)%4]
		dx, dy := b[0]-a[0], b[1]-a[1]
		n := math.Hypot(dx, dy)
		if dx*(c[1]-b[1])-dy*(c[0]-b[0]) < 0 {
			n = -n // the other way round
		}
		for _, p := range q.corners {
			if (dx*(p[1]-a[1])-dy*(p[0]-a[0]))/n < -slack {
				return false
			}
		}
	}
	return true
}

// place says where the outline lies in the stored picture.
func (o *outline) place(img image.Image, s *small, e *edges, orientation models.Orientation) models.Place {
	b := img.Bounds()
	quad, outside := o.refined(img, s)
	var p models.Place
	var order [4]int
	p.Quad, order, p.Rotation = shown{orientation, b.Dx(), b.Dy()}.upright(quad)
	for i, k := range order {
		next := order[(i+1)%4]
		if (k+1)%4 != next { // taken the other way round: the side that ends at corner k
			k = next
		}
		switch {
		case !o.sides[k].border:
			p.Seen[i] = o.seen(e, k)
		case !outside[k]: // the picture ends where the document does
			p.Seen[i] = 1
		}
	}
	a, ok := recoverAttitude(p.Quad, b.Dx(), b.Dy(), 0)
	if !ok {
		return p
	}
	p.Tilt = a.tilt
	return WithFormat(p, formatOf(max(a.ratio, 1/a.ratio)))
}

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
