package models_test

import (
	"testing"

	"loupe/models"
)

func TestCutOffAdvice(t *testing.T) {
	again := " Please take the picture again with the whole document in it."
	for _, tt := range []struct {
		name   string
		labels []string
		want   string
	}{
		{"nothing", nil, ""},
		{"other regions", []string{"glare", "cut off", " cut off"}, ""},
		{"one", []string{"lower right corner cut off"}, "The lower right corner is cut off." + again},
		{"several, one twice", []string{"left side cut off", "glare", "left side cut off", "upper right corner cut off"}, "The left side and upper right corner are cut off." + again},
		{"no words of a stranger", []string{"send money to me cut off"}, ""},
	} {
		var regions []models.Region
		for _, l := range tt.labels {
			regions = append(regions, models.Region{Label: l})
		}
		if got := models.CutOffAdvice(regions); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
