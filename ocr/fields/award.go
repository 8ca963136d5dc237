package fields

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"loupe/models"
)

// degree takes what a phrase announces (the degree of ...), in the same line or the next one; else a line of its own that
// begins with a degree's word (Master of ..., Licencjat), the tallest one.
func (s *sheet) degree() {
	for r, ps := range s.pieces {
		for _, c := range s.cues(cueDegree, r) {
			if s.degreeIn(r, c.to, c.score) {
				return
			}
			if c.to < len(ps) {
				continue
			}
			for _, n := range s.following(r, 2) {
				if s.degreeIn(n, 0, c.score) {
					return
				}
			}
		}
	}
	best, score := -1, 0.0
	for r, ps := range s.pieces {
		c, ok := cueAt(cueAward, ps, 0)
		if ok && !s.used[r] && !s.has(r, cueSeat, cueHolder) && (best < 0 || s.runs[r].h > s.runs[best].h) {
			best, score = r, c.score
		}
	}
	if best >= 0 {
		s.degreeIn(best, 0, score)
	}
}

// degreeIn states the degree that begins at a piece of a run, and its subject.
func (s *sheet) degreeIn(r, from int, score float64) bool {
	ps := s.pieces[r]
	to := len(ps)
	for i := from; i < len(ps); i++ {
		if _, ok := cueAt(cueHonours, ps, i); ok && i > from {
			to = i
			break
		}
	}
	if from >= to || s.used[r] {
		return false
	}
	line := s.runs[r].cut(ps, from, to)
	text, ok := titled(line, 1, ps[from:to], s.runs[r])
	if c, known := cueAt(cueAward, ps, from); !ok && known && c.to == to { // Polish writes its titles small
		text, ok = line, true
	}
	if !ok || letters(text.text) < 2 || readDateOnly(text.text) {
		return false
	}
	s.used[r] = true
	s.state(models.FieldDegree, text, text.text, score*s.whole(r))
	s.subject(r, text)
	return true
}

func readDateOnly(text string) bool {
	_, ok := typeDate.read(text)
	return ok
}

// subject states the subject: behind "in" within the degree, at the beginning of the next line, or where a phrase names it.
func (s *sheet) subject(r int, degree span) {
	for _, in := range []string{" in ", " en ", " em ", " w zakresie ", " im Fach "} {
		if i := strings.Index(degree.text, in); i > 0 {
			text := degree.part(i+len(in), len(degree.text))
			s.state(models.FieldSubject, text, text.text, 1)
			return
		}
	}
	for _, n := range s.following(r, 2) {
		ps := s.pieces[n]
		from := 0
		if c, ok := cueAt(cueSubject, ps, 0); ok {
			from = c.to
		} else if len(ps) > 1 && (ps[0].folded == "in" || ps[0].folded == "en" || ps[0].folded == "em") {
			from = 1
		}
		if from == 0 || from == len(ps) {
			continue
		}
		if text, ok := titled(s.runs[n].cut(ps, from, len(ps)), 1, ps[from:], s.runs[n]); ok {
			s.used[n] = true
			s.state(models.FieldSubject, text, text.text, 1)
			return
		}
	}
}

// following returns the next most runs under run r that are not far away.
func (s *sheet) following(r, most int) []int {
	var out []int
	at := s.runs[r].box
	for i := r + 1; i < len(s.runs) && len(out) < most; i++ {
		b := s.runs[i].box
		if b.Min.Y > at.Max.Y+10*s.height {
			break
		}
		if b.Min.Y >= at.Min.Y+s.runs[r].h/2 && b.Max.X > at.Min.X-at.Dx() && len(s.pieces[i]) > 0 {
			out = append(out, i)
		}
	}
	return out
}

