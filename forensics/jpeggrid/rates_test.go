package jpeggrid_test

import (
	"context"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"loupe/forensics"
	"loupe/forensics/ela"
	"loupe/forensics/jpeggrid"
	"loupe/forensics/recompression"
	"loupe/models"
)

func examine(t testing.TB, data []byte, c forensics.Check) models.Finding {
	t.Helper()
	x, refusal := forensics.Open(data, models.KindProfilePhoto, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatalf("not opened: %s", refusal.Message)
	}
	f, err := c.Run(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f
}

func overlap(regions []models.Region, box image.Rectangle) bool {
	for _, r := range regions {
		if in := image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H).Intersect(box); 2*in.Dx()*in.Dy() > r.W*r.H {
			return true
		}
	}
	return false
}

func brief(f models.Finding) string {
	out := string(f.Outcome)
	for _, e := range f.Evidence {
		out += fmt.Sprintf(" %s=%.1f", e.Statistic, e.Value)
	}
	for _, r := range f.Regions {
		out += fmt.Sprintf(" [%d,%d %dx%d %.2f %s]", r.X, r.Y, r.W, r.H, r.Score, r.Label)
	}
	return out
}

// half is which half of the pictures is looked at: 0 for building, 1 for the figure.
func half() int { n, _ := strconv.Atoi(os.Getenv("LOUPE_HALF")); return n }

func most() int {
	if n, err := strconv.Atoi(os.Getenv("LOUPE_MOST")); err == nil {
		return n
	}
	return 30
}

// Real pictures with a part of another, off the grid, beside the clean one through the same saves. Quality 0 is PNG.
func TestMeasurePastes(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("set LOUPE_MEASURE=1")
	}
	files := pictures(t, half(), "authentic", "nearduplicate", "faces", "forgery/imd2020/orig", "mrz", "ocr")
	checks := []forensics.Check{jpeggrid.Within(jpeggrid.Fast), recompression.Within(recompression.Fast), ela.New()}
	found, alarms, n := map[string]int{}, map[string]int{}, 0
	r := rand.New(rand.NewPCG(uint64(half()), 5))
	for i, path := range files {
		img, ok := load(path)
		other, ok2 := load(files[(i+7)%len(files)])
		if !ok || !ok2 || n >= most() {
			continue
		}
		n++
		first, second := 75+r.IntN(20), 70+r.IntN(25)
		host, from := resaved(t, img, first), resaved(t, other, second)
		edit, box := pasted(r, host, from)
		any := map[string]bool{}
		for _, last := range []int{0, 95, 90} {
			for _, c := range checks {
				key := c.Info().ID + " " + label(last)
				if f := examine(t, stored(t, host, last), c); f.Outcome == models.OutcomeSuspect {
					alarms[key]++
					t.Logf("clean %s first %d %s: %s", filepath.Base(path), first, key, brief(f))
				}
				f := examine(t, stored(t, edit, last), c)
				if f.Outcome == models.OutcomeSuspect && overlap(f.Regions, box) {
					found[key]++
					any[label(last)] = true
				} else {
					t.Logf("missed %s %v first %d of %d %s: %s", filepath.Base(path), box, first, second, key, brief(f))
				}
			}
		}
		for l := range any {
			found["any "+l]++
		}
	}
	t.Logf("n=%d found %v alarms %v", n, found, alarms)
}

// Honest pictures: as they are, cropped and saved again, and as PNG of that.
func TestMeasureHonest(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("set LOUPE_MEASURE=1")
	}
	checks := []forensics.Check{jpeggrid.Within(jpeggrid.Fast), recompression.Within(recompression.Fast)}
	r := rand.New(rand.NewPCG(uint64(half()), 6))
	alarms, n := map[string]int{}, map[string]int{}
	var evidence []float64
	say := func(path, kind string, data []byte) {
		n[kind]++
		for _, c := range checks {
			f := examine(t, data, c)
			n[kind+" "+c.Info().ID+" "+string(f.Outcome)]++
			if f.Check == "recompression" && len(f.Evidence) > 0 {
				evidence = append(evidence, f.Evidence[0].Value)
			}
			if f.Outcome == models.OutcomeSuspect {
				alarms[kind+" "+f.Check]++
				t.Logf("%s %s %s: %s", filepath.Base(path), kind, f.Check, brief(f))
			}
		}
	}
	for _, path := range pictures(t, half(), "authentic", "formats/orientation", "formats/sharp", "faces", "mrz", "ocr", "nearduplicate", "forgery/imd2020/orig") {
		img, ok := load(path)
		if !ok || n["as it is"] >= 2*most() {
			continue
		}
		data, _ := os.ReadFile(path)
		say(path, "as it is", data)
		say(path, "png", stored(t, img, 0))
		first := resaved(t, img, 70+r.IntN(25))
		w, h := first.Rect.Dx(), first.Rect.Dy()
		cut := rgba(first.SubImage(image.Rect(1+r.IntN(40), 1+r.IntN(40), w-r.IntN(40), h-r.IntN(40))))
		for _, last := range []int{97, 92} {
			say(path, "cropped "+label(last), stored(t, cut, last))
			say(path, "cropped png of "+label(last), stored(t, resaved(t, cut, last), 0))
		}
	}
	slices.Sort(evidence)
	t.Logf("n=%v alarms %v; recompression's evidence, highest of %d: %.1f", n, alarms, len(evidence), evidence[max(len(evidence)-20, 0):])
}
