package fingerprint_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/disintegration/imaging"

	"loupe/forensics/fingerprint"
	"loupe/forensics/raster"
	"loupe/models"
)

const radius = 31 // of the search, in 256 bits

// transformation is something that happens to a picture between two uploads.
type transformation struct {
	name  string
	must  bool // at least 99 % are found again
	apply func(*image.NRGBA) image.Image
}

func transformations() []transformation {
	list := []transformation{
		{"grey", false, func(p *image.NRGBA) image.Image { return imaging.Grayscale(p) }},
		{"mirror", true, func(p *image.NRGBA) image.Image { return imaging.FlipH(p) }},
		{"turn 90", true, func(p *image.NRGBA) image.Image { return imaging.Rotate90(p) }},
		{"turn 180", true, func(p *image.NRGBA) image.Image { return imaging.Rotate180(p) }},
		{"turn 270", true, func(p *image.NRGBA) image.Image { return imaging.Rotate270(p) }},
		{"crop 2 % a side", false, func(p *image.NRGBA) image.Image {
			return imaging.CropCenter(p, p.Rect.Dx()*96/100, p.Rect.Dy()*96/100)
		}},
		{"turn 1 degree", false, func(p *image.NRGBA) image.Image { return imaging.Rotate(p, 1, color.White) }},
	}
	for _, q := range []int{30, 50, 75, 95} {
		list = append(list, transformation{fmt.Sprintf("JPEG %d", q), true, func(p *image.NRGBA) image.Image { return saved(p, q) }})
	}
	for _, f := range []float64{0.25, 0.5, 2} {
		list = append(list, transformation{fmt.Sprintf("resize %g", f), true, func(p *image.NRGBA) image.Image {
			return imaging.Resize(p, int(f*float64(p.Rect.Dx())), 0, imaging.Lanczos)
		}})
	}
	for _, v := range []float64{-20, 20} {
		list = append(list, transformation{fmt.Sprintf("brightness %+g %%", v), false, func(p *image.NRGBA) image.Image { return imaging.AdjustBrightness(p, v) }})
	}
	for _, v := range []float64{0.5, 2} {
		list = append(list, transformation{fmt.Sprintf("gamma %g", v), false, func(p *image.NRGBA) image.Image { return imaging.AdjustGamma(p, v) }})
	}
	for _, v := range []float64{10, 25} {
		list = append(list, transformation{fmt.Sprintf("noise %g", v), false, func(p *image.NRGBA) image.Image { return noisy(p, v) }})
	}
	for _, v := range []float64{1, 2, 4} {
		list = append(list, transformation{fmt.Sprintf("blur %g", v), false, func(p *image.NRGBA) image.Image { return imaging.Blur(p, v) }})
	}
	return list
}

func saved(p image.Image, quality int) image.Image {
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, p, &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // a picture in memory can always be written to memory
	}
	out, err := jpeg.Decode(&buf)
	if err != nil {
		panic(err)
	}
	return out
}

func noisy(p *image.NRGBA, sigma float64) image.Image {
	r, out := rand.New(rand.NewPCG(7, 7)), imaging.Clone(p)
	for i := range out.Pix {
		if i%4 != 3 {
			out.Pix[i] = uint8(max(0, min(255, float64(out.Pix[i])+sigma*r.NormFloat64())))
		}
	}
	return out
}

// TestRecall reports, per transformation, how many pictures the 256-bit hash finds again within the radius, and how
// many pairs of different files lie within it. It asserts what every uploader's tool does: saving, resizing, turning.
func TestRecall(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: takes minutes")
	}
	var names, upright []string
	found, tried := map[string]int{}, map[string]int{}
	for _, path := range pictures(t, "nearduplicate", "authentic") {
		x := open(t, path)
		if x == nil {
			continue
		}
		picture := imaging.Clone(raster.FitColor(raster.Upright(raster.FitColor(x.Pixels(), 800), x.File.Orientation), 800))
		base := hashes(picture)[1]
		if base == "" {
			t.Logf("no hash: %s", filepath.Base(path))
			continue
		}
		names, upright = append(names, path), append(upright, base)
		for _, tr := range transformations() {
			after := tr.apply(picture)
			if min(after.Bounds().Dx(), after.Bounds().Dy()) < fingerprint.MinSide {
				continue // a quarter of a thumbnail
			}
			tried[tr.name]++
			if nearest(hashes(after), base) <= radius {
				found[tr.name]++
			}
		}
	}
	for _, tr := range transformations() {
		recall := float64(found[tr.name]) / float64(tried[tr.name])
		t.Logf("%-20s %5.1f %% of %d", tr.name, 100*recall, tried[tr.name])
		if tr.must && !(recall >= 0.99) {
			t.Errorf("%s: %d of %d found again, want 99 %%", tr.name, found[tr.name], tried[tr.name])
		}
	}
	pairs(t, names, upright)
}

func hashes(img image.Image) map[int]string {
	fps, _ := fingerprint.Perceptual(raster.Luma(img), 1)
	return byTurn(fps, models.FingerprintPHash)
}

func nearest(turns map[int]string, base string) int {
	best := 256
	for _, h := range turns {
		best = min(best, distance(h, base))
	}
	return best
}

// pairs logs the pairs of files within the radius; the names tell which are one picture in several forms.
func pairs(t *testing.T, names, upright []string) {
	near := 0
	for i := range names {
		for j := range i {
			if d := distance(upright[i], upright[j]); d <= radius {
				near++
				t.Logf("%3d bits: %s  %s", d, short(names[j]), short(names[i]))
			}
		}
	}
	t.Logf("%d of %d pairs of files within %d bits", near, len(names)*(len(names)-1)/2, radius)
}

func short(path string) string {
	parts := strings.Split(filepath.ToSlash(path), "/")
	return strings.Join(parts[max(0, len(parts)-2):], "/")
}
