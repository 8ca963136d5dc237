package textedit_test

import (
	"encoding/json"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"loupe/darkroom"
	"loupe/forensics"
	"loupe/models"
	"loupe/ocr"
	"loupe/samples"
)

// sitting is one document of the corpus: what was captured, what the program's own reader read on it, and where each
// edit lies. Its pictures stand beside it as PNG: base (after the camera's own JPEG save) and one for each edit.
type sitting struct {
	Seed  uint64
	Kind  models.Kind
	Scan  bool
	First int // IJG quality of the camera's save
	Words map[string][]models.Word
	Edits map[string]models.Region
}

// TestBuildCorpus draws and reads LOUPE_TEXTEDIT_N documents from seed LOUPE_TEXTEDIT_SEED on into the folder
// LOUPE_TEXTEDIT_CORPUS, for the measurements of this package.
func TestBuildCorpus(t *testing.T) {
	dir := os.Getenv("LOUPE_TEXTEDIT_CORPUS")
	if dir == "" || os.Getenv("LOUPE_MEASURE") == "" || os.Getenv("LOUPE_TEXTEDIT_N") == "" {
		t.Skip("SKIPPED: builds a corpus; set LOUPE_MEASURE=1, LOUPE_TEXTEDIT_CORPUS, LOUPE_TEXTEDIT_SEED and LOUPE_TEXTEDIT_N")
	}
	var from, n uint64
	fmt.Sscan(os.Getenv("LOUPE_TEXTEDIT_SEED"), &from)
	fmt.Sscan(os.Getenv("LOUPE_TEXTEDIT_N"), &n)
	reader, err := ocr.New(ocr.DefaultConfig())
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	studio, err := samples.NewStudio(samples.Options{})
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	for seed := from; seed < from+n; seed++ {
		to := filepath.Join(dir, fmt.Sprint(seed))
		if _, err := os.Stat(filepath.Join(to, "sitting.json")); err == nil {
			continue
		}
		if err := os.MkdirAll(to, 0o755); err != nil {
			t.Fatal(err)
		}
		started := time.Now()
		if err := sit(t, studio, reader, seed, to); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		t.Logf("seed %d: %.1f s", seed, time.Since(started).Seconds())
	}
}

func sit(t *testing.T, studio *samples.Studio, reader *ocr.Reader, seed uint64, dir string) error {
	r := rand.New(rand.NewPCG(seed, 7))
	s := sitting{Seed: seed, Kind: models.KindIdentityDocument, Scan: r.IntN(4) == 0, First: 80 + r.IntN(17), Words: map[string][]models.Word{}, Edits: map[string]models.Region{}}
	sheetOf := func(hand uint64) (*samples.Sheet, error) { return sheetOf(studio, seed, hand) }
	if seed%4 == 3 {
		s.Kind = models.KindDiploma
	}
	sheet, err := sheetOf(seed)
	if err != nil {
		return err
	}
	shot, err := samples.Capture(sheet, seed, options(r, sheet, s))
	if err != nil {
		return err
	}
	base, err := samples.Recompress(shot.Image, s.First)
	if err != nil {
		return err
	}
	other, err := sheetOf(seed + 1<<32)
	if err != nil {
		return err
	}
	field := fields(seed)[r.IntN(len(fields(seed)))]
	pictures := map[string]*image.RGBA{"base": base}
	retype, matched := samples.NewEdit(base, shot), samples.NewEdit(base, shot)
	if err := studio.Retype(retype, sheet.Areas[field], other.Areas[field].Text, field); err != nil {
		return err
	}
	if err := matched.Transplant(other, seed, 0.5+0.5*r.Float64(), field); err != nil {
		return err
	}
	pictures["retype"], pictures["matched"] = retype.Image, matched.Image
	s.Edits["retype"], s.Edits["matched"] = retype.Regions[0], tight(shot, other.Areas[field].Ink.Union(sheet.Areas[field].Ink))
	s.Edits["retype"] = tight(shot, sheet.Areas[field].Ink)
	pictures["copy"], s.Edits["copy"] = copied(base, shot, sheet, seed, r)
	for name, img := range pictures {
		if s.Words[name], err = read(t, reader, img, s.Kind, filepath.Join(dir, name+".png")); err != nil {
			return err
		}
	}
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "sitting.json"), data, 0o644)
}

