package textedit

import (
	"context"
	"image"
	"math"
	"slices"

	"loupe/forensics"
	"loupe/models"
)

const (
	mostLooked     = 3 // times that the words' surroundings may cover the picture before no more are looked at
	sureConfidence = 70
	sureLetters    = 3
)

// look measures background, ink and face of the words that can be laid flat. all is what was read, also what is not compared.
func (c *comparison) look(ctx context.Context, x *forensics.Exhibit, all []models.Word) error {
	reading, err := x.Reading()
	if err != nil {
		return err
	}
	for _, w := range c.words {
		w.unmeasured()
	}
	f, ok := newFlat(x, reading.Turn)
	if !ok {
		return nil
	}
	bounds := x.Luma().Rect
	budget, light := mostLooked*bounds.Dx()*bounds.Dy(), c.light()
	for _, w := range c.words {
		if err := ctx.Err(); err != nil {
			return err
		}
		if w.light() != light {
			continue
		}
		s, ok := f.site(w.box)
		if !ok {
			continue
		}
		area := s.around(reach).Intersect(bounds)
		n := area.Dx() * area.Dy()
		if budget -= n; budget < 0 {
			break
		}
		if n > 0 && n <= mostWindow {
			w.site = &s
			w.measure(newWindow(x.Pixels(), area, s, levels{w.writing.Paper, w.writing.Ink}))
		}
	}
	c.align()
	return c.lookBehind(ctx, x, f, f.print(all, bounds))
}

// sure reports whether the word was read surely enough, and is long enough, for its letters and its box to be believed:
// only then are its ink and its face judged.
func (w *word) sure() bool { return w.Confidence >= sureConfidence && letters(w.Text) >= sureLetters }

// light reports whether the word is printed lighter than its ground.
func (w *word) light() bool { return w.writing.Ink > w.writing.Paper }

// light reports whether most words are. The others, of a coloured heading mostly, have too few like them.
func (c *comparison) light() bool {
	n := 0
	for _, w := range c.words {
		if w.light() {
			n++
		}
	}
	return 2*n > len(c.words)
}

// print marks the pixels of a picture that belong to words.
func (f flat) print(all []models.Word, bounds image.Rectangle) []bool {
	taken := make([]bool, bounds.Dx()*bounds.Dy())
	budget := mostCover * len(taken)
	for _, w := range all {
		box := image.Rect(w.Box[0], w.Box[1], w.Box[0]+w.Box[2], w.Box[1]+w.Box[3]).Intersect(bounds)
		s, ok := f.site(box)
		if !ok {
			continue
		}
		r := s.around(inside).Intersect(bounds)
		if budget -= r.Dx() * r.Dy(); budget < 0 {
			break
		}
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				if s.outside(s.at(x, y)) < inside {
					taken[y*bounds.Dx()+x] = true
				}
			}
		}
	}
	return taken
}

func (w *word) unmeasured() {
	w.stands = math.NaN()
	for i := range w.print {
		w.print[i] = math.NaN()
	}
}

// measure sets the features that one word tells. Sizes are logarithms, so that they compare as ratios.
func (w *word) measure(v *window) {
	set := func(at int, values ...float64) { copy(w.print[at-featureInk:], values) }
	ink := v.ink()
	steep, width, lean := v.strokes()
	baseline, top := v.rows()
	w.stands = w.site.y + baseline
	if !w.sure() {
		return
	}
	set(featureInk, ink[:]...)
	height := baseline - top
	set(featureSteep, logarithm(steep), logarithm(width*w.site.scale()/height), lean, math.NaN(), logarithm(w.site.w/w.letters.advance))
	if !w.letters.lower { // the top of small letters may be that of x or of h
		set(featureFace+2, logarithm(height))
	}
}

// logarithm is NaN where there is none.
func logarithm(v float64) float64 {
	if !(v > 0) || math.IsInf(v, 1) {
		return math.NaN()
	}
	return math.Log(v)
}

// align sets by how much each word's baseline lies below those of the other words of its line, in heights of the word.
func (c *comparison) align() {
	slope := c.slope()
	for _, w := range c.words {
		var line []float64
		for _, o := range c.words {
			if o == w || math.IsNaN(w.stands) || math.IsNaN(o.stands) || !w.sized(o, 0.5) {
				continue
			}
			d := w.stands - o.stands - slope*(w.site.x-o.site.x)
			if math.Abs(d) < 0.5*min(w.site.h, o.site.h) {
				line = append(line, d/w.site.h)
			}
		}
		w.print[featureBaseline-featureInk] = median(line)
	}
}

// slope is how lines still lean on the document laid flat: the median over pairs of words on one (after Theil, 1950).
func (c *comparison) slope() float64 {
	var all []float64
	for i, w := range c.words {
		for _, o := range c.words[max(i-3, 0):i] {
			if o.Line != w.Line || math.IsNaN(w.stands) || math.IsNaN(o.stands) {
				continue
			}
			if dx := w.site.x - o.site.x; math.Abs(dx) > w.site.h {
				all = append(all, (w.stands-o.stands)/dx)
			}
		}
	}
	if len(all) == 0 {
		return 0
	}
	return median(all)
}

// sized reports whether two words are of one size, their logarithms so much apart at most.
func (w *word) sized(o *word, apart float64) bool {
	return math.Abs(math.Log(o.site.h/w.site.h)) < apart
}

// median sorts list; NaN when it is empty.
func median(list []float64) float64 {
	if len(list) == 0 {
		return math.NaN()
	}
	slices.Sort(list)
	return (list[len(list)/2] + list[(len(list)-1)/2]) / 2
}
