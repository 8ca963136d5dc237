package compare_test

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"testing"

	"github.com/disintegration/imaging"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"loupe/forensics/picturetest"
	"loupe/forensics/raster"
	"loupe/models"
)

// copying is one way in which people store a picture again.
type copying struct {
	name string
	make func(img image.Image, r *rand.Rand) image.Image
	// quality of the JPEG that the result is saved as
	quality int
}

func copyings() []copying {
	same := func(img image.Image, _ *rand.Rand) image.Image { return img }
	resized := func(s float64) func(image.Image, *rand.Rand) image.Image {
		return func(img image.Image, _ *rand.Rand) image.Image {
			return imaging.Resize(img, int(float64(img.Bounds().Dx())*s), 0, imaging.CatmullRom)
		}
	}
	turned := func(degrees float64) func(image.Image, *rand.Rand) image.Image {
		return func(img image.Image, _ *rand.Rand) image.Image { return imaging.Rotate(img, degrees, color.Black) }
	}
	cut := func(share float64) func(image.Image, *rand.Rand) image.Image {
		return func(img image.Image, r *rand.Rand) image.Image {
			w, h := float64(img.Bounds().Dx()), float64(img.Bounds().Dy())
			x, y := share*r.Float64()*w, share*r.Float64()*h
			return imaging.Crop(img, image.Rect(int(x), int(y), int(x+(1-share)*w), int(y+(1-share)*h)))
		}
	}
	plain := func(f func(image.Image) image.Image) func(image.Image, *rand.Rand) image.Image {
		return func(img image.Image, _ *rand.Rand) image.Image { return f(img) }
	}
	return []copying{
		{"jpeg 30", same, 30}, {"jpeg 50", same, 50}, {"jpeg 75", same, 75}, {"jpeg 95", same, 95},
		{"resize 0.25", resized(0.25), 85}, {"resize 0.4", resized(0.4), 85}, {"resize 0.7", resized(0.7), 85}, {"resize 1.5", resized(1.5), 85}, {"resize 2", resized(2), 85},
		{"brighter", plain(func(i image.Image) image.Image { return imaging.AdjustBrightness(i, 20) }), 90},
		{"darker", plain(func(i image.Image) image.Image { return imaging.AdjustBrightness(i, -25) }), 90},
		{"gamma 0.6", plain(func(i image.Image) image.Image { return imaging.AdjustGamma(i, 0.6) }), 90},
		{"gamma 1.8", plain(func(i image.Image) image.Image { return imaging.AdjustGamma(i, 1.8) }), 90},
		{"contrast", plain(func(i image.Image) image.Image { return imaging.AdjustContrast(i, 30) }), 90},
		{"noise", noisy, 90}, {"blur 2", plain(func(i image.Image) image.Image { return imaging.Blur(i, 2) }), 90},
		{"watermark", watermarked, 90}, {"grey", plain(func(i image.Image) image.Image { return imaging.Grayscale(i) }), 90},
		{"mirror", plain(func(i image.Image) image.Image { return imaging.FlipH(i) }), 90},
		{"turn 90", plain(func(i image.Image) image.Image { return imaging.Rotate90(i) }), 90},
		{"turn 180", plain(func(i image.Image) image.Image { return imaging.Rotate180(i) }), 90},
		{"turn 270", plain(func(i image.Image) image.Image { return imaging.Rotate270(i) }), 90},
		{"crop 5", cut(0.05), 90}, {"crop 10", cut(0.1), 90}, {"crop 20", cut(0.2), 90}, {"border 20", bordered, 90},
		{"rotate 2", turned(2), 90}, {"rotate 5", turned(-5), 90}, {"rotate 33", turned(33), 90}, {"perspective", oblique, 90},
	}
}

func noisy(img image.Image, r *rand.Rand) image.Image {
	out := imaging.Clone(img)
	for i := range out.Pix {
		if i%4 != 3 {
			out.Pix[i] = uint8(min(max(float64(out.Pix[i])+12*r.NormFloat64(), 0), 255))
		}
	}
	return out
}

func watermarked(img image.Image, _ *rand.Rand) image.Image {
	out := imaging.Clone(img)
	mark := image.NewNRGBA(image.Rect(0, 0, 7*18, 13))
	d := font.Drawer{Dst: mark, Src: image.NewUniform(color.NRGBA{255, 255, 255, 150}), Face: basicfont.Face7x13, Dot: fixed.P(0, 11)}
	d.DrawString("(c) PICTURE AGENCY")
	big := imaging.Resize(mark, out.Rect.Dx()/2, 0, imaging.Linear)
	at := image.Pt(out.Rect.Dx()/4, out.Rect.Dy()*6/10)
	draw.Draw(out, big.Bounds().Add(at), big, image.Point{}, draw.Over)
	return out
}

