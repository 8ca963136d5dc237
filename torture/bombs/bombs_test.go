package bombs_test

import (
	"bytes"
	"fmt"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/models"
	"loupe/torture/bombs"
)

// At least 80 bombs, each named once, with a reason, and wanting codes that exist.
func TestBombsAreWellDescribed(t *testing.T) {
	all := bombs.All()
	if len(all) < 80 {
		t.Errorf("%d bombs, want at least 80", len(all))
	}
	seen := map[string]bool{}
	for _, b := range all {
		if seen[b.Name] {
			t.Errorf("%s: the name is used twice", b.Name)
		}
		seen[b.Name] = true
		if b.Why == "" || b.Data == nil || !strings.Contains(b.Name, "/") {
			t.Errorf("%s: incomplete: %+v", b.Name, b)
		}
		if b.Want != bombs.Finishes && len(b.Codes()) == 0 {
			t.Errorf("%s wants nothing", b.Name)
		}
		for _, c := range b.Codes() {
			if !models.ReasonCode(c).Known() {
				t.Errorf("%s wants %q, which is not in the closed list", b.Name, c)
			}
		}
	}
	t.Logf("%d bombs", len(all))
}

// Every bomb fits an upload but the one that is meant not to, and is the same each time.
func TestBombsAreReproducible(t *testing.T) {
	for _, b := range bombs.All() {
		if b.Heavy && os.Getenv("LOUPE_TORTURE") == "" {
			continue
		}
		data := b.Data()
		if len(data) > 20_000_000 && b.Name != "stranger/over-20mb" {
			t.Errorf("%s has %d bytes: more than an upload may have", b.Name, len(data))
		}
		if !b.Heavy && !bytes.Equal(data, b.Data()) {
			t.Errorf("%s is not the same twice", b.Name)
		}
		if dir := os.Getenv("LOUPE_BOMBS"); dir != "" {
			name := fmt.Sprintf("%s.bin", strings.ReplaceAll(b.Name, "/", "_"))
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// What is meant to be valid is valid: a bomb that decoders refuse for a slip of ours tests nothing.
func TestValidBombsDecode(t *testing.T) {
	decoders := map[string]func([]byte) error{
		"png":    func(b []byte) error { _, err := png.Decode(bytes.NewReader(b)); return err },
		"reader": func(b []byte) error { _, err := png.DecodeConfig(bytes.NewReader(b)); return err },
		"jpeg":   func(b []byte) error { _, err := jpeg.Decode(bytes.NewReader(b)); return err },
		"gif":    func(b []byte) error { _, err := gif.Decode(bytes.NewReader(b)); return err },
	}
	valid := []string{
		"png/interlaced-odd", "png/interlaced-line", "png/idat-bytes", "png/9000-chunks", "png/after-iend", "png/exif-loop",
		"jpeg/411-odd", "jpeg/410", "jpeg/440", "jpeg/restart-each", "jpeg/9000-segments", "jpeg/10000-scans",
		"gif/125-frames", "gif/second-frame-outside", "reader/strip-wide",
	}
	all := map[string]bombs.Bomb{}
	for _, b := range bombs.All() {
		all[b.Name] = b
	}
	for _, name := range valid {
		format, _, _ := strings.Cut(name, "/")
		if err := decoders[format](all[name].Data()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
