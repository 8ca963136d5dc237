package consistency

import (
	"slices"
	"strings"

	"loupe/forensics/consistency/name"
	"loupe/forensics/consistency/number"
	"loupe/models"
)

// excuse looks for another reading of each contradiction: that the value was read under the wrong label, that the same
// place states the other value, too, or that the account's value stands elsewhere on the document.
func excuse(h *hearing) {
	for i := range h.pairs {
		p := &h.pairs[i]
		if p.grade != contradict {
			continue
		}
		switch {
		case h.mixedUp(p.a, p.b) || h.mixedUp(p.b, p.a):
			p.grade, p.why = unsure, "the value stands under another label on the other side: it may belong to another field"
		case h.seconded(*p):
			if p.grade, p.why = unsure, "the same source states the agreeing value as well"; p.claim() {
				p.why = "another place of the document bears the account out"
			}
		case h.elsewhere(p.a, p.b) || h.elsewhere(p.b, p.a):
			p.grade, p.why = unsure, "the other value is printed on the document, too, outside everything that was understood"
		}
	}
}

// family returns the fields whose values can be taken for one another.
func family(field string) []string {
	for _, f := range [][]string{
		{models.FieldBirthDate, models.FieldIssueDate, models.FieldExpiryDate, models.FieldAwardDate},
		{models.FieldDocumentNumber, models.FieldPersonalNumber, models.FieldSerial},
	} {
		if slices.Contains(f, field) {
			return f
		}
	}
	return nil
}

// mixedUp reports whether the value of w is what o's source states as another field: a printed birth date that is the
// zone's expiry date was read from the wrong label. The zone's optional data are such fields, too.
func (h *hearing) mixedUp(w, o witness) bool {
	fields := family(w.field)
	if fields == nil || w.source == models.SourceMRZ {
		return false
	}
	same := sameNumber
	if w.field != models.FieldDocumentNumber && w.field != models.FieldPersonalNumber && w.field != models.FieldSerial {
		same = sameDate
	}
	for _, other := range fields {
		for _, x := range h.by[other] {
			if other == w.field || x.source != o.source {
				continue
			}
			if like, _ := same(w, x); like == equal {
				return true
			}
		}
	}
	return o.source == models.SourceMRZ && h.optional(w.value)
}

// optional reports whether the zone's optional data hold the number: a Spanish card's print leads with the number of the
// person, its zone with that of the card.
func (h *hearing) optional(value string) bool {
	n := number.Plain(value)
	if h.Document == nil || h.Document.MRZ == nil || len(n) < 6 {
		return false
	}
	return strings.Contains(number.Plain(h.Document.MRZ.Fields["optional_data"]), n) || strings.Contains(number.Plain(h.Document.MRZ.Fields["optional_data_2"]), n)
}

// seconded reports whether another pair of the same field and sources agrees: the reader had two candidates in print, or
// another page shows another document; and of the claim, that some place of the document bears it out.
func (h *hearing) seconded(p pair) bool {
	return slices.ContainsFunc(h.pairs, func(q pair) bool {
		if q.field != p.field && !(isName(q.field) && isName(p.field)) || q.grade != agrees {
			return false
		}
		if p.claim() {
			return q.claim()
		}
		sources := q.a.source == p.a.source && q.b.source == p.b.source
		return sources && p.a.source != p.b.source && (q.a.page == p.a.page && q.b.page == p.b.page || slices.ContainsFunc(comparers(), func(c comparer) bool { return c.field == p.field && c.bound }))
	})
}

// elsewhere reports whether the value of o stands in print on the page of print w, outside the zone and every statement:
// then w was probably cut out at the wrong place.
func (h *hearing) elsewhere(w, o witness) bool {
	if w.source != models.SourcePrint || h.Text == nil {
		return false
	}
	free := h.unclaimedText(w.page)
	switch {
	case isName(w.field):
		var words []string
		for _, line := range free {
			words = append(words, name.Of(line).Words()...)
		}
		missing := 0
		own := name.Of(w.value).Words()
		for _, k := range name.Of(o.value).Words() {
			if slices.Contains(own, k) {
				continue
			}
			if !slices.Contains(words, k) {
				return false
			}
			missing++
		}
		return missing > 0
	case family(w.field) != nil && family(w.field)[0] == models.FieldDocumentNumber:
		n := number.Plain(o.value)
		return len(n) >= 6 && slices.ContainsFunc(free, func(line string) bool { return strings.Contains(number.Plain(line), n) })
	}
	return false
}

// maxWords bounds the words of a page that are looked through.
const maxWords = 2000

// unclaimedText returns the lines of a page without the words that belong to the zone or to a statement.
func (h *hearing) unclaimedText(page int) []string {
	lines, done := h.free[page]
	if done {
		return lines
	}
	last := -1
	for _, w := range h.Text.Words[:min(len(h.Text.Words), maxWords)] {
		if w.Page != page || strings.Contains(w.Text, "<") || h.understood(w) {
			continue
		}
		if len(lines) == 0 || w.Line != last {
			lines = append(lines, "")
		}
		lines[len(lines)-1] += " " + w.Text
		last = w.Line
	}
	h.free[page] = lines
	return lines
}

// zoned reports whether a word stands in the lines of a zone: the box of a zone that lies at an angle holds other print, too.
func zoned(m *models.MRZ, word string) bool {
	return len(m.Lines) == 0 || slices.ContainsFunc(m.Lines, func(line string) bool { return strings.Contains(line, strings.ToUpper(word)) })
}

// understood reports whether the middle of a word lies in the zone or in a statement's box.
func (h *hearing) understood(w models.Word) bool {
	if h.Document == nil {
		return false
	}
	x, y := w.Box[0]+w.Box[2]/2, w.Box[1]+w.Box[3]/2
	holds := func(bx, by, bw, bh int) bool { return x >= bx && x < bx+bw && y >= by && y < by+bh }
	if m := h.Document.MRZ; m != nil && m.Box != nil && m.Box.Page == w.Page && holds(m.Box.X, m.Box.Y, m.Box.W, m.Box.H) && zoned(m, w.Text) {
		return true
	}
	return slices.ContainsFunc(h.Document.Statements[:min(len(h.Document.Statements), maxStatements)], func(s models.Statement) bool {
		return s.Box != nil && s.Page == w.Page && holds(s.Box[0], s.Box[1], s.Box[2], s.Box[3])
	})
}
