// Package misread tells what a reader of text takes one for the other: look-alike characters, pairs of letters that
// look like one, accents and fillers that were lost. It says whether a difference between two readings of one value
// can be the reader's rather than the document's.
package misread

import (
	"strings"
	"sync"
)

// The costs of edits. A confusion that readers make costs a quarter of an edit that they do not make: three of them
// explain a difference, a single plain edit does not.
const (
	confusion = 0.25
	plain     = 1.0
	most      = 3 * confusion
)

// longest bounds the characters that are compared, so that hostile text costs no more than honest text.
const longest = 64

// twins are classes of characters that differ in their class, letter or digit, and hardly in their shape. Fonts on
// documents set them apart by a few pixels, and confidence says nothing about them.
const twins = "0OQD 1IL 2Z 5S 8B 6G"

// alike are further groups that engines exchange on small or worn print.
const alike = "08 35 38 56 68 69 09 17 14 49 27 17 CG CE EF FP PR HN MN VY UV KX HK TI TY TJ LT IT JI IL DO OC OQ AR BR UO XY WV ES QG 0U 0C 4A 7T 3B 6B 9G 9P 5G"

// spread are a letter and the two that look like it, or that a transliteration puts in its place and a reader without
// that letter sees as something else: Þ as P, ß as B, f, R or k, Ł as T, ü as i.
func spread() [][2]string {
	return [][2]string{
		{"M", "RN"}, {"M", "NN"}, {"W", "VV"}, {"D", "CL"}, {"N", "RI"}, {"H", "LI"}, {"U", "II"}, {"U", "LI"}, {"B", "13"}, {"B", "I3"}, {"K", "IC"}, {"M", "III"},
		{"P", "TH"}, {"B", "SS"}, {"F", "SS"}, {"R", "SS"}, {"K", "SS"}, {"D", "TH"},
		{"A", "AE"}, {"O", "OE"}, {"U", "UE"}, {"I", "UE"},
	}
}

// Twins reports whether a and b are the same but for letters and digits of one shape: O and 0, I and 1, S and 5, B and 8,
// Z and 2, G and 6. Two different digits are never twins.
func Twins(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i] != b[i] && !(oneShape(a[i], b[i]) && !(isDigit(a[i]) && isDigit(b[i]))) {
			return false
		}
	}
	return true
}

func oneShape(a, b byte) bool {
	for group := range strings.FieldsSeq(twins) {
		if strings.IndexByte(group, a) >= 0 && strings.IndexByte(group, b) >= 0 {
			return true
		}
	}
	return false
}

// Lost reports whether one of a and b is the other with one or two characters missing: what a reader loses at the edge
// of a word, and no one changes who wants the value to look right. At least four characters must be left.
func Lost(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 4 || len(b)-len(a) < 1 || len(b)-len(a) > 2 || len(b) > longest {
		return false
	}
	i := 0
	for j := 0; j < len(b) && i < len(a); j++ {
		if a[i] == b[j] {
			i++
		}
	}
	return i == len(a)
}

// Explains reports whether up to three confusions of look-alikes turn a into b, both in A-Z and 0-9, and nothing else is
// needed. Not more than a half of the characters may be confused: of two letters both changed nothing is left to
// recognise.
func Explains(a, b string) bool {
	cost := Cost(a, b)
	return cost <= most && cost/confusion*2 <= float64(max(len(a), len(b)))
}

// Frayed reports whether Explains holds once a character at an end of a or b is left out: a reader loses letters at the
// edge of a word and joins a neighbour's to it. At least four characters must be left.
func Frayed(a, b string) bool {
	for range 2 {
		if len(a) > 4 && (Explains(a[1:], b) || Explains(a[:len(a)-1], b)) {
			return true
		}
		a, b = b, a
	}
	return false
}

// Cost returns the weighted edit distance of a and b in A-Z and 0-9 (Levenshtein with weights for look-alikes): 0 when equal,
// a quarter for each confusion, 1 for any other edit. Of longer text only the first 64 characters count.
func Cost(a, b string) float64 {
	a, b = a[:min(len(a), longest)], b[:min(len(b), longest)]
	d := distance{a: a, b: b, alike: lookAlikes(), spread: ways(a, b), rows: make([][]float64, len(a)+1)}
	for i := range d.rows {
		d.rows[i] = make([]float64, len(b)+1)
		for j := range d.rows[i] {
			d.rows[i][j] = d.cell(i, j)
		}
	}
	return d.rows[len(a)][len(b)]
}

// distance is one edit distance being computed.
type distance struct {
	a, b   string
	alike  *[128][128]bool
	spread [][2]string
	rows   [][]float64 // least cost of turning the first i characters of a into the first j of b
}

func (d *distance) cell(i, j int) float64 {
	if i == 0 && j == 0 {
		return 0
	}
	least := float64(len(d.a) + len(d.b))
	if i > 0 {
		least = min(least, d.rows[i-1][j]+loss(d.a[i-1]))
	}
	if j > 0 {
		least = min(least, d.rows[i][j-1]+loss(d.b[j-1]))
	}
	if i > 0 && j > 0 {
		least = min(least, d.rows[i-1][j-1]+d.exchange(d.a[i-1], d.b[j-1]))
	}
	for _, way := range d.spread {
		if strings.HasSuffix(d.a[:i], way[0]) && strings.HasSuffix(d.b[:j], way[1]) {
			least = min(least, d.rows[i-len(way[0])][j-len(way[1])]+confusion)
		}
	}
	return least
}

func (d *distance) exchange(a, b byte) float64 {
	switch {
	case a == b:
		return 0
	case a < 128 && b < 128 && d.alike[a][b]:
		return confusion
	}
	return plain
}

// loss is the cost of a character that only one reading has: a filler of a machine readable zone is read as K, and thin
// strokes come and go.
func loss(c byte) float64 {
	if c == 'K' || c == 'I' || c == '1' {
		return confusion
	}
	return plain
}

// lookAlikes says which pairs of characters a reader exchanges.
var lookAlikes = sync.OnceValue(func() *[128][128]bool {
	var out [128][128]bool
	for group := range strings.FieldsSeq(twins + " " + alike) {
		for i := range len(group) {
			for j := range len(group) {
				out[group[i]][group[j]] = true
			}
		}
	}
	return &out
})

// ways returns the spread pairs that can occur between a and b, in both directions.
func ways(a, b string) [][2]string {
	var out [][2]string
	for _, s := range spread() {
		for _, way := range [][2]string{s, {s[1], s[0]}} {
			if strings.Contains(a, way[0]) && strings.Contains(b, way[1]) {
				out = append(out, way)
			}
		}
	}
	return out
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
