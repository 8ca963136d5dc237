package compare

import (
	"context"
	"image"
	"math"

	"loupe/forensics/feature"
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
	oddAspect   = 0.1 // of the logarithm: pictures may have been squeezed, which features do not survive
)

// register finds how other lies on ref: by features as it is and mirrored, else by the phase correlation of the whole.
func register(ctx context.Context, ref, other view) (hypothesis, error) {
	w, h := ref.small.Rect.Dx(), ref.small.Rect.Dy()
	ow, oh := other.small.Rect.Dx(), other.small.Rect.Dy()
	a, b := feature.Find(ref.small, maxFeatures), feature.Find(other.small, maxFeatures)
	best := agree(a, b, w, h, float64(ow*oh))
	if best.nfa > certain {
		if err := ctx.Err(); err != nil {
			return hypothesis{}, err
		}
		if m := agree(a, feature.Find(mirrored(other.small), maxFeatures), w, h, float64(ow*oh)); m.nfa < best.nfa {
			best = m
			best.m = best.m.then(dihedral(2, ow, oh))
		}
	}
	up, ok := other.shrink().inverse()
	if best.nfa < seldom && ok {
		return hypothesis{m: ref.shrink().then(best.m).then(up), inliers: best.inliers, nfa: best.nfa}, nil
	}
	if min(len(a), len(b)) >= fewFeatures && aspect(ref, other) < oddAspect {
		return hypothesis{nfa: best.nfa, inliers: best.inliers}, nil
	}
	return coarse(ctx, ref, other)
}

// aspect is by how much the proportions of the two pictures differ, one of them turned if need be.
func aspect(a, b view) float64 {
	p, q := math.Log(float64(a.w())/float64(a.h())), math.Log(float64(b.w())/float64(b.h()))
	return min(math.Abs(p-q), math.Abs(p+q))
}

func mirrored(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		src, dst := g.Pix[y*g.Stride:][:w], out.Pix[y*w:][:w]
		for x, v := range src {
			dst[w-1-x] = v
		}
	}
	return out
}
