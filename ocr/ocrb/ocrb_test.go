package ocrb_test

import (
	"image"
	"image/draw"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"loupe/models"
	"loupe/ocr/mrz"
	"loupe/ocr/ocrb"
	"loupe/samples"
)

func recogniser(t testing.TB) *ocrb.Recogniser {
	t.Helper()
	r, err := ocrb.New()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func studio(t testing.TB) *samples.Studio {
	t.Helper()
	s, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Skipf("SKIPPED, nothing was tested: %v", err)
	}
	return s
}

// document draws document number i, passports and card backs in turn, and photographs it.
func document(t testing.TB, s *samples.Studio, i int, o samples.CaptureOptions, quality int) (*image.Gray, *samples.Sheet, *samples.Shot) {
	t.Helper()
	print := s.Passport
	if i%2 == 1 {
		print = s.CardBack
	}
	sheet, err := print(samples.NewHolder(uint64(500+i)), samples.Print{})
	if err != nil {
		t.Fatal(err)
	}
	shot, err := samples.Capture(sheet, uint64(i), o)
	if err != nil {
		t.Fatal(err)
	}
	saved, err := samples.Recompress(shot.Image, quality)
	if err != nil {
		t.Fatal(err)
	}
	return gray(saved), sheet, shot
}

func gray(img image.Image) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(g, g.Rect, img, img.Bounds().Min, draw.Src)
	return g
}

// quarters turns g by quarter turns clockwise.
func quarters(g *image.Gray, n int) *image.Gray {
	for range n {
		w, h := g.Rect.Dx(), g.Rect.Dy()
		out := image.NewGray(image.Rect(0, 0, h, w))
		for y := range h {
			for x := range w {
				out.Pix[x*out.Stride+h-1-y] = g.Pix[y*g.Stride+x]
			}
		}
		g = out
	}
	return g
}

// turned turns g clockwise by an angle about its middle, on a canvas that holds all of it.
func turned(g *image.Gray, angle float64) *image.Gray {
	sin, cos := math.Sincos(angle)
	w, h := float64(g.Rect.Dx()), float64(g.Rect.Dy())
	out := white(int(math.Abs(w*cos)+math.Abs(h*sin)), int(math.Abs(w*sin)+math.Abs(h*cos)))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			dx, dy := float64(x)-float64(out.Rect.Dx())/2, float64(y)-float64(out.Rect.Dy())/2
			sx, sy := dx*cos+dy*sin+w/2, dy*cos-dx*sin+h/2
			x0, y0 := int(math.Floor(sx)), int(math.Floor(sy))
			if x0 < 0 || y0 < 0 || x0+1 >= g.Rect.Dx() || y0+1 >= g.Rect.Dy() {
				continue
			}
			fx, fy := sx-float64(x0), sy-float64(y0)
			a, b := g.Pix[y0*g.Stride+x0:], g.Pix[(y0+1)*g.Stride+x0:]
			out.Pix[y*out.Stride+x] = uint8((float64(a[0])*(1-fx)+float64(a[1])*fx)*(1-fy) + (float64(b[0])*(1-fx)+float64(b[1])*fx)*fy)
		}
	}
	return out
}

// likeliest returns the likeliest character of every cell.
func likeliest(row mrz.Row) string {
	var out strings.Builder
	for _, c := range row.Cells {
		best := 0
		for i, p := range c.Posterior {
			if p > c.Posterior[best] {
				best = i
			}
		}
		out.WriteByte(mrz.Alphabet[best])
	}
	return out.String()
}

func text(z ocrb.Zone) string {
	var rows []string
	for _, r := range z.Rows {
		rows = append(rows, likeliest(r))
	}
	return strings.Join(rows, "\n")
}

// distance is Levenshtein's.
func distance(a, b string) int {
	d := make([]int, len(b)+1)
	for j := range d {
		d[j] = j
	}
	for i := range a {
		before := d[0]
		d[0] = i + 1
		for j := range b {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before = d[j+1]
			d[j+1] = min(cost, d[j+1]+1, d[j]+1)
		}
	}
	return d[len(b)]
}

