package fields

import (
	"math/bits"
	"strings"
)

// maxPhrase bounds the folded length of a phrase; maxPieces the pieces of text that are joined to be compared with one.
const (
	maxPhrase = 56
	maxPieces = 9
)

// phrase is one wording that means key.
type phrase struct {
	text     string // folded
	key      string // a field's name, several joined by "+", or "other" for what is a label of no field of ours
	language string
	whole    bool   // counts only alone on its line and letter by letter
	mask     uint64 // of the classes of its letters
	head     uint64 // of the first two
	tail     uint64 // of the last two
}

// lexicon finds phrases in text that was read with errors.
type lexicon struct {
	exact    map[string]phrase
	byLength [maxPhrase + 1][]phrase
	longest  int
}

// newLexicon reads lines "key language: phrase; phrase"; of a wording that stands twice the first counts.
func newLexicon(table string) *lexicon {
	l := &lexicon{exact: map[string]phrase{}}
	for line := range strings.Lines(table) {
		head, list, found := strings.Cut(strings.TrimSpace(line), ":")
		if !found || strings.HasPrefix(line, "#") {
			continue
		}
		key, language, _ := strings.Cut(head, " ")
		for entry := range strings.SplitSeq(list, ";") {
			text, whole := strings.CutPrefix(strings.TrimSpace(entry), "~")
			p := phrase{text: fold(text), key: key, language: language, whole: whole}
			if _, known := l.exact[p.text]; known || p.text == "" || len(p.text) > maxPhrase {
				continue
			}
			p.mask, p.head, p.tail = masks(p.text)
			l.longest = max(l.longest, len(p.text))
			l.exact[p.text] = p
			l.byLength[len(p.text)] = append(l.byLength[len(p.text)], p)
		}
	}
	return l
}

// mask has a bit for each class of letters in a folded text.
func mask(s string) (m uint64) {
	for i := range len(s) {
		m |= 1 << (class(s[i]) & 63)
	}
	return m
}

// masks returns the masks of a text, of its first two letters and of its last two.
func masks(s string) (all, head, tail uint64) {
	return mask(s), mask(s[:min(2, len(s))]), mask(s[max(0, len(s)-2):])
}

// tolerance is the distance, in halves, at which n letters are still taken for a phrase: one letter in five from seven letters
// on, one look-alike from four on. In shorter words a letter more makes a name of a label: donor, Conor.
func tolerance(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 7:
		return 1
	}
	return 2 * min(n/5, 4)
}

// find returns the phrase nearest to the folded text s and how well it agrees, 0..1; ok is false when none is near. most
// bounds the distance in halves, beside tolerance.
func (l *lexicon) find(s string, most int) (p phrase, score float64, ok bool) {
	if p, ok = l.exact[s]; ok {
		return p, 1, true
	}
	most = min(most, tolerance(len(s)))
	if most == 0 || len(s) > l.longest+most/2 {
		return p, 0, false
	}
	all, head, tail := masks(s)
	best := most + 1
	for n := max(4, len(s)-most/2); n <= min(l.longest, len(s)+most/2); n++ {
		for i := range l.byLength[n] {
			c := &l.byLength[n][i]
			// A replaced letter, two halves, changes two bits at most; and not both of the first letters are wrong, or of the last.
			if bits.OnesCount64(c.mask^all) > most || c.head&head == 0 || c.tail&tail == 0 || c.whole {
				continue
			}
			if d := distance(s, c.text, min(best-1, tolerance(n))); d < best && d <= tolerance(n) {
				p, best = *c, d
			}
		}
	}
	return p, 1 - float64(best)/float64(2*len(s)), best <= most
}

// linesOf returns the lines of a table whose key is key.
func linesOf(table, key string) string {
	var b strings.Builder
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, key+" ") {
			b.WriteString(line)
		}
	}
	return b.String()
}
