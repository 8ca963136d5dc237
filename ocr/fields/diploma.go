package fields

import (
	"image"
	"strings"
	"unicode"
	"unicode/utf8"

	"loupe/models"
	"loupe/ocr/fields/date"
)

// Diploma returns what a diploma or certificate states: whom it names (models.FieldName), institution, degree, subject,
// honours, award date, birth date, serial number and signatories. text is what was read in a plane of the given size, in
// pixels; boxes are in the same pixels. Values are as they stand, dates ISO 8601.
//
// A value is found by the phrase that announces it ("confers upon", "den akademischen Grad", ...), by where it stands, and by
// the size of its letters; without a phrase only what is plain is taken: a degree that begins with its own word, an
// institution that is called one, a seat under a signature.
func Diploma(text models.Text, size image.Point) []models.Statement {
	s := newSheet(runs(text.Words))
	s.institution(size)
	s.honours()
	s.degree()
	s.holder()
	s.dates()
	s.serial()
	s.signatories(size)
	return within(trusted(s.out), size)
}

// institution takes the tallest short line of the upper two thirds that is called university, school, ...
func (s *sheet) institution(size image.Point) {
	best, at, score := -1, span{}, 0.0
	for r, run := range s.runs {
		if 3*run.box.Min.Y > 2*size.Y || best >= 0 && 10*run.h <= 12*s.runs[best].h {
			continue
		}
		cs := s.cues(cueInstitution, r)
		if len(cs) == 0 || s.has(r, cueSeat, cueDegree) {
			continue
		}
		text := run.cut(s.pieces[r], 0, len(s.pieces[r]))
		if found, ok := titled(text, cs[0].to, s.pieces[r], run); ok {
			best, at, score = r, found, cs[0].score
		}
	}
	if best >= 0 {
		s.used[best] = true
		s.state(models.FieldInstitution, at, at.text, score*s.whole(best))
	}
}

// titled cuts a title out of a line: its leading words that begin with a capital, and the little ones between them. The
// first to pieces are part of it, or there is none.
func titled(text span, to int, ps []piece, r run) (span, bool) {
	from, end := 0, 0
	for i, p := range ps {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(p.text, "'’‘\"“„("))
		switch {
		case i == 0 && len(ps) > 2 && article(p.folded):
			from = 1
		case unicode.IsUpper(first):
			end = i + 1
		case connective(p.folded) && end > 0:
		default:
			if end < to {
				return text, false
			}
			return r.cut(ps, from, end), true
		}
		if strings.HasSuffix(p.text, ",") && end >= to && i+1 < len(ps) {
			break
		}
	}
	if end < to || end-from > 10 || from >= end {
		return text, false
	}
	found := r.cut(ps, from, end)
	found.text = strings.TrimRight(found.text, ",;:")
	return found, true
}

func article(folded string) bool {
	switch folded {
	case "the", "die", "der", "das", "la", "le", "l", "el", "il", "lo", "o", "a", "de", "het":
		return true
	}
	return false
}

// connective reports whether titles have the word in lower case.
func connective(folded string) bool {
	switch folded {
	case "of", "and", "for", "in", "at", "the", "fur", "und", "des", "et", "en", "degli", "studi", "dello", "della", "delle", "dei", "w", "im", "am", "sur", "aux", "voor", "em", "na", "no", "z", "con":
		return true
	}
	return particle(folded)
}

// honours takes the first distinction; the whole line when it is a short one.
func (s *sheet) honours() {
	for r, ps := range s.pieces {
		found := s.cues(cueHonours, r)
		if len(found) == 0 {
			continue
		}
		c := found[0]
		from, to := c.from, c.to
		if (len(ps) <= 6 || c.from == 0 && len(ps) <= 9) && !s.has(r, cueAward, cueDegree, cueHolder) {
			from, to = 0, len(ps)
			s.used[r] = true
		}
		text := s.runs[r].cut(ps, from, to)
		text.text = strings.Trim(text.text, ".,;:")
		s.state(models.FieldHonours, text, text.text, c.score)
		return
	}
}

// serial takes the first number of three digits and more behind "No.", "Registration number", ...
func (s *sheet) serial() {
	for r, ps := range s.pieces {
		for _, c := range s.cues(cueSerial, r) {
			if c.to == len(ps) || len(ps[c.from].folded) < 3 && c.to == c.from+1 && !abbreviated(ps[c.from].text) && !ps[c.from].colon {
				continue
			}
			text := s.runs[r].cut(ps, c.to, len(ps))
			trimmed := strings.TrimLeft(text.text, ".:° ")
			v, ok := readNumber(trimmed)
			if skip := len(text.text) - len(trimmed); ok {
				s.state(models.FieldSerial, text.part(skip+v.start, skip+v.end), v.iso, c.score)
				return
			}
		}
	}
}

// abbreviated reports whether a word is written as a short form: No., N°, Nr.
func abbreviated(w string) bool {
	first, _ := utf8.DecodeRuneInString(w)
	return strings.ContainsAny(w, ".°º") || unicode.IsUpper(first)
}

// dates takes the date of award, the one a phrase announces or the lowest one on the page, and the date of birth.
func (s *sheet) dates() {
	var award, birth *models.Statement
	announced := false
	h := date.Hint{}
	if s.foreign() {
		h.Order = date.DayFirst
	}
	for r, run := range s.runs {
		ps := s.pieces[r]
		if len(ps) == 0 {
			continue
		}
		text := run.cut(ps, 0, len(ps))
		for from := 0; from < len(text.text); {
			m, ok := date.Find(text.text[from:], h)
			if !ok {
				break
			}
			start, end := from+m.Start, from+m.End
			born, dated := s.before(r, text, start, cueBorn), s.before(r, text, start, cueDated)
			from = end
			switch {
			case born:
				st := state(models.FieldBirthDate, text.part(start, end), m.ISO, 1)
				birth = &st
			case !announced || dated:
				st := state(models.FieldAwardDate, text.part(start, end), m.ISO, 1)
				award, announced = &st, dated
			}
		}
	}
	for _, st := range []*models.Statement{award, birth} {
		if st != nil {
			s.out = append(s.out, *st)
		}
	}
}

// before reports whether a phrase of a meaning stands before a byte of a run's text, at most eight pieces away.
func (s *sheet) before(r int, text span, at int, key string) bool {
	ps := s.pieces[r]
	end := 0
	for end < len(ps) && text.starts[ps[end].word-ps[0].word] < at {
		end++
	}
	return len(cues(key, ps[max(0, end-8):end])) > 0
}
