package fields

import (
	"image"
	"strings"

	"loupe/models"
)

// piece is a part of a run's text between separators.
type piece struct {
	word       int // of the run
	start, end int // bytes of the word
	text       string
	folded     string // as labels are compared; part of all
	all        string // of the whole run, folded and joined
	at         int    // where folded begins in all
	slash      bool   // a slash, bar or dash stands before it
	colon      bool   // a colon stands behind it
}

// pieces cuts a run's words at the marks that stand between labels, and between labels and values.
func (r run) pieces() []piece {
	var out []piece
	slash := false
	for i, w := range r.words {
		for start := 0; start < len(w.Text); {
			end := start + strings.IndexAny(w.Text[start:], "/|:·()")
			if end < start {
				end = len(w.Text)
			}
			if start < end {
				text := w.Text[start:end]
				if f := fold(text); f != "" {
					out = append(out, piece{word: i, start: start, end: end, text: text, folded: f, slash: slash})
					slash = false
				} else if strings.Trim(text, "-–—") == "" {
					slash = true
				}
			}
			if end < len(w.Text) {
				slash = slash || w.Text[end] != ':'
				if w.Text[end] == ':' && len(out) > 0 {
					out[len(out)-1].colon = true
				}
			}
			start = end + 1
			if end < len(w.Text) && w.Text[end] >= 0x80 { // the middle dot has two bytes
				start = end + len("·")
			}
		}
	}
	return joined(out)
}

// joined notes in each piece where it stands in the run's text.
func joined(ps []piece) []piece {
	var b strings.Builder
	for i := range ps {
		ps[i].at = b.Len()
		b.WriteString(ps[i].folded)
	}
	for i := range ps {
		ps[i].all = b.String()
	}
	return ps
}

// through returns the folded text of the pieces ps[i:k+1].
func through(ps []piece, i, k int) string {
	return ps[i].all[ps[i].at : ps[k].at+len(ps[k].folded)]
}

// span is a part of a run that may be a value: whole words, but for marks and a label before them.
type span struct {
	words  []models.Word
	starts []int // bytes of the text at which the words begin
	text   string
	box    image.Rectangle
}

// add appends a word, or the part of it that text is.
func (s *span) add(w models.Word, text, separator string) {
	if len(s.words) > 0 {
		s.text += separator
	}
	s.words, s.starts = append(s.words, w), append(s.starts, len(s.text))
	s.text, s.box = s.text+text, s.box.Union(rect(w))
}

// part returns the words that hold bytes from..to of the span's text.
func (s span) part(from, to int) span {
	out := span{text: strings.Trim(s.text[from:to], " ,;:")}
	for i, w := range s.words {
		end := len(s.text)
		if i+1 < len(s.words) {
			end = s.starts[i+1]
		}
		if s.starts[i] < to && strings.TrimSpace(s.text[max(from, s.starts[i]):max(from, end)]) != "" {
			out.words, out.box = append(out.words, w), out.box.Union(rect(w))
		}
	}
	return out
}

// cut returns the span of the pieces ps[from:to].
func (r run) cut(ps []piece, from, to int) span {
	var s span
	for i := ps[from].word; i <= ps[to-1].word; i++ {
		w := r.words[i]
		start, end := 0, len(w.Text)
		if i == ps[from].word {
			start = ps[from].start
		}
		if i == ps[to-1].word {
			end = ps[to-1].end
			end += len(w.Text[end:]) - len(strings.TrimLeft(w.Text[end:], ").")) // a closing bracket belongs to its text
		}
		s.add(w, w.Text[start:end], " ")
	}
	return s
}

// confidence is how surely the least sure word of the span was read, 0..1; 0 when one of them is a guess. The words' are not
// multiplied: Tesseract's end at 0.97 for print that cannot be mistaken, so that a product would call every date of three
// words doubtful.
func (s span) confidence() float64 {
	p := 1.0
	for _, w := range s.words {
		if w.Confidence < guess {
			return 0
		}
		p = min(p, max(w.Confidence, 0)/100)
	}
	return p
}
