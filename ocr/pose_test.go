package ocr_test

import (
	"image"
	"math"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"loupe/ocr"
)

// spin draws g turned clockwise by degrees about its centre, in the smallest picture that holds it, light around it.
func spin(g *image.Gray, degrees float64) *image.Gray {
	w, h := float64(g.Rect.Dx()), float64(g.Rect.Dy())
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	ow, oh := math.Abs(w*cos)+math.Abs(h*sin), math.Abs(w*sin)+math.Abs(h*cos)
	out := image.NewGray(image.Rect(0, 0, int(ow+0.5), int(oh+0.5)))
	at := func(x, y int) float64 {
		if !(image.Point{X: x, Y: y}).In(g.Rect) {
			return 230
		}
		return float64(g.GrayAt(x, y).Y)
	}
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			dx, dy := float64(x)+0.5-ow/2, float64(y)+0.5-oh/2
			sx, sy := cos*dx+sin*dy+w/2-0.5, cos*dy-sin*dx+h/2-0.5
			ix, iy := int(math.Floor(sx)), int(math.Floor(sy))
			fx, fy := sx-float64(ix), sy-float64(iy)
			v := (at(ix, iy)*(1-fx)+at(ix+1, iy)*fx)*(1-fy) + (at(ix, iy+1)*(1-fx)+at(ix+1, iy+1)*fx)*fy
			out.Pix[y*out.Stride+x] = uint8(v + 0.5)
		}
	}
	return out
}

// A place goes to the plane and back; quarter turns map the frame's corners to the plane's; boxes stay around their places.
func TestPose(t *testing.T) {
	for turn := range 4 {
		for _, skew := range []float64{0, 3, -8, 30, 45, -45} {
			p := ocr.NewPose(601, 340, turn, skew)
			w, h := p.Size()
			for _, at := range [][2]float64{{0, 0}, {10.5, 300}, {float64(w), float64(h)}} {
				x, y := p.At(at[0], at[1])
				if u, v := p.Back(x, y); math.Hypot(u-at[0], v-at[1]) > 1e-9 {
					t.Errorf("turn %d skew %v: %v comes back as %v, %v", turn, skew, at, u, v)
				}
			}
			// The text's direction in the plane is the pose's angle, clockwise.
			x0, y0 := p.At(100, 100)
			x1, y1 := p.At(200, 100)
			if got, want := math.Atan2(y1-y0, x1-x0)*180/math.Pi, 90*float64(turn)+skew; math.Abs(math.Remainder(got-want, 360)) > 1e-9 {
				t.Errorf("turn %d skew %v: text runs at %v", turn, skew, got)
			}
			for _, c := range [][2]float64{{0, 0}, {601, 0}, {601, 340}, {0, 340}} {
				if u, v := p.Back(c[0], c[1]); u < -1 || v < -1 || u > float64(w)+1 || v > float64(h)+1 {
					t.Errorf("turn %d skew %v: the plane's corner %v lies at %v, %v of a %d x %d frame", turn, skew, c, u, v, w, h)
				}
			}
			box, ok := p.Box([4]int{w/2 - 20, h/2 - 5, 40, 10})
			x, y := p.At(float64(w)/2, float64(h)/2)
			if !ok || x < float64(box[0]) || y < float64(box[1]) || x > float64(box[0]+box[2]) || y > float64(box[1]+box[3]) {
				t.Errorf("turn %d skew %v: the middle is at %v, %v, its box at %v", turn, skew, x, y, box)
			}
		}
	}
	p := ocr.NewPose(600, 400, 1, 0)
	if box, ok := p.Box([4]int{10, 20, 30, 40}); !ok || box != [4]int{600 - 60, 10, 40, 30} {
		t.Errorf("turned by a quarter: %v", box) // x = 600 - v, y = u
	}
	if _, ok := ocr.NewPose(100, 100, 0, 45).Box([4]int{0, 0, 10, 10}); ok {
		t.Error("a corner of the level frame that the plane does not reach has a box")
	}
}

