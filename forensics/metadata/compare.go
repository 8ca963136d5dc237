package metadata

import (
	"image"
	"math"

	"loupe/forensics/raster"
)

const (
	reducedSide = 160 // pixels; the picture is reduced to this before anything else
	commonSide  = 48  // pixels; the longer side at which the two are compared, where their scalers no longer differ
	windowSide  = 8   // pixels of the common size; the smallest part whose change is looked for
	barLevel    = 20  // grey level up to which a border counts as a black bar
	leastSpread = 4.0 // grey levels, standard deviation; a flatter picture has nothing to compare
	wellAligned = 0.9 // correlation from which the picture's own orientation is taken without trying others
)

// match is the outcome of a comparison of thumbnail and picture.
type match struct {
	comparable  bool
	correlation float64         // over the whole, -1..1, at the best of the allowed alignments
	deviation   float64         // of the worst window: root mean square difference over the picture's own spread
	window      image.Rectangle // that window, in shares of 1/1000 of the picture; empty when the picture is turned or cropped
}

// compareThumbnail compares the two and allows for what devices do: black bars that fill 4:3, a centre crop, a picture
// that was turned while its thumbnail stayed, other brightness and contrast.
func compareThumbnail(thumbnail, picture *image.Gray) match {
	picture = raster.Fit(picture, reducedSide)
	best := match{correlation: -2}
	for orientation := 1; orientation <= 8; orientation++ {
		turned := raster.Upright(thumbnail, orientation).(*image.Gray)
		for _, pair := range framings(turned, picture) {
			if m := pair.correlate(); m.comparable && m.correlation > best.correlation {
				if best = m; orientation > 1 {
					best.window = image.Rectangle{}
				}
			}
		}
		if best.correlation >= wellAligned {
			break
		}
	}
	return best
}

// framing is one way to lay the two over each other: what is shown of each.
type framing struct {
	thumbnail, picture *image.Gray
	whole              bool // all of the picture is shown
}

// framings returns the ways to lay t over p: as they are, and cropped to each other's shape; with and without bars.
func framings(t, p *image.Gray) []framing {
	var found []framing
	for _, inner := range variants(t) {
		for _, outer := range variants(p) {
			whole := outer == p
			found = append(found, framing{inner, outer, whole})
			if cropped := centre(outer, inner.Rect); cropped != outer {
				found = append(found, framing{inner, cropped, false})
			}
			if cropped := centre(inner, outer.Rect); cropped != inner {
				found = append(found, framing{cropped, outer, whole})
			}
		}
	}
	return found
}

func variants(g *image.Gray) []*image.Gray {
	if inner := withoutBars(g); inner != g {
		return []*image.Gray{g, inner}
	}
	return []*image.Gray{g}
}

// withoutBars cuts black borders off, at most a third of a side each; g itself when there are none.
func withoutBars(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	r := g.Rect
	for r.Min.Y < h/3 && black(g, image.Rect(0, r.Min.Y, w, r.Min.Y+1)) {
		r.Min.Y++
	}
	for r.Max.Y > h-h/3 && black(g, image.Rect(0, r.Max.Y-1, w, r.Max.Y)) {
		r.Max.Y--
	}
	for r.Min.X < w/3 && black(g, image.Rect(r.Min.X, 0, r.Min.X+1, h)) {
		r.Min.X++
	}
	for r.Max.X > w-w/3 && black(g, image.Rect(r.Max.X-1, 0, r.Max.X, h)) {
		r.Max.X--
	}
	if r == g.Rect {
		return g
	}
	return part(g, r)
}

func black(g *image.Gray, r image.Rectangle) bool {
	sum := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range g.Pix[y*g.Stride+r.Min.X : y*g.Stride+r.Max.X] {
			sum += int(v)
		}
	}
	return sum <= barLevel*r.Dx()*r.Dy()
}

// part returns the part r of g with origin 0,0, sharing its pixels.
func part(g *image.Gray, r image.Rectangle) *image.Gray {
	return &image.Gray{Pix: g.Pix[r.Min.Y*g.Stride+r.Min.X:], Stride: g.Stride, Rect: image.Rect(0, 0, r.Dx(), r.Dy())}
}

