package portrait_test

import (
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/disintegration/imaging"

	"loupe/forensics"
	"loupe/forensics/picturetest"
	"loupe/forensics/portrait"
	"loupe/models"
	"loupe/samples"
)

// tally counts answers.
type tally map[models.PortraitWord]int

func (c tally) n() int {
	return c[models.PortraitSame] + c[models.PortraitUnclear] + c[models.PortraitDifferent]
}

func measuring(t *testing.T) {
	t.Helper()
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: set LOUPE_MEASURE=1")
	}
}

// TestRatesDifferentPeople: 64 invented people in the same studio pose, every pair; none of them was used to choose a bound.
func TestRatesDifferentPeople(t *testing.T) {
	measuring(t)
	var all []*forensics.Exhibit
	for seed := uint64(1001); len(all) < 64; seed++ {
		x := profile(t, sitting(seed, seed))
		if f, err := x.Faces(); err == nil && len(f) > 0 {
			all = append(all, x)
		}
	}
	count, highest := tally{}, 0.0
	for i := range all {
		for j := range i {
			got := surest(t, all[i], all[j])
			count[got.Answer]++
			highest = max(highest, got.Score)
		}
	}
	t.Logf("different people, one pose: %v of %d pairs, highest score %.3f", count, count.n(), highest)
	if count[models.PortraitSame] > 0 {
		t.Errorf("%d of %d pairs of different people are the same", count[models.PortraitSame], count.n())
	}
}

// TestRatesCopies: what became of the portraits of 24 other people, and of small copies of them.
func TestRatesCopies(t *testing.T) {
	measuring(t)
	kinds := changes()
	for name, width := range map[string]int{"small 128": 128, "small 96": 96} {
		kinds[name] = func(p image.Image) image.Image { return imaging.Resize(p, width, 0, imaging.Lanczos) }
	}
	counts := map[string]tally{}
	for seed := uint64(2001); seed <= 2024; seed++ {
		original := sitting(seed, seed)
		a := profile(t, original)
		for name, change := range kinds {
			if counts[name] == nil {
				counts[name] = tally{}
			}
			counts[name][surest(t, a, profile(t, change(original))).Answer]++
		}
	}
	for name, c := range counts {
		t.Logf("%-16s %v of %d", name, c, c.n())
	}
}

// TestRatesSittings: 24 people, each photographed again five times, as they are, at half the size and 96 pixels wide; and
// their siblings, who have their features and another skin and hair, in the same sitting's pose and light and in another's.
func TestRatesSittings(t *testing.T) {
	measuring(t)
	counts := map[string]tally{"another sitting": {}, "five sittings": {}, "half": {}, "small 96": {}, "sibling, same pose": {}, "sibling": {}}
	ask := func(kind string, a *forensics.Exhibit, b image.Image) {
		got := surest(t, a, profile(t, b))
		counts[kind][got.Answer]++
		if got.Answer == models.PortraitSame {
			t.Errorf("%s: same, %.3f", kind, got.Score)
		}
	}
	for seed := uint64(2001); seed <= 2024; seed++ {
		a := profile(t, sitting(seed, seed))
		for scene := seed + 9000; scene < seed+14000; scene += 1000 {
			other := sitting(seed, scene)
			ask("five sittings", a, other)
			if scene == seed+9000 {
				ask("another sitting", a, other)
				ask("half", a, imaging.Resize(other, 168, 0, imaging.Lanczos))
				ask("small 96", a, imaging.Resize(other, 96, 0, imaging.Lanczos))
			}
		}
		ask("sibling, same pose", a, sibling(seed, seed))
		ask("sibling", a, sibling(seed, seed+9000))
	}
	for name, c := range counts {
		t.Logf("%-18s %v of %d", name, c, c.n())
	}
}

// sibling photographs somebody with a person's features and skin and hair of their own.
func sibling(person, scene uint64) image.Image {
	face := samples.NewHolder(person).Face
	face.Seed++
	return samples.PortraitImage(face, samples.Scene{Seed: scene, Head: 0.7}, 336, 420)
}

// TestRatesDocuments: the portrait of a card's photograph against that of the same holder's passport, scanned; a profile
// photo against the photograph of a card that bears it; against a small photograph of the same.
func TestRatesDocuments(t *testing.T) {
	measuring(t)
	studio, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]tally{"card and passport": {}, "profile and card": {}, "profile and small card": {}, "profile and another's card": {}}
	for seed := uint64(3001); seed <= 3020; seed++ {
		h := samples.NewHolder(seed)
		card, err := studio.CardFront(h, samples.Print{})
		if err != nil {
			t.Fatal(err)
		}
		passport, err := studio.Passport(h, samples.Print{})
		if err != nil {
			t.Fatal(err)
		}
		photo := sitting(seed+50, seed)
		take := func(s *samples.Sheet, o samples.CaptureOptions) *forensics.Exhibit {
			shot, err := samples.Capture(s, seed, o)
			if err != nil {
				t.Fatal(err)
			}
			return open(t, shot.Image, 80, models.KindIdentityDocument)
		}
		shot := take(card, samples.CaptureOptions{})
		bearing := pasted(t, seed, photo, samples.CaptureOptions{})
		counts["card and passport"][surest(t, shot, take(passport, samples.CaptureOptions{Flat: true})).Answer]++
		counts["profile and card"][surest(t, profile(t, photo), open(t, bearing, 80, models.KindIdentityDocument)).Answer]++
		counts["profile and small card"][surest(t, profile(t, photo), open(t, imaging.Resize(bearing, 800, 0, imaging.Lanczos), 75, models.KindIdentityDocument)).Answer]++
		counts["profile and another's card"][surest(t, profile(t, photo), shot).Answer]++
	}
	for name, c := range counts {
		t.Logf("%-26s %v of %d", name, c, c.n())
	}
}

// TestRatesRealFaces: faces on public specimens and photographs of two office holders. The names of pairs called the same
// are logged, because some files are one picture.
func TestRatesRealFaces(t *testing.T) {
	measuring(t)
	var names []string
	var all []*forensics.Exhibit
	for _, dir := range []string{"faces", "mrz/passporteye", "mrz/imagejs", "mrz/yushulx", "mrz/antitamper", "idfarm"} {
		err := filepath.WalkDir(picturetest.Dir(t, dir), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			x, refusal := forensics.Open(data, models.KindIdentityDocument, forensics.DefaultLimits())
			if refusal != nil {
				return nil
			}
			if f, err := x.Faces(); err == nil && len(f) > 0 {
				names, all = append(names, strings.TrimPrefix(path, filepath.Dir(filepath.Dir(path)))), append(all, x)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	count := tally{}
	for i := range all {
		for j := range i {
			list, err := portrait.Compare(t.Context(), all[i], all[j])
			if err != nil {
				t.Fatal(err)
			}
			for _, got := range list {
				count[got.Answer]++
				if got.Answer != models.PortraitDifferent {
					t.Logf("%s %.3f: %s %s", got.Answer, got.Score, names[i], names[j])
				}
			}
		}
	}
	t.Logf("%d pictures: %v of %d pairs of faces", len(all), count, count.n())
}
