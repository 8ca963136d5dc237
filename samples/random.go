package samples

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// stream returns the random numbers for one purpose: streams with different labels are independent, so that adding a
// draw to one part of a picture leaves every other part as it was.
func stream(seed uint64, label string) *rand.Rand {
	sum := sha256.Sum256(append(binary.BigEndian.AppendUint64(nil, seed), label...))
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])))
}

// subseed derives the seed of a part from the seed of the whole.
func subseed(seed uint64, label string) uint64 { return stream(seed, label).Uint64() }

// between draws uniformly from lo..hi.
func between(r *rand.Rand, lo, hi float64) float64 { return lo + (hi-lo)*r.Float64() }

// pick draws one of list.
func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// lattice is value noise on the integer lattice: smooth, 0..1, mean 0.5.
type lattice uint64

func newLattice(seed uint64, label string) lattice { return lattice(subseed(seed, label)) }

// corner hashes a lattice point to 0..1 (the finaliser of MurmurHash3).
func (l lattice) corner(x, y int64) float64 {
	h := uint64(l) ^ uint64(x)*0x9E3779B97F4A7C15 ^ uint64(y)*0xC2B2AE3D27D4EB4F
	h = (h ^ h>>33) * 0xFF51AFD7ED558CCD
	h = (h ^ h>>33) * 0xC4CEB9FE1A85EC53
	return float64((h^h>>33)>>11) / (1 << 53)
}

// at interpolates the lattice at x, y.
func (l lattice) at(x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int64(fx), int64(fy)
	tx, ty := x-fx, y-fy
	tx, ty = tx*tx*(3-2*tx), ty*ty*(3-2*ty)
	top := l.corner(ix, iy)*(1-tx) + l.corner(ix+1, iy)*tx
	bottom := l.corner(ix, iy+1)*(1-tx) + l.corner(ix+1, iy+1)*tx
	return top*(1-ty) + bottom*ty
}

// fractal sums octaves of the lattice, each twice as fine and half as strong; 0..1, mean 0.5.
func (l lattice) fractal(x, y float64, octaves int) float64 {
	sum, weight, total := 0.0, 1.0, 0.0
	for range octaves {
		sum += weight * l.at(x, y)
		total += weight
		weight *= 0.5
		x, y, l = x*2+17.3, y*2+31.7, l+1
	}
	return sum / total
}

func clamp(v, lo, hi float64) float64 { return max(lo, min(v, hi)) }

// smoothstep rises from 0 at lo to 1 at hi; lo may be above hi.
func smoothstep(lo, hi, v float64) float64 {
	t := clamp((v-lo)/(hi-lo), 0, 1)
	return t * t * (3 - 2*t)
}

func mix(a, b, t float64) float64 { return a + (b-a)*t }
