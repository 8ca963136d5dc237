// Package organisation compares names of universities, schools and colleges as names of organisations.
package organisation

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"loupe/forensics/consistency/misread"
)

// Relation is how two names stand to each other.
type Relation int

// The relations.
const (
	Incomparable Relation = iota // one says nothing that is a name
	Same                         // equal but for order, language, case, marks, small words and an added acronym
	Acronym                      // one is the other's initials
	Part                         // one holds the other and more: a college and its university
	Near                         // look-alikes that a reader exchanges make them equal
	Different
)

// Name is an organisation's name in parts that can be compared.
type Name struct {
	words    []string // sorted, each once
	initials []string // of all words, and of all but the small ones, as they stand
	joined   string
}

// most bounds the words of a name.
const most = 16

// small are words that carry nothing.
const small = " THE OF AND FOR AT IN ON DE LA LE LES DU DES D DEL DELLA DELLE DI DA DO DOS DAS DER DIE DAS DEN VON ZU ZUR FUR UND ET Y E EN W I VAN TE A AL "

// synonyms hold words of one meaning in the languages in which diplomas are written; the first stands for all.
const synonyms = `UNIVERSITY UNIVERSITAT UNIVERSITAET UNIVERSITE UNIVERSIDAD UNIVERSIDADE UNIVERSITA UNIVERSITEIT UNIVERZITA UNIVERZITET UNIWERSYTET UNIVERSITETET UNIVERSITET UNIVERSITATEA UNIVERSITATE UNIVERSITESI UNIVERSITAS YLIOPISTO EGYETEM SVEUCILISTE UNIV UNI
COLLEGE COLL COLEGIO|INSTITUTE INSTITUT INSTITUTO INSTITUTET ISTITUTO INST INSTYTUT|TECHNOLOGY TECHNOLOGIE TECHNICAL TECHNISCHE TECHNIQUE TECNICA TECNOLOGICO TECHNICKA TEKNISKA TECH TEKNIK TEHNICA TECHNICZNY TECHNOLOGICAL
POLYTECHNIC POLYTECHNIQUE POLITECNICO POLITECNICA POLITECHNIKA POLYTECHNICAL|SCHOOL ECOLE ESCUELA SCUOLA SCHULE SZKOLA SKOLA OKULU ESCOLA|HOCHSCHULE HOGESCHOOL HOGSKOLA HOGSKOLEN|ACADEMY ACADEMIA AKADEMIE ACADEMIE ACCADEMIA AKADEMIA AKADEMIYA AKADEMI
SAINT ST SAN SANTO SANTA|NATIONAL NACIONAL NATIONALE NAZIONALE|STATE STAATLICHE|SCIENCES SCIENCE WISSENSCHAFTEN CIENCIAS SCIENZE|FREE FREIE LIBRE VRIJE|CATHOLIC CATHOLIQUE CATOLICA KATHOLIEKE KATHOLISCHE CATTOLICA
MUNICH MUNCHEN MUENCHEN|VIENNA WIEN|COLOGNE KOLN KOELN|ROME ROMA|WARSAW WARSZAWA WARSZAWSKI|PRAGUE PRAHA KARLOVA CHARLES|LISBON LISBOA|MILAN MILANO|TURIN TORINO|FLORENCE FIRENZE|NAPLES NAPOLI|GENEVA GENEVE GENF|ZURICH ZUERICH|COPENHAGEN KOBENHAVN KOBENHAVNS
BRUSSELS BRUXELLES BRUSSEL|BUCHAREST BUCURESTI|BELGRADE BEOGRAD BEOGRADU|CRACOW KRAKOW KRAKOWSKI JAGIELLONSKI JAGIELLONIAN|ATHENS ATHINA ATHENAE|VENICE VENEZIA|SEVILLE SEVILLA|GHENT GENT|ANTWERP ANTWERPEN|LYONS LYON|HELSINKI HELSINGIN HELSINGFORS|GOTHENBURG GOTEBORG GOTEBORGS|BASLE BASEL BALE`

// kinds are the words that say what an organisation is, and not which.
const kinds = " UNIVERSITY COLLEGE INSTITUTE TECHNOLOGY POLYTECHNIC SCHOOL HOCHSCHULE ACADEMY NATIONAL STATE SCIENCES FACULTY "

