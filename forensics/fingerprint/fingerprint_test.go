package fingerprint_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/corona10/goimagehash"

	"loupe/forensics"
	"loupe/forensics/fingerprint"
	"loupe/forensics/picturetest"
	"loupe/forensics/raster"
	"loupe/models"
)

// reference returns goimagehash's own 64 and 256 bits of img.
func reference(t testing.TB, img image.Image) (short, long string) {
	t.Helper()
	h64, err := goimagehash.PerceptionHash(img)
	if err != nil {
		t.Fatal(err)
	}
	h256, err := goimagehash.ExtPerceptionHash(img, 16, 16)
	if err != nil {
		t.Fatal(err)
	}
	_, digits, _ := strings.Cut(h256.ToString(), ":")
	return fmt.Sprintf("%016x", h64.GetHash()), digits
}

// A picture that needs no reduction has goimagehash's hash bit for bit; its turns, derived from one transform, agree
// with goimagehash on turned pixels within what rounding in the resizer does, most where one axis is enlarged.
func TestPerceptualIsGoimagehash(t *testing.T) {
	for size, rounding := range map[image.Point]int{{480, 360}: 4, {360, 480}: 4, {900, 900}: 4, {64, 64}: 4, {33, 200}: 4, {1500, 200}: 10} {
		plane := scene(1, size.X, size.Y, 60)
		for turn := 1; turn <= 8; turn++ {
			short, long := reference(t, raster.Upright(plane, turn))
			fps, withheld := fingerprint.Perceptual(plane, 1)
			if withheld != "" {
				t.Fatalf("%v: withheld: %s", size, withheld)
			}
			within64, within256 := 2, rounding
			if turn == 1 {
				within64, within256 = 0, 0
			}
			if d := distance(byTurn(fps, models.FingerprintPHash64)[turn], short); d > within64 {
				t.Errorf("%v, orientation %d: %d of 64 bits differ, want at most %d", size, turn, d, within64)
			}
			if d := distance(byTurn(fps, models.FingerprintPHash)[turn], long); d > within256 {
				t.Errorf("%v, orientation %d: %d of 256 bits differ, want at most %d", size, turn, d, within256)
			}
		}
	}
}

// A picture stored turned, with the EXIF orientation that says so, has the hashes of the upright one.
func TestPerceptualHonoursOrientation(t *testing.T) {
	undo := map[int]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}
	upright := scene(2, 480, 300, 60)
	want, _ := fingerprint.Perceptual(upright, 1)
	for o, back := range undo {
		stored := raster.Upright(upright, back).(*image.Gray)
		got, _ := fingerprint.Perceptual(stored, models.Orientation(o))
		for i := range want {
			if got[i].Kind != want[i].Kind || got[i].Orientation != want[i].Orientation || distance(got[i].Hex, want[i].Hex) > 4 {
				t.Errorf("stored with orientation %d: %+v, want near %+v", o, got[i], want[i])
			}
		}
	}
}

func TestPerceptualWithholds(t *testing.T) {
	fill := func(w, h int, at func(x, y int) uint8) *image.Gray {
		g := image.NewGray(image.Rect(0, 0, w, h))
		for y := range h {
			for x := range w {
				g.SetGray(x, y, color.Gray{Y: at(x, y)})
			}
		}
		return g
	}
	for name, plane := range map[string]*image.Gray{
		"flat":        fill(400, 300, func(_, _ int) uint8 { return 200 }),
		"nearly flat": scene(3, 400, 300, 1),
		"gradient":    fill(400, 300, func(x, _ int) uint8 { return uint8(x * 255 / 400) }),
		"stripes":     fill(400, 300, func(_, y int) uint8 { return uint8(y / 50 % 2 * 255) }),
		"one pixel":   fill(1, 1, func(_, _ int) uint8 { return 0 }),
		"too thin":    scene(4, 900, 31, 60),
		"empty":       image.NewGray(image.Rectangle{}),
	} {
		if fps, withheld := fingerprint.Perceptual(plane, 1); len(fps) != 0 || withheld == "" {
			t.Errorf("%s: %d fingerprints, withheld %q, want none and a reason", name, len(fps), withheld)
		}
	}
}

