package face_test

import (
	"bytes"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	_ "golang.org/x/image/tiff"

	"loupe/forensics/face"
	"loupe/forensics/picturetest"
	"loupe/forensics/raster"
	"loupe/models"
	"loupe/samples"
)

func detector(t testing.TB) *face.Detector {
	t.Helper()
	d, err := face.NewDetector()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// portrait draws a face on a plane of w x h pixels.
func portrait(seed uint64, w, h int) *image.Gray {
	return raster.Luma(samples.PortraitImage(samples.NewHolder(seed).Face, samples.Scene{Seed: seed, Head: 0.7}, w, h))
}

func plane(t testing.TB, path string) *image.Gray {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width*c.Height > 50_000_000 {
		return nil
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	return raster.Luma(img)
}

// Portraits of two office holders, none of which was used to choose a threshold.
func TestForeignFaces(t *testing.T) {
	d := detector(t)
	dir := picturetest.Dir(t, "faces")
	n, right, more := 0, 0, 0
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".jpg") {
			return err
		}
		want := 1
		if strings.Contains(path, "obama_and_biden") {
			want = 2
		}
		got := d.Find(plane(t, path))
		n, right = n+want, right+min(want, len(got))
		if len(got) != want {
			more += max(0, len(got)-want)
			t.Logf("%s: %d faces, %d are there: %+v", filepath.Base(path), len(got), want, got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d faces found, %d more than there are", right, n, more)
	if right*10 < n*9 {
		t.Errorf("%d of %d faces found", right, n)
	}
}

// Pages and barcodes without a face: every second picture. The others were used to choose the threshold.
func TestForeignPagesWithoutFaces(t *testing.T) {
	d := detector(t)
	n, i, mistaken, small := 0, 0, 0, 0
	for _, folder := range []string{"ocr", "pdf417"} {
		err := filepath.WalkDir(picturetest.Dir(t, folder), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			g := plane(t, path)
			if g == nil {
				return nil
			}
			if i++; i%2 == 0 {
				return nil
			}
			n++
			for _, f := range d.Find(g) {
				mistaken++
				t.Logf("%s: %+v", path, f)
			}
			small += len(d.FindSmall(g))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d false faces in %d pictures, %d when small ones count", mistaken, n, small)
	if mistaken > n/50 || small > n/20 {
		t.Errorf("%d false faces in %d pictures", mistaken, n)
	}
}

// Documents whose seeds the threshold was not chosen on: the portrait, the ghost image, and nothing else.
func TestDrawnDocuments(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED, faces on drawn documents were not counted: -short")
	}
	d := detector(t)
	studio, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var portraits, portraitsFound, ghosts, ghostsFound, others int
	for seed := uint64(5001); seed <= 5010; seed++ {
		h := samples.NewHolder(seed)
		for _, drawn := range []func(samples.Holder, samples.Print) (*samples.Sheet, error){studio.CardFront, studio.CardBack, studio.Passport, studio.Licence} {
			sheet, err := drawn(h, samples.Print{})
			if err != nil {
				t.Fatal(err)
			}
			faces := d.Find(raster.Luma(sheet.Image))
			portraits, portraitsFound = count(sheet, "portrait", faces, portraits, portraitsFound)
			ghosts, ghostsFound = count(sheet, "ghost", faces, ghosts, ghostsFound)
			for _, f := range faces {
				if !inside(sheet, "portrait", f) && !inside(sheet, "ghost", f) {
					others++
				}
			}
		}
	}
	t.Logf("%d of %d portraits, %d of %d ghost images, %d others on 40 sheets", portraitsFound, portraits, ghostsFound, ghosts, others)
	if portraitsFound*10 < portraits*9 || others > 0 {
		t.Errorf("%d of %d portraits, %d others", portraitsFound, portraits, others)
	}
}

func inside(s *samples.Sheet, area string, f models.Face) bool {
	a, ok := s.Areas[area]
	return ok && image.Pt(f.Box[0]+f.Box[2]/2, f.Box[1]+f.Box[3]/2).In(a.Box)
}

func count(s *samples.Sheet, area string, faces []models.Face, n, found int) (int, int) {
	if _, ok := s.Areas[area]; !ok {
		return n, found
	}
	for _, f := range faces {
		if inside(s, area, f) {
			return n + 1, found + 1
		}
	}
	return n + 1, found
}

// Boxes and eyes are in the plane's own pixels, however large it is.
func TestPixelsOfThePlane(t *testing.T) {
	d := detector(t)
	small := portrait(3, 480, 600)
	large := image.NewGray(image.Rect(0, 0, 1920, 2400))
	for y := range 2400 {
		for x := range 1920 {
			large.Pix[y*large.Stride+x] = small.Pix[y/4*small.Stride+x/4]
		}
	}
	a, b := d.Find(small), d.Find(large)
	if len(a) != 1 || len(b) != 1 {
		t.Fatalf("%d and %d faces, want one each", len(a), len(b))
	}
	for i := range 4 {
		if math.Abs(float64(b[0].Box[i])-4*float64(a[0].Box[i])) > 160 {
			t.Errorf("box %v of the large plane, %v of the small one", b[0].Box, a[0].Box)
		}
	}
	for i := range 2 {
		if math.Hypot(b[0].Eyes[i][0]-4*a[0].Eyes[i][0], b[0].Eyes[i][1]-4*a[0].Eyes[i][1]) > 0.05*float64(b[0].Box[2]) {
			t.Errorf("eye %v of the large plane, %v of the small one", b[0].Eyes[i], a[0].Eyes[i])
		}
	}
	if e := a[0].Eyes; e[0][0] >= e[1][0] {
		t.Errorf("eyes %v, the left one must come first", e)
	}
}

// A portrait too small for Find in a large picture.
func TestFindSmall(t *testing.T) {
	d := detector(t)
	for seed := uint64(3); seed < 9; seed++ {
		large := image.NewGray(image.Rect(0, 0, 1000, 700))
		for i := range large.Pix {
			large.Pix[i] = 225
		}
		photo := portrait(seed, 90, 112)
		for y := range 112 {
			copy(large.Pix[(200+y)*large.Stride+300:], photo.Pix[y*photo.Stride:][:90])
		}
		if got := d.FindSmall(large); len(got) != 1 || !image.Pt(got[0].Box[0]+got[0].Box[2]/2, got[0].Box[1]+got[0].Box[3]/2).In(image.Rect(300, 200, 390, 312)) {
			t.Errorf("seed %d: %+v, want one face in the portrait", seed, got)
		}
	}
}

// turned is g turned by n quarter turns clockwise, by the definition.
func turned(g *image.Gray, n int) *image.Gray {
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

func TestFindTurned(t *testing.T) {
	d := detector(t)
	for _, seed := range []uint64{3, 4, 6} {
		upright := portrait(seed, 480, 600)
		want := d.Find(upright)
		if len(want) != 1 {
			t.Fatalf("seed %d: %d faces", seed, len(want))
		}
		for n := range 4 {
			g := turned(upright, n)
			got, turn := d.FindTurned(g)
			if len(got) != 1 || turn != n {
				t.Errorf("seed %d: %d faces, turn %d; want one, turn %d", seed, len(got), turn, n)
				continue
			}
			for i, e := range want[0].Eyes {
				x, y := e[0], e[1]
				for w, h, k := 480.0, 600.0, 0; k < n; k++ {
					x, y = h-y, x
					w, h = h, w
				}
				if math.Hypot(got[0].Eyes[i][0]-x, got[0].Eyes[i][1]-y) > 1e-6 {
					t.Errorf("seed %d, turn %d: eye %d at %v, want %v %v", seed, n, i, got[0].Eyes[i], x, y)
				}
			}
			if r := image.Rect(got[0].Box[0], got[0].Box[1], got[0].Box[0]+got[0].Box[2], got[0].Box[1]+got[0].Box[3]); !r.In(g.Rect) {
				t.Errorf("seed %d, turn %d: box %v outside %v", seed, n, r, g.Rect)
			}
		}
	}
}

// pigo itself perturbs by the process's random numbers; equal pictures must give equal findings here.
func TestSameTwice(t *testing.T) {
	g := portrait(4, 480, 600)
	first := detector(t).Find(g)
	for range 5 {
		if again := detector(t).Find(g); len(first) == 0 || !reflect.DeepEqual(first, again) {
			t.Fatalf("%+v, then %+v", first, again)
		}
	}
}

func TestPlanesWithoutFaces(t *testing.T) {
	d := detector(t)
	for _, r := range []image.Rectangle{{}, image.Rect(0, 0, 1, 1), image.Rect(0, 0, 39, 900), image.Rect(0, 0, 4000, 2), image.Rect(0, 0, 300, 300)} {
		if got := d.Find(image.NewGray(r)); len(got) != 0 {
			t.Errorf("%v: %+v", r, got)
		}
		if got, turn := d.FindTurned(image.NewGray(r)); len(got) != 0 || turn != 0 {
			t.Errorf("%v: %+v, turn %d", r, got, turn)
		}
	}
}

func FuzzFind(f *testing.F) {
	d, err := face.NewDetector()
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{0, 255, 7}, uint16(90), uint16(60))
	f.Fuzz(func(t *testing.T, pattern []byte, w, h uint16) {
		g := image.NewGray(image.Rect(0, 0, int(w%160), int(h%160)))
		for i := range g.Pix {
			if len(pattern) > 0 {
				g.Pix[i] = pattern[i%len(pattern)]
			}
		}
		for _, found := range d.Find(g) {
			if !(found.Score >= 0.33 && found.Score < 1) {
				t.Errorf("score %v", found.Score)
			}
		}
	})
}

// Processor time, because on a shared machine the clock says little.
func BenchmarkFind(b *testing.B) {
	d := detector(b)
	for _, c := range []struct {
		name string
		g    *image.Gray
	}{{"upright", portrait(3, 800, 1000)}, {"lying", portrait(3, 1000, 750)}} {
		for kind, find := range map[string]func(){"Find": func() { d.Find(c.g) }, "FindTurned": func() { d.FindTurned(c.g) }} {
			b.Run(kind+"/"+c.name, func(b *testing.B) {
				start := processorTime(b)
				for b.Loop() {
					find()
				}
				b.ReportMetric(float64(processorTime(b)-start)/1e6/float64(b.N), "cpu-ms/op")
			})
		}
	}
}

func processorTime(b *testing.B) int64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
