package name

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// latin holds the letters that do not fall apart into a Latin letter and its marks: ICAO Doc 9303-3 section 6.A.
const latin = "Æ=AE Œ=OE Ø=O Þ=TH Ð=D Đ=D Ł=L ẞ=SS ß=SS Ħ=H Ŋ=N Ŧ=T ĸ=K ſ=S Ə=A İ=I ı=I Ĳ=IJ Ŀ=L ŉ=N Ɓ=B Ɗ=D Ƙ=K Ɣ=G Ɛ=E Ɔ=O"

// cyrillic is ICAO Doc 9303-3 section 6.B.
const cyrillic = "А=A Б=B В=V Г=G Ґ=G Д=D Е=E Ё=E Ж=ZH З=Z И=I І=I Ї=I Й=I К=K Л=L М=M Н=N О=O П=P Р=R С=S Т=T У=U Ф=F Х=KH Ц=TS Ч=CH Ш=SH Щ=SHCH " +
	"Ъ=IE Ы=Y Ь= Э=E Ю=IU Я=IA Є=IE Ѓ=G Ѕ=DZ Ј=J Љ=LJ Њ=NJ Ќ=K Џ=DZ Ђ=D Ћ=C Ў=U Ѣ=IE Ѫ=U Ѵ=Y Ѳ=F"

// greek is ELOT 743 (ISO 843), which Greek passports follow; section 6 of 9303-3 has no table for it.
const greek = "ΟΥ=OU ΑΥ=AV ΕΥ=EV ΗΥ=IV ΓΓ=NG ΓΞ=NX ΓΧ=NCH Α=A Β=V Γ=G Δ=D Ε=E Ζ=Z Η=I Θ=TH Ι=I Κ=K Λ=L Μ=M Ν=N Ξ=X Ο=O Π=P Ρ=R Σ=S Τ=T Υ=Y Φ=F Χ=CH Ψ=PS Ω=O"

// arabic follows ICAO Doc 9303-3 section 6.C, with the plain letters that names in Latin have in place of its codes with X (XKH:
// KH). Short vowels are not written, so that only consonants can be compared; the letters that also stand for vowels
// become vowels.
const arabic = "ء= آ=A أ=A ؤ=U إ=I ئ=I ا=A ٱ=A ب=B ة= ت=T ث=TH ج=J ح=H خ=KH د=D ذ=DH ر=R ز=Z س=S ش=SH ص=S ض=D ط=T ظ=Z ع=A غ=GH ف=F ق=Q ك=K ک=K ل=L م=M ن=N " +
	"ه=H و=U ى=A ي=I ی=I پ=P چ=CH ژ=ZH گ=G ڤ=V ـ="

// table is one script's letters in Latin ones.
type table struct {
	letters map[string]string
	longest int // runes of its longest key
}

func tableOf(lists ...string) table {
	t := table{letters: map[string]string{}}
	for _, list := range lists {
		for entry := range strings.FieldsSeq(list) {
			from, to, _ := strings.Cut(entry, "=")
			t.letters[from] = to
			t.longest = max(t.longest, len([]rune(from)))
		}
	}
	return t
}

// spellings are the tables and replacements, made once.
var spellings = sync.OnceValue(func() rules {
	return rules{
		letters: tableOf(latin, cyrillic, greek), arabic: tableOf(latin, arabic),
		key: strings.NewReplacer("UXX", "U", "NXX", "N", "OXX", "O", "AE", "A", "OE", "O", "UE", "U", "AA", "A", "SS", "S"),
		sound: strings.NewReplacer("SCH", "S", "TCH", "C", "TSCH", "C", "SH", "S", "CH", "C", "KH", "H", "PH", "F", "TH", "T", "DJ", "I", "OU", "U", "CK", "K", "KS", "X",
			"Q", "K", "C", "K", "W", "V", "Y", "I", "J", "I"),
		skeleton: strings.NewReplacer("TH", "T", "KH", "K", "GH", "G", "SH", "S", "CH", "S", "DH", "D", "PH", "F", "Q", "K", "C", "K", "A", "", "E", "", "I", "", "O", "", "U", "", "Y", "",
			"W", "", "J", "G", "H", ""),
	}
})

