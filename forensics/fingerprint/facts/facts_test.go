package facts_test

import (
	"slices"
	"testing"

	"loupe/forensics/fingerprint/facts"
	"loupe/models"
)

// states is a document that says what the fields say, each from one source with one confidence.
func states(source models.Source, confidence float64, fields map[string]string) *models.Document {
	d := &models.Document{}
	for _, n := range models.FieldNames() {
		if v, ok := fields[n]; ok {
			d.Statements = append(d.Statements, models.Statement{Name: n, Field: models.Field{Value: v, Source: source, Confidence: confidence}})
		}
	}
	return d
}

func digestsOf(d *models.Document) map[models.FingerprintKind][]string {
	out := map[models.FingerprintKind][]string{}
	for _, f := range facts.Of(d) {
		out[f.Kind] = append(out[f.Kind], f.Hex)
	}
	return out
}

func TestEqualFactsHaveEqualDigests(t *testing.T) {
	zone := states(models.SourceMRZ, 1, map[string]string{
		models.FieldSurname: "MUELLER", models.FieldGivenNames: "ANA MARIA", models.FieldBirthDate: "1990-04-12", models.FieldIssuer: "DEU", models.FieldDocumentNumber: "C01X00T47"})
	zone.MRZ = &models.MRZ{Valid: true, Lines: []string{"IDD<<", "C01X00T47"}}
	print := states(models.SourcePrint, 0.95, map[string]string{
		models.FieldName: "Müller, Maria Ana", models.FieldBirthDate: "1990-04-12", models.FieldIssuer: "Germany", models.FieldDocumentNumber: "CO1X OOT47"})
	a, b := digestsOf(zone), digestsOf(print)
	for _, kind := range []models.FingerprintKind{models.FingerprintNumber, models.FingerprintPerson} {
		if len(a[kind]) != 1 || !slices.Equal(a[kind], b[kind]) {
			t.Errorf("%s: %v of the zone, %v of the print, want one and the same", kind, a[kind], b[kind])
		}
	}
	if len(a[models.FingerprintMRZ]) != 1 || len(b[models.FingerprintMRZ]) != 0 {
		t.Errorf("zones: %v and %v, want one of the zone alone", a, b)
	}
}

func TestOtherFactsHaveOtherDigests(t *testing.T) {
	base := map[string]string{models.FieldSurname: "Ashgrove", models.FieldGivenNames: "Ruth", models.FieldBirthDate: "1990-04-12", models.FieldIssuer: "UTO", models.FieldDocumentNumber: "L898902C3"}
	want := digestsOf(states(models.SourceBarcode, 0, base))
	for field, value := range map[string]string{models.FieldSurname: "Ashgrave", models.FieldBirthDate: "1990-04-13", models.FieldIssuer: "D", models.FieldDocumentNumber: "L898902C4"} {
		other := map[string]string{}
		for k, v := range base {
			other[k] = v
		}
		other[field] = value
		kind := models.FingerprintNumber
		if field == models.FieldSurname || field == models.FieldBirthDate {
			kind = models.FingerprintPerson
		}
		if got := digestsOf(states(models.SourceBarcode, 0, other)); slices.Equal(got[kind], want[kind]) || len(got[kind]) != 1 {
			t.Errorf("another %s: %s is %v, that of the first is %v", field, kind, got[kind], want[kind])
		}
	}
}

// What was not surely read is no fact.
func TestDoubtfulFactsHaveNone(t *testing.T) {
	fields := map[string]string{models.FieldName: "Ruth Ashgrove", models.FieldBirthDate: "1990-04-12", models.FieldIssuer: "UTO", models.FieldDocumentNumber: "L898902C3"}
	ambiguous := states(models.SourceMRZ, 1, fields)
	ambiguous.MRZ = &models.MRZ{Valid: true, Ambiguous: true, Lines: []string{"P<"}}
	invalid := states(models.SourceMRZ, 1, fields)
	invalid.MRZ = &models.MRZ{Lines: []string{"P<"}}
	delete(fields, models.FieldIssuer)
	fields[models.FieldBirthDate] = "1990-04"
	for what, d := range map[string]*models.Document{
		"no document": nil, "an empty one": {}, "an ambiguous zone": ambiguous, "an invalid zone": invalid, "uncertain print": states(models.SourcePrint, 0.89, fields),
		"no issuer, no day": states(models.SourcePrint, 1, fields)} {
		if got := facts.Of(d); len(got) > 0 {
			t.Errorf("%s: %+v", what, got)
		}
	}
}
