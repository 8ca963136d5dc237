package consistency

import (
	"slices"

	"loupe/forensics/consistency/misread"
	"loupe/forensics/consistency/name"
	"loupe/models"
)

// person is a name as one source states it on one page.
type person struct {
	name.Name
	witness
}

// compareNames compares the names of every two places.
func compareNames(h *hearing) {
	all := h.persons()
	for i, a := range all {
		for _, b := range all[i+1:] {
			r := name.Compare(a.Name, b.Name)
			if r.Relation == name.Incomparable {
				continue
			}
			p := pair{field: models.FieldName, a: a.witness, b: b.witness, why: r.Why}
			if r.Relation != name.Different {
				h.pairs = append(h.pairs, p)
				continue
			}
			p.field, p.a, p.b = a.differing(b, r.Part)
			like := nameLikeness(r)
			if p.claim() && like == close && longWords(r) {
				p.why = "a slip of the keyboard or another spelling explains it"
				h.pairs = append(h.pairs, p)
				continue
			}
			h.pairs = append(h.pairs, h.grade(p, like, true))
		}
	}
}

// persons puts the names together that stand at one place: what is divided is taken before what is not, and the best read
// before the others.
func (h *hearing) persons() []person {
	var out []person
	for _, field := range []string{models.FieldSurname, models.FieldGivenNames, models.FieldName} {
		for _, w := range h.by[field] {
			i := slices.IndexFunc(out, func(p person) bool { return p.source == w.source && p.page == w.page })
			if i < 0 && len(out) == maxPersons {
				continue
			}
			if i < 0 {
				out = append(out, person{witness: witness{field: models.FieldName, source: w.source, page: w.page, confidence: 1}})
				i = len(out) - 1
			}
			out[i].add(w)
		}
	}
	slices.SortStableFunc(out, func(a, b person) int { return rank(a.source) - rank(b.source) })
	return out
}

// add makes w a part of the name, when that part is not there yet.
func (p *person) add(w witness) {
	to := map[string]*string{models.FieldSurname: &p.Surname, models.FieldGivenNames: &p.Given, models.FieldName: &p.Whole}[w.field]
	if *to != "" || w.field == models.FieldName && p.Surname != "" && p.Given != "" {
		return
	}
	if w.field == models.FieldName {
		n := name.Of(w.value)
		if n.Surname != "" && p.Surname == "" && p.Given == "" {
			p.Name = n
		} else if p.Name = (name.Name{Whole: w.value, Cut: p.Cut}); len(p.also) > 0 {
			p.also, p.confidence = nil, 1 // the whole name holds the part that was there
		}
	} else {
		*to = w.value
	}
	p.Cut = p.Cut || w.cut
	p.confidence = min(p.confidence, w.confidence)
	p.also = append(p.also, w)
	p.value = p.Name.String()
	if p.box == nil {
		p.box = w.box
	}
}

// part returns the statement of one part of the name, or the whole.
func (p person) part(field string) witness {
	for _, w := range p.also {
		if w.field == field {
			return w
		}
	}
	return p.witness
}

// differing returns the part of the name in which a and b differ, as it stands at both places: the one that was read best of those
// that are nowhere in the other name; the whole names when that is not one part.
func (p person) differing(o person, part string) (string, witness, witness) {
	if part != "" {
		return part, p.part(part), o.part(part)
	}
	field, left, right := models.FieldName, p.witness, o.witness
	for _, f := range []string{models.FieldSurname, models.FieldGivenNames} {
		a, b := p.part(f), o.part(f)
		if a.field != f || b.field != f || min(a.confidence, b.confidence) <= min(left.confidence, right.confidence) {
			continue
		}
		if foreign(a, o) && foreign(b, p) {
			field, left, right = f, a, b
		}
	}
	return field, left, right
}

// foreign reports whether a part of a name is no part of another, under whatever label.
func foreign(part witness, other person) bool {
	whole := name.Name{Whole: other.Name.String(), Cut: other.Cut || part.cut}
	r := name.Compare(name.Name{Whole: part.value, Cut: whole.Cut}, whole)
	return r.Relation == name.Different && nameLikeness(r) == far
}

// nameLikeness says how far the words lie apart that contradict each other.
func nameLikeness(r name.Result) likeness {
	cost := misread.Cost(r.Left, r.Right)
	switch {
	case misread.Explains(r.Left, r.Right), misread.Frayed(r.Left, r.Right):
		return near
	case cost <= 1 || cost <= 2 && min(len(r.Left), len(r.Right)) >= 8:
		return close
	}
	return far
}

// longWords reports whether the words are long enough for a slip to leave them recognisable.
func longWords(r name.Result) bool { return min(len(r.Left), len(r.Right)) >= 5 }
