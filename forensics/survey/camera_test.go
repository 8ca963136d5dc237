package survey_test

import (
	"testing"

	"loupe/forensics/survey"
)

func TestNamesCamera(t *testing.T) {
	named := "II*\x00\x08\x00\x00\x00\x01\x00\x0f\x01\x02\x00\x04\x00\x00\x00Abc\x00\x00\x00\x00\x00"
	tests := []struct {
		name string
		tiff string
		want bool
	}{
		{"named", named, true},
		{"blank", "II*\x00\x08\x00\x00\x00\x01\x00\x0f\x01\x02\x00\x04\x00\x00\x00  \x00\x00\x00\x00\x00\x00", false},
		{"another tag", "II*\x00\x08\x00\x00\x00\x01\x00\x0e\x01\x02\x00\x04\x00\x00\x00Abc\x00\x00\x00\x00\x00", false},
		{"cut off", named[:15], false},
		{"directory outside", "II*\x00\xff\xff\xff\xff", false},
		{"empty", "", false},
	}
	for _, tt := range tests {
		if got := survey.NamesCamera([]byte(tt.tiff)); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}
