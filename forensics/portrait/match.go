package portrait

import (
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

// Distances of the eyes, in pixels, in the frames that faces are registered in first, and compared in.
const (
	fineEyes   = 32
	coarseEyes = 16
)

// frameOf is a frame that holds a face with its hair, its collar and what is behind it.
func frameOf(eyes int) Frame {
	d := float64(eyes)
	return Frame{W: int(4 * d), H: int(4.75 * d), Eyes: d, Line: 1.9 * d}
}

// sitter is one face, ready to be compared.
type sitter struct {
	face  models.Face
	luma  *image.Gray
	reach [2]raster.Homography // places of the fine frame to stored pixels; of the second the face is mirrored
	apart float64              // of the eyes, stored pixels
	fine  plane                // grey levels
	even  [2]plane             // of the coarse frame, evened; of the second the face is mirrored
}

func newSitter(x *forensics.Exhibit, f models.Face) (s sitter, ok bool) {
	s = sitter{face: f, luma: x.Luma(), apart: apart(f)}
	frame := frameOf(fineEyes)
	for i := range s.reach {
		frame.Mirrored = i == 1
		if s.reach[i], ok = frame.Reach(f, flipped(x)); !ok {
			return s, false
		}
		half := s.reach[i].After(scaling(fineEyes / coarseEyes))
		coarse := frameOf(coarseEyes)
		s.even[i] = floats(Sample(s.luma, half, coarse.W, coarse.H)).even(coarseEyes / 2)
	}
	s.fine = s.seen(s.reach[0])
	return s, true
}

// seen shows the sitter's picture in the fine frame through m.
func (s sitter) seen(m raster.Homography) plane {
	frame := frameOf(fineEyes)
	return floats(raster.Box(Sample(s.luma, m.After(scaling(0.5)), 2*frame.W, 2*frame.H), frame.W, frame.H))
}

func scaling(k float64) raster.Homography { return raster.Homography{k, 0, 0, 0, k, 0, 0, 0, 1} }

// likeness is what the comparison of two faces measured.
type likeness struct {
	rough    float64 // correlation of the coarse frames once registered
	tenth    float64 // lower tenth of the windows' correlations of detail
	quartile float64 // lower quartile of the same
	shade    float64 // lower tenth of the correlations of what is larger, in the windows of the middle
	bend     float64 // see bend
	windows  int
}

const (
	leastRough  = 0.5 // below it the two have too little in common for a closer look
	coarseSteps = 20
	fineSteps   = 10
)

// compare registers b with a, from the place of the eyes on, and measures how far they agree; of b the face is mirrored
// when side is 1.
func compare(a, b sitter, side int) (l likeness) {
	mask := oval(a.even[0].w, a.even[0].h, coarseEyes)
	m, ok := register(a.even[0], b.even[side], mask, raster.Identity(), affine, coarseSteps)
	if !ok {
		return l
	}
	if l.rough = correlation(a.even[0], b.even[side], mask, m); l.rough < leastRough {
		return l
	}
	const k = float64(fineEyes) / coarseEyes
	m = b.reach[side].After(scaling(k)).After(m).After(scaling(1 / k))
	mask = oval(a.fine.w, a.fine.h, fineEyes)
	n, ok := register(a.fine.even(fineEyes/2), b.seen(m).even(fineEyes/2), mask, raster.Identity(), projective, fineSteps)
	if ok {
		m = m.After(n)
	}
	all := windows(a.fine, b.seen(m).toned(a.fine, mask), func(x, y int) bool {
		return a.shows(a.reach[0], x, y) && b.shows(m, x, y)
	})
	l.windows = len(all)
	detail := func(w window) float64 { return w.detail }
	l.tenth, l.quartile = lower(all, 10, detail), lower(all, 4, detail)
	l.shade = lower(middle(all), 10, func(w window) float64 { return w.shade })
	l.bend = bend(all)
	return l
}

// shows reports whether the window at x, y of the fine frame lies in the sitter's picture, seen through m.
func (s sitter) shows(m raster.Homography, x, y int) bool {
	for _, c := range [4][2]int{{x, y}, {x + windowSide, y}, {x, y + windowSide}, {x + windowSide, y + windowSide}} {
		px, py := m.At(float64(c[0]), float64(c[1]))
		if !(px >= 0 && py >= 0 && px <= float64(s.luma.Rect.Dx()) && py <= float64(s.luma.Rect.Dy())) {
			return false
		}
	}
	return true
}

// oval is 1 in the middle of a face and falls to 0 at its outline.
func oval(w, h, eyes int) []float32 {
	d := float64(eyes)
	cx, cy := float64(w)/2, frameOf(eyes).Line+0.5*d
	mask := make([]float32, w*h)
	for i := range mask {
		u, v := (float64(i%w)+0.5-cx)/(1.35*d), (float64(i/w)+0.5-cy)/(1.75*d)
		mask[i] = float32(min(1, max(0, 3*(1-math.Hypot(u, v)))))
	}
	return mask
}

// correlation is that of a with b seen through m, inside the mask.
func correlation(a, b plane, mask []float32, m raster.Homography) float64 {
	var n, sa, sb, aa, bb, ab float64
	for i, w := range mask {
		if w == 0 {
			continue
		}
		x, y := m.At(float64(i%a.w)+0.5, float64(i/a.w)+0.5)
		k, p, q := float64(w), float64(a.pix[i]), b.at(x-0.5, y-0.5)
		n, sa, sb, aa, bb, ab = n+k, sa+k*p, sb+k*q, aa+k*p*p, bb+k*q*q, ab+k*p*q
	}
	return pearson(n, sa, sb, aa, bb, ab)
}

func pearson(n, sa, sb, aa, bb, ab float64) float64 {
	va, vb := aa-sa*sa/n, bb-sb*sb/n
	if !(va > 1e-9 && vb > 1e-9) {
		return 0
	}
	return (ab - sa*sb/n) / math.Sqrt(va*vb)
}
