package textedit

import "unicode"

// advances are the widths of letters of a common sans serif face, thousandths of its size, from space to tilde (the Adobe
// Font Metrics of Helvetica). What a face's letters measure against them differs by a factor that its words share.
const otherAdvance = 556 // of what is not in the table

func advances() [95]int {
	return [95]int{
		278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
		1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
		333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
	}
}

// lettering is what a word's letters lead to expect of its shape.
type lettering struct {
	advance float64 // sum of the letters' widths, thousandths of the size
	lower   bool    // has letters whose height is that of x
}

func letteringOf(text string) (l lettering) {
	table := advances()
	for _, r := range text {
		a := otherAdvance
		switch {
		case r >= ' ' && int(r-' ') < len(table):
			a = table[r-' ']
		case unicode.IsUpper(r):
			a = 694
		}
		l.advance += float64(a)
		l.lower = l.lower || unicode.IsLower(r)
	}
	return l
}
