package consistency

import (
	"slices"

	"loupe/models"
)

// likeness is how two values stand to each other, whoever read them.
type likeness int

const (
	incomparable likeness = iota
	equal                 // the same, or two usual forms of the same
	near                  // confusions of look-alikes make them the same
	close                 // one or two characters differ that are not taken for each other
	far
)

// grade is what a pair of witnesses says.
type grade int

const (
	agrees     grade = iota
	readAgain        // differ, and a reader's confusion explains it
	unsure           // differ, and one was not read with confidence or may belong elsewhere
	contradict       // differ, both read with confidence
)

// pair is two witnesses of one field, compared.
type pair struct {
	field string
	a, b  witness
	grade grade
	why   string // how values that agree differ, or why a difference is not held against the document
}

func (p pair) claim() bool { return p.a.source == sourceClaim || p.b.source == sourceClaim }

// printed reports whether one of the two is print: a language's model reads letters it does not know as others, and is sure.
func (p pair) printed() bool {
	return p.a.source == models.SourcePrint || p.b.source == models.SourcePrint
}

func (p pair) confidence() float64 { return min(p.a.confidence, p.b.confidence) }

// comparer compares two values of a field.
type comparer struct {
	field   string
	compare func(a, b witness) (likeness, string)
	claims  bool // is compared with the claim only
	bound   bool // belongs to one document: two pages of print may show two documents
	words   bool // text rather than a number or date: a lower confidence does, because a reader takes no word for another, nor M for F
}

// comparers lists the fields that are compared one by one; names are put together first.
func comparers() []comparer {
	return []comparer{
		{field: models.FieldDocumentNumber, compare: sameNumber, bound: true},
		{field: models.FieldPersonalNumber, compare: samePersonal},
		{field: models.FieldSerial, compare: sameNumber, claims: true},
		{field: models.FieldBirthDate, compare: sameDate},
		{field: models.FieldIssueDate, compare: sameDate, bound: true},
		{field: models.FieldExpiryDate, compare: sameDate, bound: true},
		{field: models.FieldAwardDate, compare: sameDate, claims: true},
		{field: models.FieldSex, compare: sameSex, words: true},
		{field: models.FieldNationality, compare: sameState, words: true},
		{field: models.FieldIssuer, compare: sameState, bound: true, words: true},
		{field: models.FieldInstitution, compare: sameInstitution, claims: true, words: true},
		{field: models.FieldDegree, compare: sameDegree, claims: true, words: true},
	}
}

// compareFields compares every two witnesses of each field that stand at different places.
func compareFields(h *hearing) {
	for _, c := range comparers() {
		ws := h.by[c.field]
		for i, a := range ws {
			for _, b := range ws[i+1:] {
				if !h.apart(a, b, c) {
					continue
				}
				if like, why := c.compare(a, b); like != incomparable {
					h.pairs = append(h.pairs, h.grade(pair{field: c.field, a: a, b: b, why: why}, like, c.words))
				}
			}
		}
	}
}

// apart reports whether a and b are worth comparing. Two values that one source states on one page are the reader's
// alternatives. Print on two pages may be of two documents, unless they are the two sides of one.
func (h *hearing) apart(a, b witness, c comparer) bool {
	if c.claims && a.source != sourceClaim && b.source != sourceClaim {
		return false
	}
	if a.source != b.source {
		return true
	}
	return a.page != b.page && (!c.bound || h.oneDocument(a.page, b.page))
}

// oneDocument reports whether two pages are the front and the back of a document.
func (h *hearing) oneDocument(p, q int) bool {
	if p < 0 || q < 0 || p >= len(h.Pages) || q >= len(h.Pages) {
		return false
	}
	sides := []models.Side{h.Pages[p].Side, h.Pages[q].Side}
	return slices.Contains(sides, models.SideFront) && slices.Contains(sides, models.SideBack)
}

// grade weighs a difference by how well both were read.
func (h *hearing) grade(p pair, like likeness, words bool) pair {
	need := h.policy.Confidence
	if words && like == far {
		need = h.policy.NameConfidence
	}
	switch {
	case like == equal:
		p.grade = agrees
	case words && like == near && (!p.claim() || p.printed()):
		p.grade, p.why = readAgain, "letters that a reader takes for each other explain it"
	case p.confidence() >= need:
		p.grade, p.why = contradict, ""
	case like == near || like == close:
		p.grade, p.why = readAgain, "a misread character explains it, and one of the two was not read with confidence"
	default:
		p.grade, p.why = unsure, "one of the two was not read with confidence"
	}
	return p
}
