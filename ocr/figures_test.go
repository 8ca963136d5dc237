package ocr_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/otiai10/gosseract/v2"

	"loupe/forensics/locate"
	"loupe/forensics/picturetest"
	"loupe/forensics/raster"
	"loupe/models"
	"loupe/ocr"
	"loupe/samples"
)

// These are measurements, not tests: they print figures and run only when LOUPE_MEASURE is set. Run them with
// OMP_THREAD_LIMIT=1.

func measured(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1")
	}
}

// seconds is the processor time that this process has used.
func seconds(t testing.TB) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// sequence is the words of s in order, lower case, without marks.
func sequence(s string) []string {
	return regexp.MustCompile(`[\p{L}\p{N}]+`).FindAllString(strings.ToLower(s), -1)
}

// common is the length of the longest common subsequence.
func common(a, b []string) int {
	above := make([]int, len(b)+1)
	for _, x := range a {
		here := make([]int, len(b)+1)
		for j, y := range b {
			if here[j+1] = max(here[j], above[j+1]); x == y {
				here[j+1] = above[j] + 1
			}
		}
		above = here
	}
	return above[len(b)]
}

// way is a way of reading a plane, and what came of it.
type way struct {
	name        string
	read        func(*image.Gray) string
	right, gold int
	cpu         float64
	pages       int
}

func (w *way) take(t testing.TB, g *image.Gray, gold string) {
	began := seconds(t)
	got := w.read(g)
	w.cpu += seconds(t) - began
	want := sequence(gold)
	w.right, w.gold, w.pages = w.right+common(want, sequence(got)), w.gold+len(want), w.pages+1
}

func (w *way) String() string {
	return fmt.Sprintf("%-28s n=%d  %d of %d words, %.4f  %.3f CPU s a page",
		w.name, w.pages, w.right, w.gold, float64(w.right)/float64(w.gold), w.cpu/float64(w.pages))
}

func text(words []models.Word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.Text + " ")
	}
	return b.String()
}

// ours reads with a reader of the languages, warmed up.
func ours(t testing.TB, languages string, kind models.Kind) *way {
	c := ocr.DefaultConfig()
	var err error
	if c.Languages, err = ocr.ParseLanguages(languages); err != nil {
		t.Fatal(err)
	}
	r, err := ocr.New(c)
	if errors.Is(err, ocr.ErrUnavailable) {
		t.Skipf("SKIPPED, nothing was measured: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	read := func(g *image.Gray) string {
		result, err := r.Read(context.Background(), ocr.Page{Plane: g, Kind: kind})
		if err != nil {
			t.Fatal(err)
		}
		return text(result.Text.Words)
	}
	read(certificate(t))
	return &way{name: "loupe " + languages, read: read}
}

// several reads in three languages at once, where they are installed.
func several(t testing.TB, kind models.Kind) []*way {
	installed, err := ocr.DefaultConfig().Installed()
	if err != nil || !slices.Contains(installed, "deu") || !slices.Contains(installed, "fra") {
		t.Log("not measured: German and French are not installed")
		return nil
	}
	return []*way{ours(t, "eng+deu+fra", kind)}
}

// plain is Tesseract as it is, at full scale.
func plain(t testing.TB, mode string) *way {
	client := gosseract.NewClient()
	for k, v := range map[gosseract.SettableVariable]string{"tessedit_pageseg_mode": mode, "debug_file": os.DevNull, "user_defined_dpi": "300"} {
		if err := client.SetVariable(k, v); err != nil {
			t.Fatal(err)
		}
	}
	read := func(g *image.Gray) string {
		w, h := g.Rect.Dx(), g.Rect.Dy()
		data := fmt.Appendf(nil, "P5\n%d %d\n255\n", w, h)
		for y := range h {
			data = append(data, g.Pix[y*g.Stride:y*g.Stride+w]...)
		}
		if err := client.SetImageFromBytes(data); err != nil {
			t.Fatal(err)
		}
		boxes, err := client.GetBoundingBoxesVerbose()
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, box := range boxes {
			b.WriteString(box.Word + " ")
		}
		return b.String()
	}
	read(certificate(t))
	return &way{name: "tesseract full scale psm " + mode, read: read}
}

func TestMeasureGoldPages(t *testing.T) {
	measured(t)
	dir := filepath.Join(picturetest.Dir(t, "ocr/tesseract_test"), "testing")
	ways := []*way{plain(t, "3"), ours(t, "eng", models.KindDiploma)}
	for picture, gold := range map[string]string{
		"phototest.tif": "phototest.gold.txt", "8071_093.3B.tif": "8071_093.3B.txt", "8087_054.3B.tif": "8087_054.3B.txt", "eurotext.tif": "eurotext.txt",
	} {
		want, err := os.ReadFile(filepath.Join(dir, gold))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range ways {
			w.take(t, load(t, filepath.Join(dir, picture)), string(want))
		}
	}
	for _, w := range ways {
		t.Log(w)
	}
}

// captured photographs a sheet with 12 megapixels and shows it flat, by the geometry that is known.
func captured(t testing.TB, sheet *samples.Sheet, seed uint64, upright bool) *image.Gray {
	t.Helper()
	o := samples.CaptureOptions{Width: 4032, Height: 3024, Upright: upright}
	if upright {
		o.Width, o.Height = o.Height, o.Width
	}
	shot, err := samples.Capture(sheet, seed, o)
	if err != nil {
		t.Fatal(err)
	}
	img, err := samples.Recompress(shot.Image, 88)
	if err != nil {
		t.Fatal(err)
	}
	view, err := locate.Rectify(raster.Luma(img), models.Place{Quad: shot.Quad()}, 9_000_000)
	if err != nil {
		t.Fatal(err)
	}
	return view.Plane
}

func studio(t testing.TB) *samples.Studio {
	s, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Skipf("SKIPPED, nothing was measured: %v", err)
	}
	return s
}

