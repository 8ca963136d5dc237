package samples_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/disintegration/imaging"

	"loupe/models"
	"loupe/samples"
)

// generated is the default set, drawn once for all tests: it is the slow part.
type generated struct {
	dir      string
	manifest samples.Manifest
	err      error
}

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(defaultDir())
	os.Exit(code)
}

func defaultDir() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("loupe-samples-%d", os.Getpid()))
}

var drawDefault = sync.OnceValue(func() generated {
	manifest, err := samples.Generate(context(), defaultDir(), samples.Options{Bad: true})
	return generated{defaultDir(), manifest, err}
})

func defaultSet(t *testing.T) generated {
	t.Helper()
	if testing.Short() {
		t.Skip("draws the whole set of specimens: not in -short")
	}
	set := drawDefault()
	if set.err != nil {
		t.Fatal(set.err)
	}
	return set
}

func newStudio(t testing.TB) *samples.Studio {
	t.Helper()
	studio, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Fatalf("the specimens' fonts are needed: %v", err)
	}
	return studio
}

func pixelsSHA(img image.Image) [32]byte { return sha256.Sum256(imaging.Clone(img).Pix) }

// The committed manifest is what demo and end-to-end test hold the program to. It has every entry; the two large
// pictures, which take as long as ten others, are not drawn here.
func TestManifestIsTheCommittedOne(t *testing.T) {
	set := defaultSet(t)
	const golden = "manifest.json"
	data, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("%v: make it with `make samples` and read it before you commit it", err)
	}
	var committed samples.Manifest
	if err := json.Unmarshal(data, &committed); err != nil {
		t.Fatal(err)
	}
	committed.Entries = slices.DeleteFunc(committed.Entries, func(e samples.Entry) bool {
		return e.File == "card12.jpg" || e.File == "page12.jpg"
	})
	got, err := set.manifest.JSON()
	if err != nil {
		t.Fatal(err)
	}
	want, err := committed.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		at := firstDifference(got, want)
		t.Fatalf("samples/manifest.json is not what Generate produces: run `make samples` and read the difference before you commit it.\nfrom byte %d on: generated %q, committed %q",
			at, excerpt(got, at), excerpt(want, at))
	}
}

func excerpt(data []byte, at int) []byte { return data[max(0, at-60):min(len(data), at+60)] }

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