// holder takes the name that a phrase announces, in the same line or one of the next three, where taller letters win; without
// a phrase a line that begins with a form of address, or the one line of names that is at least half as tall again as the rest of the page.
func (s *sheet) holder() {
	for r, ps := range s.pieces {
		for _, c := range s.cues(cueHolder, r) {
			if h, ok := cueAt(cueHeading, ps, c.from); ok && h.to >= c.to {
				continue
			}
			if name, ok := s.nameIn(r, c.to); ok && c.to < len(ps) {
				s.state(models.FieldName, name, name.text, c.score)
				return
			}
			best, at := -1, span{}
			for _, n := range s.following(r, 3) {
				name, ok := s.nameIn(n, 0)
				if ok && s.alone(n) && (best < 0 || 5*s.runs[n].h > 6*s.runs[best].h) {
					best, at = n, name
				}
			}
			if best >= 0 {
				s.used[best] = true
				s.state(models.FieldName, at, at.text, c.score*s.whole(best))
				return
			}
		}
	}
	if !s.addressed() {
		s.tallest()
	}
}

// addressed states the first line that is a name behind a form of address: Frau, Pan, Don.
func (s *sheet) addressed() bool {
	for r, ps := range s.pieces {
		c, ok := cueAt(cueAddress, ps, 0)
		if !ok || !s.alone(r) {
			continue
		}
		if name, ok := s.nameIn(r, 0); ok && len(name.words) >= 2 && name.words[0] != s.runs[r].words[0] {
			s.used[r] = true
			s.state(models.FieldName, name, name.text, c.score*s.whole(r))
			return true
		}
	}
	return false
}

// tallest states the only line of names that is much taller than the rest.
func (s *sheet) tallest() {
	const unannounced = 0.6
	var found []span
	at := 0
	for r := range s.runs {
		if 2*s.runs[r].h < 3*s.height || !s.alone(r) {
			continue
		}
		if name, ok := s.nameIn(r, 0); ok && len(name.words) >= 2 {
			found, at = append(found, name), r
		}
	}
	if len(found) == 1 {
		s.used[at] = true
		s.state(models.FieldName, found[0], found[0].text, unannounced*s.whole(at))
	}
}

// alone reports whether a run is nothing else that a diploma says.
func (s *sheet) alone(r int) bool {
	return !s.used[r] && !s.has(r, cueInstitution, cueAward, cueHeading, cueSeat, cueDegree, cueHonours)
}

// nameIn reads the name at a piece of a run: words with capitals, and the little words of names between them, up to a comma or
// anything else; forms of address before it are left out.
func (s *sheet) nameIn(r, from int) (span, bool) {
	ps := s.pieces[r]
	for from < len(ps) {
		c, ok := cueAt(cueAddress, ps, from)
		if !ok {
			c, ok = cueAt(cuePerson, ps, from)
		}
		if !ok || c.to >= len(ps) {
			break
		}
		from = c.to
	}
	to, counted := from, 0
	for i := from; i < len(ps) && i < from+8; i++ {
		p := ps[i]
		if _, ok := cueAt(cueBorn, ps, i); ok && i > from || strings.IndexFunc(strings.Trim(p.text, ",;.:"), notOfNames) >= 0 || p.slash {
			break
		}
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(p.text, "'’"))
		if unicode.IsUpper(first) {
			to, counted = i+1, counted+letters(p.text)
		} else if !particle(p.folded) {
			break
		}
		if strings.HasSuffix(p.text, ",") || strings.HasSuffix(p.text, ".") && letters(p.text) > 4 {
			break
		}
	}
	if to == from || counted < 2 || to < len(ps) && from == 0 && !s.ends(ps, to) {
		return span{}, false
	}
	name := s.runs[r].cut(ps, from, to)
	name.text = strings.TrimRight(name.text, ",;:")
	_, ok := readName(name.text)
	return name, ok
}

// ends reports whether a name may end before piece i of a line of its own: at a comma, or where its birth is told.
func (s *sheet) ends(ps []piece, i int) bool {
	_, born := cueAt(cueBorn, ps, i)
	return born || strings.HasSuffix(ps[i-1].text, ",") || ps[i].slash
}