func bordered(img image.Image, _ *rand.Rand) image.Image {
	b := img.Bounds()
	out := imaging.New(b.Dx()*14/10, b.Dy()*14/10, color.White)
	return imaging.Paste(out, img, image.Pt(b.Dx()/5, b.Dy()/5))
}

// oblique is the picture photographed from a screen slightly from the side: corners move by up to 6 %.
func oblique(img image.Image, r *rand.Rand) image.Image {
	src := imaging.Clone(img)
	w, h := float64(src.Rect.Dx()), float64(src.Rect.Dy())
	in := func() float64 { return 0.06 * r.Float64() }
	m, err := raster.Square(w, h, [4][2]float64{{in() * w, in() * h}, {w - in()*w, in() * h}, {w - in()*w, h - in()*h}, {in() * w, h - in()*h}})
	if err != nil {
		return img
	}
	out := imaging.New(src.Rect.Dx(), src.Rect.Dy(), color.Black)
	for y := range src.Rect.Dy() {
		for x := range src.Rect.Dx() {
			u, v := m.At(float64(x), float64(y))
			i, j := int(u), int(v)
			for c := range 3 {
				at := func(x, y int) float64 {
					return float64(src.Pix[min(y, src.Rect.Dy()-1)*src.Stride+4*min(x, src.Rect.Dx()-1)+c])
				}
				fx, fy := u-float64(i), v-float64(j)
				top, low := at(i, j)*(1-fx)+at(i+1, j)*fx, at(i, j+1)*(1-fx)+at(i+1, j+1)*fx
				out.Pix[y*out.Stride+4*x+c] = uint8(top*(1-fy) + low*fy + 0.5)
			}
		}
	}
	return out
}

func saved(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// realPictures lists photographs and documents of the test data, reduced to at most side pixels.
func realPictures(t testing.TB, side int, patterns ...string) []image.Image {
	t.Helper()
	list := []image.Image{}
	for _, p := range patterns {
		files, err := filepath.Glob(filepath.Join(picturetest.Root(), p))
		if err != nil || len(files) == 0 {
			t.Skipf("SKIPPED, no test pictures %s: set LOUPE_TESTDATA (%v)", p, err)
		}
		sort.Strings(files)
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			img, _, err := image.Decode(bytes.NewReader(data))
			if err == nil && min(img.Bounds().Dx(), img.Bounds().Dy()) >= 200 {
				list = append(list, imaging.Fit(img, side, side, imaging.Lanczos))
			}
		}
	}
	return list
}

// TestMeasureCopies makes every kind of copy of real photographs and documents. LOUPE_COMPARE_PAIRS says how
// many pictures are copied.
func TestMeasureCopies(t *testing.T) {
	measuring(t)
	pictures := realPictures(t, 1300, "authentic/exif_samples/jpg/*.jpg", "mrz/passporteye/passporteye/mrz/testdata/100_*.jpg", "idfarm/sidtd/*.jpg")
	n, from := number("LOUPE_COMPARE_PAIRS", 2), number("LOUPE_COMPARE_SEED", 0)
	found, of := map[string]int{}, 0
	for k := range min(n, len(pictures)) {
		i := (from + k*7) % len(pictures)
		a := saved(t, pictures[i], 92)
		of++
		for j, c := range copyings() {
			b := saved(t, c.make(pictures[i], rng(uint64(i), uint64(j))), c.quality)
			got := compared(t, a, b)
			if got.Relation == models.RelationNearDuplicate || c.name == "watermark" && got.Relation == models.RelationSameCapture {
				found[c.name]++
			} else {
				t.Logf("picture %d, %s: %s, %d regions %v", i, c.name, got.Relation, len(got.Changed), measures(got))
			}
		}
	}
	total := 0
	for _, c := range copyings() {
		total += found[c.name]
		t.Logf("%-12s %d of %d", c.name, found[c.name], of)
	}
	if want := of * len(copyings()); 100*total < 97*want {
		t.Errorf("%d of %d copies are near duplicates, want 97 %%", total, want)
	}
}

func measures(c models.Comparison) map[string]float64 {
	out := map[string]float64{}
	for _, m := range c.Measures {
		if slices.Contains([]string{"unchanged_share", "changed_regions", "features_agreeing", "features_by_chance", "followed_share", "rigid_share", "bend_median", "noise_sharpness", "noise_blocks", "found_share", "no_capture_noise_share", "background_blocks", "background_together"}, m.Name) {
			out[m.Name] = m.Value
		}
	}
	return out
}
