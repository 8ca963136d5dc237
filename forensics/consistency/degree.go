package consistency

import (
	"slices"
	"strings"
	"unicode"

	"loupe/forensics/consistency/misread"
)

// levels are the words of degrees by level, the longer ones by their beginning (with *).
func levels() []struct {
	level string
	words string
} {
	return []struct{ level, words string }{
		{"bachelor", "BACHELOR* BACCALAUREUS BA BSC BS BENG LLB BED BBA BCOM BFA BTECH LICENCIATURA LICENCE LAUREA LICENCJAT INZYNIER GRADO"},
		{"master", "MASTER* MAGISTER* MA MSC MS MENG LLM MED MBA MPHIL MFA MTECH MAGISTRALE MESTRADO MAESTRIA MAESTRO DIPLOM*INGENIEUR"},
		{"doctor", "DOCTOR* DOKTOR* DOTTORATO DOUTOR* PHD DPHIL DSC EDD"},
	}
}

// fillers are words of degrees and subjects that carry nothing.
const fillers = " OF IN THE AND WITH HONOURS HONORS HONS ARTS SCIENCE SCIENCES ART DEGREE DE EN DER DES DI DU LA LE ET UND Y E OR ON FOR FIRST CLASS DIPLOMA "

// sameDegree compares degrees by their level, and by their subject where both name level and subject in words of one
// language: a word of the level is common to both. Subjects in two languages cannot be compared.
func sameDegree(a, b witness) (likeness, string) {
	x, y := degreeWords(a.value), degreeWords(b.value)
	lx, ly := levelOf(x), levelOf(y)
	if lx == "" || ly == "" {
		return incomparable, ""
	}
	if lx != ly {
		return far, ""
	}
	sx, sy := subjectWords(x), subjectWords(y)
	if len(sx) == 0 || len(sy) == 0 || share(sx, sy) || !spelledOut(x, y) {
		return equal, ""
	}
	return far, ""
}

func degreeWords(s string) []string {
	s = strings.ReplaceAll(strings.ToUpper(s), ".", "")
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	return words[:min(len(words), 24)]
}

func isLevel(word, list string) bool {
	for stem := range strings.FieldsSeq(list) {
		if begin, open := strings.CutSuffix(stem, "*"); word == begin || open && strings.HasPrefix(word, begin) {
			return true
		}
	}
	return false
}

// levelOf returns the highest level that the words name; empty when they name none.
func levelOf(words []string) string {
	found := ""
	for _, l := range levels() {
		if slices.ContainsFunc(words, func(w string) bool { return isLevel(w, l.words) }) {
			found = l.level
		}
	}
	return found
}

// subjectWords returns the words that are neither level nor filler.
func subjectWords(words []string) []string {
	var out []string
	for _, w := range words {
		named := slices.ContainsFunc(levels(), func(l struct{ level, words string }) bool { return isLevel(w, l.words) })
		if len(w) > 2 && !named && !strings.Contains(fillers, " "+w+" ") {
			out = append(out, w)
		}
	}
	return out
}

// share reports whether a word of x is one of y, begins one, or is one but for a slip.
func share(x, y []string) bool {
	for _, a := range x {
		for _, b := range y {
			if strings.HasPrefix(a, b[:min(len(b), 5)]) || strings.HasPrefix(b, a[:min(len(a), 5)]) || misread.Cost(a, b) <= 1 {
				return true
			}
		}
	}
	return false
}

// spelledOut reports whether both name their level by the same word of six letters or more.
func spelledOut(x, y []string) bool {
	return slices.ContainsFunc(x, func(w string) bool { return len(w) >= 6 && slices.Contains(y, w) && levelOf([]string{w}) != "" })
}
