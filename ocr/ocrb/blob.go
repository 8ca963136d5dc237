package ocrb

import (
	"image"
	"math"
)

const (
	mostRuns  = 400_000 // stretches of ink after which a picture is not looked at further: it is noise
	mostBlobs = 12_000  // glyph-like components; a dense page has half as many
	leastSide = 3       // pixels of the survey: the narrower side of a glyph
	mostSide  = 640     // the longer one, several characters that touch
	mostTall  = 90      // the narrower one
)

// blob is a connected piece of ink: the bounds of x, y, y+x and y-x, the far ones not included. The octagon that they make
// tells how long the ink is in any direction.
type blob struct{ x0, y0, x1, y1, s0, s1, d0, d1 int32 }

func (r run) blobAt(y int32) blob {
	return blob{r.x0, y, r.x1, y + 1, y + r.x0, y + r.x1, y - r.x1 + 1, y - r.x0 + 1}
}

// joined returns the bounds of both.
func (b blob) joined(o blob) blob {
	return blob{
		min(b.x0, o.x0), min(b.y0, o.y0), max(b.x1, o.x1), max(b.y1, o.y1),
		min(b.s0, o.s0), max(b.s1, o.s1), min(b.d0, o.d0), max(b.d1, o.d1),
	}
}

// reach returns how far the ink goes along a direction, from the picture's first pixel: the octagon's support function, which
// is exact at its eight sides and linear in sine and cosine between them.
func (b blob) reach(angle float64) float64 {
	sides := [8]float64{
		float64(b.x1), float64(b.s1) / math.Sqrt2, float64(b.y1), float64(b.d1) / math.Sqrt2,
		-float64(b.x0), -float64(b.s0) / math.Sqrt2, -float64(b.y0), -float64(b.d0) / math.Sqrt2,
	}
	steps := math.Mod(math.Mod(angle, 2*math.Pi)+2*math.Pi, 2*math.Pi) / (math.Pi / 4)
	k := int(steps)
	near, far := math.Sincos((steps - float64(k)) * math.Pi / 4)
	// sin(pi/4-d) sqrt 2 = cos d - sin d
	return sides[k%8]*(far-near) + sides[(k+1)%8]*near*math.Sqrt2
}

// span returns the middle and half the length of the ink along a direction.
func (b blob) span(angle float64) (middle, half float64) {
	to, from := b.reach(angle), -b.reach(angle+math.Pi)
	return (from + to) / 2, (to - from) / 2
}

// blobs returns the glyph-like pieces of ink of g, top to bottom; nothing when there are more than a page can have.
func blobs(g *image.Gray) []blob {
	u := union{}
	var above, below []run
	last, total := -2, 0
	inkRuns(g, func(y int, runs []run) {
		if total += len(runs); total > mostRuns {
			return
		}
		if last != y-1 {
			above = above[:0]
		}
		u.join(above, runs, int32(y))
		above, below = append(below[:0], runs...), above
		last = y
	})
	if total > mostRuns {
		return nil
	}
	var out []blob
	for i, b := range u.blobs {
		w, h := b.x1-b.x0, b.y1-b.y0
		if u.parent[i] != int32(i) || min(w, h) < leastSide-1 || max(w, h) < leastSide+1 || max(w, h) > mostSide || min(w, h) > mostTall {
			continue
		}
		if out = append(out, b); len(out) > mostBlobs {
			return nil
		}
	}
	return out
}

// union is a forest of blobs that touch (Sedgewick's weighted quick-union would not pay here: the trees stay flat).
type union struct {
	parent []int32
	blobs  []blob
}

func (u *union) root(i int32) int32 {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

// join gives every run of a row its blob: those of the runs above that it touches, corners included, or a new one.
func (u *union) join(above, runs []run, y int32) {
	a := 0
	for i := range runs {
		r := &runs[i]
		r.blob = -1
		for a > 0 && above[a-1].x1 >= r.x0 {
			a--
		}
		for ; a < len(above) && above[a].x0 <= r.x1; a++ {
			if above[a].x1 >= r.x0 {
				r.blob = u.merge(r.blob, above[a].blob)
			}
		}
		if r.blob < 0 {
			r.blob = int32(len(u.parent))
			u.parent = append(u.parent, r.blob)
			u.blobs = append(u.blobs, r.blobAt(y))
			continue
		}
		u.blobs[r.blob] = u.blobs[r.blob].joined(r.blobAt(y))
	}
}

// merge returns the blob that a and b are together; a may be -1.
func (u *union) merge(a, b int32) int32 {
	b = u.root(b)
	if a < 0 || a == b {
		return b
	}
	a, b = min(a, b), max(a, b)
	u.parent[b] = a
	u.blobs[a] = u.blobs[a].joined(u.blobs[b])
	return a
}