// centre returns the largest centred part of g that has the shape of like; g itself when the shapes agree within 2 %.
func centre(g *image.Gray, like image.Rectangle) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	shape := float64(like.Dx()) / float64(like.Dy())
	cw, ch := min(w, int(float64(h)*shape+0.5)), min(h, int(float64(w)/shape+0.5))
	if cw < 8 || ch < 8 || (float64(cw) > 0.98*float64(w) && float64(ch) > 0.98*float64(h)) {
		return g
	}
	return part(g, image.Rect(0, 0, cw, ch).Add(image.Pt((w-cw)/2, (h-ch)/2)))
}

// correlate reduces both to one size and compares them at the best shift of one pixel at most.
func (f framing) correlate() match {
	w, h := f.picture.Rect.Dx(), f.picture.Rect.Dy()
	scale := float64(commonSide) / float64(max(w, h))
	cw := min(max(8, int(float64(w)*scale)), w, f.thumbnail.Rect.Dx())
	ch := min(max(8, int(float64(h)*scale)), h, f.thumbnail.Rect.Dy())
	a, b := raster.Box(f.picture, cw, ch), raster.Box(f.thumbnail, cw, ch)
	best := match{correlation: -2}
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			m, fit := overlay{a, b, dx, dy}.compare()
			if !m.comparable || m.correlation <= best.correlation {
				continue
			}
			m.deviation, m.window = overlay{a, b, dx, dy}.worstWindow(fit)
			if !f.whole {
				m.window = image.Rectangle{}
			}
			best = m
		}
	}
	return best
}

// overlay is two planes of one size, b shifted by dx, dy against a.
type overlay struct {
	a, b   *image.Gray
	dx, dy int
}

// linear is the line a = slope*b + offset that fits best, and the standard deviation of a.
type linear struct{ slope, offset, spread float64 }

// inner is where both are defined, whatever the shift.
func (o overlay) inner() image.Rectangle { return o.a.Rect.Inset(1) }

func (o overlay) at(x, y int) (a, b float64) {
	return float64(o.a.Pix[y*o.a.Stride+x]), float64(o.b.Pix[(y+o.dy)*o.b.Stride+x+o.dx])
}

// compare correlates the planes (Pearson) and fits the one's levels to the other's.
func (o overlay) compare() (match, linear) {
	var n, sa, sb, saa, sbb, sab float64
	r := o.inner()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			a, b := o.at(x, y)
			n, sa, sb, saa, sbb, sab = n+1, sa+a, sb+b, saa+a*a, sbb+b*b, sab+a*b
		}
	}
	va, vb, cov := saa/n-sa/n*sa/n, sbb/n-sb/n*sb/n, sab/n-sa/n*sb/n
	if va < leastSpread*leastSpread || vb < leastSpread*leastSpread {
		return match{}, linear{}
	}
	slope := cov / vb
	return match{comparable: true, correlation: cov / math.Sqrt(va*vb)}, linear{slope, sa/n - slope*sb/n, math.Sqrt(va)}
}

// worstWindow returns the largest root mean square difference of any window after the fit, over the spread of a.
func (o overlay) worstWindow(fit linear) (float64, image.Rectangle) {
	worst, where := 0.0, image.Rectangle{}
	r := o.inner()
	for top := r.Min.Y; top+windowSide <= r.Max.Y; top += windowSide / 2 {
		for left := r.Min.X; left+windowSide <= r.Max.X; left += windowSide / 2 {
			sum := 0.0
			for i := range windowSide * windowSide {
				a, b := o.at(left+i%windowSide, top+i/windowSide)
				d := a - fit.slope*b - fit.offset
				sum += d * d
			}
			if d := math.Sqrt(sum/(windowSide*windowSide)) / fit.spread; d > worst {
				worst, where = d, image.Rect(left, top, left+windowSide, top+windowSide)
			}
		}
	}
	w, h := o.a.Rect.Dx(), o.a.Rect.Dy()
	return worst, image.Rect(where.Min.X*1000/w, where.Min.Y*1000/h, where.Max.X*1000/w, where.Max.Y*1000/h)
}
