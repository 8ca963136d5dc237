package fields

import (
	"cmp"
	"image"
	"math"
	"slices"

	"loupe/models"
)

// The labels of marks.
const (
	MarkSignature = "signature"
	MarkSeal      = "seal"
)

// maxMarks bounds how many marks of a kind are stated.
const maxMarks = 8

// Marks returns where the ink on a diploma's page is no word: signatures, which are connected, curved and wider than high and
// stand in the lower part over a rule or beside a seat, and seals, which are round and dense. g is the luma plane that lies flat
// and upright, text what was read in it; regions are in its pixels, the surest of each kind first, seals before signatures.
// A blind (embossed) seal without ink is not seen.
func Marks(g *image.Gray, text models.Text) []models.Region {
	d := newDrawing(g)
	if d == nil {
		return []models.Region{}
	}
	d.erase(text.Words)
	rules := d.rules()
	blobs := d.blobs()
	slices.SortStableFunc(blobs, func(a, b blob) int { return b.box.Dx() - a.box.Dx() })
	var seals, signatures []models.Region
	var strokes []blob
	for _, b := range blobs {
		if inside(b.box, seals, d.factor) { // a part of the seal
			continue
		} else if score := d.round(b); score > 0 {
			seals = append(seals, d.region(b.box, score, MarkSeal))
		} else {
			strokes = append(strokes, b)
		}
	}
	anchors := append(rules, d.seats(text)...)
	for _, b := range d.joined(strokes) {
		if score := d.written(b, anchors); score > 0 && !inside(b.box, seals, d.factor) {
			signatures = append(signatures, d.region(b.box, score, MarkSignature))
		}
	}
	return append(surest(seals), surest(signatures)...)
}

// surest sorts marks by score and keeps maxMarks.
func surest(marks []models.Region) []models.Region {
	slices.SortStableFunc(marks, func(a, b models.Region) int { return cmp.Compare(b.Score, a.Score) })
	return append([]models.Region{}, marks[:min(len(marks), maxMarks)]...)
}

// inside reports whether the middle of a reduced box lies in one of the marks.
func inside(b image.Rectangle, marks []models.Region, factor float64) bool {
	x, y := int(float64(b.Min.X+b.Max.X)/2*factor), int(float64(b.Min.Y+b.Max.Y)/2*factor)
	return slices.ContainsFunc(marks, func(r models.Region) bool {
		return image.Pt(x, y).In(image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H))
	})
}

// region maps a box of the drawing to the plane.
func (d *drawing) region(b image.Rectangle, score float64, label string) models.Region {
	f := d.factor
	x, y := int(float64(b.Min.X)*f), int(float64(b.Min.Y)*f)
	r := image.Rect(x, y, int(math.Ceil(float64(b.Max.X)*f)), int(math.Ceil(float64(b.Max.Y)*f))).Intersect(d.full)
	return models.Region{X: r.Min.X, Y: r.Min.Y, W: r.Dx(), H: r.Dy(), Score: score, Label: label}
}

// round says how much a blob looks like a seal, 0..1: of a coin's size, in the lower two thirds, ink at the same distance from
// the middle in all directions (a square's varies by a sixth), with more inside than a ring.
func (d *drawing) round(b blob) float64 {
	w, h := b.box.Dx(), b.box.Dy()
	short := min(d.w, d.h)
	if 100*min(w, h) < 6*short || 100*max(w, h) > 36*short || 4*min(w, h) < 3*max(w, h) || 3*(b.box.Min.Y+h/2) < d.h || 8*d.inkIn(b.box) < w*h {
		return 0
	}
	const rays = 48
	cx, cy := float64(b.box.Min.X+b.box.Max.X-1)/2, float64(b.box.Min.Y+b.box.Max.Y-1)/2
	var sum, squares float64
	for i := range rays {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / rays)
		r := float64(max(w, h)) * 0.75
		for ; r > 0 && !d.is(b, int(math.Round(cx+r*cos)), int(math.Round(cy+r*sin))); r-- {
		}
		sum, squares = sum+r, squares+r*r
	}
	mean := sum / rays
	spread := math.Sqrt(max(0, squares/rays-mean*mean)) / max(mean, 1)
	const most = 0.09
	return max(0, 1-spread/most)
}

// inkIn counts the ink in a box.
func (d *drawing) inkIn(b image.Rectangle) int {
	n := 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for _, ink := range d.ink[y*d.w+b.Min.X : y*d.w+b.Max.X] {
			if ink {
				n++
			}
		}
	}
	return n
}

// written says how much strokes look like a signature, 0..1: in the lower part, of a signature's size, thin strokes, most of them
// one connected line, over a rule or at a seat.
func (d *drawing) written(b blob, anchors []image.Rectangle) float64 {
	w, h := b.box.Dx(), b.box.Dy()
	fill := float64(b.ink) / float64(w*h)
	if 100*w < 6*d.w || 100*w > 45*d.w || 100*h < d.h || 100*h > 12*d.h || 5*w < 6*h || 2*b.box.Max.Y < d.h || fill < 0.02 || fill > 0.5 {
		return 0
	}
	connected := float64(b.widest) / float64(w)
	if connected < 0.4 {
		return 0
	}
	reach := image.Rect(b.box.Min.X, b.box.Min.Y, b.box.Max.X, b.box.Max.Y+d.h*3/100)
	if !slices.ContainsFunc(anchors, reach.Overlaps) {
		return 0
	}
	return connected
}

// seats returns the lines that name seats, or say "signature", in pixels of the drawing.
func (d *drawing) seats(text models.Text) []image.Rectangle {
	s := newSheet(runs(text.Words))
	var out []image.Rectangle
	for r, run := range s.runs {
		titled := false
		if ps := s.pieces[r]; len(ps) > 0 {
			_, titled = labelWords().exact[ps[0].all]
		}
		if s.seated(r, d.full.Max) || titled {
			out = append(out, d.reduced(run.box))
		}
	}
	return out
}
