package metadata_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/forensics/picturetest"
)

// What an AVIF says of itself stands in items of its container.
func TestMetadataOfAnAVIF(t *testing.T) {
	path := filepath.Join(picturetest.Dir(t), "formats", "libavif", "tests", "data", "seine_sdr_gainmap_srgb.avif")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f := run(t, data)
	if f.Facts["make"] != "Google" || f.Facts["model"] != "Pixel 4a" || !strings.Contains(f.Facts["software"]+f.Facts["tools"], "Photoshop") {
		t.Errorf("facts %v", f.Facts)
	}
}
