package consistency

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"loupe/forensics/consistency/name"
	"loupe/forensics/consistency/number"
	"loupe/models"
)

// marks are words that issuers print across specimens and that no name or form has. ordinary are words that are also
// names and words of the language (Muster is a Swiss surname): they count only alone on their line, in capitals.
const (
	marks    = " SPECIMEN SPECIMENS ESPECIMEN WZOR VZOR OBRAZEC UZORAK NAIDIS PARAUGS PAVYZDYS ΔΕΙΓΜΑ ОБРАЗЕЦ ЗРАЗОК FACSIMILE VOORBEELD "
	ordinary = " MUSTER SAMPLE ORNEK MODELLO MODELO MODELE MALLI MINTA CAMPIONE EXEMPLE EJEMPLO PROV EKSEMPEL AMOSTRA MUESTRA "
)

// published is a specimen whose data its issuer has published.
type published struct {
	surname, given string // in plain capitals; a given name left empty stands for any
	issuer         string // empty when the name alone is no one's
	numbers        string // numbers of the specimen's documents
	borne          bool   // people of that state bear the name: it is worth a remark, and only the number is a reason
}

// specimens are those of ICAO Doc 9303 and of issuers.
func specimens() []published {
	return []published{
		{"ERIKSSON", "ANNA MARIA", "UTO", " L898902C3 L898902C D23145890 ", false}, {"STEVENSON", "PETER", "UTO", " D23145890 ", false},
		{"MUSTERMANN", "", "", " C01X00T47 T220001293 L01X00T47 T22000129 ", false}, {"MUSTERFRAU", "", "", "", false}, {"SPECIMEN", "", "", "", false}, {"UK SPECIMEN", "", "", "", false},
		{"DE BRUIJN", "WILLEKE LISELOTTE", "NLD", " SPECI2014 SPECI2021 SPECI20142 ", true}, {"BERTHIER", "CORINNE", "FRA", " 880692310285 ", true},
		{"MARTIN", "SARAH", "CAN", " ZE000509 ", true}, {"ESPANOLA ESPANOLA", "CARMEN", "ESP", "", false}, {"TRAVELER", "HAPPY", "USA", "", false},
	}
}

// findSpecimens looks for the words and the data of published specimens. The issuer UTO alone marks none: it is what
// invented documents for tests and demonstrations bear.
func findSpecimens(h *hearing) {
	h.printedMarks()
	for _, p := range h.persons() {
		for _, s := range specimens() {
			if h.is(p, s) && s.borne {
				h.remarks = append(h.remarks, fmt.Sprintf("%q in %s is also the name on a published specimen", shown(p.value), h.place(p.witness)))
				break
			}
			if h.is(p, s) {
				h.faults = append(h.faults, fault{code: models.ReasonDataSpecimen, score: p.confidence, witnesses: []witness{p.witness},
					text: fmt.Sprintf("%q in %s is the holder of a published specimen", shown(p.value), h.place(p.witness))})
				break
			}
		}
	}
	for _, w := range h.by[models.FieldDocumentNumber] {
		n := number.Plain(w.value)
		known := slices.ContainsFunc(specimens(), func(s published) bool { return strings.Contains(s.numbers, " "+n+" ") })
		if known && w.source != sourceClaim && w.confidence >= h.policy.SpecimenConfidence {
			h.faults = append(h.faults, fault{code: models.ReasonDataSpecimen, score: w.confidence, witnesses: []witness{w},
				text: fmt.Sprintf("the number %q in %s is that of a published specimen", shown(w.value), h.place(w))})
		}
	}
}

// is reports whether p is the holder of specimen s.
func (h *hearing) is(p person, s published) bool {
	if p.source == sourceClaim || p.confidence < h.policy.SpecimenConfidence || p.Surname == "" {
		return false
	}
	same := func(stated, want string) bool {
		return name.Compare(name.Name{Surname: stated}, name.Name{Surname: want}).Relation == name.Same
	}
	if !same(p.Surname, s.surname) || s.given != "" && !same(p.Given, s.given) {
		return false
	}
	return s.issuer == "" || slices.ContainsFunc(h.by[models.FieldIssuer], func(w witness) bool { return w.source != sourceClaim && w.value == s.issuer })
}