// At every quarter turn the zone is found, read, and its cells lie where the print is.
func TestZones(t *testing.T) {
	r, s := recogniser(t), studio(t)
	for i := range 2 {
		upright, sheet, shot := document(t, s, i, samples.CaptureOptions{}, 85)
		want := strings.Join(sheet.MRZ, "\n")
		for turn := range 4 {
			g := quarters(upright, turn)
			zones := r.Zones(g)
			if len(zones) != 1 {
				t.Errorf("document %d turned %d times: %d zones, want 1", i, turn, len(zones))
				continue
			}
			z := zones[0]
			if d := distance(want, text(z)); d > 1 || z.Turn != turn {
				t.Errorf("document %d: turn %d, want %d; %d characters wrong:\n%s\nwant\n%s", i, z.Turn, turn, d, text(z), want)
			}
			if turn == 0 {
				checkBoxes(t, z, shot, sheet)
			}
			if !z.Box.In(g.Rect) {
				t.Errorf("document %d turned %d times: the zone %v is not in the picture %v", i, turn, z.Box, g.Rect)
			}
		}
	}
}

// checkBoxes holds the first and last cell of every row against the printed line's ends.
func checkBoxes(t *testing.T, z ocrb.Zone, shot *samples.Shot, sheet *samples.Sheet) {
	t.Helper()
	for i, row := range z.Rows {
		area, ok := sheet.Areas[[]string{"mrz1", "mrz2", "mrz3"}[i]]
		if !ok {
			t.Fatalf("the sheet has no area of line %d", i)
		}
		n := len(row.Cells)
		for _, end := range []int{0, n - 1} {
			part := area.Ink
			width := part.Dx() / n
			part.Min.X, part.Max.X = part.Min.X+end*part.Dx()/n, part.Min.X+end*part.Dx()/n+width
			want, got := shot.Box(part), row.Cells[end].Box
			dx := math.Abs(float64(want.Min.X+want.Max.X-got.Min.X-got.Max.X)) / 2
			dy := math.Abs(float64(want.Min.Y+want.Max.Y-got.Min.Y-got.Max.Y)) / 2
			if dx > 0.5*float64(want.Dx()) || dy > 0.4*float64(want.Dy()) {
				t.Errorf("row %d cell %d: %v, want about %v", i, end, got, want)
			}
		}
	}
}

func TestZonesAtAnyAngle(t *testing.T) {
	r, s := recogniser(t), studio(t)
	g, sheet, _ := document(t, s, 1, samples.CaptureOptions{}, 90)
	want := strings.Join(sheet.MRZ, "\n")
	for _, degrees := range []float64{-10, 10, 25, 45, 70, 135, 200, 300} {
		zones := r.Zones(turned(g, degrees*math.Pi/180))
		if len(zones) == 0 {
			t.Errorf("%v degrees: no zone", degrees)
			continue
		}
		off := math.Remainder(zones[0].Angle-degrees*math.Pi/180, 2*math.Pi)
		if d := distance(want, text(zones[0])); d > 2 || math.Abs(off) > 0.2 {
			t.Errorf("%v degrees: %d characters wrong, found at %.0f degrees", degrees, d, zones[0].Angle*180/math.Pi)
		}
	}
}

// Cards of the size ID-2 and visas of both formats, in a pose, are what they are.
func TestZonesOfTwoRows(t *testing.T) {
	r, s := recogniser(t), studio(t)
	for i, c := range []struct {
		print func(samples.Holder, samples.Print) (*samples.Sheet, error)
		kind  models.MRZType
	}{{s.SmallPage, models.MRZTypeTD2}, {s.VisaA, models.MRZTypeMRVA}, {s.VisaB, models.MRZTypeMRVB}} {
		sheet, err := c.print(samples.NewHolder(uint64(70+i)), samples.Print{})
		if err != nil {
			t.Fatal(err)
		}
		pose := samples.Pose{Rotation: float64(20 + 110*i), Tilt: 12, Axis: float64(40 * i)}
		shot, err := samples.Capture(sheet, uint64(i), samples.CaptureOptions{Width: 1280, Height: 960, Pose: &pose})
		if err != nil {
			t.Fatal(err)
		}
		zones := r.Zones(gray(shot.Image))
		if len(zones) == 0 {
			t.Errorf("%s: no zone", c.kind)
			continue
		}
		m := mrz.Decode(zones[0].Rows)
		if m == nil || m.Type != c.kind || !m.Valid || !reflect.DeepEqual(m.Lines, sheet.MRZ) {
			t.Errorf("%s: %+v, want the lines %q", c.kind, m, sheet.MRZ)
		}
	}
}

// A part of a larger picture is read in the larger picture's coordinates.
func TestZonesOfASubImage(t *testing.T) {
	r, s := recogniser(t), studio(t)
	g, _, _ := document(t, s, 1, samples.CaptureOptions{}, 85)
	large := white(g.Rect.Dx()+60, g.Rect.Dy()+40)
	at := image.Pt(60, 40)
	draw.Draw(large, g.Rect.Add(at), g, image.Point{}, draw.Src)
	part := large.SubImage(g.Rect.Add(at)).(*image.Gray)
	a, b := r.Zones(g), r.Zones(part)
	if len(a) != 1 || len(b) != 1 {
		t.Fatalf("%d and %d zones, want 1 and 1", len(a), len(b))
	}
	if a[0].Box.Add(at) != b[0].Box || a[0].Rows[1].Cells[7].Box.Add(at) != b[0].Rows[1].Cells[7].Box {
		t.Errorf("box %v, want %v", b[0].Box, a[0].Box.Add(at))
	}
}