type rules struct {
	letters, arabic      table
	key, sound, skeleton *strings.Replacer
}

// script says how a word can be compared.
type script int

const (
	letters    script = iota // every letter has its Latin ones
	consonants               // short vowels are not written: Arabic
	foreign                  // of a script that is not transliterated here
)

// spell writes s in A-Z and spaces: letters by the tables of ICAO 9303-3 section 6, marks dropped (Ä becomes A; its
// other spelling AE is made equal by key), digits as the letters they look like, because names have none, apostrophes and
// stops vanish, everything else parts words.
func spell(s string) (string, script) {
	s = norm.NFC.String(strings.ToUpper(strings.Join(strings.Fields(s), " ")))
	how := letters
	if !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) {
		return table{}.write(s, how)
	}
	t := spellings().letters
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		t, how = spellings().arabic, consonants
	}
	return t.write(strings.Map(untoned, s), how)
}

func (t table) write(s string, how script) (string, script) {
	var out strings.Builder
	for runes := []rune(s); len(runes) > 0; {
		text, n := t.next(runes)
		if n == 0 {
			var ok bool
			if text, ok = t.bare(runes[0]); !ok {
				return "", foreign
			}
			n = 1
		}
		out.WriteString(text)
		runes = runes[n:]
	}
	return strings.Join(strings.Fields(out.String()), " "), how
}

// untoned takes the accent from a Greek vowel, so that pairs of vowels are found.
func untoned(r rune) rune {
	if at := strings.IndexRune("ΆΈΉΊΌΎΏ", r); at >= 0 {
		return []rune("ΑΕΗΙΟΥΩ")[at/2]
	}
	return r
}

// next returns the transliteration of the longest run of letters at the beginning that the table has.
func (t table) next(runes []rune) (string, int) {
	for n := min(t.longest, len(runes)); n > 0; n-- {
		if to, ok := t.letters[string(runes[:n])]; ok {
			return to, n
		}
	}
	return "", 0
}

// digitLetters are the letters that a reader takes for digits.
const digitLetters = "OIZEASGTBG"

// bare returns a character that is in no table without its marks; ok is false for a letter that is not Latin.
func (t table) bare(r rune) (text string, ok bool) {
	switch {
	case r >= 'A' && r <= 'Z':
		return string(r), true
	case r >= '0' && r <= '9':
		return digitLetters[r-'0' : r-'0'+1], true
	case r == '\'' || r == '’' || r == '‘' || r == '`' || r == '´' || r == 'ʼ' || r == '·' || unicode.Is(unicode.M, r):
		return "", true
	case !unicode.IsLetter(r):
		return " ", true
	}
	for _, part := range norm.NFKD.String(string(r)) {
		to, known := t.letters[string(part)]
		switch {
		case part >= 'A' && part <= 'Z':
			text += string(part)
		case known:
			text += to
		case !unicode.Is(unicode.M, part):
			return "", false
		}
	}
	return text, true
}

// key makes the spellings that ICAO 9303-3 section 6.A allows for one letter equal: AE and A for Ä, OE and O for Ö and Ø, UE, UXX
// and U for Ü, AA and A for Å, NXX and N for Ñ, SS for ß. Names that differ in nothing else are one name, because a
// reader without these letters, and people at a keyboard without them, write either.
func key(word string) string {
	return spellings().key.Replace(word)
}

// sound makes common romanisations equal: Y, J and I, W and V, PH and F, KH and H, CK, Q, C and K, OU and U, doubled letters.
// ICAO writes DMITRII where people write Dmitry.
func sound(word string) string {
	return undouble(spellings().sound.Replace(key(word)))
}

// skeleton is a word's consonants, for comparing with scripts that write no others.
func skeleton(word string) string {
	return undouble(spellings().skeleton.Replace(word))
}

func undouble(s string) string {
	var out strings.Builder
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] {
			out.WriteByte(s[i])
		}
	}
	return out.String()
}