// Planes of falling contrast, other than those MinContrast was chosen on, saved as JPEG at quality 75: whatever hash is
// made lies within the radius of the search.
func TestContrastSeparates(t *testing.T) {
	made, withheld := 0, 0
	for seed := range uint64(60) {
		plane := scene(100+seed, 480, 360, 0.5*float64(seed))
		var buf bytes.Buffer
		if err := jpeg.Encode(&buf, plane, &jpeg.Options{Quality: 75}); err != nil {
			t.Fatal(err)
		}
		saved, err := jpeg.Decode(&buf)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := fingerprint.Perceptual(plane, 1)
		b, _ := fingerprint.Perceptual(raster.Luma(saved), 1)
		for kind, radius := range map[models.FingerprintKind]int{models.FingerprintPHash64: 8, models.FingerprintPHash: 31} {
			before, after := byTurn(a, kind)[1], byTurn(b, kind)[1]
			if before == "" || after == "" {
				withheld++
				continue
			}
			made++
			if d := distance(before, after); d > radius {
				t.Errorf("amplitude %.1f, %s: %d bits differ after saving", 0.5*float64(seed), kind, d)
			}
		}
	}
	if made < 60 || withheld < 10 {
		t.Errorf("%d hashes made, %d withheld: the drawings do not span the threshold", made, withheld)
	}
}

func TestOf(t *testing.T) {
	var buf bytes.Buffer
	if err := png.Encode(&buf, scene(5, 200, 150, 60)); err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(buf.Bytes(), models.KindProfilePhoto, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	first, err := fingerprint.Of(x)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := fingerprint.Of(x)
	if len(first) < 18 || !reflect.DeepEqual(first, again) {
		t.Fatalf("%d fingerprints, equal on repetition: %v; want 18 at least, true", len(first), reflect.DeepEqual(first, again))
	}
	if first[0].Hex != x.File.SHA256 || first[1].Hex != x.File.PixelsSHA256 || first[0].Orientation != 0 {
		t.Errorf("digests are %+v", first[:2])
	}
	for _, fp := range first {
		if fp.Bits != 4*len(fp.Hex) {
			t.Errorf("%+v: bits and digits disagree", fp)
		}
	}
	x.File.PixelsSHA256 = ""
	if _, err := fingerprint.Of(x); err == nil {
		t.Error("an exhibit without a digest is no error")
	}
}

// One picture in eight EXIF orientations has one fingerprint.
func TestOrientationTwins(t *testing.T) {
	dir := filepath.Join(picturetest.Dir(t), "formats", "orientation")
	for _, name := range []string{"Landscape", "Portrait"} {
		var want []models.Fingerprint
		for o := 1; o <= 8; o++ {
			x := open(t, filepath.Join(dir, fmt.Sprintf("%s_%d.jpg", name, o)))
			if x == nil || x.File.Orientation != o {
				t.Fatalf("%s_%d.jpg cannot be opened, or its orientation is not %d", name, o, o)
			}
			got, err := fingerprint.Of(x)
			if err != nil {
				t.Fatal(err)
			}
			if o == 1 {
				want = got
			}
			for kind, within := range map[models.FingerprintKind]int{models.FingerprintPHash64: 2, models.FingerprintPHash: 6} {
				if d := distance(byTurn(got, kind)[1], byTurn(want, kind)[1]); d > within {
					t.Errorf("%s_%d.jpg: %s differs by %d bits from %s_1.jpg", name, o, kind, d, name)
				}
			}
		}
	}
}

// What is stored means goimagehash of the whole upright picture in colour: the reduction costs at most 2 of 64 and 6 of
// 256 bits.
func TestReductionKeepsTheHash(t *testing.T) {
	n, worst64, worst256 := 0, 0, 0
	folders := []string{"nearduplicate", "formats/orientation", "ocr", "pdf417", "idfarm", "mrz/passporteye"}
	for _, path := range pictures(t, folders...) {
		x := open(t, path)
		if x == nil || testing.Short() && n >= 20 {
			continue
		}
		fps, err := fingerprint.Of(x)
		if err != nil {
			t.Fatal(err)
		}
		short, long := reference(t, raster.Upright(x.Pixels(), x.File.Orientation))
		if h := byTurn(fps, models.FingerprintPHash64)[1]; h != "" {
			d := distance(h, short)
			if worst64 = max(worst64, d); d > 2 {
				t.Errorf("%s: %d of 64 bits differ", path, d)
			}
		}
		if h := byTurn(fps, models.FingerprintPHash)[1]; h != "" {
			n++
			d := distance(h, long)
			if worst256 = max(worst256, d); d > 6 {
				t.Errorf("%s: %d of 256 bits differ", path, d)
			}
		}
	}
	t.Logf("%d pictures, worst distance %d of 64 and %d of 256 bits", n, worst64, worst256)
}

// All 16 hashes of a 12-megapixel picture, its planes being made already.
func BenchmarkPerceptual(b *testing.B) {
	for _, size := range []image.Point{{1000, 750}, {1999, 1500}, {4000, 3000}} {
		plane := scene(6, size.X, size.Y, 60)
		b.Run(size.String(), func(b *testing.B) {
			for b.Loop() {
				if _, withheld := fingerprint.Perceptual(plane, 6); withheld != "" {
					b.Fatal(withheld)
				}
			}
		})
	}
}
