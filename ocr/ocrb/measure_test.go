package ocrb_test

import (
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "golang.org/x/image/tiff"

	"loupe/forensics/picturetest"
	"loupe/ocr/mrz"
	"loupe/samples"
)

// Figures for the docs: LOUPE_MEASURE=1 go test -v -run Measure ./ocr/ocrb

func measuring(t *testing.T) {
	t.Helper()
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED, nothing was measured: set LOUPE_MEASURE=1")
	}
}

func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func open(path string) (*image.Gray, bool) {
	f, err := os.Open(path)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	c, _, err := image.DecodeConfig(f)
	if err != nil || c.Width*c.Height > 20_000_000 {
		return nil, false
	}
	if _, err := f.Seek(0, 0); err != nil {
		return nil, false
	}
	img, _, err := image.Decode(f)
	if err != nil {
		return nil, false
	}
	return gray(img), true
}

// tally counts characters and whole texts.
type tally struct{ wrong, characters, exact, texts int }

func (c *tally) add(want, got string) {
	d := min(distance(want, got), len(want))
	c.wrong, c.characters, c.texts = c.wrong+d, c.characters+len(want), c.texts+1
	if d == 0 {
		c.exact++
	}
}

func (c tally) log(t *testing.T, name string) {
	t.Logf("%-34s %5d of %d characters wrong (%.2f %% right), %d of %d exact", name, c.wrong, c.characters,
		100-100*float64(c.wrong)/float64(max(c.characters, 1)), c.exact, c.texts)
}

