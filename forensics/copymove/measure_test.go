package copymove_test

import (
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/forensics/picturetest"
	"loupe/models"
	"loupe/samples"
)

// forge moves a part the size of a word (or of a few letters) to another place inside the document.
func forge(img *image.RGBA, r *rand.Rand) (source, copied image.Rectangle) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	size := image.Pt(24+r.IntN(90), 20+r.IntN(20))
	at := func() image.Point {
		return image.Pt(w/5+r.IntN(w*3/5-size.X), h/5+r.IntN(h*3/5-size.Y))
	}
	from, to := at(), at()
	for from.Sub(to).In(image.Rect(-size.X-8, -size.Y-8, size.X+8, size.Y+8)) {
		to = at()
	}
	source = image.Rectangle{Min: from, Max: from.Add(size)}
	move(img, source, to.Sub(from))
	return source, source.Add(to.Sub(from))
}

// tallied counts what came of a set.
type tallied struct{ n, found, clear, silent int }

func (c *tallied) add(f models.Finding, right bool) {
	c.n++
	switch {
	case f.Outcome == models.OutcomeSuspect && right:
		c.found++
	case f.Outcome == models.OutcomeClear:
		c.clear++
	case f.Outcome != models.OutcomeSuspect:
		c.silent++
	}
}

func (c tallied) String() string {
	return fmt.Sprintf("%d: %d suspect, %d clear, %d cannot say, %d suspect elsewhere", c.n, c.found, c.clear, c.silent, c.n-c.found-c.clear-c.silent)
}

// Documents of the Studio: clean ones, and ones with a part moved, through the same last save (0: PNG).
func TestMeasureDocuments(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("a measurement: LOUPE_MEASURE=1")
	}
	s, n, from := studio(t), number("LOUPE_COPYMOVE_N", 10), number("LOUPE_COPYMOVE_SEED", 100)
	for _, ch := range samples.Channels() {
		if only := os.Getenv("LOUPE_COPYMOVE_CHANNEL"); only != "" && only != string(ch) {
			continue
		}
		var clean, forged [3]tallied
		for i := range n {
			seed := uint64(from + i)
			img := document(t, s, seed, ch)
			throughSaves(t, &clean, img, image.Rectangle{}, image.Rectangle{})
			source, copied := forge(img, rand.New(rand.NewPCG(seed, 7)))
			throughSaves(t, &forged, img, source, copied)
		}
		for i, q := range lastSaves() {
			t.Logf("%s, last save %d: clean %v; forged %v", ch, q, clean[i], forged[i])
		}
	}
}

func lastSaves() [3]int { return [3]int{0, 95, 90} }

// throughSaves saves img in every way and counts what the check says. source is empty for a clean picture.
func throughSaves(t *testing.T, counts *[3]tallied, img *image.RGBA, source, copied image.Rectangle) {
	for i, q := range lastSaves() {
		f, ok := examine(t, saved(t, img, q), models.KindIdentityDocument)
		if !ok {
			continue
		}
		right := source.Empty() || hits(f, source, copied)
		counts[i].add(f, right)
		if f.Outcome == models.OutcomeSuspect && (source.Empty() || !right) || f.Outcome == models.OutcomeClear && !source.Empty() && q == 0 {
			t.Log("last save", q, source, copied, f.Outcome, f.Message, f.Regions, f.Evidence)
		}
	}
}

// pictures lists the files below a folder of the shared pictures.
func pictures(t *testing.T, folder string) []string {
	var out []string
	err := filepath.WalkDir(picturetest.Dir(t, filepath.FromSlash(folder)), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.Contains(path, "LICENSE") {
			out = append(out, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestMeasurePictures counts outcomes over the folders in LOUPE_COPYMOVE_DIRS (comma separated, below the shared pictures).
func TestMeasurePictures(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("a measurement: LOUPE_MEASURE=1")
	}
	kind := models.KindProfilePhoto
	if k := os.Getenv("LOUPE_COPYMOVE_KIND"); k != "" {
		kind = models.Kind(k)
	}
	for _, folder := range strings.Split(os.Getenv("LOUPE_COPYMOVE_DIRS"), ",") {
		c, refused := tallied{}, 0
		for i, path := range pictures(t, folder) {
			if half := os.Getenv("LOUPE_COPYMOVE_HALF"); half != "" && i%2 != number("LOUPE_COPYMOVE_HALF", 0) {
				continue
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			f, ok := examine(t, data, kind)
			if !ok {
				refused++
				continue
			}
			c.add(f, true)
			if f.Outcome == models.OutcomeSuspect || os.Getenv("LOUPE_COPYMOVE_ALL") != "" {
				t.Log(filepath.Base(path), f.Message, f.Regions, f.Evidence)
			}
		}
		t.Logf("%s: %v (%d refused)", folder, c, refused)
	}
}
