package face

import (
	"encoding/binary"
	"fmt"
	"image"
	"math"
	"slices"
)

// pupils is the cascade of regression trees that moves a guess onto a pupil. pigo's own evaluation perturbs its guesses by
// the process's random numbers; equal pictures must give equal eyes here, so the perturbations are a fixed sequence.
type pupils struct {
	stages, trees, depth int
	shrink               float64   // of the scale from stage to stage
	nodes                []int8    // row, column, row, column of the two pixels that a node compares
	leaves               []float32 // row and column to move by, in units of the scale
}

// unpackPupils reads cascade/puploc: stages, scale factor, trees and depth of four bytes each, little-endian, then for each
// tree its nodes (2^depth - 1) and its leaves (2^depth).
func unpackPupils(data []byte) (*pupils, error) {
	const header = 16
	damaged := func(what string) error {
		return fmt.Errorf("face: cascade/puploc is damaged (%s, %d bytes); restore it from pigo v1.4.6", what, len(data))
	}
	if len(data) < header {
		return nil, damaged("no header")
	}
	word := func(at int) uint32 { return binary.LittleEndian.Uint32(data[at:]) }
	p := &pupils{stages: int(word(0)), shrink: float64(math.Float32frombits(word(4))), trees: int(word(8)), depth: int(word(12))}
	if p.stages < 1 || p.stages > 64 || p.trees < 1 || p.trees > 1024 || p.depth < 1 || p.depth > 16 {
		return nil, damaged("sizes out of range")
	}
	leaves := 1 << p.depth
	if len(data) != header+p.stages*p.trees*(4*(leaves-1)+8*leaves) {
		return nil, damaged("length")
	}
	at := header
	for range p.stages * p.trees {
		for range 4 * (leaves - 1) {
			p.nodes = append(p.nodes, int8(data[at]))
			at++
		}
		for range 2 * leaves {
			p.leaves = append(p.leaves, math.Float32frombits(word(at)))
			at += 4
		}
	}
	return p, nil
}

// guesses is how often a pupil is looked for from slightly different places; the median counts.
const guesses = 31

// locate returns the pupil near x, y in an eye of the given scale.
func (p *pupils) locate(g *image.Gray, x, y, scale float64) (px, py float64) {
	var xs, ys [guesses]float64
	for i := range guesses {
		dx, dy, ds := halton(i+1, 2)-0.5, halton(i+1, 3)-0.5, halton(i+1, 5)-0.5
		xs[i], ys[i] = p.run(g, x+0.15*scale*dx, y+0.15*scale*dy, scale*(1+0.15*ds))
	}
	slices.Sort(xs[:])
	slices.Sort(ys[:])
	return xs[guesses/2], ys[guesses/2]
}

// run moves x, y stage by stage.
func (p *pupils) run(g *image.Gray, x, y, scale float64) (float64, float64) {
	leaves := 1 << p.depth
	nodes, moves := p.nodes, p.leaves
	for range p.stages {
		var dx, dy float64
		for range p.trees {
			at := 0
			for range p.depth {
				n := nodes[4*at:]
				if pixel(g, x, y, scale, n[1], n[0]) > pixel(g, x, y, scale, n[3], n[2]) {
					at = 2*at + 2
				} else {
					at = 2*at + 1
				}
			}
			leaf := at - (leaves - 1)
			dy += float64(moves[2*leaf])
			dx += float64(moves[2*leaf+1])
			nodes, moves = nodes[4*(leaves-1):], moves[2*leaves:]
		}
		x, y, scale = x+dx*scale, y+dy*scale, scale*p.shrink
	}
	return x, y
}

// pixel is the value dx, dy of 256th of the scale from x, y, of the nearest pixel inside g.
func pixel(g *image.Gray, x, y, scale float64, dx, dy int8) uint8 {
	s := int(math.Round(scale))
	c := min(max((256*int(x)+int(dx)*s)>>8, 0), g.Rect.Dx()-1)
	r := min(max((256*int(y)+int(dy)*s)>>8, 0), g.Rect.Dy()-1)
	return g.Pix[r*g.Stride+c]
}

// halton is the i-th number of the Halton sequence of the base, 0..1 (Halton 1960).
func halton(i, base int) float64 {
	f, out := 1.0, 0.0
	for ; i > 0; i /= base {
		f /= float64(base)
		out += f * float64(i%base)
	}
	return out
}
