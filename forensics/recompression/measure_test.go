package recompression_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	_ "image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/picturetest"
	"loupe/forensics/recompression"
	"loupe/models"
	"loupe/samples/baseline"
)

// A set of `loupe samples --edits`, LOUPE_CORPUS: what the check says of each picture. LOUPE_STEP=n takes every n-th five scenes, LOUPE_HALF which.
// Pictures without a last lossy save are saved at 95, 90 and 75.
func TestMeasureSet(t *testing.T) {
	dir := os.Getenv("LOUPE_CORPUS")
	if dir == "" || os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("set LOUPE_MEASURE=1 and LOUPE_CORPUS to a set of `loupe samples --edits`")
	}
	data, err := os.ReadFile(filepath.Join(dir, "labels.json"))
	if err != nil {
		t.Fatal(err)
	}
	var labels []struct {
		File, Operation, Chain, Scene string
		Edited                        bool
		FirstQuality                  int `json:"first_quality"`
		Boxes                         []models.Region
	}
	if err := json.Unmarshal(data, &labels); err != nil {
		t.Fatal(err)
	}
	step := max(number("LOUPE_STEP"), 1)
	for _, l := range labels {
		scene, _ := strconv.Atoi(l.Scene)
		if scene/5%step != number("LOUPE_HALF") || strings.HasPrefix(l.Chain, "0.7") {
			continue
		}
		file, err := os.ReadFile(filepath.Join(dir, l.File))
		if err != nil {
			t.Fatal(err)
		}
		for last, file := range lastSaves(t, l.Chain, file) {
			fmt.Printf("%s %-16s first %2d %-4s %s %v\n", l.Scene, l.Operation, l.FirstQuality, last, seen(t, file), l.Boxes)
		}
	}
}

func number(name string) int { n, _ := strconv.Atoi(os.Getenv(name)); return n }

func lastSaves(t *testing.T, chain string, file []byte) map[string][]byte {
	if chain != "png" {
		return map[string][]byte{chain: file}
	}
	img, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, q := range []int{95, 90, 75} {
		if out[fmt.Sprintf("q%d", q)], err = baseline.Encode(opaque(img), baseline.Standard().Scaled(q), len(file)%2 > 0); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func opaque(img image.Image) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}

// rounded is a picture's RGB as decoders of most programs make it (T.871 section 7, to the nearest level). Go's cuts off, which
// moves luma by a level along edges of colour.
func rounded(img image.Image) *image.RGBA {
	p, ok := img.(*image.YCbCr)
	if !ok {
		return opaque(img)
	}
	out := image.NewRGBA(image.Rectangle{Max: p.Rect.Size()})
	level := func(v float64) uint8 { return uint8(min(max(math.Round(v), 0), 255)) }
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			c := p.YCbCrAt(p.Rect.Min.X+x, p.Rect.Min.Y+y)
			l, cb, cr := float64(c.Y), float64(c.Cb)-128, float64(c.Cr)-128
			out.SetRGBA(x, y, color.RGBA{level(l + 1.402*cr), level(l - 0.344136*cb - 0.714136*cr), level(l + 1.772*cb), 255})
		}
	}
	return out
}

// seen is what the check says; with LOUPE_ALIGNED=1 only what it sees on the picture's own grid, which is quicker.
func seen(t *testing.T, data []byte) string {
	x, refusal := forensics.Open(data, models.KindProfilePhoto, forensics.DefaultLimits())
	if refusal != nil {
		return "refused"
	}
	if os.Getenv("LOUPE_ALIGNED") != "" {
		value, found, regions, err := recompression.Aligned(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("aligned %d frequencies %.1f %v", found, value, regions)
	}
	f, err := recompression.New().Run(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	out := string(f.Outcome)
	for _, e := range f.Evidence {
		out += fmt.Sprintf(" %s %.1f", e.Statistic, e.Value)
	}
	for _, r := range f.Regions {
		out += fmt.Sprintf(" [%d,%d %dx%d %s]", r.X, r.Y, r.W, r.H, r.Label)
	}
	return out
}

// Untouched real pictures, as they are and saved again: LOUPE_STEP=n takes every n-th, LOUPE_HALF the first of them.
func TestMeasureHonest(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("set LOUPE_MEASURE=1")
	}
	k, step := 0, max(number("LOUPE_STEP"), 1)
	for _, folder := range []string{"authentic", "formats/sharp", "formats/orientation", "forgery/imd2020/orig", "faces", "nearduplicate", "mrz", "ocr"} {
		_ = filepath.WalkDir(picturetest.Dir(t, filepath.FromSlash(folder)), func(path string, _ fs.DirEntry, err error) error {
			if ext := strings.ToLower(filepath.Ext(path)); err != nil || ext != ".jpg" && ext != ".jpeg" {
				return err
			}
			if k++; k%step == number("LOUPE_HALF") {
				honest(t, folder, path)
			}
			return nil
		})
	}
}

func honest(t *testing.T, folder, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width*config.Height > 6_000_000 || min(config.Width, config.Height) < 128 {
		return
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return
	}
	say := func(kind string, data []byte) {
		fmt.Printf("honest %s/%s %s %s\n", folder, filepath.Base(path), kind, seen(t, data))
	}
	say("as it is", data)
	again, err := jpeg.Decode(bytes.NewReader(file(t, img, 78+len(data)%14)))
	if err != nil {
		t.Fatal(err)
	}
	first := rounded(again)
	for _, last := range []int{95, 90, 75} {
		say(fmt.Sprintf("q%d", last), file(t, first, last))
	}
}
