package ocr_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"strconv"
	"strings"
	"testing"

	"loupe/forensics/locate"
	"loupe/forensics/raster"
	"loupe/models"
	"loupe/ocr"
	"loupe/samples"
)

// bag counts how many of gold's words were read, whatever the order.
func bag(gold, got string) (right, all int) {
	have := map[string]int{}
	for _, w := range sequence(got) {
		have[w]++
	}
	for _, w := range sequence(gold) {
		if all++; have[w] > 0 {
			have[w]--
			right++
		}
	}
	return right, all
}

// found reads a picture as the program does, without the second look: the outline, the view, the words.
func found(t testing.TB, kind models.Kind) func(image.Image) string {
	r, err := ocr.New(ocr.DefaultConfig())
	if errors.Is(err, ocr.ErrUnavailable) {
		t.Skipf("SKIPPED, nothing was measured: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return func(img image.Image) string {
		g := raster.Luma(img)
		view, err := locate.Rectify(g, locate.Find(img, 1), 9_000_000)
		if err != nil {
			t.Fatal(err)
		}
		result, err := r.Read(context.Background(), ocr.Page{Plane: view.Plane, DPI: view.DPI, Kind: kind})
		if err != nil {
			t.Log(err)
		}
		return text(result.Text.Words)
	}
}

// Pages and cards in faces, sizes and colours that the samples do not have, flat and photographed. LOUPE_PRINTS=n@seed says
// how many of each, from which seed.
func TestMeasurePrints(t *testing.T) {
	measured(t)
	n, seed := 8, 51000
	if s := os.Getenv("LOUPE_PRINTS"); s != "" {
		if _, err := fmt.Sscanf(s, "%d@%d", &n, &seed); err != nil {
			t.Fatal(err)
		}
	}
	p := newPress(t)
	for _, c := range []struct {
		name  string
		draw  func(uint64) *galley
		kind  models.Kind
		shoot bool
	}{
		{"page", p.page, models.KindDiploma, false}, {"page photographed", p.page, models.KindDiploma, true},
		{"card", p.card, models.KindIdentityDocument, false}, {"card photographed", p.card, models.KindIdentityDocument, true},
	} {
		if only := os.Getenv("LOUPE_PRINTS_ONLY"); only != "" && !strings.HasPrefix(c.name, only) {
			continue
		}
		ways := map[string]func(image.Image) string{"loupe": found(t, c.kind)}
		for _, mode := range []string{"3", "11"} {
			full := plain(t, mode)
			ways["tesseract psm "+mode] = func(img image.Image) string { return full.read(raster.Luma(img)) }
		}
		var tallies = map[string]*way{}
		for i := range n {
			g := c.draw(uint64(seed + i))
			gold := strings.Join(g.gold, " ")
			img := image.Image(g.img)
			if c.shoot {
				img = shot(t, g, uint64(seed+i), c.kind == models.KindDiploma)
			}
			line := ""
			for name, read := range ways {
				w := tallies[name]
				if w == nil {
					w = &way{name: c.name + ": " + name}
					tallies[name] = w
				}
				began := seconds(t)
				got := read(img)
				w.cpu += seconds(t) - began
				right, all := bag(gold, got)
				w.right, w.gold, w.pages = w.right+right, w.gold+all, w.pages+1
				line += " " + name + " " + strconv.Itoa(right) + "/" + strconv.Itoa(all)
				if os.Getenv("LOUPE_PRINTS_SHOW") != "" {
					t.Logf("%s %d: %s\n%s", c.name, seed+i, name, got)
				}
			}
			t.Logf("%s %d: %.0f dpi%s", c.name, seed+i, g.dpi, line)
		}
		for _, w := range tallies {
			t.Log(w)
		}
	}
}

// shot photographs a sheet with 12 megapixels.
func shot(t testing.TB, g *galley, seed uint64, upright bool) image.Image {
	o := samples.CaptureOptions{Width: 4032, Height: 3024, Upright: upright}
	if upright {
		o.Width, o.Height = o.Height, o.Width
	}
	taken, err := samples.Capture(g.printed(), seed, o)
	if err != nil {
		t.Fatal(err)
	}
	img, err := samples.Recompress(taken.Image, 88)
	if err != nil {
		t.Fatal(err)
	}
	return img
}
