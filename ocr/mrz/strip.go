package mrz

import (
	"image"
	"math"
	"strings"

	"loupe/models"
)

// strip is one line that may belong to a zone.
type strip struct {
	glyphs     []glyph
	read       string  // as the reader gave it, spaces removed
	words      bool    // from words: the reader says nothing of single characters
	confidence float64 // of the worst word, 0..100; from words only
	box        [4]int  // around the whole line; from words only
}

// minRow and maxRow bound the characters of a row worth looking at: a TD1 line that lost a third of its fillers, and a TD3
// line with as many too many. maxRows bounds how many rows of a page are looked at.
const minRow, maxRow, maxRows = 20, 60, 100

// strips prepares a recogniser's rows. A row that cannot be part of a zone has no glyphs: it still separates its neighbours.
func strips(rows []Row) []strip {
	rows = rows[:min(len(rows), maxRows)]
	out := make([]strip, len(rows))
	for i, r := range rows {
		if len(r.Cells) < minRow || len(r.Cells) > maxRow {
			continue
		}
		var read strings.Builder
		out[i].glyphs = make([]glyph, 0, len(r.Cells))
		for _, c := range r.Cells {
			g := seen(probabilities(c.Posterior))
			g.box = rectangle(c.Box)
			read.WriteByte(g.top)
			out[i].glyphs = append(out[i].glyphs, g)
		}
		out[i].read = read.String()
	}
	return out
}

func probabilities(p Posterior) [len(Alphabet)]float64 {
	var raw [len(Alphabet)]float64
	for i, l := range p {
		if l <= 0.1 { // the logarithm of a probability, rounded
			raw[i] = math.Exp(float64(l))
		}
	}
	return raw
}

func rectangle(r image.Rectangle) [4]int { return [4]int{r.Min.X, r.Min.Y, r.Dx(), r.Dy()} }

// wordStrips joins the words of each line and keeps the lines that could be part of a zone, in reading order.
func wordStrips(words []models.Word) []strip {
	var out []strip
	for from := 0; from < len(words) && len(out) < maxRows; {
		to := from + 1
		for to < len(words) && words[to].Line == words[from].Line {
			to++
		}
		if s, ok := join(words[from:to]); ok {
			out = append(out, s)
		}
		from = to
	}
	return out
}

func join(words []models.Word) (strip, bool) {
	s := strip{words: true, confidence: words[0].Confidence, box: words[0].Box}
	var strokes []stroke
	for _, w := range words {
		text := strings.Join(strings.Fields(w.Text), "")
		if len(s.read)+len(text) > 3*maxRow {
			return strip{}, false
		}
		s.read += text
		s.confidence, s.box = min(s.confidence, w.Confidence), union(s.box, w.Box)
		strokes = append(strokes, split(text, w.Box)...)
	}
	strokes, ok := transcribe(strokes)
	if !ok || len(strokes) < minRow || len(strokes) > maxRow {
		return strip{}, false
	}
	for _, k := range strokes {
		s.glyphs = append(s.glyphs, k.glyph())
	}
	return s, true
}

// union is the smallest box around two.
func union(a, b [4]int) [4]int {
	x, y := min(a[0], b[0]), min(a[1], b[1])
	return [4]int{x, y, max(a[0]+a[2], b[0]+b[2]) - x, max(a[1]+a[3], b[1]+b[3]) - y}
}
