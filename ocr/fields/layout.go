package fields

import (
	"image"
	"slices"
	"sort"
	"strings"

	"loupe/models"
)

// run is a row of words without a wide gap: a label, a value, or a label and its value.
type run struct {
	words []models.Word
	box   image.Rectangle
	h     int // median height of the words, pixels
}

// maxWords bounds what is looked at; the longest pages have some thousand.
const maxWords = 12_000

// maxSide is the longest side of a plane that is believed, pixels.
const maxSide = 1 << 20

// rect returns the rectangle of a word.
func rect(w models.Word) image.Rectangle {
	return image.Rect(w.Box[0], w.Box[1], w.Box[0]+w.Box[2], w.Box[1]+w.Box[3])
}

// readable drops what holds no letter and no digit, machine readable lines (read elsewhere, and more strictly), and boxes
// without extent.
func readable(words []models.Word) []models.Word {
	var out []models.Word
	for _, w := range words[:min(len(words), maxWords)] {
		if b := w.Box; min(b[0], b[1]) < 0 || min(b[2], b[3]) < 1 || max(b[0], b[1], b[2], b[3]) > maxSide {
			continue
		}
		if letters(w.Text)+digits(w.Text) > 0 && !strings.Contains(w.Text, "<<") && len(w.Text) < 200 {
			out = append(out, w)
		} else if strings.Trim(w.Text, "/|:·-") == "" { // separators of labels
			out = append(out, w)
		}
	}
	return out
}

// runs joins words to runs, by where they stand: the reader's own lines break between columns, and sometimes run across them.
// They are sorted from top to bottom, then from left to right.
func runs(words []models.Word) []run {
	words = readable(words)
	sort.SliceStable(words, func(i, j int) bool {
		return words[i].Box[0] < words[j].Box[0] || words[i].Box[0] == words[j].Box[0] && words[i].Box[1] < words[j].Box[1]
	})
	next, led := followers(words)
	var out []run
	for i := range words {
		if led[i] {
			continue
		}
		var r run
		for j := i; j >= 0; j = next[j] {
			r.words = append(r.words, words[j])
			r.box = r.box.Union(rect(words[j]))
		}
		heights := make([]int, len(r.words))
		for k, w := range r.words {
			heights[k] = w.Box[3]
		}
		slices.Sort(heights)
		r.h = heights[len(heights)/2]
		out = append(out, r)
	}
	sort.SliceStable(out, func(i, j int) bool {
		a, b := out[i].box, out[j].box
		return a.Min.Y < b.Min.Y || a.Min.Y == b.Min.Y && a.Min.X < b.Min.X
	})
	return out
}

// followers returns for each word, sorted by x, the one that follows on its row, or -1, and whether a word follows another.
func followers(words []models.Word) (next []int, led []bool) {
	next, led = make([]int, len(words)), make([]bool, len(words))
	heights := make([]int, len(words))
	for i, w := range words {
		heights[i] = w.Box[3]
	}
	slices.Sort(heights)
	band := 1
	if len(heights) > 0 {
		band = max(4, heights[len(heights)/2])
	}
	rows := map[int][]int{} // of each band of the page the words whose middle lies in it, by x
	for i, w := range words {
		at := (w.Box[1] + w.Box[3]/2) / band
		rows[at] = append(rows[at], i)
	}
	for i, w := range words {
		next[i] = -1
		for at := (w.Box[1] - band) / band; at <= (w.Box[1]+min(w.Box[3], 8*band)+band)/band; at++ {
			if j := follower(words, i, rows[at], led); j >= 0 && (next[i] < 0 || words[j].Box[0] < words[next[i]].Box[0]) {
				next[i] = j
			}
		}
		if next[i] >= 0 {
			led[next[i]] = true
		}
	}
	return next, led
}

// follower returns which of the words of a band, sorted by x, is the nearest that follows word i; -1 when none does.
func follower(words []models.Word, i int, band []int, led []bool) int {
	const most = 32 // words tried: no page has more in one place
	w := words[i]
	from := sort.Search(len(band), func(k int) bool { return words[band[k]].Box[0] >= w.Box[0]+w.Box[2]-w.Box[3]/3 })
	for _, j := range band[from:min(from+most, len(band))] {
		n := words[j]
		most := max(w.Box[3], n.Box[3])
		if len(w.Text) <= 3 && digits(w.Text) == 2 { // of a date, in a face of fixed pitch
			most += most / 2
		}
		if n.Box[0]-(w.Box[0]+w.Box[2]) > most {
			return -1
		}
		if j > i && !led[j] && together(w, n) {
			return j
		}
	}
	return -1
}

// together reports whether two words stand on one row and in letters of one size.
func together(a, b models.Word) bool {
	small, large := min(a.Box[3], b.Box[3]), max(a.Box[3], b.Box[3])
	overlap := min(a.Box[1]+a.Box[3], b.Box[1]+b.Box[3]) - max(a.Box[1], b.Box[1])
	return 2*overlap >= small && 3*small >= large
}
