package locate_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"loupe/forensics/locate"
	"loupe/forensics/raster"
	"loupe/models"
)

// hills is a smooth surface, so that what is read between pixels can be computed.
func hills(x, y float64) float64 { return 128 + 60*math.Sin(x/37) + 50*math.Cos(y/29) }

func hillPlane(w, h int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = uint8(hills(float64(i%w)+0.5, float64(i/w)+0.5) + 0.5)
	}
	return g
}

func TestRectifyReadsWhereItSays(t *testing.T) {
	g := hillPlane(900, 700)
	quads := map[string][4][2]float64{
		"turned":     card(900, 700, 500, 33),
		"tilted":     {{200, 120}, {700, 160}, {760, 560}, {150, 500}},
		"upside":     {{700, 500}, {200, 510}, {190, 120}, {720, 100}},
		"mirrored":   {{700, 100}, {200, 120}, {190, 510}, {720, 500}},
		"partly out": {{-80, -40}, {600, 20}, {640, 430}, {-60, 500}},
	}
	for name, quad := range quads {
		for _, format := range []models.DocumentFormat{models.FormatUnknown, models.FormatID1} {
			v, err := locate.Rectify(g, locate.WithFormat(models.Place{Quad: quad}, format), 9_000_000)
			if err != nil {
				t.Fatal(err)
			}
			if d := readingError(g, v); d > 2 {
				t.Errorf("%s as %q: %.1f grey levels off", name, format, d)
			}
		}
	}
}

// readingError returns the largest difference between a view and the surface at the places its map gives, inside the picture.
func readingError(g *image.Gray, v locate.View) (worst float64) {
	b := v.Plane.Rect
	for y := range b.Dy() {
		for x := range b.Dx() {
			sx, sy := v.Stored.At(float64(x)+0.5, float64(y)+0.5)
			if sx > 1 && sy > 1 && sx < float64(g.Rect.Dx()-1) && sy < float64(g.Rect.Dy()-1) {
				worst = max(worst, math.Abs(hills(sx, sy)-float64(v.Plane.GrayAt(x, y).Y)))
			}
		}
	}
	return worst
}

func TestRectifyOfTheFrameOnlyTurns(t *testing.T) {
	g := hillPlane(60, 40)
	for o := models.Orientation(1); o <= 8; o++ {
		p := locate.Find(image.NewGray(g.Rect), o)
		v, err := locate.Rectify(g, p, 9_000_000)
		if err != nil {
			t.Fatal(err)
		}
		want := raster.Upright(g, int(o)).(*image.Gray)
		if v.Plane.Rect != want.Rect || string(v.Plane.Pix) != string(want.Pix) {
			t.Errorf("orientation %d: pixels differ from the turned plane", o)
		}
		if d := readingError(g, v); d > 0.6 {
			t.Errorf("orientation %d: the map is %.2f levels off", o, d)
		}
		if o == 1 && v.Plane != g {
			t.Error("orientation 1: the plane was copied")
		}
	}
}

func TestRectifyLimits(t *testing.T) {
	quad := card(6000, 4500, 4000, 10)
	g := image.NewGray(image.Rect(0, 0, 6000, 4500))
	long, short := 85.60, 53.98
	px := func(mm, dpi float64) int { return int(mm / 25.4 * dpi) }
	for _, c := range []struct {
		format    models.DocumentFormat
		maxPixels int
		w, h      int
		dpi       float64
	}{
		{models.FormatID1, 9_000_000, px(long, 600), px(short, 600), 600},
		{models.FormatID3, 9_000_000, px(125, 450), px(88, 450), 450},
		{models.FormatA4, 20_000_000, px(297, 300), px(210, 300), 300},
		{models.FormatID1, 1_000_000, int(math.Sqrt(1e6 * long / short)), int(math.Sqrt(1e6 * short / long)), math.Sqrt(1e6/(long*short)) * 25.4},
		{models.FormatUnknown, 1_000_000, int(math.Sqrt(1e6 * long / short)), int(math.Sqrt(1e6 * short / long)), 0},
	} {
		v, err := locate.Rectify(g, locate.WithFormat(models.Place{Quad: quad}, c.format), c.maxPixels)
		if err != nil {
			t.Fatal(err)
		}
		if v.Plane.Rect.Dx() != c.w || v.Plane.Rect.Dy() != c.h || math.Abs(v.DPI-c.dpi) > 0.01 {
			t.Errorf("%q in %d: %v at %.2f dpi, want %d x %d at %.2f", c.format, c.maxPixels, v.Plane.Rect.Size(), v.DPI, c.w, c.h, c.dpi)
		}
	}
}

