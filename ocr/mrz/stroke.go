package mrz

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// stroke is one character of a word: what it stands for, as it was read, and its share of the word's box.
type stroke struct {
	r    rune
	read string
	box  [4]int
}

// split cuts a word into its characters, of equal width. « is two.
func split(text string, box [4]int) []stroke {
	n := utf8.RuneCountInString(text) + strings.Count(text, "«")
	var out []stroke
	for _, r := range text {
		as, times := unicode.ToUpper(r), 1
		if r == '«' {
			as, times = '<', 2
		}
		for range times {
			from, to := box[2]*len(out)/n, box[2]*(len(out)+1)/n
			out = append(out, stroke{as, string(unicode.ToUpper(r)), [4]int{box[0] + from, box[1], to - from, box[3]}})
		}
	}
	return out
}

// fillerMarks are marks that OCR engines read for one filler.
const fillerMarks = "‹〈≤([{£€¢"

// border are marks that stand for no character when they stand at a line's end.
const border = ".,:;|'`\"_-~*‘’“”—"

// transcribe writes what was read in the alphabet of the zone: it has no lower case and no marks, and a mark beside a filler
// is a filler. ok is false when some character has no place there.
func transcribe(line []stroke) (out []stroke, ok bool) {
	for len(line) > 0 && strings.ContainsRune(border, line[0].r) {
		line = line[1:]
	}
	for len(line) > 0 && strings.ContainsRune(border, line[len(line)-1].r) {
		line = line[:len(line)-1]
	}
	adopt := func(i, from int) {
		if line[from].r == '<' && strings.ContainsRune(fillerMarks, line[i].r) {
			line[i].r = '<'
		}
	}
	for i := 1; i < len(line); i++ { // a run of marks is adopted from its left end
		adopt(i, i-1)
	}
	for i := len(line) - 2; i >= 0; i-- { // and from its right end
		adopt(i, i+1)
	}
	for _, k := range line {
		if !inAlphabet(k.r) {
			return nil, false
		}
	}
	return line, true
}

const (
	// lookFillers are letters that engines of words read for a filler, all but K rarely.
	lookFillers = "KCLESXGR"

	// wordDoubt is what the characters that look like the one in a word share, wordFiller the filler's probability in the
	// place of a letter of lookFillers: enough for a disagreement not to be held against the document (doubtFloor), too
	// little for a check digit to choose one (repairFloor).
	wordDoubt, wordFiller = 7.5e-3, 5e-4
)

// glyph gives the stroke the posterior that its word does not say.
func (k stroke) glyph() glyph {
	c := byte(k.r)
	var raw [len(Alphabet)]float64
	raw[place(c)] = 1 - wordDoubt - wordFiller
	if strings.IndexByte(lookFillers, c) >= 0 {
		raw[0] = wordFiller
	}
	like := lookAlikes(c)
	for i := range len(like) {
		raw[place(like[i])] += wordDoubt * 2 * float64(len(like)-i) / float64(len(like)*(len(like)+1))
	}
	g := seen(raw)
	g.box, g.read = k.box, k.read
	return g
}
