package aamva

import "strings"

// Truncation says whether a name was cut to fit: T truncated, N not, U unknown; empty when it is not stated.
type Truncation string

// The words of DDE, DDF and DDG.
const (
	Truncated    Truncation = "T"
	NotTruncated Truncation = "N"
	Unknown      Truncation = "U"
)

// Name is the holder's.
type Name struct {
	Surname, Given, Middle, Suffix                    string
	SurnameTruncated, GivenTruncated, MiddleTruncated Truncation
}

// name reads the divided name of version 4 and later (DCS, DAC, DAD), the given names in one of versions 2 and 3 (DCT),
// and the whole name of version 1 (DAA), whichever the card has.
func name(e map[string]string) Name {
	n := Name{
		SurnameTruncated: Truncation(e["DDE"]), GivenTruncated: Truncation(e["DDF"]), MiddleTruncated: Truncation(e["DDG"]),
		Surname: part(first(e["DCS"], e["DAB"])), Given: part(e["DAC"]), Middle: part(e["DAD"]), Suffix: part(first(e["DCU"], e["DAE"])),
	}
	if n.Surname == "" && n.Given == "" {
		n.Surname, n.Given, n.Middle, n.Suffix = wholeName(e["DAA"], n.Suffix)
	}
	if n.Given == "" {
		n.Given = part(e["DCT"])
	}
	if n.Middle == "" {
		n.Given, n.Middle = givenNames(n.Given)
	}
	return n
}

// part is one part of a name without the separators that some issuers leave at its end.
func part(v string) string { return stated(strings.Trim(v, " ,")) }

// givenNames divides given names at commas or, without any, at the first blank.
func givenNames(v string) (given, middle string) {
	given, middle, found := strings.Cut(v, ",")
	if !found {
		given, middle, _ = strings.Cut(v, " ")
	}
	return part(given), part(strings.ReplaceAll(middle, ",", " "))
}

// wholeName divides DAA: surname, given, middle, suffix between commas (annex A of the year 2000), or as Pennsylvania
// writes it, given names first and between blanks.
func wholeName(v, otherSuffix string) (surname, given, middle, suffix string) {
	parts := strings.Split(v, ",")
	if len(parts) == 1 {
		words := strings.Fields(v)
		if len(words) < 2 {
			return part(v), "", "", otherSuffix
		}
		last := len(words) - 1
		return words[last], words[0], strings.Join(words[1:last], " "), otherSuffix
	}
	parts = append(parts, "", "")
	return part(parts[0]), part(parts[1]), part(parts[2]), first(part(parts[3]), otherSuffix)
}
