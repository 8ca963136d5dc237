package jpeggrid

import (
	"cmp"
	"image"
	"math"
	"slices"

	"loupe/forensics/acontrario"
)

const (
	chance = 1.0 / grids // that a pixel without a reason votes for a given grid
	cell   = 64          // neighbouring pixels share their blocks, so so many votes count as one
)

// logTests is log10 of the number of windows and grids that are tried: (64 X Y)^2 (ZERO, section 3).
func (v *votes) logTests() float64 { return 2 * math.Log10(grids*float64(v.width)*float64(v.height)) }

// main returns the grid with most votes, and log10 of the number of grids that chance would make as strong.
func (v *votes) main() (g int, logNFA float64) {
	for i, n := range v.of {
		if n > v.of[g] {
			g = i
		}
	}
	return g, v.logTests() + acontrario.LogTail(v.looked/cell, v.of[g]/cell, chance)
}

// region is a group of neighbouring blocks of one grid.
type region struct {
	grid   int
	box    image.Rectangle // pixels
	votes  int             // of the pixels of its blocks
	logNFA float64
}

// wins counts, at the top left corner of every block of every grid, the pixels of the block for which elect names its grid.
func (v *votes) wins(elect func(at int) uint8) []uint8 {
	wins := make([]uint8, len(v.grid))
	for y := border; y < v.height-border; y++ {
		for x := border; x < v.width-border; x++ {
			if g := int(elect(y*v.width + x)); g != none {
				wins[(y-(y-g/8)&7)*v.width+x-(x-g%8)&7]++
			}
		}
	}
	return wins
}

// halfWon is how many of a block's 64 pixels must vote for it.
const halfWon = 32

// grow joins blocks that won half of their pixels with their neighbours of the same grid, and holds each group against
// chance: votes of its blocks among all pixels of its bounding box. It empties wins. Strongest first.
func (v *votes) grow(wins []uint8) []region {
	var found []region
	var group []int
	for start, n := range wins {
		if n < halfWon {
			continue
		}
		x, y := start%v.width, start/v.width
		r := region{grid: y&7<<3 | x&7}
		group = append(group[:0], start)
		r.take(wins, start, v.width)
		for k := 0; k < len(group); k++ {
			group = v.neighbours(group, wins, group[k], &r)
		}
		r.hold(v.logTests(), chance)
		found = append(found, r)
	}
	strongestFirst(found)
	return found
}

func strongestFirst(regions []region) {
	slices.SortStableFunc(regions, func(a, b region) int { return cmp.Compare(a.logNFA, b.logNFA) })
}

// hold works out how many such regions chance would make in a picture where a pixel votes so with probability p.
func (r *region) hold(logTests, p float64) {
	n := r.box.Dx() * r.box.Dy() / cell
	r.logNFA = logTests + acontrario.LogTail(n, min(r.votes/cell, n), p)
}

func (r *region) take(wins []uint8, at, width int) {
	r.votes += int(wins[at])
	wins[at] = 0
	x, y := at%width, at/width
	r.box = r.box.Union(image.Rect(x, y, x+8, y+8))
}

// near is how far apart the corners of neighbouring blocks may lie: pixels of blocks with one block between them are 9 pixels
// apart, the W of ZERO, section 3.
const near = 16

func (v *votes) neighbours(group []int, wins []uint8, at int, r *region) []int {
	x0, y0 := at%v.width, at/v.width
	for y := y0 - near; y <= y0+near; y += 8 {
		for x := x0 - near; x <= x0+near; x += 8 {
			if x < 0 || y < 0 || x >= v.width || y >= v.height {
				continue
			}
			if i := y*v.width + x; wins[i] >= halfWon {
				r.take(wins, i, v.width)
				group = append(group, i)
			}
		}
	}
	return group
}
