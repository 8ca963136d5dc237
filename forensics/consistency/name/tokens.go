package name

import "strings"

// most bounds the words of a name that are looked at, and longest its characters: hostile text must not cost more.
const most, longest = 12, 200

// part says which part of a name a word belongs to.
type part int

const (
	whole   part = iota // of a name that is not divided
	surname             // primary identifier
	given               // secondary identifier
)

// token is one word of a name.
type token struct {
	text  string // A-Z
	key   string // of its spellings, see key
	sound string // of its romanisations, see sound
	bones string // its consonants, see skeleton
	part  part
	how   script
	loose bool // a particle, title or suffix, which may be left out, or a single letter
	mate  int  // index of the word on the other side that it was matched with, -1 for none
}

// particles are words of names that are left out or joined to their neighbours as the writer likes.
const particles = " VAN VON DER DEN DE DI DA DO DOS DAS DEL DELLA DELLE DEGLI DU DES LA LE LES LO EL AL BIN BINT BEN IBN BINTI ABU ZU ZUM ZUR TER TEN THE OF AND Y E I " +
	"AF AV ST SAN SANTA MC MAC O D L NI NIC UI "

// titles are words beside names that are no part of them.
const titles = " DR MR MRS MS MISS MX PROF PROFESSOR SIR DIPL ING MAG DOC HERR FRAU M MME MLLE SR SRA JR JUNIOR SENIOR II III IV PHD MSC BSC MA BA MBA LLM MD ESQ HC "

// births are the words after which a name at birth follows, which another document may leave out.
const births = " GEB GEBOREN GEBORENE NEE EPOUSE EP BORN FORMERLY USAGE DOMU RODNA ROZENA FODD FODT SYNTYNYT NATA NACIDA DITE "

func listed(list, word string) bool { return strings.Contains(list, " "+word+" ") }

// tokens parts n into words; foreign is true when a script stands in the way.
func (n Name) tokens() (out []token, isForeign bool) {
	for _, p := range []struct {
		text string
		part part
	}{{n.Surname, surname}, {n.Given, given}, {n.Whole, whole}} {
		text, how := spell(cut(p.text, longest))
		if how == foreign {
			return nil, true
		}
		former := false
		for w := range strings.FieldsSeq(text) {
			if listed(births, w) {
				former = true
				continue
			}
			if len(out) == most || listed(titles, w) && len(w) > 1 {
				continue
			}
			out = append(out, token{text: w, key: key(w), sound: sound(w), bones: skeleton(w), part: p.part, how: how, loose: former || len(w) == 1 || listed(particles, w), mate: -1})
		}
	}
	if !anyFirm(out) { // a name of particles alone: they are the name
		for i := range out {
			out[i].loose = false
		}
	}
	return out, false
}

func anyFirm(ts []token) bool {
	for _, t := range ts {
		if !t.loose {
			return true
		}
	}
	return false
}

// cut returns the first n bytes of s without breaking a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// Words returns the words of a name as they are compared: transliterated, in one spelling, without particles and titles.
func (n Name) Words() []string {
	ts, _ := n.tokens()
	var out []string
	for _, t := range ts {
		if !t.loose {
			out = append(out, t.key)
		}
	}
	return out
}