// One row so faint that no ink is seen in it is read all the same: it must lie between or beside the two others.
func TestZonesWithAFaintRow(t *testing.T) {
	r, s := recogniser(t), studio(t)
	g, sheet, shot := document(t, s, 3, samples.CaptureOptions{}, 92)
	for n, name := range []string{"mrz1", "mrz2", "mrz3"} {
		faint := gray(g)
		area := shot.Box(sheet.Areas[name].Ink.Inset(-8))
		for y := area.Min.Y; y < area.Max.Y; y++ {
			for x := area.Min.X; x < area.Max.X; x++ {
				v := &faint.Pix[y*faint.Stride+x]
				*v = uint8(180 + (float64(*v)-180)*0.12)
			}
		}
		zones := r.Zones(faint)
		if len(zones) == 0 || len(zones[0].Rows) != 3 {
			t.Errorf("row %d faint: %d zones, want one of three rows", n, len(zones))
			continue
		}
		if d := distance(strings.Join(sheet.MRZ, "\n"), text(zones[0])); d > 6 {
			t.Errorf("row %d faint: %d characters wrong:\n%s", n, d, text(zones[0]))
		}
	}
}

// A page full of OCR-B that is no zone: many lines that look right, read in bounded work, and none reported but what fits.
func TestManyLinesOfOCRB(t *testing.T) {
	r, s := recogniser(t), studio(t)
	_, sheet, _ := document(t, s, 2, samples.CaptureOptions{}, 92)
	page, line := gray(sheet.Image), sheet.Areas["mrz2"].Ink.Inset(-10)
	full := white(line.Dx()*13/10, line.Dy()*16)
	for row := range 14 {
		at := image.Pt(20, 20+row*line.Dy()*9/8)
		draw.Draw(full, image.Rectangle{at, at.Add(line.Size())}, page, line.Min, draw.Src)
		rest := image.Pt(20+line.Dx()-20, at.Y)
		draw.Draw(full, image.Rectangle{rest, rest.Add(image.Pt(line.Dx()/5, line.Dy()))}, page, line.Min.Add(image.Pt(10, 0)), draw.Src)
	}
	for _, z := range r.Zones(full) {
		t.Errorf("a zone of quality %.1f in lines of 52 characters:\n%s", z.Quality, text(z))
	}
}

func TestNoZone(t *testing.T) {
	r, s := recogniser(t), studio(t)
	h := samples.NewHolder(3)
	pictures := map[string]*image.Gray{"white": white(900, 700), "a pixel": white(1, 1), "a thin strip": white(3000, 20), "nothing": image.NewGray(image.Rectangle{})}
	noise := image.NewGray(image.Rect(0, 0, 1200, 900))
	q := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(q.Uint32())
	}
	pictures["noise"] = noise
	for name, draw := range map[string]func() (*samples.Sheet, error){
		"diploma": func() (*samples.Sheet, error) { return s.Diploma(h, samples.NewDegree(3), samples.Print{}) },
		"licence": func() (*samples.Sheet, error) { return s.Licence(h, samples.Print{}) },
		"front":   func() (*samples.Sheet, error) { return s.CardFront(h, samples.Print{}) },
	} {
		sheet, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		shot, err := samples.Capture(sheet, 3, samples.CaptureOptions{})
		if err != nil {
			t.Fatal(err)
		}
		pictures[name] = gray(shot.Image)
	}
	for name, g := range pictures {
		for _, z := range r.Zones(g) {
			t.Errorf("%s: a zone of quality %.1f:\n%s", name, z.Quality, text(z))
		}
	}
}

func TestEqualPicturesGiveEqualZones(t *testing.T) {
	r, s := recogniser(t), studio(t)
	g, _, _ := document(t, s, 2, samples.CaptureOptions{}, 70)
	if a, b := r.Zones(g), r.Zones(g); !reflect.DeepEqual(a, b) {
		t.Error("two readings of one picture differ")
	}
}