func sheetOf(s *samples.Studio, seed, hand uint64) (*samples.Sheet, error) {
	h := samples.NewHolder(hand)
	p := samples.Print{DPI: 300, Stock: seed}
	switch seed % 4 {
	case 0:
		return s.CardFront(h, p)
	case 1:
		return s.Licence(h, p)
	case 2:
		return s.Passport(h, p)
	}
	p.DPI = 150
	return s.Diploma(h, samples.NewDegree(hand), p)
}

// fields lists what a forger changes, of one lettering each.
func fields(seed uint64) []string {
	return [][]string{{"name", "given", "number", "birth", "expiry"}, {"name", "given", "birth", "expiry", "number"}, {"name", "given", "number", "birth"}, {"name", "date", "serial", "degree"}}[seed%4]
}

func options(r *rand.Rand, sheet *samples.Sheet, s sitting) samples.CaptureOptions {
	if s.Scan {
		b := sheet.Image.Bounds()
		return samples.CaptureOptions{Flat: true, Width: b.Dx() * 104 / 100, Height: b.Dy() * 104 / 100}
	}
	size := [][2]int{{1280, 960}, {1760, 1320}, {2240, 1680}}[r.IntN(3)]
	o := samples.CaptureOptions{Width: size[0], Height: size[1], Clutter: r.IntN(3), Noise: 0.5 + 1.5*r.Float64(), Blur: 0.8 * r.Float64() * float64(r.IntN(2))}
	if s.Kind == models.KindDiploma {
		o.Width, o.Height = max(o.Height, 1320), max(o.Width, 1760)
	}
	if r.IntN(2) == 0 {
		o.Pose = &samples.Pose{Rotation: 16*r.Float64() - 8, Tilt: 18 * r.Float64(), Axis: 360 * r.Float64()}
	}
	if r.IntN(3) == 0 {
		o.Shade = 0.1 + 0.3*r.Float64()
	}
	return o
}

func tight(shot *samples.Shot, ink image.Rectangle) models.Region {
	return samples.Region(shot.Box(ink), "edited")
}

// copied lays one field's pixels over another's of the same lettering, as the crudest editor does.
func copied(base *image.RGBA, shot *samples.Shot, sheet *samples.Sheet, seed uint64, r *rand.Rand) (*image.RGBA, models.Region) {
	pairs := [][2]string{{"birth", "expiry"}, {"issued", "expiry"}, {"birth", "expiry"}, {"date", "honours"}}
	p := pairs[seed%4]
	from, to := shot.Box(sheet.Areas[p[0]].Ink.Inset(-4)), shot.Box(sheet.Areas[p[1]].Ink.Inset(-4))
	out := image.NewRGBA(base.Rect)
	copy(out.Pix, base.Pix)
	at := to.Min.Add(image.Pt(r.IntN(3)-1, r.IntN(3)-1))
	box := image.Rectangle{Min: at, Max: at.Add(from.Size())}.Intersect(base.Rect)
	draw.Draw(out, box, base, from.Min, draw.Src)
	return out, samples.Region(box.Inset(2), "edited")
}

func read(t *testing.T, reader *ocr.Reader, img *image.RGBA, kind models.Kind, path string) ([]models.Word, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(f, img); err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	x, refusal := forensics.Open(data, kind, forensics.DefaultLimits())
	if refusal != nil {
		return nil, fmt.Errorf("not opened: %s", refusal.Message)
	}
	x.SetReader(t.Context(), darkroom.TextReader{OCR: reader})
	reading, err := x.Reading()
	if err != nil || reading.Text == nil {
		return nil, err
	}
	return reading.Text.Words, nil
}