// apart are words that make another organisation of one: Oxford and Oxford Online, Michigan and Michigan State.
const apart = " NEW NORTH SOUTH EAST WEST NORTHERN SOUTHERN EASTERN WESTERN CENTRAL STATE METROPOLITAN OPEN ONLINE VIRTUAL INTERNATIONAL AMERICAN BRITISH GLOBAL "

// Of reads a name.
func Of(text string) Name {
	all := words(text)
	var n Name
	var every, firm strings.Builder
	for _, w := range all {
		every.WriteByte(w[0])
		if !strings.Contains(small, " "+w+" ") {
			firm.WriteByte(w[0])
			n.words = append(n.words, cmp.Or(canonical()[w], w))
		}
	}
	n.initials = []string{every.String(), firm.String()}
	if len(n.words) > 2 { // an acronym beside the name it stands for
		n.words = slices.DeleteFunc(n.words, func(w string) bool { return len(w) > 2 && strings.Contains(every.String()+" "+firm.String(), w) })
	}
	slices.Sort(n.words)
	n.words = slices.Compact(n.words)
	n.joined = strings.Join(n.words, "")
	return n
}

// words writes text in A-Z and 0-9 and parts it.
func words(text string) []string {
	var out strings.Builder
	for _, r := range norm.NFD.String(strings.ToUpper(text[:min(len(text), 256)])) {
		switch {
		case r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			out.WriteRune(r)
		case solid(r) != "":
			out.WriteString(solid(r))
		case r == '\'' || r == '’' || r == '.':
		case r < 0x300 || r > 0x36f: // not a combining mark
			out.WriteByte(' ')
		}
	}
	all := strings.Fields(out.String())
	return all[:min(len(all), most)]
}

// solid returns the Latin letters of one that does not fall apart into a letter and its marks.
func solid(r rune) string {
	switch r {
	case 'ß', 'ẞ':
		return "SS"
	case 'Ø':
		return "O"
	case 'Ł':
		return "L"
	case 'Æ':
		return "AE"
	case 'Đ', 'Ð':
		return "D"
	case 'Þ':
		return "TH"
	case 'ı':
		return "I"
	}
	return ""
}

// canonical gives for each word of synonyms the one that stands for all words of its meaning.
var canonical = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for line := range strings.FieldsFuncSeq(synonyms, func(r rune) bool { return r == '|' || r == '\n' }) {
		first, _, _ := strings.Cut(line, " ")
		for w := range strings.FieldsSeq(line) {
			out[w] = first
		}
	}
	return out
})

// Compare compares a and b.
func (n Name) Compare(o Name) Relation {
	switch {
	case len(n.words) == 0 || len(o.words) == 0:
		return Incomparable
	case slices.Equal(n.words, o.words):
		return Same
	case n.short(o) || o.short(n):
		return Acronym
	case n.within(o) || o.within(n):
		return Part
	case n.near(o):
		return Near
	}
	return Different
}

// short reports whether n is one word of two to eight letters that are o's initials.
func (n Name) short(o Name) bool {
	return len(n.words) == 1 && len(n.words[0]) >= 2 && len(n.words[0]) <= 8 && slices.Contains(o.initials, n.words[0])
}

// within reports whether every word of n stands in o, one of them says which organisation is meant, and none of the others
// makes it another one.
func (n Name) within(o Name) bool {
	telling := false
	for _, w := range n.words {
		if !slices.Contains(o.words, w) {
			return false
		}
		telling = telling || !strings.Contains(kinds, " "+w+" ")
	}
	return telling && !slices.ContainsFunc(o.words, func(w string) bool {
		return !slices.Contains(n.words, w) && strings.Contains(apart, " "+w+" ")
	})
}

// near asks for the edit distance only where it can be small.
func (n Name) near(o Name) bool {
	d := len(n.joined) - len(o.joined)
	if d > 3 || d < -3 {
		return false
	}
	common := 0
	for _, w := range n.words {
		if slices.Contains(o.words, w) {
			common++
		}
	}
	return 2*common >= min(len(n.words), len(o.words)) && misread.Explains(n.joined, o.joined)
}
