package copymove_test

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"loupe/models"
)

// change is what a forger does to a part before it is pasted.
type change struct {
	turn, scale, gain, noise float64 // degrees, factor, factor of brightness, deviation
}

// paste copies a blob of radius about size around from to around to, turned, scaled and brightened, its edge softened.
func paste(img *image.RGBA, from, to image.Point, size float64, c change, r *rand.Rand) {
	old := image.NewRGBA(img.Rect)
	copy(old.Pix, img.Pix)
	wobble, lobes := 0.25*r.Float64(), float64(2+r.IntN(3))
	sin, cos := math.Sincos(c.turn * math.Pi / 180)
	reach := int(size*1.4) + 2
	for y := -reach; y <= reach; y++ {
		for x := -reach; x <= reach; x++ {
			at := to.Add(image.Pt(x, y))
			edge := size*(1+wobble*math.Sin(lobes*math.Atan2(float64(y), float64(x)))) - math.Hypot(float64(x), float64(y))
			if edge <= 0 || !at.In(img.Rect) {
				continue
			}
			u := float64(from.X) + (cos*float64(x)+sin*float64(y))/c.scale
			v := float64(from.Y) + (cos*float64(y)-sin*float64(x))/c.scale
			a := min(edge/2, 1)
			p, q := bilinear(old, u, v), img.RGBAAt(at.X, at.Y)
			n := c.noise * r.NormFloat64()
			mix := func(p float64, q uint8) uint8 {
				return uint8(min(max(a*(p*c.gain+n)+(1-a)*float64(q)+0.5, 0), 255))
			}
			img.SetRGBA(at.X, at.Y, color.RGBA{mix(p[0], q.R), mix(p[1], q.G), mix(p[2], q.B), 255})
		}
	}
}

func bilinear(img *image.RGBA, u, v float64) (out [3]float64) {
	x, y := int(math.Floor(u)), int(math.Floor(v))
	fx, fy := u-float64(x), v-float64(y)
	for dy := range 2 {
		for dx := range 2 {
			w := math.Abs(1-float64(dx)-fx) * math.Abs(1-float64(dy)-fy)
			p := img.RGBAAt(min(max(x+dx, 0), img.Rect.Max.X-1), min(max(y+dy, 0), img.Rect.Max.Y-1))
			out[0], out[1], out[2] = out[0]+w*float64(p.R), out[1]+w*float64(p.G), out[2]+w*float64(p.B)
		}
	}
	return out
}

// blob chooses two places for a part whose radius is a tenth of the picture's shorter side.
func blob(img *image.RGBA, r *rand.Rand) (from, to image.Point, size float64) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	size = float64(min(w, h)) * (0.06 + 0.06*r.Float64())
	m := int(size*1.5) + 2
	at := func() image.Point { return image.Pt(m+r.IntN(w-2*m), m+r.IntN(h-2*m)) }
	from = at()
	for to = at(); math.Hypot(float64(to.X-from.X), float64(to.Y-from.Y)) < 2.2*size; to = at() {
	}
	return from, to, size
}

// Photographs of others, with a blob moved by the test: half of the files for building (LOUPE_COPYMOVE_HALF=0), half for the figure.
func TestMeasurePhotos(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("a measurement: LOUPE_MEASURE=1")
	}
	cases := []struct {
		name string
		change
		quality int
	}{
		{"png", change{0, 1, 1, 0}, 0}, {"q95", change{0, 1, 1, 0}, 95}, {"q90", change{0, 1, 1, 0}, 90}, {"q80", change{0, 1, 1, 0}, 80},
		{"brighter png", change{0, 1, 1.15, 0}, 0}, {"noisy png", change{0, 1, 1, 2}, 0},
		{"turned 20 png", change{20, 1, 1, 0}, 0}, {"turned 90 png", change{90, 1, 1, 0}, 0}, {"scaled 1.15 png", change{0, 1.15, 1, 0}, 0}, {"turned 7 scaled 0.9 q95", change{7, 0.9, 1, 0}, 95},
	}
	for _, c := range cases {
		if only := os.Getenv("LOUPE_COPYMOVE_CASE"); only != "" && !strings.HasPrefix(c.name, only) {
			continue
		}
		count := tallied{}
		for i, path := range photographs(t) {
			if i%2 == number("LOUPE_COPYMOVE_HALF", 0) {
				pasted(t, &count, path, uint64(i), c.change, c.quality)
			}
		}
		t.Logf("%s: %v", c.name, count)
	}
}

// photographs lists the files below LOUPE_COPYMOVE_DIRS that are neither small nor large.
func photographs(t *testing.T) []string {
	var out []string
	for _, folder := range strings.Split(os.Getenv("LOUPE_COPYMOVE_DIRS"), ",") {
		for _, path := range pictures(t, folder) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
			if err == nil && min(cfg.Width, cfg.Height) >= 300 && cfg.Width*cfg.Height <= 1_500_000 {
				out = append(out, path)
			}
		}
	}
	return out
}

// pasted moves a blob in the picture and counts what the check says of it.
func pasted(t *testing.T, count *tallied, path string, i uint64, c change, quality int) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	img, r := pixels(t, data), rand.New(rand.NewPCG(i, uint64(number("LOUPE_COPYMOVE_SEED", 100))))
	from, to, size := blob(img, r)
	paste(img, from, to, size, c, r)
	around := func(p image.Point) image.Rectangle { return image.Rectangle{Min: p, Max: p}.Inset(-int(size)) }
	if f, ok := examine(t, saved(t, img, quality), models.KindProfilePhoto); ok {
		count.add(f, hits(f, around(from), around(to)))
	}
}
