package mrz

import (
	"slices"

	"loupe/models"
)

// Decode returns the machine readable zone among rows, or nil when there is none. It tries every layout on every run of
// neighbouring rows; a row may have up to two cells too many at its ends, and fillers too many or too few. Rows of less than
// 20 or more than 60 cells and all behind the 100th are not looked at.
//
// The lines are the most probable characters that their fields allow. A character that is not the one with the greatest
// posterior is in Repairs: the field's alphabet rules that one out, or it stands behind the end of a name, or exactly one
// likely reading makes the check digits agree (solve). What was read with certainty and disagrees stays as it was read.
// Ambiguous says that doubtful characters can explain the disagreement. Characters has each character's probability under
// its field's alphabet, Box and all boxes are in the pixels of the cells.
func Decode(rows []Row) *models.MRZ { return decode(strips(rows)) }

// Find is Decode for words that an OCR engine read, of which no single character's probability is known: characters are
// replaced only where the standard leaves no choice, and what looks like another character makes a disagreement Ambiguous.
// Words of one line are joined without spaces; boxes are in the words' coordinates, a character's being its share of the word.
func Find(text models.Text) *models.MRZ { return decode(wordStrips(text.Words)) }

// leastEvidence is the evidence (template.evidence) that a zone must have, in nats: random characters laid on a layout in
// one way pass with a probability below exp(-20) = 2e-9, and a page offers some thousands of ways. The poorest zone that
// the standard allows has about twice as much. Every line must have some.
const leastEvidence = 20

func decode(rows []strip) *models.MRZ {
	var best *zone
	for _, l := range layouts() {
		templates := l.templates()
		fits := make([][][]fit, len(templates)) // by line and row
		for i := range templates {
			fits[i] = make([][]fit, len(rows))
			for j := range rows {
				fits[i][j] = templates[i].fits(&rows[j])
			}
		}
		for j := range len(rows) - l.lines + 1 {
			z := l.best(templates, fits, j)
			if z != nil && z.evidence >= leastEvidence && (best == nil || z.evidence > best.evidence) {
				best = z
			}
		}
	}
	if best == nil {
		return nil
	}
	return best.understood()
}

// fit is one way to lay a row on a line.
type fit struct {
	alignment
	row      *strip
	evidence float64
	text     []byte
	broken   int // characters that stand where they may not
}

// maxFits is how many ways to lay a row on a line are tried together with the other lines.
const maxFits = 3

// fits returns the best ways to lay s on t that have any evidence, the best first.
func (t *template) fits(s *strip) []fit {
	if len(s.glyphs) == 0 {
		return nil
	}
	var out []fit
	for _, a := range t.alignments(s) {
		if e := t.evidence(s, a); e >= 0 {
			out = append(out, fit{alignment: a, row: s, evidence: e})
		}
	}
	slices.SortStableFunc(out, func(a, b fit) int {
		switch {
		case a.evidence > b.evidence:
			return -1
		case a.evidence < b.evidence:
			return 1
		}
		return 0
	})
	out = out[:min(len(out), maxFits)]
	for i := range out {
		f := &out[i]
		f.text = []byte(t.text(s, f.alignment, span{to: len(t.may)}))
		for at, c := range f.text {
			if !t.may[at].has(c) {
				f.broken++
			}
		}
	}
	return out
}
