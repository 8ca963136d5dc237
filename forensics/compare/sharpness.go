package compare

import (
	"slices"

	"loupe/forensics/order"
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
		if sigma == 0 {
			out = newPlane(p.w, p.h)
		}
		k := gaussian(s)
		p.smooth(k, k, out)
		sigma = s
	}
	return out, sigma
}

// sharper is the median over the cells of how much steeper p is than q: what was replaced has no say.
func sharper(p, q plane, cells []int) float64 {
	ratios := make([]float64, 0, len(cells))
	for _, c := range cells {
		ratios = append(ratios, slope(p, c)/max(slope(q, c), 1e-3))
	}
	return order.Median(ratios)
}

// steepest is the quarter of the cells with the steepest slopes in either picture.
func steepest(p, q plane, cells []int) []int {
	if len(cells) == 0 {
		return cells
	}
	steep := make([]float64, len(cells))
	for i, c := range cells {
		steep[i] = max(slope(p, c), slope(q, c))
	}
	n := (len(cells) + 3) / 4
	least := order.Nth(slices.Clone(steep), len(cells)-n)
	list := make([]int, 0, n)
	for i, c := range cells {
		if steep[i] >= least {
			list = append(list, c)
		}
	}
	return list
}

// slope is the mean squared gradient over the cell that begins at pixel at.
func slope(p plane, at int) float64 {
	sum := float32(0)
	for y := range cellSide - 1 {
		row, next := p.pix[at+y*p.w:][:cellSide], p.pix[at+(y+1)*p.w:][:cellSide]
		for x := range cellSide - 1 {
			dx, dy := row[x+1]-row[x], next[x]-row[x]
			sum += dx*dx + dy*dy
		}
	}
	return float64(sum) / (cellSide - 1) / (cellSide - 1)
}