func TestMeasureDiplomas(t *testing.T) {
	measured(t)
	s := studio(t)
	ways := append([]*way{plain(t, "3"), ours(t, "eng", models.KindDiploma)}, several(t, models.KindDiploma)...)
	for seed := range uint64(8) {
		h, d := samples.NewHolder(31000+seed), samples.NewDegree(31000+seed)
		sheet, err := s.Diploma(h, d, samples.Print{})
		if err != nil {
			t.Fatal(err)
		}
		plane := captured(t, sheet, 32000+seed, true)
		gold := strings.Join([]string{
			d.Institution, "Republic of Caldoria founded 1871 The Senate, on the recommendation of the Faculty, hereby confers upon",
			sheet.Areas["name"].Text, "who has fulfilled all requirements prescribed by the statutes, the degree of", d.Title, d.Honours,
			"together with all rights and privileges belonging to that degree.", sheet.Areas["date"].Text, "Rector Dean of the Faculty",
			sheet.Areas["serial"].Text,
		}, " ")
		for _, w := range ways {
			w.take(t, plane, gold)
		}
	}
	for _, w := range ways {
		t.Log(w)
	}
}

// What a card's fields say, whatever the order.
func TestMeasureCards(t *testing.T) {
	measured(t)
	s := studio(t)
	fields := []string{"name", "given", "number", "nationality", "birth", "expiry", "issued", "place", "authority"}
	ways := append([]*way{
		plain(t, "11"), ours(t, "eng", models.KindIdentityDocument), ours(t, "eng", models.KindDiploma), plain(t, "3"),
	}, several(t, models.KindIdentityDocument)...)
	ways[2].name += " psm 3, no zone"
	right := make([]int, len(ways))
	for seed := range uint64(12) {
		h := samples.NewHolder(41000 + seed)
		draw := []func(samples.Holder, samples.Print) (*samples.Sheet, error){s.CardFront, s.Licence, s.Passport, s.CardBack}[seed%4]
		sheet, err := draw(h, samples.Print{})
		if err != nil {
			t.Fatal(err)
		}
		plane := captured(t, sheet, 42000+seed, false)
		for i, w := range ways {
			got, read := map[string]int{}, w.read
			w.read = func(g *image.Gray) string {
				s := read(g)
				for _, word := range sequence(s) {
					got[word]++
				}
				return s
			}
			var gold []string
			for _, name := range fields {
				gold = append(gold, sequence(sheet.Areas[name].Text)...)
			}
			w.take(t, plane, strings.Join(gold, " "))
			w.read = read
			for _, word := range gold {
				if got[word] > 0 {
					got[word]--
					right[i]++
				}
			}
		}
	}
	for i, w := range ways {
		w.right = right[i]
		t.Log(w)
	}
}
