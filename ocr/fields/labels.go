package fields

import (
	_ "embed"
	"image"
	"slices"
	"strings"
	"sync"
)

//go:embed labels.txt
var labelsText string

var labelWords = sync.OnceValue(func() *lexicon { return newLexicon(labelsText) })

// keyOther is a label of no field of ours; keyName one whose meaning its neighbours decide.
const (
	keyOther = "other"
	keyName  = "name"
)

// label is a printed caption, in one language or several.
type label struct {
	run      int
	from, to int // its pieces of the run
	key      string
	language string // of the first wording that belongs to one language
	box      image.Rectangle
	h        int
	score    float64 // how well its letters agree, 0..1
	colon    bool
	end      int  // of the pieces between it and the next label of the run, or the run's end
	short    bool // so short a word that it is a label only when nothing or a strict value stands beside it
	whole    bool // counts only alone in its run
}

// page is a text ready to be understood.
type page struct {
	runs   []run
	pieces [][]piece
	labels []label
}

// maxLabels bounds how many labels are followed; a document has fewer than 60.
const maxLabels = 240

func newPage(runs []run) page {
	p := page{runs: runs}
	for i, r := range runs {
		ps := r.pieces()
		p.pieces = append(p.pieces, ps)
		if len(p.labels) < maxLabels {
			p.labels = append(p.labels, labelsOf(i, r, ps)...)
		}
	}
	return p
}

// labelsOf finds the labels of a run: at its beginning, after a slash, right behind another one, and wherever a colon follows.
func labelsOf(index int, r run, ps []piece) []label {
	var out []label
	colon := slices.ContainsFunc(ps, func(p piece) bool { return p.colon })
	for i := 0; i < len(ps); {
		last := len(out) - 1
		next := last >= 0 && out[last].to == i
		if i > 0 && !colon && !next && !(ps[i].slash && last < 0) {
			i++
			continue
		}
		l, ok := blockAt(ps, i)
		begins := i == 0 || next && !l.short || last < 0 && ps[i].slash && i <= maxPieces && !l.short
		if !ok || !begins && !l.colon || l.whole && (i > 0 || l.to < len(ps)) {
			i++
			continue
		}
		switch {
		case last >= 0 && !next && !stands(r, ps, out[last], i): // no value between them: one label in many words
			out[last].to, out[last].colon = l.to, l.colon
			i = l.to
			continue
		case last >= 0:
			out[last].end = i
		case i > 0: // a translation that we do not know stands before it
			l.from = 0
		}
		l.run, l.end = index, len(ps)
		l.frame(r, ps, i)
		out = append(out, l)
		i = l.to
	}
	return out
}

// frame sets the height of a label, of its words from piece first on, and its box, without what is much taller: noise that was
// joined to the run.
func (l *label) frame(r run, ps []piece, first int) {
	var heights []int
	for k := first; k < l.to; k++ {
		heights = append(heights, r.words[ps[k].word].Box[3])
	}
	slices.Sort(heights)
	l.h = heights[len(heights)/2]
	for k := l.from; k < l.to; k++ {
		if w := r.words[ps[k].word]; w.Box[3] <= 2*l.h {
			l.box = l.box.Union(rect(w))
		}
	}
}

// stands reports whether a value of a label stands between it and piece i.
func stands(r run, ps []piece, l label, i int) bool {
	if l.to >= i {
		return false
	}
	_, ok := fits(l.key, r.cut(ps, l.to, i).text)
	return ok
}

