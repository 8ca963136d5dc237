package compare

import (
	"context"
	"image"
	"math"

	"loupe/forensics/feature"
	"loupe/forensics/raster"
	"loupe/models"
)

// view is one picture at the two sizes that registration works at.
type view struct {
	full  *image.Gray // native pixels: where the capture's noise lives
	small *image.Gray // longest side at most forensics.SmallSide
	place func() models.Place
}

func (v view) w() int { return v.full.Rect.Dx() }
func (v view) h() int { return v.full.Rect.Dy() }

// shrink maps native pixels to pixels of the small plane.
func (v view) shrink() mapping { return resize(v.w(), v.h(), v.small.Rect.Dx(), v.small.Rect.Dy()) }

// hypothesis is one way the other picture may lie on the reference.
type hypothesis struct {
	m       mapping // native pixels of the reference to native pixels of the other
	inliers int     // features that agree with it
	nfa     float64 // log10 of the number of such agreements that chance would give; 0 when features had no say
	match   float64 // correlation of the band-passed pictures over their overlap; 0 when features were enough
}

func (h hypothesis) found() bool { return h.nfa < seldom || h.match >= coarseMatch }

const (
	fewFeatures = 150 // features of a picture under which its whole pattern is tried too
	sureShare   = 4   // a part of this many of the features must agree for nothing else to be tried: a face is half its mirror image
	oddAspect   = 0.1 // of the logarithm: the picture may have been squeezed, which features do not survive
)

// register finds how other lies on ref: by features as it is, mirrored and squeezed to ref's proportions, else by the phase
// correlation of the whole.
func register(ctx context.Context, ref, other view) (hypothesis, error) {
	up, ok := other.shrink().inverse()
	if !ok {
		return hypothesis{}, nil
	}
	a, w, h := feature.Find(ref.small, maxFeatures), ref.small.Rect.Dx(), ref.small.Rect.Dy()
	best, fewest := consensus{}, len(a)
	for _, s := range showings(ref.small, other.small) {
		if err := ctx.Err(); err != nil {
			return hypothesis{}, err
		}
		if best.nfa < certain && sureShare*best.inliers >= fewest {
			break
		}
		b := s.points()
		fewest = min(fewest, len(b))
		if c := agree(a, b, w, h, s.area); c.nfa < best.nfa {
			best = c
			best.m = c.m.then(s.back)
		}
	}
	if best.nfa < seldom {
		return hypothesis{m: ref.shrink().then(best.m).then(up), inliers: best.inliers, nfa: best.nfa}, nil
	}
	if fewest >= fewFeatures {
		return hypothesis{nfa: best.nfa, inliers: best.inliers}, nil
	}
	return coarse(ctx, ref, other)
}

// showing is one way the other picture may be shown: its features there, its area in pixels and the mapping back to the picture.
type showing struct {
	points func() []feature.Point
	area   float64
	back   mapping
}

// showings lists g as it is, mirrored, and squeezed to the proportions of ref when its own are others. What a picture and its
// mirror image have in common is found once.
func showings(ref, g *image.Gray) []showing {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	found := feature.Detect(g, maxFeatures)
	list := []showing{
		{found.Points, float64(w * h), identity()},
		{found.Mirrored, float64(w * h), dihedral(2, w, h)},
	}
	if img, back := squeezed(ref, g); img != nil {
		points := func() []feature.Point { return feature.Find(img, maxFeatures) }
		list = append(list, showing{points, float64(img.Rect.Dx() * img.Rect.Dy()), back})
	}
	return list
}

// squeezed returns g reduced along one axis to the proportions of ref, and the mapping from there to g; nil when it has
// about those proportions, upright or lying.
func squeezed(ref, g *image.Gray) (*image.Gray, mapping) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	p, q := math.Log(float64(ref.Rect.Dx())/float64(ref.Rect.Dy())), math.Log(float64(w)/float64(h))
	if min(math.Abs(p-q), math.Abs(p+q)) < oddAspect {
		return nil, identity()
	}
	tw, th := w, h
	if q > p {
		tw = max(1, int(float64(w)*math.Exp(p-q)))
	} else {
		th = max(1, int(float64(h)*math.Exp(q-p)))
	}
	back, ok := resize(w, h, tw, th).inverse()
	if !ok {
		return nil, identity()
	}
	return raster.Box(g, tw, th), back
}
