package fields_test

import (
	"testing"

	"loupe/models"
	"loupe/ocr/fields"
)

func TestBest(t *testing.T) {
	type said struct {
		value      string
		source     models.Source
		confidence float64
	}
	for _, c := range []struct {
		name, field string
		said        []said
		want        string
	}{
		{"a zone with agreeing digits before print", nu, []said{{"L0100T47", models.SourcePrint, 0.99}, {"L01X00T47", models.SourceMRZ, 0.8}}, "L01X00T47"},
		{"print before a zone whose digits do not agree", nu, []said{{"L0100T47", models.SourceMRZ, 0.49}, {"L01X00T47", models.SourcePrint, 0.8}}, "L01X00T47"},
		{"a barcode before everything", bd, []said{{"1990-01-02", models.SourceMRZ, 0.99}, {"1990-02-01", models.SourceBarcode, 0.9}, {"1990-01-02", models.SourcePrint, 1}}, "1990-02-01"},
		{"print's letters when the zone agrees", su, []said{{"MUELLER SAHIN", models.SourceMRZ, 0.99}, {"Müller-Şahin", models.SourcePrint, 0.7}}, "Müller-Şahin"},
		{"print's letters when the zone was cut", gi, []said{{"CAROLINA INES MARG", models.SourceMRZ, 0.99}, {"Carolina Inés Margit", models.SourcePrint, 0.7}}, "Carolina Inés Margit"},
		{"the surer one when they do not agree", su, []said{{"OBRIEN", models.SourceMRZ, 0.9}, {"O'Brier", models.SourcePrint, 0.6}}, "OBRIEN"},
		{"an apostrophe is no difference", su, []said{{"OBRIEN", models.SourceMRZ, 0.9}, {"O'Brien", models.SourcePrint, 0.6}}, "O'Brien"},
		{"a value before none", na, []said{{"", models.SourcePrint, 0.95}, {"UTO", models.SourcePrint, 0.4}}, "UTO"},
		{"the first of equals", ad, []said{{"A 1", models.SourcePrint, 0.5}, {"B 2", models.SourcePrint, 0.5}}, "A 1"},
	} {
		var statements []models.Statement
		for _, s := range c.said {
			statements = append(statements, models.Statement{Name: c.field, Field: models.Field{Value: s.value, Source: s.source, Confidence: s.confidence}})
		}
		if got := fields.Best(statements); len(got) != 1 || got[c.field].Value != c.want {
			t.Errorf("%s: %+v, want %q", c.name, got, c.want)
		}
	}
	if got := fields.Best(nil); len(got) != 0 || got == nil {
		t.Errorf("of nothing the best is %v", got)
	}
}
