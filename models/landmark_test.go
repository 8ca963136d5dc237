package models_test

import (
	"testing"

	"loupe/models"
)

func TestLabel(t *testing.T) {
	box := [4]int{100, 50, 200, 20}
	document := &models.Document{
		Statements: []models.Statement{
			{Name: models.FieldSurname, Field: models.Field{Source: models.SourcePrint, Box: &box}},
			{Name: models.FieldSurname, Field: models.Field{Source: models.SourceMRZ, Box: &[4]int{0, 400, 500, 40}}},
			{Name: models.FieldBirthDate, Field: models.Field{Source: models.SourcePrint, Box: &[4]int{100, 80, 90, 20}, Page: 1}},
			{Name: models.FieldSex, Field: models.Field{Source: models.SourcePrint}},
		},
		MRZ:      &models.MRZ{Box: &models.Region{X: 0, Y: 380, W: 500, H: 80}},
		Barcodes: []models.Barcode{{Box: &[4]int{400, 200, 80, 80}}},
		Regions:  []models.Region{{X: 300, Y: 300, W: 90, H: 30, Label: "signature"}},
	}
	marks := models.Landmarks(document, []models.Face{{Box: [4]int{20, 60, 50, 60}}})
	for _, tt := range []struct {
		name   string
		region models.Region
		want   string
	}{
		{"a region around the face", models.Region{X: 10, Y: 40, W: 80, H: 110}, "portrait"},
		{"a region inside the field", models.Region{X: 120, Y: 52, W: 40, H: 15}, "surname"},
		{"a region that touches the field", models.Region{X: 280, Y: 40, W: 90, H: 40}, "changed area"},
		{"another page", models.Region{Page: 1, X: 90, Y: 40, W: 230, H: 70}, "birth_date"},
		{"half the zone", models.Region{X: 0, Y: 390, W: 250, H: 50}, "mrz"},
		{"one that swallows all", models.Region{W: 1000, H: 1000}, "portrait, surname, mrz, barcode"},
		{"nothing known", models.Region{X: 600, Y: 600, W: 10, H: 10}, "changed area"},
	} {
		tt.region.Label = "changed area"
		in := []models.Region{tt.region}
		if got := models.Label(in, marks)[0].Label; got != tt.want {
			t.Errorf("%s: label %q, want %q", tt.name, got, tt.want)
		}
		if in[0].Label != "changed area" {
			t.Errorf("%s: Label changed its argument", tt.name)
		}
	}
	if n := len(models.Landmarks(nil, nil)); n != 0 {
		t.Errorf("%d landmarks of nothing", n)
	}
}

func TestLabelMakesOneRegionPerField(t *testing.T) {
	marks := []models.Landmark{{Name: models.FieldSurname, Box: [4]int{100, 50, 200, 20}}}
	parts := []models.Region{{X: 100, Y: 52, W: 30, H: 15, Score: 0.2}, {X: 600, Y: 600, W: 9, H: 9, Label: "changed area"}, {X: 170, Y: 50, W: 50, H: 18, Score: 0.7}}
	want := models.Region{X: 100, Y: 50, W: 120, H: 18, Score: 0.7, Label: "surname"}
	if got := models.Label(parts, marks); len(got) != 2 || got[0] != want || got[1] != parts[1] {
		t.Errorf("parts of one field become %v, want %v", got, want)
	}
	dates := []models.Landmark{{Name: models.FieldExpiryDate, Box: [4]int{200, 100, 80, 20}}, {Name: models.FieldIssueDate, Box: [4]int{100, 101, 80, 20}}}
	got := models.Label([]models.Region{{X: 98, Y: 98, W: 190, H: 25, Label: "changed area"}}, dates)
	if len(got) != 2 || got[0].Label != models.FieldIssueDate || got[0].X != 98 || got[0].W != 92 || got[1].Label != models.FieldExpiryDate || got[1].X+got[1].W != 288 {
		t.Errorf("a region around two dates becomes %v", got)
	}
}