// Turned back, a turned picture is the picture.
func TestShown(t *testing.T) {
	g := blank(700, 300)
	write(t, g, goregular.TTF, 44, 50, 100, "Certificate of completion")
	for _, degrees := range []float64{0, 90, 180, 270, 7, 120} {
		turned := spin(g, degrees)
		turn := int(math.Round(degrees/90)) % 4
		p := ocr.NewPose(turned.Rect.Dx(), turned.Rect.Dy(), turn, degrees-90*math.Round(degrees/90))
		w, h := p.Size()
		part := image.Rect(0, 0, 700, 300).Add(image.Pt((w-700)/2, (h-300)/2))
		back := p.Shown(turned, part, 700, 300)
		sum := 0.0
		for y := 50; y < 120; y++ {
			for x := range 700 {
				d := float64(back.GrayAt(x, y).Y) - float64(g.GrayAt(x, y).Y)
				sum += d * d
			}
		}
		// Two bilinear samplings blur the edges of the ink; ink that is misplaced by three pixels gives twice as much.
		if rms := math.Sqrt(sum / (70 * 700)); rms > 22 {
			t.Errorf("%v degrees: differs by %.1f", degrees, rms)
		}
	}
}

func TestDirection(t *testing.T) {
	g := fullPage(t)
	for _, degrees := range []float64{0, 3, 8, 15, 30, 44, 60, 90, -3, -8, -15, -30, -89} {
		turned := spin(g, degrees)
		got, sure := ocr.Direction(turned)
		if d := math.Remainder(got-degrees, 180); !sure || math.Abs(d) > 0.3 {
			t.Errorf("lines at %v degrees are seen at %.2f, sure %v", degrees, got, sure)
		}
		turn := int(math.Round(degrees/90)+4) % 4
		skew := degrees - 90*math.Round(degrees/90)
		up := ocr.NewPose(turned.Rect.Dx(), turned.Rect.Dy(), turn, skew).Rising(turned)
		down := ocr.NewPose(turned.Rect.Dx(), turned.Rect.Dy(), (turn+2)%4, skew).Rising(turned)
		if steep := math.Abs(skew) > 20; up < 3 && !steep || down > -3 && !steep || up < -1.5 || down > 1.5 {
			t.Errorf("at %v degrees: %.1f upright, %.1f upside down", degrees, up, down)
		}
	}
	for name, g := range map[string]*image.Gray{"blank": blank(800, 600), "one line": oneLine(t), "a pixel": blank(1, 1)} {
		if angle, sure := ocr.Direction(g); sure || angle != 0 {
			t.Errorf("%s: lines at %v, sure", name, angle)
		}
	}
}

func oneLine(t testing.TB) *image.Gray {
	g := blank(400, 100)
	write(t, g, goregular.TTF, 30, 20, 60, "seven")
	return g
}

// Whatever is in the picture, looking at it comes to an end and what is shown has the size that was asked for.
func FuzzLook(f *testing.F) {
	f.Add(40, 30, 1, 12.0, []byte{0, 255, 10})
	f.Add(1, 200, 3, -44.0, []byte{0, 200, 0, 200, 255})
	f.Fuzz(func(t *testing.T, w, h, turn int, skew float64, pattern []byte) {
		if w < 1 || h < 1 || w > 300 || h > 300 || turn < 0 || turn > 3 || !(math.Abs(skew) <= 45) || len(pattern) == 0 {
			return
		}
		g := image.NewGray(image.Rect(0, 0, w, h))
		for i := range g.Pix {
			g.Pix[i] = pattern[i%len(pattern)]
		}
		if angle, _ := ocr.Direction(g); !(angle > -90.001 && angle <= 90.001) {
			t.Fatalf("lines at %v degrees", angle)
		}
		p := ocr.NewPose(w, h, turn, skew)
		p.Rising(g)
		fw, fh := p.Size()
		for _, part := range []image.Rectangle{image.Rect(0, 0, fw, fh), image.Rect(fw/3, 0, fw/3+1, fh), image.Rect(0, 0, 1, 1)} {
			part = part.Intersect(image.Rect(0, 0, fw, fh))
			if part.Empty() {
				continue
			}
			if got := p.Shown(g, part, 17, 9).Rect.Size(); got != image.Pt(17, 9) {
				t.Fatalf("%v is shown as %v", part, got)
			}
		}
	})
}