// blockAt reads a label in all its languages that begins at piece i.
func blockAt(ps []piece, i int) (label, bool) {
	first := i
	if i+1 < len(ps) && ordinal(ps[i].folded) && !ps[i].colon {
		first = i + 1
	}
	p, n, score := longest(ps, first)
	if n == 0 && first > i {
		first = i
		p, n, score = longest(ps, first)
	}
	if n == 0 {
		return label{}, false
	}
	l := label{from: i, to: first + n, key: p.key, language: p.language, score: score, short: len(p.text) <= 3, whole: p.whole}
	l.extend(ps)
	if l.to < len(ps) && ps[l.to].slash && !ps[l.to-1].colon && !valued(l.key, ps[l.to:]) { // a language that we do not know
		l.to = len(ps)
	}
	for i := l.to; i < min(len(ps), l.to+5) && !ps[l.to-1].colon && digits(ps[i].text) == 0; i++ { // more words of its own
		if ps[i].colon {
			l.to = i + 1
		}
	}
	l.colon = ps[l.to-1].colon
	if !l.colon && l.to < len(ps) && longer(ps, l) {
		l.key = keyOther
	}
	return l, true
}

// extend takes in the further languages of a label.
func (l *label) extend(ps []piece) {
	for l.to < len(ps) && !ps[l.to-1].colon {
		at := l.to
		p, n, score := longest(ps, at)
		if n == 0 || !ps[at].slash && !merges(l.key, p.key) { // its other language may stand behind words that were not understood
			if at = slashAfter(ps, l.to); at < 0 {
				return
			}
			if p, n, score = longest(ps, at); n == 0 || p.key != l.key {
				return
			}
		}
		l.to = at
		l.absorb(p, n, score)
	}
}

// slashAfter returns the first piece behind i, at most five further, before which a slash stands; -1 when none does.
func slashAfter(ps []piece, i int) int {
	for k := i + 1; k < min(len(ps), i+6); k++ {
		if ps[k].slash {
			return k
		}
	}
	return -1
}

// longer reports whether more words follow a label that are no value of its field: then it is the beginning of another label
// (Name of the father, Prenume părinți).
func longer(ps []piece, l label) bool {
	more := lengthOf(ps, l.to, len(ps))
	for k := l.to + 1; k < len(ps); k++ {
		if ps[k].slash {
			more = lengthOf(ps, l.to, k)
			break
		}
	}
	if _, n, _ := longest(ps, l.to); n > 0 || 3*more <= lengthOf(ps, l.from, l.to) {
		return false
	}
	_, ok := fits(l.key, textOf(ps[l.to:]))
	return !ok
}

// textOf joins pieces with spaces, sixteen at most.
func textOf(ps []piece) string {
	var b strings.Builder
	for _, p := range ps[:min(len(ps), 16)] {
		b.WriteString(p.text + " ")
	}
	return strings.TrimSpace(b.String())
}

// ordinal reports whether a piece only numbers a label, as in passports: "3. Given names", "Nom (1)".
func ordinal(folded string) bool {
	return len(folded) <= 2 && folded[0] >= '0' && folded[0] <= '9'
}

// merges reports whether two wordings may belong to one label.
func merges(a, b string) bool { return a == b || a == keyName || b == keyName }

// absorb adds a further wording; the more definite meaning stays.
func (l *label) absorb(p phrase, n int, score float64) {
	if l.key == keyName && p.key != keyOther || l.whole && !p.whole {
		l.key = p.key
	}
	l.to, l.score = l.to+n, max(l.score, score)
	l.short, l.whole = false, l.whole && p.whole
}

// valued reports whether pieces after a slash begin with a value of the field, so that they are no translation of its label.
func valued(key string, ps []piece) bool {
	t := typeOf(strings.Split(key, "+")[0])
	if !t.strict() {
		return false
	}
	_, ok := t.read(textOf(ps[:min(len(ps), 6)]))
	return ok
}

// longest returns the phrase that explains most letters from piece i on, and of how many pieces; n is 0 when none does.
func longest(ps []piece, i int) (best phrase, n int, score float64) {
	explained := 0.0
	for k := i; k < min(len(ps), i+maxPieces); k++ {
		s := through(ps, i, k)
		if len(s) > maxPhrase {
			break
		}
		if p, q, ok := labelWords().find(s, maxPhrase); ok && q*float64(len(s)) > explained {
			best, n, score, explained = p, k-i+1, q, q*float64(len(s))
		}
		if ps[k].colon {
			break
		}
	}
	return best, n, score
}
