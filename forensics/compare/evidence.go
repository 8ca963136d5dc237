package compare

import (
	"context"
	"math"
	"slices"

	"loupe/forensics/order"
)

// evidence is what the two pictures have in common once they lie on each other, in pixels of the reference.
type evidence struct {
	m         mapping // native reference to native other, as refined here
	found     float64 // share of the reduced pictures' blocks that one map explains
	chance    float64 // log10 of the number of false alarms of the features' consensus
	scale     float64 // of it at the picture's centre
	blocks    int     // native blocks looked at; those of small pictures overlap
	area      float64 // of the reference, in blocks beside each other
	textured  int     // of them, blocks with gradients in both directions
	followed  int     // of the textured, blocks found again
	rigid     float64 // share of the followed blocks within rigidShift of the one affine map
	bend      float64 // median distance of the followed blocks from the affine map, pixels
	bendHigh  float64 // 75th percentile of it
	outside   int     // textured blocks beside the document
	together  float64 // share of them that lie under the document's own map in the other picture too
	sharpness float64 // median over blocks of residual correlation at the shift minus two pixels away
	residual  float64 // median over blocks of residual correlation at the shift
	judged    int     // blocks with residuals in both pictures
	noise     float64 // median standard deviation of the weaker picture's noise, 0..255
	shading   float64 // robust deviation of the blocks' brightness ratio, relative
	rendered  bool    // both pictures are sheets of a PDF drawn by us: whatever they share, nobody captured it
	blank     float64 // share of the blocks that are not clipped without noise in either picture
}

const (
	noiseBlocks  = 45   // blocks whose residuals are compared
	noNoise      = 0.25 // standard deviation below which a block holds no capture noise
	clippedMean  = 250  // grey levels above which (and below whose complement) a block is clipped
	residualEdge = 2    // pixels away at which a capture's noise no longer agrees with itself
)

// gather measures the evidence for other lying at m on ref.
func gather(ctx context.Context, ref, other view, m mapping) (evidence, error) {
	e := evidence{m: m, scale: m.scale(float64(ref.w())/2, float64(ref.h())/2)}
	blocks, err := followAll(ctx, ref.full, other.full, m, grid(ref.w(), ref.h(), maxTiles), nil)
	if err != nil {
		return e, err
	}
	e.blocks, e.area = len(blocks), float64(ref.w()*ref.h())/(tileSide*tileSide)
	e.bendOf(ref, blocks)
	e.background(ref.place(), blocks)
	if e.hopeless() {
		return e, nil
	}
	err = e.residuals(ctx, ref, other, blocks)
	return e, err
}

// residuals compares the noise of the two pictures block by block, at the one affine map.
func (e *evidence) residuals(ctx context.Context, ref, other view, blocks []block) error {
	var sharp, level, sigma, ratio []float64
	var there warper
	blank := 0
	step := max(1, (len(blocks)+noiseBlocks-1)/noiseBlocks)
	looked := 0
	for i := step / 2; i < len(blocks); i += step {
		if err := ctx.Err(); err != nil {
			return err
		}
		wide := blocks[i].at.Inset(-tileEdge)
		p, q := cut(ref.full, wide), there.warp(other.full, e.m, wide)
		mp, _ := p.deviation()
		mq, _ := q.deviation()
		if max(mp, mq) > clippedMean || min(mp, mq) < 255-clippedMean {
			continue // what is clipped shows no noise whatever made it
		}
		looked++
		sp, sq := noise(p), noise(q)
		if max(sp, sq) < noNoise {
			blank++
			continue
		}
		if min(sp, sq) < noNoise {
			continue
		}
		at, away := noiseMatch(p, q, sp, sq)
		sharp, level = append(sharp, at-away), append(level, at)
		sigma, ratio = append(sigma, min(sp, sq)), append(ratio, math.Log(mq/mp))
	}
	e.judged = len(sharp)
	if looked > 0 {
		e.blank = float64(blank) / float64(looked)
	}
	e.sharpness, e.residual, e.noise = order.Median(sharp), order.Median(level), order.Median(sigma)
	e.shading = spreadOf(ratio)
	return nil
}

// noiseMatch correlates what is left of p and q after denoising over the quarter of the pixels with the least
// activity: at the shift, and the mean two pixels away in 8 directions.
func noiseMatch(p, q plane, sp, sq float64) (at, away float64) {
	dp, dq := nonLocalMeans(p, max(sp, 0.7)), nonLocalMeans(q, max(sq, 0.7))
	rp, rq := p.minus(dp), q.minus(dq)
	quiet := quietest(dp, dq)
	at = correlateAt(rp, rq, quiet, 0)
	const k = residualEdge
	for _, d := range [8]int{-k, k, -k * p.w, k * p.w, -k - k*p.w, k - k*p.w, k*p.w - k, k*p.w + k} {
		away += correlateAt(rp, rq, quiet, d) / 8
	}
	return at, away
}

// quietest lists the inner pixels where the denoised pictures change least: the least active quarter.
func quietest(p, q plane) []int {
	sp, sq := p.blurred(1), q.blurred(1)
	side, high := p.w-2*tileEdge, p.h-2*tileEdge
	activity := make([]float32, 0, side*high)
	for y := tileEdge; y < p.h-tileEdge; y++ {
		for x := tileEdge; x < p.w-tileEdge; x++ {
			activity = append(activity, slopeSquared(sp, y*p.w+x)+slopeSquared(sq, y*p.w+x))
		}
	}
	limit := order.Nth(slices.Clone(activity), len(activity)/4)
	list := make([]int, 0, len(activity)/3)
	for k, a := range activity {
		if a <= limit {
			list = append(list, (k/side+tileEdge)*p.w+k%side+tileEdge)
		}
	}
	return list
}

func slopeSquared(p plane, i int) float32 {
	dx, dy := p.pix[i+1]-p.pix[i-1], p.pix[i+p.w]-p.pix[i-p.w]
	return dx*dx + dy*dy
}

// correlateAt is the normalised correlation of p at the listed pixels with q at the pixels d further on.
func correlateAt(p, q plane, pixels []int, d int) float64 {
	var a, b, aa, bb, ab float64
	for _, i := range pixels {
		x, y := float64(p.pix[i]), float64(q.pix[i+d])
		a, b, aa, bb, ab = a+x, b+y, aa+x*x, bb+y*y, ab+x*y
	}
	n := float64(len(pixels))
	va, vb := aa-a*a/n, bb-b*b/n
	if va < 1e-3 || vb < 1e-3 {
		return 0
	}
	return (ab - a*b/n) / math.Sqrt(va*vb)
}

// quantile returns the value at q of a sorted list; 0 when it is empty.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(q*float64(len(sorted))))]
}

// spreadOf is the median absolute deviation of values, scaled to a standard deviation.
func spreadOf(values []float64) float64 {
	m := order.Median(values)
	away := make([]float64, len(values))
	for i, v := range values {
		away[i] = math.Abs(v - m)
	}
	return 1.4826 * order.Median(away)
}
