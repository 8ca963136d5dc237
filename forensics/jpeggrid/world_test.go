package jpeggrid_test

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loupe/forensics/picturetest"
)

// pictures lists distinct JPEGs below folders, of a size that is quick to judge; half 0 is for building, 1 for figures.
func pictures(t testing.TB, half int, folders ...string) []string {
	t.Helper()
	seen, files := map[string]bool{}, []string{}
	for _, folder := range folders {
		err := filepath.WalkDir(picturetest.Dir(t, filepath.FromSlash(folder)), func(path string, d os.DirEntry, err error) error {
			if ext := strings.ToLower(filepath.Ext(path)); err != nil || ext != ".jpg" && ext != ".jpeg" {
				return err
			}
			data, err := os.ReadFile(path)
			if err == nil && !seen[string(data)] {
				seen[string(data)] = true
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(files)
	var out []string
	for i, f := range files {
		if i%2 == half {
			out = append(out, f)
		}
	}
	return out
}

func load(path string) (*image.RGBA, bool) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	cfg, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width*cfg.Height > 4_000_000 || cfg.Width < 300 || cfg.Height < 200 {
		return nil, false
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, false
	}
	return rgba(img), true
}

func rgba(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}

// resaved is what a JPEG of the given quality shows of img.
func resaved(t testing.TB, img image.Image, quality int) *image.RGBA {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return rgba(out)
}

// stored is the file of a picture: PNG for quality 0.
func stored(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	err := encoder.Encode(&b, img)
	if quality > 0 {
		b.Reset()
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pasted lays a part of from, about 1/30 to 1/8 of the picture, on a copy of img, off the grid by at least one pixel.
func pasted(r *rand.Rand, img, from *image.RGBA) (*image.RGBA, image.Rectangle) {
	out := rgba(img)
	w, h := out.Rect.Dx(), out.Rect.Dy()
	side := func(n int) int { return n/6 + r.IntN(n/6) }
	pw, ph := min(side(w), from.Rect.Dx()-16), min(side(h), from.Rect.Dy()-16)
	at := image.Pt(r.IntN(w-pw), r.IntN(h-ph))
	for {
		src := image.Pt(r.IntN(from.Rect.Dx()-pw), r.IntN(from.Rect.Dy()-ph))
		if d := at.Sub(src); d.X&7 != 0 || d.Y&7 != 0 {
			box := image.Rectangle{at, at.Add(image.Pt(pw, ph))}
			draw.Draw(out, box, from, src, draw.Src)
			return out, box
		}
	}
}

func label(last int) string {
	if last == 0 {
		return "png"
	}
	return fmt.Sprintf("q%d", last)
}
