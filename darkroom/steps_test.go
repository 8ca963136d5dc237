package darkroom_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"loupe/darkroom"
	"loupe/forensics"
	"loupe/forensics/consistency"
	"loupe/forensics/list"
	"loupe/forensics/locate"
	"loupe/models"
	"loupe/ocr"
	"loupe/ocr/barcode"
	"loupe/ocr/ocrb"
)

// Where the CPU time of a 12-megapixel picture goes, step by step.
func TestMeasureSteps(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1")
	}
	r, err := ocr.New(ocr.DefaultConfig())
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	zones, err := ocrb.New()
	if err != nil {
		t.Fatal(err)
	}
	for file, kind := range map[string]models.Kind{"card12.jpg": models.KindIdentityDocument, "page12.jpg": models.KindDiploma} {
		data, err := os.ReadFile(filepath.Join("..", "build", "samples", file))
		if err != nil {
			t.Skipf("SKIPPED: %v: make samples", err)
		}
		for round := range 3 { // the first loads the models
			var x *forensics.Exhibit
			step := func(name string, do func()) {
				before := used(t)
				do()
				if round > 0 {
					t.Logf("%s %s: %.0f CPU ms", file, name, 1000*(used(t)-before).Seconds())
				}
			}
			step("decode and digest", func() { x, _ = forensics.Open(data, kind, forensics.DefaultLimits()) })
			step("luma", func() { x.Luma() })
			step("place", func() { x.Place() })
			var view locate.View
			step("view", func() { view, _ = x.View() })
			step("barcodes (again in read)", func() { _, _ = barcode.Read(view.Plane) })
			step("zones (again in read)", func() { zones.Zones(view.Plane) })
			x.SetReader(t.Context(), darkroom.TextReader{OCR: r})
			var reading forensics.Reading
			step("read", func() { reading, _ = x.Reading() })
			step("faces", func() { _, _ = x.Faces() })
			for _, c := range list.All() {
				step(c.Info().ID, func() { forensics.Run(t.Context(), c, x, time.Minute) })
			}
			d := forensics.Dossier{Brief: models.Brief{Kind: kind, Day: time.Now()}, Pages: []models.PageInfo{x.Page}, Document: reading.Document, Text: reading.Text}
			step("consistency", func() { forensics.RunDossier(t.Context(), consistency.New(consistency.DefaultPolicy()), d) })
		}
	}
}

func used(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
