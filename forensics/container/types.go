package container

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"loupe/forensics"
	"loupe/forensics/survey"
)

// types is what content, name and sender say the file is; each may be empty.
type types struct {
	content   string // media type by content
	name      string // of the content, in words
	declared  string // as the sender said it, lower case, without parameters
	extension string // of the file's name, lower case, without the dot
}

func typesOf(s survey.Survey, d forensics.Declared) types {
	declared, _, _ := strings.Cut(d.Type, ";")
	t := types{content: s.MediaType, name: s.Name, declared: strings.ToLower(strings.TrimSpace(declared))}
	// A name that ends in a dot or a blank has no extension for some systems; they cut it off, and so do we.
	base := strings.TrimRight(d.Name, ". \x00")
	if i := strings.LastIndexAny(base, `./\`); i >= 0 && base[i] == '.' {
		t.extension = strings.ToLower(base[i+1:])
	}
	return t
}

// stated reports whether a word says any type, and whether it says the type of the content. pick chooses the words of a
// family: one word may belong to two, as .heif does.
func (t types) stated(word string, pick func(family) string) (says, agrees bool) {
	for _, f := range families() {
		if slices.Contains(strings.Fields(pick(f)), word) {
			says = true
			agrees = agrees || slices.Contains(strings.Fields(f.mediaTypes), t.content)
		}
	}
	return says, agrees
}

// disagreeing lists what says another type than the content, in words.
func (t types) disagreeing() []string {
	var said []string
	if says, agrees := t.stated(t.extension, func(f family) string { return f.extensions }); says && !agrees {
		said = append(said, fmt.Sprintf("its name ends in .%s", clean(t.extension)))
	}
	if says, agrees := t.stated(t.declared, func(f family) string { return f.mediaTypes }); says && !agrees {
		said = append(said, fmt.Sprintf("it was declared %s", clean(t.declared)))
	}
	return said
}

// mismatch says in a sentence without its full stop what disagrees, "" when nothing does.
func (t types) mismatch() string {
	said := t.disagreeing()
	if len(said) == 0 {
		return ""
	}
	return fmt.Sprintf("The content is %s, but %s", t.name, strings.Join(said, " and "))
}

// maxWord bounds what is shown of a word that the sender chose.
const maxWord = 60

// clean makes an untrusted word fit to be shown: printable characters only, at most maxWord.
func clean(s string) string {
	shown := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s[:min(len(s), 4*maxWord)], "\uFFFD"))
	runes := []rune(shown)
	return string(runes[:min(len(runes), maxWord)])
}
