package compare

import (
	"context"
	"image"
	"math"
)

const (
	tileSide   = 64   // side of a block, pixels: enough for a phase-correlation peak
	tileEdge   = 8    // pixels measured around a block, for filters and for looking two pixels away
	maxTiles   = 240  // native blocks looked at, spread evenly: the cost is the same for 2 and for 12 megapixels
	smallTiles = 80   // blocks of the reduced pictures
	denseTiles = 120  // up to this many blocks may overlap
	minPeak    = 0.10 // phase-correlation peak under which a block was not found
	minMatch   = 0.40 // correlation of a followed block with its counterpart
)

// grid returns at most limit blocks spread evenly over a w x h picture; none when it is smaller than a block. Small
// pictures get blocks that overlap by half, so that there are enough of them.
func grid(w, h, limit int) []image.Rectangle {
	if w < tileSide || h < tileSide {
		return nil
	}
	nx, ny := 2*w/tileSide-1, 2*h/tileSide-1
	if nx*ny > denseTiles {
		nx, ny = w/tileSide, h/tileSide
	}
	if nx*ny > limit {
		shrink := math.Sqrt(float64(limit) / float64(nx*ny))
		nx, ny = max(1, int(float64(nx)*shrink)), max(1, int(float64(ny)*shrink))
	}
	list := make([]image.Rectangle, 0, nx*ny)
	for j := range ny {
		for i := range nx {
			x, y := between(i, nx, w), between(j, ny, h)
			list = append(list, image.Rect(x, y, x+tileSide, y+tileSide))
		}
	}
	return list
}

// between places block i of n on a side of the given length, first and last at its ends.
func between(i, n, length int) int {
	if n == 1 {
		return (length - tileSide) / 2
	}
	return i * (length - tileSide) / (n - 1)
}

// settle improves m (native reference to native other) on the reduced pictures: blocks are found again by phase
// correlation and an affine map is fitted to them; then again by tracking. found is the share of textured blocks that agree.
func settle(ctx context.Context, ref, other view, m mapping) (better mapping, found float64, err error) {
	up, ok := ref.shrink().inverse()
	if !ok {
		return m, 0, nil
	}
	down, ok := other.shrink().inverse()
	if !ok {
		return m, 0, nil
	}
	small := up.then(m).then(other.shrink())
	tiles := grid(ref.small.Rect.Dx(), ref.small.Rect.Dy(), smallTiles)
	field := newCorrelator(tileSide, tileSide)
	for _, step := range []struct {
		find      finder
		tolerance float64
	}{{field.find, 3}, {trackBlock, 1.5}} {
		if err := ctx.Err(); err != nil {
			return m, 0, err
		}
		anchors, textured := locate(step.find, ref.small, other.small, small, tiles)
		w, h := ref.small.Rect.Dx(), ref.small.Rect.Dy()
		next, inliers, ok := fit(anchors, step.tolerance*max(1, small.scale(float64(w)/2, float64(h)/2)), w, h)
		if !ok {
			return m, 0, nil
		}
		small, found = next, float64(inliers)/float64(textured)
	}
	return ref.shrink().then(small).then(down), found, nil
}

// finder finds the shift of a block; confidence is 0 when it is not there.
type finder func(p, q plane) (dx, dy, confidence float64)

// find looks a third of a block far, to a fraction of a pixel.
func (c *correlator) find(p, q plane) (dx, dy, confidence float64) {
	dx, dy, peak := c.shift(p.inner(tileEdge), q.inner(tileEdge), 0.5)
	if peak < minPeak || math.Hypot(dx, dy) > tileSide/3 {
		return 0, 0, 0
	}
	return dx, dy, peak
}

// trackBlock looks 3 pixels far, to hundredths.
func trackBlock(p, q plane) (dx, dy, confidence float64) {
	t, ok := follow(p, q)
	if !ok || t.match < minMatch {
		return 0, 0, 0
	}
	return t.dx, t.dy, 1 / (t.error*t.error + 1e-3)
}

// locate finds every textured block of ref again in other, near where m puts it.
func locate(find finder, ref, other *image.Gray, m mapping, tiles []image.Rectangle) (anchors []anchor, textured int) {
	for _, t := range tiles {
		wide := t.Inset(-tileEdge)
		p := cut(ref, wide)
		if _, sd := p.deviation(); sd < 2 {
			continue // nothing to hold on to
		}
		textured++
		dx, dy, confidence := find(p, warp(other, m, wide))
		if confidence == 0 {
			continue
		}
		x, y := float64(t.Min.X+t.Max.X-1)/2, float64(t.Min.Y+t.Max.Y-1)/2
		u, v := m.at(x+dx, y+dy)
		anchors = append(anchors, anchor{x: x, y: y, u: u, v: v, weight: confidence})
	}
	return anchors, textured
}
