// Package name compares names of people as names: written in other letters, in another order, with parts left out, cut
// short or joined, they are still one name. It knows nothing of readers that misread.
package name

import (
	"strings"

	"loupe/forensics/consistency/misread"
)

// Name is a name as it is stated somewhere. Surname and Given where it is divided, else Whole.
type Name struct {
	Surname string
	Given   string
	Whole   string
	Cut     bool // words may be cut short or left out because the field was full: ICAO 9303-4 section 4.2.3
}

// Of returns the name that a person would type into one field. A comma parts the surname from what follows it.
func Of(whole string) Name {
	if surname, given, ok := strings.Cut(whole, ","); ok && strings.TrimSpace(surname) != "" && strings.TrimSpace(given) != "" {
		return Name{Surname: surname, Given: strings.ReplaceAll(given, ",", " ")}
	}
	return Name{Whole: whole}
}

// String writes n as it is stated.
func (n Name) String() string {
	s := strings.TrimSpace(n.Surname)
	if g := strings.TrimSpace(n.Given); g != "" {
		s = strings.TrimPrefix(s+", "+g, ", ")
	}
	return strings.TrimSpace(s + " " + strings.TrimSpace(n.Whole))
}

// Relation is how two names stand to each other.
type Relation int

// The relations.
const (
	Incomparable Relation = iota // a name is empty, they state different parts, or a script stands in the way
	Same                         // equal once they are written in the same letters
	Compatible                   // one person's name in two usual forms; Why says how
	Different                    // no usual form of one is the other
)

// Result is what a comparison gives.
type Result struct {
	Relation   Relation
	Why        string  // how compatible names differ; empty otherwise
	Similarity float64 // share of letters that agree, 0..1
	Part       string  // of different names: "surname" or "given_names" when they differ only there and both are divided
	Left       string  // the words of a that contradict b, in A-Z without spaces; empty when they do not differ
	Right      string  // the words of b that contradict a
}

// Compare compares a and b. They are different only when words of both are left that no transliteration (ICAO 9303-3
// section 6), order, joined or parted writing, initial, cut, short form or omission explains. A middle name or second
// surname may be missing on either side; another surname is different, also when it may be a married name: that is for
// a person to know.
func Compare(a, b Name) Result {
	p, ok := match(a, b)
	if !ok || len(p.a) == 0 || len(p.b) == 0 || disjoint(p) {
		return Result{Relation: Incomparable}
	}
	la, lb := left(p.a), left(p.b)
	r := Result{Similarity: p.similarity(la, lb)}
	if wrote := runKey(p.a) == runKey(p.b); wrote || p.strong > 0 && !p.conflict(la, lb) {
		p.explain(la, lb)
		r.Relation, r.Why = Same, strings.Join(p.why, "; ")
		if !wrote && r.Why != "" {
			r.Relation = Compatible
		}
		if wrote {
			r.Why, r.Similarity = "", 1
		}
		return r
	}
	r.Relation = Different
	r.Part, la, lb = p.apart(la, lb)
	r.Left, r.Right = joined(la, p.a), joined(lb, p.b)
	return r
}

// disjoint reports whether a states only surnames and b only given names, or the reverse, and nothing matched.
func disjoint(p pairing) bool {
	for _, t := range p.a {
		for _, u := range p.b {
			if t.part == whole || u.part == whole || t.part == u.part {
				return false
			}
		}
	}
	return p.strong == 0
}

// explain adds what the words say that were matched out of order or are missing.
func (p *pairing) explain(la, lb []token) {
	last := -1
	for _, t := range p.a {
		if t.mate >= 0 && t.mate < last {
			p.note("in another order")
			break
		}
		last = max(last, t.mate)
	}
	if len(la)+len(lb) > 0 {
		p.note("parts of the name are left out")
	}
}

// similarity is the share of letters in matched words, and among the rest the share that an edit distance leaves.
func (p *pairing) similarity(la, lb []token) float64 {
	x, y := joined(la, nil), joined(lb, nil)
	total := float64(p.full + len(x) + len(y))
	if total == 0 {
		return 1
	}
	alike := max(0, 1-misread.Cost(x, y)/float64(max(len(x), len(y), 1)))
	if x == "" || y == "" {
		alike = 0
	}
	return (float64(p.full) + alike*float64(len(x)+len(y))) / total
}

// joined writes words without spaces; those of instead when there are none.
func joined(ts, instead []token) string {
	if len(ts) == 0 {
		ts = instead
	}
	var s strings.Builder
	for _, t := range ts {
		s.WriteString(t.text)
	}
	return s.String()
}
