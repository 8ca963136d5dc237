package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"loupe/forensics/pdffile/pdftest"
)

// CPU seconds and peak memory of one 12 MP card photo in every format that is decoded in a sandbox, cold: with what it
// costs to compile the decoder. Needs heif-enc and avifenc (Debian: libheif-examples, libavif-bin).
func TestMeasureFormats(t *testing.T) {
	measuring(t)
	jpeg := filepath.Join("..", "..", "..", "shared", "bench", "card12.jpg")
	data, err := os.ReadFile(jpeg)
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	dir := t.TempDir()
	heic, avif, pdf := filepath.Join(dir, "card.heic"), filepath.Join(dir, "card.avif"), filepath.Join(dir, "card.pdf")
	for _, args := range [][]string{{"heif-enc", "-q", "80", "-o", heic, jpeg}, {"avifenc", "-s", "8", jpeg, avif}} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Skipf("SKIPPED: %v: %v %s", args[0], err, out)
		}
	}
	if err := os.WriteFile(pdf, pdftest.Scan(data), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{jpeg, heic, avif, pdf} {
		for range 2 {
			cpu, peak := tree(t, exec.Command(binary, "scan", "--json", file))
			t.Logf("loupe scan %s: %.2f CPU s, peak %d MiB for the tree", filepath.Base(file), cpu.Seconds(), peak>>20)
		}
	}
}
