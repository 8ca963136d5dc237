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
	maxLogNFA  = -8.0 // log10 of the regions that chance may make in a picture: honest windows of one wall reach -6
	mostAgrees = 0.25 // disagreement of a region that is called a copy
	asked      = 24   // regions, the least likely first, that are compared with their surroundings and rivals
)

// limits returns the pixels of the search plane and the blocks that are hashed.
func limits(p models.Profile) (plane, blocks int) {
	if p == models.ProfileFast {
		return 750_000, 100_000
	}
	return 3_000_000, 500_000
}

// search returns the copies found in g, the least likely by chance first, and the log10 NFA of the best region that could
// be one.
func search(ctx context.Context, g *image.Gray, r *residual, p models.Profile) (found []match, best float64, err error) {
	best = r.logNFA(1, 0)
	plane, blocks := limits(p)
	factor := 1
	for r.w*r.h > plane*factor*factor {
		factor++
	}
	small := g
	if factor > 1 {
		small = raster.Box(g, r.w/factor, r.h/factor)
	}
	votes, err := r.collect(ctx, keys(small, blocks), small.Rect.Dx(), factor)
	if err != nil {
		return nil, best, err
	}
	ballots := count(votes)
	all := []match{}
	for _, b := range ballots {
		if err := ctx.Err(); err != nil {
			return nil, best, err
		}
		all = append(all, r.grow(b)...)
	}
	slices.SortStableFunc(all, func(a, b match) int { return cmp.Compare(a.logNFA, b.logNFA) })
	for i, m := range all {
		if i == asked || m.logNFA > 0 {
			break
		}
		if !r.sharp(m) || !r.alone(m, ballots) {
			continue
		}
		best = min(best, m.logNFA)
		if m.logNFA <= maxLogNFA && m.disagreement <= mostAgrees && distinct(found, m) {
			found = append(found, m)
		}
	}
	if p == models.ProfileFast {
		return found, best, nil
	}
	for _, group := range turned(small) {
		for i, l := range group {
			group[i] = link{full(l.from, factor), full(l.to, factor)}
		}
		m, ok := follow(ctx, g, r, group)
		if !ok {
			continue
		}
		best = min(best, m.logNFA)
		if m.logNFA <= maxLogNFA && m.disagreement <= mostAgrees && distinct(found, m) {
			found = append(found, m)
		}
	}
	return found, best, ctx.Err()
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
