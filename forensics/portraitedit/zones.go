package portraitedit

import (
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/history"
	"loupe/forensics/residual"
	"loupe/models"
)

// zones are the portrait, what may belong to it, and where its surroundings end.
type zones struct {
	inner, border image.Rectangle // stored pixels; between them nothing is compared
	quad          *[4][2]float64  // the document; nil: the whole picture
	face          int             // pixels across the face
}

// zonesOf puts the zones around a face: of a document the printed photograph, of a profile photo the face itself.
func zonesOf(x *forensics.Exhibit, f models.Face) zones {
	box := image.Rect(f.Box[0], f.Box[1], f.Box[0]+f.Box[2], f.Box[1]+f.Box[3])
	if x.Kind == models.KindProfilePhoto {
		return zones{inner: box, border: box.Inset(-box.Dx() / 4), face: box.Dx()}
	}
	quad := x.Place().Quad
	inner := image.Rect(box.Min.X-box.Dx()/5, box.Min.Y-box.Dy()/4, box.Max.X+box.Dx()/5, box.Max.Y+box.Dy()/4)
	return zones{inner: inner, border: inner.Inset(-box.Dx() / 2), quad: &quad, face: box.Dx()}
}

// around reports whether a pixel belongs to the surroundings.
func (z zones) around(x, y int) bool {
	return !image.Pt(x, y).In(z.border) && (z.quad == nil || within(*z.quad, float64(x), float64(y)))
}

// within reports whether a point lies on the inner side of a clockwise quadrilateral's edges.
func within(q [4][2]float64, x, y float64) bool {
	for i, a := range q {
		b := q[(i+1)%4]
		if (b[0]-a[0])*(y-a[1])-(b[1]-a[1])*(x-a[0]) < 0 {
			return false
		}
	}
	return true
}

func (z zones) measure(h *history.History, g *image.Gray) sides {
	s := sides{portrait: math.NaN(), around: math.NaN(), noiseIn: math.NaN(), noiseOutside: math.NaN(), visible: h.MostVisible(), once: h.Quality > 0 && !h.First.Shown()}
	if h.First.Shown() {
		s.first, _ = h.First.Quality()
		z.errors(h.Blocks, &s)
	}
	z.noise(g, &s)
	s.cutOff = z.cutOff(g)
	s.printed = z.quad != nil && z.face >= leastFace
	return s
}

// errors takes the mean lattice error of the two sides.
func (z zones) errors(b *history.Blocks, s *sides) {
	sum, n := 0.0, 0
	for i, e := range b.Errors {
		if !math.IsNaN(e) && z.around(b.Origin.X+i%b.Columns*8+4, b.Origin.Y+i/b.Columns*8+4) {
			sum += e
			n++
		}
	}
	if in := b.Within(z.inner); in.Judged >= leastBlocks && n >= leastBlocks {
		s.portrait, s.around = in.Error, sum/float64(n)
	}
}

const (
	noiseStep   = 3   // every third pixel of every third row is enough
	leastPixels = 400 // of a side
	clipLow     = 8   // levels: clipping takes noise away
	clipHigh    = 247
)

// noise takes the residual noise of the two sides where they are quietest, so that print and hair do not count.
func (z zones) noise(g *image.Gray, s *sides) {
	var in, out residual.Histogram
	all := residual.Inside(g, g.Rect)
	for y := all.Min.Y; y < all.Max.Y; y += noiseStep {
		for x := all.Min.X; x < all.Max.X; x += noiseStep {
			i := y*g.Stride + x
			if v := g.Pix[i]; v < clipLow || v > clipHigh {
				continue
			}
			switch {
			case image.Pt(x, y).In(z.inner):
				in.Add(residual.Response(g.Pix, i, g.Stride))
			case z.around(x, y):
				out.Add(residual.Response(g.Pix, i, g.Stride))
			}
		}
	}
	if min(in.Count(), out.Count()) >= leastPixels {
		s.noiseIn, s.noiseOutside = in.Quantile(0.25)/residual.Norm, out.Quantile(0.25)/residual.Norm
	}
}
