package ocr_test

import (
	"bytes"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"loupe/forensics/raster"
	"loupe/ocr/barcode"
	"loupe/ocr/ocrb"
	"loupe/torture/bombs"
)

// What the readers of zones and barcodes spend on pictures made to keep them busy, of about 12 megapixels:
// LOUPE_MEASURE=1 go test -v -run MeasureHostile ./ocr
func TestMeasureHostile(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED, nothing was measured: set LOUPE_MEASURE=1")
	}
	zones, err := ocrb.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bombs.All() {
		if !strings.HasPrefix(b.Name, "machine/") {
			continue
		}
		img, _, err := image.Decode(bytes.NewReader(b.Data()))
		if err != nil {
			t.Fatalf("%s: %v", b.Name, err)
		}
		g := raster.Luma(img)
		start := cpu(t)
		z := zones.Zones(g)
		between := cpu(t)
		codes, err := barcode.Read(g)
		if err != nil {
			t.Fatalf("%s: %v", b.Name, err)
		}
		zone, code := between-start, cpu(t)-between
		t.Logf("%-30s %v: zones %v (%d), barcodes %v (%d)", b.Name, g.Rect.Size(), zone.Round(time.Millisecond), len(z), code.Round(time.Millisecond), len(codes))
		if zone+code > 2*time.Second {
			t.Errorf("%s: %v of CPU time for zones and %v for barcodes, at most 2s are allowed", b.Name, zone, code)
		}
	}
}

func cpu(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