func TestWrittenManifestIsTheReturnedOne(t *testing.T) {
	set := defaultSet(t)
	data, err := os.ReadFile(filepath.Join(set.dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var read samples.Manifest
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	if again, _ := read.JSON(); !bytes.Equal(again, data) {
		t.Error("manifest.json does not survive a round trip through Manifest")
	}
	if len(read.Entries) != len(set.manifest.Entries) {
		t.Errorf("%d entries on disk, %d returned", len(read.Entries), len(set.manifest.Entries))
	}
}

// Every entry speaks the vocabulary, and links lead to entries that were uploaded before, on another account.
func TestManifestIsConsistent(t *testing.T) {
	set := defaultSet(t)
	account := map[string]string{}
	for _, e := range set.manifest.Entries {
		t.Run(e.File, func(t *testing.T) {
			if _, err := models.ParseKind(string(e.Kind)); err != nil {
				t.Error(err)
			}
			if _, err := models.ParseSide(string(e.Side)); err != nil {
				t.Error(err)
			}
			for _, code := range append(append([]models.ReasonCode{}, e.Expect.Reasons...), e.Expect.NotReasons...) {
				if !code.Known() {
					t.Errorf("reason %q is not in the closed list", code)
				}
			}
			if (len(e.Expect.Verdicts) == 0) != (e.Expect.Refused != nil) {
				t.Error("a specimen is either judged or refused")
			}
			if e.Expect.NoLinks && len(e.Expect.Links) > 0 {
				t.Error("expects both links and none")
			}
			for _, link := range e.Expect.Links {
				if other, known := account[link.To]; !known || other == e.Account {
					t.Errorf("link to %s, which is not an earlier entry of another account", link.To)
				}
				if !link.Relation.Links() {
					t.Errorf("%s is no link", link.Relation)
				}
			}
		})
		if _, twice := account[e.File]; twice {
			t.Errorf("%s occurs twice", e.File)
		}
		account[e.File] = e.Account
	}
	if n := len(account); n < 16 {
		t.Errorf("%d specimens, want at least 16", n)
	}
}

// Every good specimen decodes to the size the manifest states, and all truth lies inside.
func TestEveryPictureDecodes(t *testing.T) {
	set := defaultSet(t)
	for _, e := range set.manifest.Entries {
		if e.Group == samples.GroupBad || strings.HasSuffix(e.File, ".pdf") {
			continue
		}
		t.Run(e.File, func(t *testing.T) {
			img := decode(t, set, e.File)
			w, h := img.Bounds().Dx(), img.Bounds().Dy()
			if w != e.Truth.Width || h != e.Truth.Height {
				t.Errorf("%dx%d, the manifest says %dx%d", w, h, e.Truth.Width, e.Truth.Height)
			}
			for _, r := range e.Truth.Edited {
				if r.X < 0 || r.Y < 0 || r.W <= 0 || r.H <= 0 || r.X+r.W > w || r.Y+r.H > h {
					t.Errorf("edited region %+v lies outside %dx%d", r, w, h)
				}
			}
			if e.Truth.Quad != nil && !slices.Contains(e.Expect.Reasons, models.ReasonQualityCutOff) {
				for _, corner := range e.Truth.Quad {
					if corner[0] < 0 || corner[1] < 0 || corner[0] > float64(w) || corner[1] > float64(h) {
						t.Errorf("document corner %v lies outside %dx%d", corner, w, h)
					}
				}
			}
		})
	}
}

func decode(t *testing.T, set generated, file string) image.Image {
	t.Helper()
	img, err := imaging.Open(filepath.Join(set.dir, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// What stands in a PDF is the specimen's JPEG, byte for byte.
func TestPDFsHoldTheirPictures(t *testing.T) {
	set := defaultSet(t)
	read := func(file string) []byte {
		data, err := os.ReadFile(filepath.Join(set.dir, filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for pdf, pictures := range map[string][]string{
		"clean/two_sides.pdf": {"clean/id1.jpg", "clean/id1_back.jpg"}, "clean/diploma.pdf": {"clean/diploma_scan.jpg"},
		"copy/id2_in_pdf.pdf": {"clean/licence.jpg", "clean/id2.jpg"},
	} {
		data := read(pdf)
		for _, p := range pictures {
			if !bytes.Contains(data, read(p)) {
				t.Errorf("%s does not hold %s", pdf, p)
			}
		}
	}
}

// Exact copies are equal, re-saved ones differ, and hard negatives are different pictures.
func TestCopiesAreWhatTheyClaim(t *testing.T) {
	set := defaultSet(t)
	read := func(file string) []byte {
		data, err := os.ReadFile(filepath.Join(set.dir, filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	for _, pair := range []struct {
		a, b          string
		bytes, pixels bool
	}{
		{"clean/id2.jpg", "copy/id2_copy.jpg", true, true},
		{"clean/id1.jpg", "clean/id1_again.jpg", true, true},
		{"clean/passport1.jpg", "copy/passport1_stripped.jpg", false, true},
		{"clean/licence.jpg", "copy/licence_small.jpg", false, false},
		{"clean/profile1.jpg", "copy/profile1_mirrored.jpg", false, false},
		{"farm/source.jpg", "farm/variant1.png", false, false},
		{"clean/id1.jpg", "clean/id2.jpg", false, false},
	} {
		if got := bytes.Equal(read(pair.a), read(pair.b)); got != pair.bytes {
			t.Errorf("%s and %s: equal bytes %v, want %v", pair.a, pair.b, got, pair.bytes)
		}
		if got := pixelsSHA(decode(t, set, pair.a)) == pixelsSHA(decode(t, set, pair.b)); got != pair.pixels {
			t.Errorf("%s and %s: equal pixels %v, want %v", pair.a, pair.b, got, pair.pixels)
		}
	}
}

// Bad files are what their names say: small, and none decodes to a single picture that we read.
func TestBadFiles(t *testing.T) {
	set := defaultSet(t)
	n := 0
	for _, e := range set.manifest.Entries {
		if e.Group != samples.GroupBad {
			continue
		}
		n++
		data, err := os.ReadFile(filepath.Join(set.dir, filepath.FromSlash(e.File)))
		if err != nil {
			t.Fatal(err)
		}
		_, format, err := image.Decode(bytes.NewReader(data))
		if err == nil && format != "tiff" {
			t.Errorf("%s decodes as %s", e.File, format)
		}
		if len(data) > 1<<20 {
			t.Errorf("%s has %d bytes: bad files stay small", e.File, len(data))
		}
	}
	if n < 7 {
		t.Errorf("%d bad files, want at least 7", n)
	}
	header, err := os.ReadFile(filepath.Join(set.dir, "bad", "huge.png"))
	if err != nil {
		t.Fatal(err)
	}
	if c, _, err := image.DecodeConfig(bytes.NewReader(header)); err != nil || c.Width != 30000 || c.Height != 30000 {
		t.Errorf("huge.png says %dx%d (%v), want a valid header of 30000x30000", c.Width, c.Height, err)
	}
}
