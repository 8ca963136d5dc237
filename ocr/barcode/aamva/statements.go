package aamva

import (
	"maps"
	"strconv"
	"strings"

	"loupe/models"
)

// Statements returns what l states under the names of models.FieldNames, in their order, with confidence 1: the symbol's
// error correction vouches for every character. Boxes and pages are for the caller to add. What l states as cut off (DDE,
// DDF or DDG is T) is given as far as it goes. The issuer is the country's ICAO 9303-3 code, which print and other zones can
// be held against, and the authority is the jurisdiction's name; height is in centimetres.
func (l License) Statements() []models.Statement {
	values := l.values()
	var out []models.Statement
	for _, name := range models.FieldNames() {
		if v, ok := values[name]; ok && v.now != "" {
			f := models.Field{Value: v.now, Confidence: 1, Source: models.SourceBarcode}
			if v.raw != v.now {
				f.Raw = v.raw
			}
			out = append(out, models.Statement{Name: name, Field: f})
		}
	}
	return out
}

// Fields returns l's statements by field name, and every element by its three letters but a social security number (DBK of
// version 1), which nobody here has a use for.
func (l License) Fields() map[string]string {
	out := maps.Clone(l.Elements)
	delete(out, "DBK")
	for _, s := range l.Statements() {
		out[s.Name] = s.Value
	}
	return out
}

type value struct{ now, raw string }

func (l License) values() map[string]value {
	code := "DL"
	if l.Identification {
		code = "ID"
	}
	height := value{raw: first(l.Elements["DAU"], l.Elements["DAV"])}
	if cm := l.Height.Metric(); cm > 0 {
		height.now = strconv.Itoa(cm)
	}
	given := join(" ", l.Given, l.Middle)
	number := stated(l.Number)
	address := join(", ", l.Street, l.Street2, l.City, join(" ", l.Jurisdiction, l.PostalCode))
	return map[string]value{
		models.FieldSurname: {l.Surname, l.Surname}, models.FieldGivenNames: {given, given}, models.FieldDocumentNumber: {number, number},
		models.FieldBirthDate: {l.BirthDate, l.Elements["DBB"]}, models.FieldIssueDate: {l.IssueDate, l.Elements["DBD"]},
		models.FieldExpiryDate: {l.ExpiryDate, l.Elements["DBA"]}, models.FieldBirthPlace: {l.BirthPlace, l.BirthPlace},
		models.FieldIssuer:    {l.Country, first(l.Elements["DCG"], l.Country)},
		models.FieldAuthority: {l.Issuer.Name, l.Issuer.Name}, models.FieldSex: {l.Sex, l.Elements["DBC"]}, models.FieldHeight: height,
		models.FieldAddress: {address, address}, models.FieldDocumentCode: {code, code},
	}
}

// join joins what is not empty.
func join(separator string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, separator)
}
