package copymove

import (
	"cmp"
	"context"
	"image"
	"slices"

	"loupe/forensics/raster"
	"loupe/models"
)

const (
	asked = 80 // regions, the least likely by chance first, that are compared with their surroundings and rivals
	// mostUnexplained is how many times the energy that the last save makes may lie between two places that were equal: the
	// bound holds in the mean of all pictures, copies reach 1.1, other letters of one document begin at 2.
	mostUnexplained = 1.3
)

// limits returns the most pixels of the search plane, and the most windows that are compared at full resolution for the first
// block of each pair.
func limits(p models.Profile) (plane, windows int) {
	if p == models.ProfileFast {
		return 750_000, 1_200_000
	}
	return 3_000_000, 4_500_000
}

const mostCompared = 4 * 4_500_000 // pairs of places: each block with chain others

const mostBlocks = 400_000 // that are hashed

// search is the search for copies in one picture.
type search struct {
	luma    *image.Gray
	r       *residual
	reduced *image.Gray // the search plane
	factor  int         // pixels of luma a side of a pixel of it
	found   []match
	best    float64 // log10 NFA of the best region that could be a copy
}

// searched returns the copies that the profile finds, the least likely by chance first.
func searched(ctx context.Context, g *image.Gray, r *residual, p models.Profile) (*search, error) {
	plane, windows := limits(p)
	s := &search{luma: g, r: r, reduced: g, factor: 1, best: r.tests}
	for r.w*r.h > plane*s.factor*s.factor {
		s.factor++
	}
	if s.factor > 1 {
		s.reduced = raster.Box(g, r.w/s.factor, r.h/s.factor)
	}
	if err := s.moved(ctx, min(mostBlocks, windows/((2*s.factor-1)*(2*s.factor-1)))); err != nil {
		return nil, err
	}
	if p == models.ProfileFast {
		return s, nil
	}
	return s, s.turned(ctx)
}

// moved searches parts that were moved only, from blocks that look alike.
func (s *search) moved(ctx context.Context, blocks int) error {
	votes, err := s.r.collect(ctx, keys(s.reduced, blocks), s.reduced.Rect.Dx(), s.factor)
	if err != nil {
		return err
	}
	ballots, all := count(votes), []match{}
	for _, b := range ballots {
		if err := ctx.Err(); err != nil {
			return err
		}
		all = append(all, s.r.grow(b)...)
	}
	slices.SortStableFunc(all, func(a, b match) int { // noise before texture: edges make many regions of texture
		return cmp.Or(cmp.Compare(a.most, b.most), cmp.Compare(a.logNFA, b.logNFA))
	})
	for _, m := range all[:min(len(all), asked)] {
		if s.r.sharp(m) && s.r.alone(m, ballots) {
			m.unexplained = s.r.unexplained(m)
			s.take(m)
		}
	}
	return ctx.Err()
}

// turned searches parts that were turned or scaled too, from features.
func (s *search) turned(ctx context.Context) error {
	for _, group := range turned(s.reduced) {
		for i, l := range group {
			group[i] = link{full(l.from, s.factor), full(l.to, s.factor)}
		}
		if m, ok := follow(ctx, s.luma, s.r, group); ok {
			s.take(m)
		}
	}
	slices.SortStableFunc(s.found, func(a, b match) int { return cmp.Compare(a.logNFA, b.logNFA) })
	return ctx.Err()
}

// take keeps m when it is a copy that was not found before.
func (s *search) take(m match) {
	// What agrees in the finest band without loss agrees in noise, clipped or not.
	if m.unexplained > mostUnexplained || len(s.r.bands) > 0 && !s.captured(m) {
		return
	}
	s.best = min(s.best, m.logNFA)
	if m.logNFA <= s.r.maxLogNFA && m.disagreement <= s.r.mostAgrees && distinct(s.found, m) {
		s.found = append(s.found, s.r.completed(m))
	}
}

// full converts a place of the search plane to pixels of the picture.
func full(p complex128, factor int) complex128 {
	return p*complex(float64(factor), 0) + complex(float64(factor-1)/2, float64(factor-1)/2)
}

// distinct reports whether m is not one of found again at a neighbouring offset.
func distinct(found []match, m match) bool {
	for _, f := range found {
		d := m.offset.Sub(f.offset)
		same := m.turned || f.turned || max(d.X, -d.X, d.Y, -d.Y) <= 3
		if same && (m.box.Overlaps(f.box) && m.other.Overlaps(f.other) || m.box.Overlaps(f.other) && m.other.Overlaps(f.box)) {
			return false
		}
	}
	return true
}
