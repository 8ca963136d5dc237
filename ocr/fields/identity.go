// Package fields finds what a document says in print: the labelled fields of identity documents, and who a diploma names, what
// it awards, and who signed it. It works on words with boxes, of a document that lies flat and upright; it never sees what was
// not read, and never makes up a value: a label without a plausible value yields nothing.
//
// A value's confidence is the product of its words' (the probability that all of it was read right, as far as the reader
// knows) and of how well the letters of its label agree. Value is empty, and Raw set, where the normal form is not certain:
// numeric dates that could be day or month first, nationalities that are no name or code we know.
package fields

import (
	"image"
	"slices"
	"strings"

	"loupe/models"
	"loupe/ocr/fields/date"
)

// Identity returns what the labels of an identity document state, in the order of the labels from top to bottom. text is what
// was read in a plane of the given size, in pixels; boxes are in the same pixels. Dates are ISO 8601, states ICAO 9303-3 codes,
// sexes M, F or X, heights centimetres, numbers without spaces.
//
// Which of two numbers of a date is the day is settled by the first of: a point between them (day first), a number above 12,
// another date of the same document with one, known, the issuer (USA: month first), labels in a language other than English (day
// first). Else Value is empty. known is what the document's zone and barcodes state: of it only the issuer counts, and in which
// order of day and month the printed dates agree with it.
func Identity(text models.Text, size image.Point, known ...models.Statement) []models.Statement {
	p := newPage(runs(text.Words))
	values := p.assign()
	values = append(values, p.licence()...)
	h := p.hint(values, known)
	var out []models.Statement
	for _, c := range values {
		out = append(out, p.statements(c, h)...)
	}
	out = trusted(out)
	settleNames(out, p.labels)
	return within(out, size)
}

// hint collects what the document as a whole says of its dates.
func (p page) hint(values []candidate, known []models.Statement) date.Hint {
	votes := p.agreeing(values, known)
	foreign, american := false, slices.ContainsFunc(known, func(s models.Statement) bool { return s.Name == models.FieldIssuer && s.Value == "USA" })
	for _, c := range values {
		l := p.labels[c.label]
		if typeOf(firstOf(l.key)) == typeDate {
			if m, ok := date.Find(c.text.text, date.Hint{}); ok {
				votes[m.Order]++
			}
		}
		if l.key == models.FieldNationality || l.key == models.FieldIssuer {
			code, _ := stateCode(c.text.text)
			american = american || code == "USA"
		}
	}
	for _, l := range p.labels {
		foreign = foreign || l.language != "en" && l.language != "la" && !l.short && l.score == 1
	}
	h := date.Hint{}
	switch {
	case votes[date.DayFirst] > 0 && votes[date.MonthFirst] > 0: // a document that contradicts itself proves nothing
	case votes[date.DayFirst] > 0:
		h.Order = date.DayFirst
	case votes[date.MonthFirst] > 0 || american:
		h.Order = date.MonthFirst
	case foreign:
		h.Order = date.DayFirst
	}
	for _, c := range values {
		if p.labels[c.label].key == models.FieldIssueDate {
			if iso, ok := date.Parse(c.text.text, h); ok && iso >= "1850" {
				h.Until = int(iso[0]-'0')*1000 + int(iso[1]-'0')*100 + int(iso[2]-'0')*10 + int(iso[3]-'0')
			}
		}
	}
	return h
}

// statements turns a value into statements, one for each field of its label.
func (p page) statements(c candidate, h date.Hint) []models.Statement {
	l := p.labels[c.label]
	h.Birth = strings.HasPrefix(l.key, models.FieldBirthDate)
	if first, second, two := strings.Cut(l.key, "+"); two {
		day, place, ok := placeAndDate(c.text.text, h)
		if !ok {
			return nil
		}
		out := []models.Statement{state(first, c.text.part(day.start, day.end), day.iso, l.score)}
		s := c.text.part(place[0], place[1])
		if v, ok := readText(s.text); ok && len(s.words) > 0 {
			out = append(out, state(second, s, v.iso, l.score))
		}
		return out
	}
	t := typeOf(l.key)
	v, ok := t.read(c.text.text)
	if t == typeDate {
		v, ok = readDate(c.text.text, h)
	}
	if !ok {
		return nil
	}
	if l.key == models.FieldAddress {
		c.text = p.continued(c)
		v.iso, v.end = c.text.text, len(c.text.text)
	}
	return []models.Statement{state(l.key, c.text.part(v.start, v.end), v.iso, l.score)}
}

// guess is the word confidence below which a reading is a guess: half of such words are wrong. Of names a little more is asked: no
// form tells a wrong one from a right one, and a model that does not know a letter puts others in its place with so much confidence.
const (
	guess       = 50
	guessedName = 65
)

// trusted drops what was guessed.
func trusted(statements []models.Statement) []models.Statement {
	return slices.DeleteFunc(statements, func(s models.Statement) bool {
		return s.Confidence == 0 || typeOf(s.Name) == typeName && 100*s.Confidence < guessedName
	})
}

// state makes a statement of a span of words.
func state(name string, s span, value string, score float64) models.Statement {
	f := models.Field{Value: value, Confidence: score * s.confidence(), Source: models.SourcePrint, Box: boxOf(s.box)}
	if s.text != value {
		f.Raw = s.text
	}
	return models.Statement{Name: name, Field: f}
}

// continued adds to an address the lines that stand right under it, at most three.
func (p page) continued(c candidate) span {
	s, r := c.text, p.runs[c.run]
	last := r.box
	for n, i := 0, c.run+1; i < len(p.runs) && n < 3 && p.runs[i].box.Min.Y < last.Max.Y+r.h; i++ {
		next := p.runs[i]
		offset := next.box.Min.X - s.box.Min.X
		if next.box.Min.Y < last.Max.Y-r.h/2 || max(offset, -offset) > r.h || 4*next.h < 3*r.h || 3*next.h > 4*r.h || p.labelled(i) {
			continue
		}
		more := next.cut(p.pieces[i], 0, len(p.pieces[i]))
		if _, ok := readText(more.text); !ok {
			break
		}
		for k, w := range more.words {
			separator := " "
			if k == 0 {
				separator = ", "
			}
			s.add(w, w.Text, separator)
		}
		last, n = next.box, n+1
	}
	return s
}

// within drops statements whose box lies outside the plane: their words were not read in it.
func within(statements []models.Statement, size image.Point) []models.Statement {
	out := statements[:0]
	for _, s := range statements {
		b := *s.Box
		if image.Rect(b[0], b[1], b[0]+b[2], b[1]+b[3]).In(image.Rectangle{Max: size}) {
			out = append(out, s)
		}
	}
	return out
}
