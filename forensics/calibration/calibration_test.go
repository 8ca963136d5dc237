package calibration_test

import (
	"math"
	"testing"

	"loupe/forensics/calibration"
	"loupe/models"
)

func TestCalibrate(t *testing.T) {
	high := calibration.Condition{Subject: calibration.SubjectDocument, Channel: calibration.ChannelResaved, Bucket: calibration.Bucket(95)}
	low := high
	low.Bucket = calibration.Bucket(70)
	scan := high
	scan.Channel = calibration.ChannelScan
	var table calibration.Table
	for i := range 99 {
		table.Add("ela", 2, models.Evidence{Statistic: "s", Value: float64(i)}, high)
	}
	for range 20 {
		table.Add("ela", 2, models.Evidence{Statistic: "s", Value: 1000}, low)
	}
	tests := []struct {
		name    string
		version int
		value   float64
		c       calibration.Condition
		p       float64 // 0: none
		bucket  string
		n       int
	}{
		{"above all is held against wider sets, which say no more", 2, 99, high, 1.0 / 100, "93 and above", 99},
		{"above all of every set", 2, 1001, high, 1.0 / 120, "any", 119},
		{"ties count against the picture", 2, 98, high, 2.0 / 100, "93 and above", 99},
		{"below all", 2, -1, high, 1, "93 and above", 99},
		{"a small bucket falls back on its channel", 2, 500, low, 21.0 / 120, "any", 119},
		{"a small channel falls back on its bucket", 2, 98, scan, 2.0 / 100, "93 and above", 99},
		{"another version's values do not count", 3, 99, high, 0, "", 0},
		{"another subject", 2, 99, calibration.Condition{Subject: calibration.SubjectPortrait}, 0, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := table.Calibrate("ela", tt.version, models.Evidence{Statistic: "s", Value: tt.value}, tt.c)
			if tt.p == 0 {
				if e.P != nil {
					t.Fatalf("got %v, want no p-value", *e.P)
				}
				return
			}
			if e.P == nil || math.Abs(*e.P-tt.p) > 1e-12 || e.Calibration.Bucket != tt.bucket || e.Calibration.N != tt.n {
				t.Fatalf("got %+v %+v, want p %v", e, e.Calibration, tt.p)
			}
		})
	}
}

func TestParse(t *testing.T) {
	if _, err := calibration.Default(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"not JSON":       `{`,
		"no date":        `{"sets":[]}`,
		"not ascending":  `{"date":"2026-01-01","sets":[{"check":"a","statistic":"b","values":[2,1]}]}`,
		"without a name": `{"date":"2026-01-01","sets":[{"check":"a","values":[1]}]}`,
	} {
		if _, err := calibration.Parse([]byte(data)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