func TestRecogniseLine(t *testing.T) {
	r, s := recogniser(t), studio(t)
	for i := range 4 {
		sheet := func() *samples.Sheet { _, sheet, _ := document(t, s, i, samples.CaptureOptions{}, 90); return sheet }()
		page := gray(sheet.Image)
		for n, want := range sheet.MRZ {
			area := sheet.Areas[[]string{"mrz1", "mrz2", "mrz3"}[n]]
			part := page.SubImage(area.Ink.Inset(-12)).(*image.Gray)
			row := r.RecogniseLine(part)
			if got := likeliest(row); distance(want, got) > 0 {
				t.Errorf("document %d line %d: %s, want %s", i, n, got, want)
			}
		}
	}
	if row := r.RecogniseLine(white(400, 40)); len(row.Cells) != 0 {
		t.Errorf("%d characters on a blank picture", len(row.Cells))
	}
}

// A probability means what it says: over poor captures the mean probability of the likeliest character is about the
// share of them that are right.
func TestPosteriorsAreCalibrated(t *testing.T) {
	r, s := recogniser(t), studio(t)
	said, right, n := 0.0, 0.0, 0.0
	for i := range 8 {
		g, sheet, _ := document(t, s, 40+i, samples.CaptureOptions{Width: 900, Height: 675, Blur: 0.9, Noise: 2}, 50)
		for _, z := range r.Zones(g) {
			want, got := strings.Join(sheet.MRZ, ""), strings.ReplaceAll(text(z), "\n", "")
			if len(want) != len(got) {
				continue
			}
			for k, c := range cells(z) {
				most := c.Posterior[strings.IndexByte(mrz.Alphabet, got[k])]
				said, n = said+math.Exp(float64(most)), n+1
				if want[k] == got[k] {
					right++
				}
			}
		}
	}
	t.Logf("said %.4f, right %.4f of %.0f", said/n, right/n, n)
	if n < 500 || math.Abs(said-right)/n > 0.03 {
		t.Errorf("said %.4f, right %.4f of %.0f characters: want them equal within 0.03", said/n, right/n, n)
	}
}

func cells(z ocrb.Zone) (out []mrz.Cell) {
	for _, r := range z.Rows {
		out = append(out, r.Cells...)
	}
	return out
}

// Whatever the pixels, what is returned has the form of a zone.
func FuzzZones(f *testing.F) {
	f.Add([]byte("<<<<<<<<<<<<<<<<<<<<"), uint16(40), uint8(1))
	f.Add([]byte{0, 255, 0, 0, 255, 255, 0, 255}, uint16(300), uint8(3))
	r := recogniser(f)
	f.Fuzz(func(t *testing.T, data []byte, side uint16, scale uint8) {
		w := 1 + int(side)%600
		g := image.NewGray(image.Rect(0, 0, w, 1+w*2/3))
		for i := range g.Pix {
			x, y := i%g.Stride/(1+int(scale)%16), i/g.Stride/(1+int(scale)%16)
			if len(data) > 0 {
				g.Pix[i] = data[(x+y*37)%len(data)]
			}
		}
		r.RecogniseLine(g)
		for _, z := range r.Zones(g) {
			check(t, z)
		}
	})
}

func check(t *testing.T, z ocrb.Zone) {
	n := len(z.Rows[0].Cells)
	if len(z.Rows) < 2 || len(z.Rows) > 3 || n != 30 && n != 36 && n != 44 || z.Turn < 0 || z.Turn > 3 {
		t.Fatalf("%d rows of %d, turn %d", len(z.Rows), n, z.Turn)
	}
	for _, c := range cells(z) {
		sum := 0.0
		for _, p := range c.Posterior {
			sum += math.Exp(float64(p))
		}
		if math.Abs(sum-1) > 1e-4 || c.Box.Empty() {
			t.Fatalf("probabilities sum to %v, box %v", sum, c.Box)
		}
	}
}

func BenchmarkZonesCard(b *testing.B)     { benchmark(b, 1) }
func BenchmarkZonesPassport(b *testing.B) { benchmark(b, 2) }

func benchmark(b *testing.B, i int) {
	r := recogniser(b)
	g, _, _ := document(b, studio(b), i, samples.CaptureOptions{}, 85)
	for b.Loop() {
		r.Zones(g)
	}
}

// A diploma: much text, no zone.
func BenchmarkZonesNone(b *testing.B) {
	r, s := recogniser(b), studio(b)
	sheet, err := s.Diploma(samples.NewHolder(3), samples.NewDegree(3), samples.Print{})
	if err != nil {
		b.Fatal(err)
	}
	shot, err := samples.Capture(sheet, 3, samples.CaptureOptions{Upright: true, Width: 1320, Height: 1760})
	if err != nil {
		b.Fatal(err)
	}
	g := gray(shot.Image)
	for b.Loop() {
		r.Zones(g)
	}
}
