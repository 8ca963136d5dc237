package compare

import (
	"context"
	"image"
	"math"
)

const (
	tileSide    = 64   // side of a block, pixels: enough for a phase-correlation peak
	tileEdge    = 8    // pixels measured around a block, for filters and for looking two pixels away
	maxTiles    = 240  // native blocks looked at, spread evenly: the cost is the same for 2 and for 12 megapixels
	smallTiles  = 80   // blocks of the reduced pictures
	enoughTiles = 70   // fewer blocks overlap
	minStep     = 16   // pixels from one overlapping block to the next
	minPeak     = 0.10 // phase-correlation peak under which a block was not found
	minMatch    = 0.40 // correlation of a followed block with its counterpart
)

// grid returns at most limit blocks spread evenly over a w x h picture, tileEdge away from its borders; none when it is
// smaller than that. Blocks of small pictures overlap, so that there are enough of them.
func grid(w, h, limit int) []image.Rectangle {
	w, h = w-2*tileEdge, h-2*tileEdge
	if w < tileSide || h < tileSide {
		return nil
	}
	step := tileSide
	for step > minStep && (w/step)*(h/step) < enoughTiles {
		step /= 2
	}
	nx, ny := (w-tileSide)/step+1, (h-tileSide)/step+1
	if nx*ny > limit {
		shrink := math.Sqrt(float64(limit) / float64(nx*ny))
		nx, ny = max(1, int(float64(nx)*shrink)), max(1, int(float64(ny)*shrink))
	}
	list := make([]image.Rectangle, 0, nx*ny)
	for j := range ny {
		for i := range nx {
			x, y := tileEdge+between(i, nx, w), tileEdge+between(j, ny, h)
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

// settle improves start (native reference to native other) on the reduced pictures, where blocks are large and cheap: twice, once
// when features are certain, whose map is right to about a pixel. found is the share of textured blocks that agree with the better
// map, 0 when none can be made.
func settle(ctx context.Context, ref, other view, start hypothesis) (better mapping, found float64, err error) {
	m := start.m
	up, ok := ref.shrink().inverse()
	if !ok {
		return m, 0, nil
	}
	down, ok := other.shrink().inverse()
	if !ok {
		return m, 0, nil
	}
	small := up.then(m).then(other.shrink())
	w, h := ref.small.Rect.Dx(), ref.small.Rect.Dy()
	tiles, field := grid(w, h, smallTiles), newCorrelator(tileSide, tileSide)
	tolerances := []float64{4, 1.5}
	if start.nfa < certain {
		tolerances = tolerances[1:]
	}
	for _, tolerance := range tolerances {
		blocks, err := followAll(ctx, ref.small, other.small, small, tiles, field)
		if err != nil {
			return m, 0, err
		}
		next, inliers, ok := fit(anchors(blocks), tolerance*max(1, small.scale(float64(w)/2, float64(h)/2)), w, h)
		if !ok {
			return m, 0, nil
		}
		small, found = next, float64(inliers)/float64(max(1, countTextured(blocks)))
	}
	return ref.shrink().then(small).then(down), found, nil
}

// find looks a third of a block far, to a fraction of a pixel; confidence is 0 when it is not there.
func (c *correlator) find(p, q plane) (dx, dy, confidence float64) {
	dx, dy, peak := c.shift(p.inner(tileEdge), q.inner(tileEdge), 0.5)
	if peak < minPeak || math.Hypot(dx, dy) > tileSide/3 {
		return 0, 0, 0
	}
	return dx, dy, peak
}
