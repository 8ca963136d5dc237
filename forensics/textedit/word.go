package textedit

import (
	"image"
	"math"
	"unicode"

	"loupe/forensics/history"
	"loupe/forensics/residual"
	"loupe/models"
)

const (
	leastConfidence = 50 // percent: what is read with less is often no writing
	leastLetters    = 2  // letters or digits of a word
	leastHeight     = 8  // pixels of its box's shorter side
	mostWords       = 1500
	leastPiece      = 16 // pixels, side of a piece of a word
	leastJudged     = 3  // blocks of a piece
	priorBlocks     = 2  // blocks that a word's lattice error is pulled to the document's by: one block proves nothing
)

// word is one recognised word and how likely untouched words look like it.
type word struct {
	models.Word
	box     image.Rectangle // stored pixels
	writing residual.Writing
	history history.Area
	letter  history.Area // the piece of the word, about a letter wide, that is furthest off the lattice
	site    *site        // nil: it cannot be laid flat, or was not looked at
	letters lettering
	stands  float64                        // flat row of its baseline; NaN: not seen
	print   [features - featureInk]float64 // the features from featureInk on; NaN: not measured

	z      [features]float64 // deviations from the other words; NaN: not compared
	chance [kinds]float64    // that an untouched word stands out as much; NaN: not compared
}

// The features whose deviations are judged.
const (
	featureLattice = iota
	featureLetter
	featureQuiet
	featureGaps
	featureGapsMean
	featureEdges
	featureInk      // and the two after it: Y, Cb, Cr
	featureSteep    = featureInk + 3
	featureFace     = featureSteep + 1 // width of the strokes and, after it, lean, height, width of the letters
	featureBaseline = featureFace + 4
	features        = featureBaseline + 1
)

// candidates picks the words that can be compared.
func candidates(text *models.Text, size image.Point) []*word {
	var list []*word
	for _, w := range text.Words {
		box := image.Rect(w.Box[0], w.Box[1], w.Box[0]+w.Box[2], w.Box[1]+w.Box[3]).Intersect(image.Rectangle{Max: size})
		if w.Confidence < leastConfidence || letters(w.Text) < leastLetters || min(box.Dx(), box.Dy()) < leastHeight || len(list) == mostWords {
			continue
		}
		list = append(list, &word{Word: w, box: box})
	}
	return list
}

func letters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// looks says what a word looks like, in units in which words of one kind lie within about 1: what its noise and edges
// honestly depend on.
func (w *word) looks(size image.Point) []float64 {
	middle := w.box.Min.Add(w.box.Max)
	return []float64{
		1,
		2 * math.Log(float64(min(w.box.Dx(), w.box.Dy()))/20),
		4 * w.writing.Share,
		(w.writing.Paper - w.writing.Ink) / 64,
		w.writing.Paper / 64,
		float64(middle.X) / float64(size.X),
		float64(middle.Y) / float64(size.Y),
	}
}

// value returns a feature, NaN when it was not measured. Moduli of noise compare as ratios.
func (w *word) value(feature int, documentError float64) float64 {
	switch feature {
	case featureLattice:
		return drawn(w.history, documentError)
	case featureLetter:
		return drawn(w.letter, documentError)
	case featureQuiet:
		return math.Log1p(w.writing.Quiet)
	case featureGaps:
		return math.Log1p(w.writing.Gaps)
	case featureGapsMean:
		return math.Log1p(w.writing.GapsMean)
	}
	if feature == featureEdges {
		return math.Log(max(w.writing.Edges, 1e-3))
	}
	return w.print[feature-featureInk]
}

// drawn is a piece's lattice error, pulled to the document's the more the fewer blocks tell it; NaN when none does.
func drawn(a history.Area, documentError float64) float64 {
	n := float64(a.Judged)
	if n == 0 {
		return math.NaN()
	}
	return (n*a.Error + priorBlocks*documentError) / (n + priorBlocks)
}

// read looks up the word's history: of the whole, and of its pieces as wide as it is high, half over each other.
func (w *word) read(b *history.Blocks) {
	w.history = b.Within(w.box)
	side := max(min(w.box.Dx(), w.box.Dy()), leastPiece)
	most := -1.0
	for y := w.box.Min.Y; y == w.box.Min.Y || y+side <= w.box.Max.Y; y += side / 2 {
		for x := w.box.Min.X; x == w.box.Min.X || x+side <= w.box.Max.X; x += side / 2 {
			a := b.Within(image.Rect(x, y, x+side, y+side).Intersect(w.box))
			if v := drawn(a, 0); a.Judged >= leastJudged && v > most {
				w.letter, most = a, v
			}
		}
	}
}
