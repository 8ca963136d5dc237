package main_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"loupe/models"
	"loupe/samples"
)

// facts are what one place of a document says of its holder.
type facts struct {
	surname, given, number, state, sex string
	birth, issued, expires             time.Time
	wrongDigit                         bool // of the zone: one check digit is off
}

// country is a state whose documents are printed.
type country struct {
	code, demonym string
	number        func(r *rand.Rand) string
}

func digitsOf(r *rand.Rand, n int) string {
	return fmt.Sprintf("%0*d", n, r.Int64N(int64(pow10(n))))
}

func pow10(n int) int {
	if n == 0 {
		return 1
	}
	return 10 * pow10(n-1)
}

func lettersOf(r *rand.Rand, n int) string {
	out := ""
	for range n {
		out += string("ACEFHJKLMNPRTVXYZ"[r.IntN(17)])
	}
	return out
}

func countries() []country {
	digits := func(letters, n int) func(*rand.Rand) string {
		return func(r *rand.Rand) string { return lettersOf(r, letters) + digitsOf(r, n) }
	}
	return []country{{"UTO", "Utopian", digits(2, 7)}, {"GBR", "British Citizen", digits(0, 9)}, {"D", "DEUTSCH", digits(1, 8)}, {"FRA", "Française", digits(2, 7)}, {"ESP", "ESPAÑOLA", digits(3, 6)},
		{"ITA", "ITALIANA", digits(2, 7)}, {"PRT", "PORTUGUESA", digits(1, 6)}, {"NLD", "Nederlandse", digits(2, 7)}, {"POL", "POLSKIE", digits(3, 6)}, {"ROU", "ROMÂNĂ", digits(0, 9)},
		{"SWE", "SVENSK", digits(0, 8)}, {"FIN", "SUOMI", digits(2, 7)}, {"CZE", "ČESKÁ", digits(0, 8)}, {"TUR", "T.C./TUR", digits(1, 8)}, {"IRL", "IRISH", digits(2, 7)}, {"AUT", "ÖSTERREICH", digits(1, 7)}}
}

var paperSurnames = strings.Fields("Harrington Schäfer Björklund Peñalver Lefèvre O'Sullivan Nowakówna Dvořáček Yıldırım Gonçalves Popescu-Ionescu Vermeulen Virtanen Rossi Kowalczyk Müller Ångström Szabó " +
	"Fernández Bianchi Weiß Jørgensen McAllister Țurcanu Bakker Lindgren Horváth Petit Santos Novák Çelik Duarte Fischer Eriksen Gallagher Wójcik Renault Moretti Iglesias Baumann")
var paperWomen = strings.Fields("Charlotte Zofia Ingrid Lucía Françoise Siobhán Elif Mariana Ioana Sanne Aino Giulia Jana Katharina Beatriz Édith Margaret Nora Hélène Kateřina")
var paperMen = strings.Fields("Edward Krzysztof Göran Álvaro Jérôme Ciarán Mehmet João Ștefan Pieter Eero Marco Tomáš Jürgen Miguel Étienne William Lars Andrés Øystein")

func pickOf[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// newFacts invents a holder, and the state that the document is of.
func newFacts(r *rand.Rand, day time.Time) (facts, country) {
	c := pickOf(r, countries())
	f := facts{surname: pickOf(r, paperSurnames), sex: "F", given: pickOf(r, paperWomen), number: c.number(r), state: c.code}
	if r.IntN(2) == 0 {
		f.sex, f.given = "M", pickOf(r, paperMen)
	}
	if r.IntN(3) == 0 {
		f.given += " " + map[string][]string{"F": paperWomen, "M": paperMen}[f.sex][r.IntN(20)]
	}
	f.birth = day.AddDate(-20-r.IntN(50), -r.IntN(12), -r.IntN(28))
	f.issued = day.AddDate(-r.IntN(8), -1-r.IntN(11), -r.IntN(28))
	f.expires = f.issued.AddDate(10, 0, 0)
	return f, c
}

// claim is what an honest account says, as people type it.
func (f facts) claim(r *rand.Rand) models.Claim {
	name := []string{f.given + " " + f.surname, f.surname + ", " + f.given, strings.ToUpper(f.given + " " + f.surname), strings.ReplaceAll(zoneTitle(f.given)+" "+zoneTitle(f.surname), "<", " ")}[r.IntN(4)]
	return models.Claim{"name": name, "date_of_birth": f.birth.Format(time.DateOnly), "document_number": f.number, "nationality": f.state,
		"expiry_date": f.expires.Format(time.DateOnly), "sex": f.sex}
}

func zoneTitle(s string) string { return strings.ReplaceAll(zoneName(s), "<", " ") }

// zone returns the lines of a card (TD1) or of a passport (TD3), ICAO 9303 parts 5 and 4.
func (f facts) zone(passport bool) []string {
	checked := func(s string) string { return s + string(samples.CheckDigit(s)) }
	fill := func(s string, n int) string { return (s + strings.Repeat("<", n))[:n] }
	number, state := checked(fill(f.number, 9)), fill(f.state, 3)
	birth, expiry := checked(f.birth.Format("060102")), checked(f.expires.Format("060102"))
	name := zoneName(f.surname) + "<<" + zoneName(f.given)
	off := func(c byte) string {
		if f.wrongDigit {
			c = '0' + (c-'0'+3)%10
		}
		return string(c)
	}
	if passport {
		personal := strings.Repeat("<", 14) + "0"
		return []string{"P<" + state + fill(name, 39), number + state + birth + f.sex + expiry + personal + off(samples.CheckDigit(number+birth+expiry+personal))}
	}
	upper, optional := "I<"+state+number+strings.Repeat("<", 15), strings.Repeat("<", 11)
	return []string{upper, birth + f.sex + expiry + state + optional + off(samples.CheckDigit(upper[5:]+birth+expiry+optional)), fill(name, 30)}
}

// aamva returns the payload of a licence (AAMVA DL/ID Card Design Standard, version 8).
func (f facts) aamva() []byte {
	us := func(t time.Time) string { return t.Format("01022006") }
	sex := map[string]string{"M": "1", "F": "2"}[f.sex]
	given, middle, _ := strings.Cut(zoneTitle(f.given), " ")
	dl := "DLDAQ" + f.number + "\nDCS" + zoneTitle(f.surname) + "\nDDEN\nDAC" + given + "\nDDFN\nDAD" + middle + "\nDDGN\nDCAD\nDCBNONE\nDCDNONE\nDBD" + us(f.issued) + "\nDBB" + us(f.birth) +
		"\nDBA" + us(f.expires) + "\nDBC" + sex + "\nDAU068 IN\nDAYBRO\nDAG1425 OAK STREET\nDAIANYTOWN\nDAJVA\nDAK230000000  \nDCF2424244747474786102204\nDCGUSA\nDCK12345678900000000000\nDDAF\nDDB06062008\r"
	return fmt.Appendf(nil, "@\n\x1e\rANSI 636000080001DL0031%04d%s", len(dl), dl)
}
