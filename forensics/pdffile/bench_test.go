package pdffile_test

import (
	"fmt"
	"testing"

	"loupe/forensics/pdffile"
	"loupe/forensics/pdffile/pdftest"
)

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		e := pdffile.NewEngine(pdffile.DefaultLimits())
		if err := e.Start(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// benchmark opens, lists and decodes every picture that has no bytes of its own.
func benchmark(b *testing.B, data []byte) {
	if err := engine.Start(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		f, err := engine.Open(b.Context(), data)
		if err != nil {
			b.Fatal(err)
		}
		for i, p := range pictures(b, f) {
			if p.Data == nil {
				decode(b, f, i)
			}
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkScan12MP(b *testing.B) { benchmark(b, pdftest.Scan(jpegOf(b, scene(3000, 4000)))) }

func BenchmarkRenderA4Text(b *testing.B) {
	lines := make([]string, 50)
	for i := range lines {
		lines[i] = "The quick brown fox jumps over the lazy dog, line after line after line."
	}
	benchmark(b, pdftest.Lines(lines...))
}

func BenchmarkRenderA4Over12MPScan(b *testing.B) {
	var d pdftest.Document
	n := d.JPEG(jpegOf(b, scene(3000, 4000)))
	d.Page(pdftest.Page{Content: pdftest.Draw("P", "595 0 0 842 0 0") + "0 0 m 9 9 l S", Resources: map[string]string{"XObject": fmt.Sprintf("/P %d 0 R", n)}})
	benchmark(b, d.Bytes())
}

func BenchmarkFlate12MP(b *testing.B) {
	var d pdftest.Document
	benchmark(b, filled(&d, d.Flate(scene(3000, 4000)), ""))
}
