package compare

import (
	"cmp"
	"slices"
)

const (
	alikeEnough = 1.08 // ratio of the slopes of two pictures up to which they are equally sharp
	firstBlur   = 0.6  // sigma, pixels of the reduced pictures
	blurStep    = 1.35 // times the sigma that was tried last
	maxBlur     = 4.5
)

// alikeSharp softens the sharper of p and q until both are equally sharp over the cells that begin at the given pixels:
// a copy that was blurred or sharpened differs on every edge, and that is no change of content.
// sigma is how much it took.
func alikeSharp(p, q plane, cells []int) (evenP, evenQ plane, sigma float64) {
	cells = steepest(p, q, cells)
	if sharper(p, q, cells) > 1 {
		evenP, sigma = softened(p, q, cells)
		return evenP, q, sigma
	}
	evenQ, sigma = softened(q, p, cells)
	return p, evenQ, sigma
}

// softened blurs p until it is no sharper than q.
func softened(p, q plane, cells []int) (out plane, sigma float64) {
	out = p
	for s := firstBlur; s <= maxBlur && sharper(out, q, cells) > alikeEnough; s *= blurStep {
		out, sigma = p.blurred(s), s
	}
	return out, sigma
}

// sharper is the median over the cells of how much steeper p is than q: what was replaced has no say.
func sharper(p, q plane, cells []int) float64 {
	ratios := make([]float64, 0, len(cells))
	for _, c := range cells {
		ratios = append(ratios, slope(p, c)/max(slope(q, c), 1e-3))
	}
	return median(ratios)
}

// steepest is the quarter of the cells with the steepest slopes in either picture.
func steepest(p, q plane, cells []int) []int {
	list := slices.Clone(cells)
	steep := make(map[int]float64, len(cells))
	for _, c := range cells {
		steep[c] = max(slope(p, c), slope(q, c))
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(steep[b], steep[a]) })
	return list[:(len(list)+3)/4]
}

// slope is the mean squared gradient over the cell that begins at pixel at.
func slope(p plane, at int) float64 {
	sum := float32(0)
	for k := range (cellSide - 1) * (cellSide - 1) {
		i := at + k/(cellSide-1)*p.w + k%(cellSide-1)
		dx, dy := p.pix[i+1]-p.pix[i], p.pix[i+p.w]-p.pix[i]
		sum += dx*dx + dy*dy
	}
	return float64(sum) / (cellSide - 1) / (cellSide - 1)
}
