package main_test

import (
	"fmt"
	"strings"
	"time"

	"loupe/models"
)

// said returns what each place of the paper says of a field, by source.
func (p paper) said(field string) map[models.Source]string {
	of := func(f facts) string {
		return map[string]string{
			models.FieldDocumentNumber: f.number, models.FieldBirthDate: f.birth.Format(time.DateOnly), models.FieldExpiryDate: f.expires.Format(time.DateOnly),
			models.FieldIssueDate: f.issued.Format(time.DateOnly), models.FieldSurname: f.surname, models.FieldGivenNames: f.given, models.FieldSex: f.sex, models.FieldNationality: f.state,
		}[field]
	}
	switch p.layout {
	case layoutDiploma:
		return map[models.Source]string{models.SourcePrint: map[string]string{models.FieldName: p.print.given + " " + p.print.surname, models.FieldDegree: p.award.degree,
			models.FieldInstitution: p.award.institution, models.FieldAwardDate: p.award.day.Format(time.DateOnly), models.FieldSerial: p.award.serial}[field]}
	case layoutLicence:
		return map[models.Source]string{models.SourcePrint: of(p.print), models.SourceBarcode: of(p.bar)}
	}
	return map[models.Source]string{models.SourcePrint: of(p.print), models.SourceMRZ: of(p.zone)}
}

// letter writes a value as a reader without a language's letters gives it.
func letter(s string) string {
	return strings.NewReplacer(" ", "", "<", "", "-", "", ".", "").Replace(zoneName(strings.NewReplacer("Ä", "A", "Ö", "O", "Ü", "U", "Ø", "O", "Å", "A", "ß", "SS").Replace(strings.ToUpper(s))))
}

// reads reports whether a source's statement of the field is as it stands on the paper; of names one letter may be another.
func (p paper) reads(report models.Report, field string, source models.Source) bool {
	if report.Document == nil {
		return false
	}
	for _, s := range report.Document.Statements {
		if s.Source != source || s.Name != field {
			continue
		}
		want, got := letter(p.said(field)[source]), letter(s.Value)
		if got == want || source == models.SourceMRZ && strings.EqualFold(strings.ReplaceAll(s.Value, " ", "<"), zoneName(p.said(field)[source])) || source == models.SourceBarcode && strings.EqualFold(s.Value, zoneTitle(p.said(field)[source])) || field == models.FieldSurname && differing(got, want) <= 1 {
			return true
		}
	}
	return false
}

func differing(a, b string) int {
	if len(a) != len(b) {
		return 9
	}
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// readable reports whether the planted difference stands in the report's statements as it stands on the paper: on both sides, or
// of a claim or a date on one.
func (p paper) readable(report models.Report, f forgery) bool {
	sides := 0
	for source := range p.said(f.field) {
		if p.reads(report, f.field, source) {
			sides++
		}
	}
	switch f.reason {
	case models.ReasonDataContradiction:
		return sides == 2
	case models.ReasonDataDates:
		return sides > 0 && p.reads(report, models.FieldIssueDate, models.SourcePrint)
	case models.ReasonDataMRZCheckDigit:
		return report.Document != nil && report.Document.MRZ != nil && strings.Join(report.Document.MRZ.Lines, " ") == strings.Join(p.zone.zone(p.layout == layoutPassport), " ")
	case models.ReasonDataSpecimen:
		return report.Text != nil && strings.Contains(words(*report.Text), p.mark)
	}
	return sides > 0
}

func words(t models.Text) string {
	var b strings.Builder
	for _, w := range t.Words {
		b.WriteString(w.Text + " ")
	}
	return b.String()
}

// fields counts what a clean document's fields say against what stands there.
func (m measurement) fields(i int, p paper, report models.Report) {
	names := []string{models.FieldSurname, models.FieldGivenNames, models.FieldDocumentNumber, models.FieldBirthDate, models.FieldIssueDate, models.FieldExpiryDate, models.FieldSex}
	switch p.layout {
	case layoutCard, layoutPassport:
		names = append(names, models.FieldNationality)
	case layoutDiploma:
		names = []string{models.FieldName, models.FieldDegree, models.FieldInstitution, models.FieldAwardDate, models.FieldSerial}
	}
	for _, name := range names {
		want, got := p.said(name)[models.SourcePrint], ""
		if report.Document != nil {
			for _, s := range report.Document.Statements {
				if s.Name == name && s.Source == models.SourcePrint {
					got = s.Value
				}
			}
		}
		result := "right"
		switch {
		case got == "":
			result = "missed"
		case letter(got) != letter(want):
			result = "wrong"
		}
		m.tally["print "+string(p.layout)+": "+result]++
		if result != "right" {
			m.t.Logf("%s clean %d, %s %s: %q, want %q", result, i, p.layout, name, got, fmt.Sprint(want))
		}
	}
}
