package copymove

import (
	"cmp"
	"context"
	"image"
	"slices"
)

const (
	maxDisagreement = 0.35 // of a window that votes for its offset
	minVotes        = 3    // windows that must agree upon an offset
	maxOffsets      = 100  // offsets that are followed, those of the most weight first
)

// vote is one window whose noise is found again at an offset, both in pixels of the full picture.
type vote struct {
	at, offset   image.Point
	disagreement float64
}

// ballot is an offset and the windows that voted for it.
type ballot struct {
	offset image.Point
	at     []image.Point
	weight float64 // grows with the number of votes, and much with how well they agree
}

// collect asks every pair of like blocks whether the noise agrees too, at full resolution. factor is the number of
// full-size pixels a side of a pixel of the search plane, which is w wide.
func (r *residual) collect(ctx context.Context, list []keyed, w, factor int) ([]vote, error) {
	votes, n, s := []vote{}, 0, &glance{r: r}
	alike(list, w, func(p pair) bool {
		if n++; n&0xfff == 0 && ctx.Err() != nil {
			return false
		}
		a := image.Pt(int(p.a)%w, int(p.a)/w).Mul(factor)
		d := image.Pt(int(p.b)%w, int(p.b)/w).Mul(factor).Sub(a)
		if v, ok := r.confirm(s, a, d, factor); ok {
			votes = append(votes, v)
		}
		return true
	})
	return votes, ctx.Err()
}

// confirm searches the offset to the pixel: the search plane knows it to factor.
func (r *residual) confirm(s *glance, a, d image.Point, factor int) (vote, bool) {
	best, found := vote{}, maxDisagreement
	offsets := image.Rect(d.X+1-factor, d.Y+1-factor, d.X+factor, d.Y+factor)
	offsets = offsets.Intersect(image.Rect(1, 1, r.w-side, r.h-side).Sub(a)) // both windows inside the filtered picture
	if offsets.Empty() || !r.inside(a, image.Point{}, side) {
		return best, false
	}
	i := a.Y*r.w + a.X
	first := i + offsets.Min.Y*r.w + offsets.Min.X
	s.look(i, first, offsets.Size())
	for y := range offsets.Dy() {
		for x := range offsets.Dx() {
			if !s.like(x, y) {
				continue
			}
			if k := r.disagreement(i, first+y*r.w+x); k < found {
				best, found = vote{a, offsets.Min.Add(image.Pt(x, y)), k}, k
			}
		}
	}
	return best, found < maxDisagreement
}

// count groups the votes by offset, those of the most weight first. It reorders votes.
func count(votes []vote) []ballot {
	slices.SortFunc(votes, func(a, b vote) int {
		return cmp.Or(cmp.Compare(a.offset.Y, b.offset.Y), cmp.Compare(a.offset.X, b.offset.X), cmp.Compare(a.at.Y, b.at.Y), cmp.Compare(a.at.X, b.at.X))
	})
	ballots := []ballot{}
	for from := 0; from < len(votes); {
		b := ballot{offset: votes[from].offset}
		for ; from < len(votes) && votes[from].offset == b.offset; from++ {
			d := maxDisagreement - votes[from].disagreement
			b.at, b.weight = append(b.at, votes[from].at), b.weight+d*d
		}
		if len(b.at) >= minVotes {
			ballots = append(ballots, b)
		}
	}
	slices.SortStableFunc(ballots, func(a, b ballot) int { return cmp.Compare(b.weight, a.weight) })
	return ballots[:min(len(ballots), maxOffsets)]
}
