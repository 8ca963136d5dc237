package copymove

import (
	"image"
	"math"
)

// A JPEG leaves a lattice of 8x8 blocks on the pixels. In a picture made of one and saved without loss, a part that was
// moved carries its lattice with it, out of phase with the rest (Chuiko, Bulatov, Tropin et al. 2024). The phase of a place
// is that of the block around it with the most AC coefficients that round to 0 (ZERO: Nikoukhah, Anger, Colom, Morel,
// Grompone von Gioi, IPOL 11, 2021, algorithm 1).

const (
	phaseSample = 300 // places of the picture, and of each side of a match, that are asked
)

// phases says of each match which side carries another phase than the picture, and how sure that is.
type phases struct {
	logNFA []float64 // log10 of the matches that chance puts out of phase as much; 0 where nothing can be said
	moved  []int     // -1: the region at the match's tiles is the moved one, 1: the one at its offset, 0: not known
}

// phasesOf asks the lattice of each match.
func phasesOf(g *image.Gray, found []match) phases {
	p := phases{make([]float64, len(found)), make([]int, len(found))}
	if len(found) == 0 {
		return p
	}
	main := tally(g, spread(g))
	at, votes := main.most()
	if logTail(main.total, votes)+2*math.Log10(8) > -2 {
		return p
	}
	for i, m := range found {
		if m.turned || m.offset.X%8 == 0 && m.offset.Y%8 == 0 {
			continue // the copy lies in phase, or has lost its lattice
		}
		for _, side := range [2]int{-1, 1} {
			places, moved := m.places(side > 0), at.Add(m.offset.Mul(side))
			t := tally(g, places)
			n := logTail(t.total, t.votes[moved.Y&7][moved.X&7]) + math.Log10(float64(2*len(found)))
			if n < p.logNFA[i] {
				p.logNFA[i], p.moved[i] = n, side
			}
		}
	}
	return p
}

// places lists the upper left pixels of the match's tiles, or of those at its offset.
func (m match) places(there bool) []image.Point {
	every := 1 + len(m.tiles)/phaseSample
	out := []image.Point{}
	for i := 0; i < len(m.tiles); i += every {
		p := m.tiles[i].Mul(tile)
		if there {
			p = p.Add(m.offset)
		}
		out = append(out, p)
	}
	return out
}

// spread lists places all over the picture.
func spread(g *image.Gray) []image.Point {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	step := max(16, int(math.Sqrt(float64(w*h)/phaseSample)))
	out := []image.Point{}
	for y := 8; y+16 <= h; y += step {
		for x := 8; x+16 <= w; x += step {
			out = append(out, image.Pt(x, y))
		}
	}
	return out
}

// votes counts, for each phase, the places that have it.
type votes struct {
	votes [8][8]int
	total int
}

func (v *votes) most() (phase image.Point, n int) {
	for y := range 8 {
		for x := range 8 {
			if v.votes[y][x] > n {
				phase, n = image.Pt(x, y), v.votes[y][x]
			}
		}
	}
	return phase, n
}

// tally asks the places; those with a tie, and those too near the edge, do not vote.
func tally(g *image.Gray, places []image.Point) *votes {
	v, basis := &votes{}, cosines()
	inner := image.Rect(0, 0, g.Rect.Dx()-15, g.Rect.Dy()-15)
	for _, p := range places {
		if !p.In(inner) {
			continue
		}
		best, at, tie := -1, image.Point{}, false
		for y := range 8 {
			for x := range 8 {
				z := zeros(g, p.X+x, p.Y+y, &basis)
				if z > best {
					best, at, tie = z, p.Add(image.Pt(x, y)), false
				} else if z == best {
					tie = true
				}
			}
		}
		if !tie {
			v.votes[at.Y&7][at.X&7]++
			v.total++
		}
	}
	return v
}

// cosines is the orthonormal DCT-II basis (T.81 A.3.3): row u holds the cosine of frequency u.
func cosines() (c [8][8]float32) {
	for u := range 8 {
		for x := range 8 {
			v := math.Cos(float64(2*x+1)*float64(u)*math.Pi/16) / 2
			if u == 0 {
				v /= math.Sqrt2
			}
			c[u][x] = float32(v)
		}
	}
	return c
}

// zeros counts the AC coefficients of the 8x8 block at x, y that round to 0.
func zeros(g *image.Gray, x, y int, c *[8][8]float32) int {
	var rows [8][8]float32 // transformed along x
	for v := range 8 {
		p := g.Pix[(y+v)*g.Stride+x:][:8]
		for u := range 8 {
			b := &c[u]
			rows[v][u] = b[0]*float32(p[0]) + b[1]*float32(p[1]) + b[2]*float32(p[2]) + b[3]*float32(p[3]) +
				b[4]*float32(p[4]) + b[5]*float32(p[5]) + b[6]*float32(p[6]) + b[7]*float32(p[7])
		}
	}
	n := 0
	for f := 1; f < 64; f++ {
		b, u := &c[f>>3], f&7
		s := b[0]*rows[0][u] + b[1]*rows[1][u] + b[2]*rows[2][u] + b[3]*rows[3][u] +
			b[4]*rows[4][u] + b[5]*rows[5][u] + b[6]*rows[6][u] + b[7]*rows[7][u]
		if s > -0.5 && s < 0.5 {
			n++
		}
	}
	return n
}

// logTail is log10 of a bound of the probability that k or more of n places agree upon one of 64 phases by chance
// (Hoeffding's inequality).
func logTail(n, k int) float64 {
	const chance = 1.0 / 64
	share := float64(k) / float64(max(n, 1))
	if share <= chance {
		return 0
	}
	kl := share * math.Log(share/chance)
	if share < 1 {
		kl += (1 - share) * math.Log((1-share)/(1-chance))
	}
	return -float64(n) * kl / math.Ln10
}