// The finest checks average to grey at any reduction: nothing folds back into stripes.
func TestRectifyAveragesWhenItReduces(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 3000, 2200))
	for i := range g.Pix {
		g.Pix[i] = uint8((i%3000/2 + i/3000/2) % 2 * 255)
	}
	for _, width := range []float64{2100, 2500} {
		for _, reduce := range []float64{2.5, 3.4, 6} {
			w := width / reduce
			v, err := locate.Rectify(g, models.Place{Quad: card(3000, 2200, width, 17)}, int(w*w*53.98/85.60))
			if err != nil {
				t.Fatal(err)
			}
			sum, square := 0.0, 0.0
			for _, p := range v.Plane.Pix {
				sum, square = sum+float64(p), square+float64(p)*float64(p)
			}
			n := float64(len(v.Plane.Pix))
			if mean := sum / n; math.Abs(mean-127.5) > 2 || math.Sqrt(square/n-mean*mean) > 32 {
				t.Errorf("reduced %.1f times: mean %.1f, deviation %.1f; want grey", reduce, mean, math.Sqrt(square/n-mean*mean))
			}
		}
	}
}

func TestRectifyRefuses(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 10, 10))
	if _, err := locate.Rectify(g, models.Place{Quad: [4][2]float64{{1, 1}, {2, 2}, {3, 3}, {4, 4}}}, 100); err == nil {
		t.Error("four corners on one line are rectified")
	}
	if _, err := locate.Rectify(image.NewGray(image.Rectangle{}), models.Place{}, 100); err == nil {
		t.Error("nothing is rectified")
	}
	if _, _, err := locate.Colour(g, models.Place{Quad: card(10, 10, 8, 0)}, 0); err == nil {
		t.Error("a view of no pixels is made")
	}
}

func TestWithFormat(t *testing.T) {
	lying, standing := [4][2]float64{{0, 0}, {856, 0}, {856, 540}, {0, 540}}, [4][2]float64{{0, 0}, {540, 0}, {540, 856}, {0, 856}}
	for _, c := range []struct {
		quad   [4][2]float64
		format models.DocumentFormat
		want   float64
	}{
		{lying, models.FormatID1, 254}, {standing, models.FormatID1, 254}, {lying, models.FormatUnknown, 0},
		{lying, models.FormatID3, min(856/125.0, 540/88.0) * 25.4}, {standing, models.FormatA4, min(856/297.0, 540/210.0) * 25.4},
		{[4][2]float64{{0, 0}, {856, 0}, {856, 270}, {0, 270}}, models.FormatID1, 270 / 53.98 * 25.4},
	} {
		p := locate.WithFormat(models.Place{Quad: c.quad}, c.format)
		if p.Format != c.format || math.Abs(p.DPI-c.want) > 0.1 {
			t.Errorf("%v as %q: %q, %.2f dpi, want %.2f", c.quad, c.format, p.Format, p.DPI, c.want)
		}
	}
}

func TestColour(t *testing.T) {
	const w, h = 1200, 900
	quad := card(w, h, 800, -25)
	paint := [4]color.NRGBA{{200, 40, 40, 255}, {40, 180, 60, 255}, {50, 60, 210, 255}, {220, 220, 90, 255}}
	rgb := quartered(t, w, h, quad, paint)
	for _, img := range []image.Image{rgb, asJPEG(t, rgb, 95)} {
		out, stored, err := locate.Colour(img, models.Place{Quad: quad}, 200)
		if err != nil {
			t.Fatal(err)
		}
		if got := max(out.Rect.Dx(), out.Rect.Dy()); got != 200 {
			t.Errorf("%T: longest side %d", img, got)
		}
		for k, want := range paint {
			x, y := (1+2*(k%2))*out.Rect.Dx()/4, (1+2*(k/2))*out.Rect.Dy()/4
			got := out.NRGBAAt(x, y)
			if abs(int(got.R)-int(want.R)) > 6 || abs(int(got.G)-int(want.G)) > 6 || abs(int(got.B)-int(want.B)) > 6 {
				t.Errorf("%T: quarter %d is %v, want %v", img, k, got, want)
			}
		}
		if x, y := stored.At(0, 0); math.Hypot(x-quad[0][0], y-quad[0][1]) > 1e-6 {
			t.Errorf("%T: the view's corner is at %v, %v", img, x, y)
		}
	}
}

// quartered paints the quarters of a quadrilateral, and all that lies beyond them likewise.
func quartered(t testing.TB, w, h int, quad [4][2]float64, paint [4]color.NRGBA) *image.NRGBA {
	t.Helper()
	m, err := raster.Square(1, 1, quad)
	if err != nil {
		t.Fatal(err)
	}
	back := m.Inverse()
	rgb := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := back.At(float64(x)+0.5, float64(y)+0.5)
			k := 0
			if u > 0.5 {
				k++
			}
			if v > 0.5 {
				k += 2
			}
			rgb.SetNRGBA(x, y, paint[k])
		}
	}
	return rgb
}

func abs(v int) int { return max(v, -v) }
