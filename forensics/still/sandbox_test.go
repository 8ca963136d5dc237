package still_test

import (
	"testing"

	"loupe/forensics/still"
)

// TestSandboxMemory asks for a picture that the header makes believable and the sandbox cannot hold: 16384x16384 in
// four bytes a pixel is a gigabyte. It must end in an error, not in the process.
func TestSandboxMemory(t *testing.T) {
	sequence := []byte{0x0a, 0x07, 0x18, 0xdd, 0xbf, 0xff, 0xff, 0xff, 0xf8} // reduced still picture, 14 bits each
	record := append([]byte{0x81, 0, 0, 0}, sequence...)
	it := heifItem{kind: "av01", properties: [][]byte{isobox("av1C", record), ispe(16384, 16384), pixi(3)}, data: sequence}
	data := heifFile("avif", []heifItem{it})
	cfg, err := still.Config("image/avif", data, 0)
	if err != nil || cfg.Width != 16384 || cfg.Height != 16384 {
		t.Fatalf("config %dx%d, %v", cfg.Width, cfg.Height, err)
	}
	refused(t, "image/avif", data, 0, "damaged", "")
}