// The 300 lines of mrz/lines, beside Tesseract's English model with a whitelist on the same files.
func TestMeasureLines(t *testing.T) {
	measuring(t)
	paths, err := filepath.Glob(filepath.Join(picturetest.Dir(t, "mrz/lines"), "*.tif"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no lines: %v", err)
	}
	r := recogniser(t)
	var ours, theirs tally
	for _, path := range paths {
		truth, err := os.ReadFile(strings.TrimSuffix(path, ".tif") + ".gt.txt")
		if err != nil {
			t.Fatal(err)
		}
		g, ok := open(path)
		if !ok {
			t.Fatalf("%s does not open", path)
		}
		want := strings.TrimSpace(string(truth))
		ours.add(want, likeliest(r.RecogniseLine(g)))
		if out, ok := tesseract(path); ok {
			theirs.add(want, out)
		}
	}
	ours.log(t, "ours")
	theirs.log(t, "tesseract --psm 7 eng, whitelist")
	if ours.wrong*100 > ours.characters {
		t.Errorf("more than 1 %% of the characters are wrong")
	}
}

func tesseract(path string) (string, bool) {
	cmd := exec.Command("tesseract", path, "stdout", "--psm", "7", "-l", "eng", "-c", "tessedit_char_whitelist="+mrz.Alphabet)
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	out, err := cmd.Output()
	return strings.ReplaceAll(strings.TrimSpace(string(out)), " ", ""), err == nil
}

// fault is one way to take a poor picture.
type fault struct {
	name    string
	o       samples.CaptureOptions
	quality int                      // of the JPEG
	angle   func(*rand.Rand) float64 // by which the picture is turned then; nil for not at all
}

func faults() []fault {
	quarter := func(q *rand.Rand) float64 { return math.Pi / 2 * float64(1+q.IntN(3)) }
	any := func(q *rand.Rand) float64 { return q.Float64() * 2 * math.Pi }
	return []fault{
		{"careful, 2.3 MP, q80", samples.CaptureOptions{}, 80, nil},
		{"tilted by up to 11 degrees", samples.CaptureOptions{Turn: 0.2}, 80, nil},
		{"quarter turns", samples.CaptureOptions{}, 80, quarter},
		{"any angle", samples.CaptureOptions{}, 80, any},
		{"800 x 600, q75", samples.CaptureOptions{Width: 800, Height: 600}, 75, nil},
		{"640 x 480, q75", samples.CaptureOptions{Width: 640, Height: 480}, 75, nil},
		{"blur 1.5, noise 2, q60", samples.CaptureOptions{Blur: 1.5, Noise: 2}, 60, nil},
		{"blur 3, q60", samples.CaptureOptions{Blur: 3}, 60, nil},
		{"dark, haze, noise 2, q60", samples.CaptureOptions{Stops: -1.5, Contrast: 0.5, Noise: 2}, 60, nil},
		{"fills 0.45 of the frame, q80", samples.CaptureOptions{Fill: 0.45}, 80, nil},
		{"1000 x 750, fills 0.6, q50", samples.CaptureOptions{Width: 1000, Height: 750, Fill: 0.6, Blur: 0.5}, 50, nil},
	}
}

// Our own passports and cards, 30 under each fault.
func TestMeasureCaptures(t *testing.T) {
	measuring(t)
	r, s := recogniser(t), studio(t)
	for _, c := range faults() {
		var all tally
		none, least, cost := 0, math.Inf(1), time.Duration(0)
		q := rand.New(rand.NewPCG(11, 7))
		for i := range 30 {
			g, sheet, _ := document(t, s, 2000+i, c.o, c.quality)
			if c.angle != nil {
				g = turned(g, c.angle(q))
			}
			start := spent()
			zones := r.Zones(g)
			cost += spent() - start
			got := ""
			if len(zones) == 0 {
				none++
			} else {
				got, least = text(zones[0]), min(least, zones[0].Quality)
			}
			all.add(strings.Join(sheet.MRZ, "\n"), got)
		}
		all.log(t, c.name)
		t.Logf("%34s %d not found, least quality %.2f, %v CPU each", "", none, least, (cost / 30).Round(time.Millisecond))
	}
}

// Pictures without a zone: photographs, file formats, faces, pages.
func TestMeasureNone(t *testing.T) {
	measuring(t)
	r := recogniser(t)
	n, wrong, cost, worst := 0, 0, time.Duration(0), time.Duration(0)
	for _, folder := range []string{"authentic", "formats", "faces", "forgery", "nearduplicate", "pdf417", "ocr"} {
		err := filepath.WalkDir(picturetest.Dir(t, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			g, ok := open(path)
			if !ok {
				return nil
			}
			start := spent()
			zones := r.Zones(g)
			took := spent() - start
			n, cost, worst = n+1, cost+took, max(worst, took)
			for _, z := range zones {
				wrong++
				t.Logf("%s: quality %.2f\n%s", path, z.Quality, text(z))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d zones in %d pictures without one; %v CPU each, at most %v", wrong, n, cost/time.Duration(max(n, 1)), worst)
	if wrong*200 > n {
		t.Error("more than one picture in 200 shows a zone that is not there")
	}
}

// Specimens of the world, without exact text: how many zones are found and hold their check digits.
func TestMeasureSpecimens(t *testing.T) {
	measuring(t)
	r := recogniser(t)
	paths, err := filepath.Glob(filepath.Join(picturetest.Dir(t, "mrz/passporteye/passporteye/mrz/testdata"), "*"))
	if err != nil {
		t.Fatal(err)
	}
	found, valid, n := 0, 0, 0
	for _, path := range paths {
		g, ok := open(path)
		if !ok {
			continue
		}
		n++
		zones := r.Zones(g)
		if len(zones) == 0 {
			t.Logf("%s %v: none", filepath.Base(path), g.Rect.Max)
			continue
		}
		found++
		m := mrz.Decode(zones[0].Rows)
		if m != nil && m.Valid {
			valid++
			continue
		}
		t.Logf("%s %v: quality %.2f\n%s", filepath.Base(path), g.Rect.Max, zones[0].Quality, text(zones[0]))
	}
	t.Logf("%d of %d found, %d of them with all check digits right", found, n, valid)
}