// printedMarks looks for the words among everything that was read: as words of their own, not in a statement, and not
// much smaller than the page's text, which microtext is.
func (h *hearing) printedMarks() {
	if h.Text == nil {
		return
	}
	words := h.Text.Words[:min(len(h.Text.Words), maxWords)]
	sizes := medianSizes(words)
	for i, w := range words {
		bare := strings.TrimFunc(w.Text, func(r rune) bool { return !unicode.IsLetter(r) })
		if len(bare) < 4 || w.Confidence < 100*h.policy.SpecimenConfidence || bare != strings.ToUpper(bare) && !across(w, sizes[w.Page]) || h.understood(w) || micro(w, sizes[w.Page]) {
			continue
		}
		plain := " " + unmarked(bare) + " "
		if strings.Contains(marks, plain) && !captioned(words, i) || strings.Contains(ordinary, plain) && aloneOnLine(words, i) && !h.named(plain) {
			h.faults = append(h.faults, fault{code: models.ReasonDataSpecimen, score: w.Confidence / 100,
				witnesses: []witness{{field: "specimen", value: bare, confidence: w.Confidence / 100, source: models.SourcePrint, page: w.Page, box: &w.Box}},
				text:      fmt.Sprintf("the word %q stands on the document", shown(bare))})
			return
		}
	}
}

// across reports whether w is much larger than the page's text, as what is printed across a specimen is: then it need not be in capitals.
func across(w models.Word, page size) bool {
	return 2*float64(w.Box[3]) >= 3*page.tall && 2*sizeOf(w).wide >= 3*page.wide && strings.EqualFold(w.Text, "specimen")
}

// captioned reports whether the line of word i is about a signature: a specimen signature is what cards call the holder's.
func captioned(words []models.Word, i int) bool {
	return slices.ContainsFunc(words, func(w models.Word) bool {
		return w.Page == words[i].Page && w.Line == words[i].Line && strings.HasPrefix(unmarked(w.Text), "SIGNATUR")
	})
}

// named reports whether somebody on the document or the account bears the word as a name.
func (h *hearing) named(plain string) bool {
	return slices.ContainsFunc(h.persons(), func(p person) bool {
		return strings.Contains(" "+strings.ReplaceAll(unmarked(p.value), ",", "")+" ", plain)
	})
}

// unmarked writes a word in capitals without marks.
func unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToUpper(s)))
}

// aloneOnLine reports whether all words on the line of word i are the same word.
func aloneOnLine(words []models.Word, i int) bool {
	return !slices.ContainsFunc(words, func(w models.Word) bool {
		letters := strings.TrimFunc(w.Text, func(r rune) bool { return !unicode.IsLetter(r) })
		return w.Page == words[i].Page && w.Line == words[i].Line && letters != "" && unmarked(letters) != unmarked(strings.TrimFunc(words[i].Text, func(r rune) bool { return !unicode.IsLetter(r) }))
	})
}

// size is how tall a word's box is and how wide a character of it, pixels.
type size struct{ tall, wide float64 }

func sizeOf(w models.Word) size {
	return size{float64(w.Box[3]), float64(w.Box[2]) / float64(max(1, utf8.RuneCountInString(w.Text)))}
}

// micro reports whether w is much smaller than the page's text: less than 0.6 of it, because boxes of small print take in more
// than its letters. Boxes of lines that run close together are too tall, so that the characters' width counts as well.
func micro(w models.Word, page size) bool {
	s := sizeOf(w)
	return 5*s.tall < 3*page.tall || 4*s.wide < 3*page.wide
}

// medianSizes returns the median size of each page's words.
func medianSizes(words []models.Word) map[int]size {
	tall, wide, out := map[int][]float64{}, map[int][]float64{}, map[int]size{}
	for _, w := range words {
		s := sizeOf(w)
		tall[w.Page], wide[w.Page] = append(tall[w.Page], s.tall), append(wide[w.Page], s.wide)
	}
	for page := range tall {
		slices.Sort(tall[page])
		slices.Sort(wide[page])
		out[page] = size{tall[page][len(tall[page])/2], wide[page][len(wide[page])/2]}
	}
	return out
}
