package barcode_test

import (
	"bytes"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"loupe/forensics/picturetest"
	"loupe/forensics/raster"
	"loupe/ocr/barcode"
)

// plane decodes a picture of a test set; nil when that is not one, or a bomb.
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

// wanted is the payload beside a picture; ok is false when the picture has none of its own.
func wanted(path string) (payload []byte, ok bool) {
	for _, extension := range []string{".bin", ".txt"} {
		if data, err := os.ReadFile(strings.TrimSuffix(path, ".png") + extension); err == nil {
			return data, true
		}
	}
	return nil, false
}

// The photographs of zxing, exact payload. pdf417-4 holds parts of one message each (Macro PDF417) and is not counted:
// its payloads are of whole messages, which Read does not put together.
func TestForeignPDF417(t *testing.T) {
	dir := picturetest.Dir(t, "pdf417")
	right, all := 0, 0
	for _, folder := range []string{"pdf417-1", "pdf417-2", "pdf417-3"} {
		files, err := filepath.Glob(filepath.Join(dir, folder, "*.png"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no pictures in %s: %v", folder, err)
		}
		n := 0
		var missed []string
		for _, file := range files {
			want, ok := wanted(file)
			got, err := barcode.Read(plane(t, file))
			if err != nil || !ok {
				t.Fatalf("%s: %v, payload %v", file, err, ok)
			}
			// Their text files are UTF-8 of what the symbol's character set means; their binary ones are the bytes.
			if len(got) == 1 && (bytes.Equal(got[0].Payload, want) || got[0].Text == string(want)) {
				n++
			} else {
				missed = append(missed, filepath.Base(file))
			}
		}
		t.Logf("%s: %d of %d exact, missed %v", folder, n, len(files), missed)
		right, all = right+n, all+len(files)
	}
	if right*10 < all*8 {
		t.Errorf("%d of %d exact, the goal is 80 %%", right, all)
	}
}

// What the reader says where no barcode is. The one symbol in these folders is a picture that is a QR code.
func TestForeignFalseReads(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED, false reads were not counted: -short")
	}
	real := []string{"8bit_depth.tiff"}
	formats := append(barcode.Matrix(), barcode.Code128, barcode.Code39, barcode.EAN13)
	n, reads := 0, 0
	for _, folder := range []string{"authentic", "forgery", "faces", "formats", "ocr"} {
		err := filepath.WalkDir(picturetest.Dir(t, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || slices.Contains(real, d.Name()) {
				return err
			}
			g := plane(t, path)
			if g == nil {
				return nil
			}
			n++
			got, err := barcode.Read(g, formats...)
			for _, b := range got {
				reads++
				t.Logf("%s: %s %.40q", path, b.Format, b.Text)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d false reads in %d pictures, formats %v", reads, n, formats)
	if reads > 0 {
		t.Errorf("%d false reads in %d pictures", reads, n)
	}
}

// Drawn scenes with seeds, angles and payloads other than the ones that the reader was built with.
func TestScenes(t *testing.T) {
	groups := []struct {
		name   string
		least  float64 // share that must be exact
		scenes []scene
	}{
		{"turned", 0.95, turned()},
		{"tilted to 20 degrees", 0.9, tilted()},
		{"small and blurred", 0.6, small()},
		{"dim", 0.9, dim()},
		{"close-up", 0.9, closeUp()},
	}
	for _, g := range groups {
		r := rand.New(rand.NewPCG(20261, 417))
		right := 0
		for _, s := range g.scenes {
			payload := licence(r)
			columns := []string{"7", "9", "11", "14", "16"}[r.IntN(5)]
			if s.short {
				payload, columns = payload[:60], []string{"2", "3", "4"}[r.IntN(3)]
			}
			code := zint(t, 55, payload, drawnModule, "--cols="+columns)
			s.w, s.h = 1700, 1200
			picture, corners := s.shoot(t, code, r)
			got, err := barcode.Read(picture)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != 1 || !bytes.Equal(got[0].Payload, payload) {
				t.Logf("%s: missed %+v, %d read", g.name, s, len(got))
				continue
			}
			right++
			if o := overlap(*got[0].Box, corners, picture.Rect); o < 0.5 {
				t.Errorf("%s %+v: box %v overlaps the code by %.2f", g.name, s, *got[0].Box, o)
			}
		}
		t.Logf("%s: %d of %d exact", g.name, right, len(g.scenes))
		if float64(right) < g.least*float64(len(g.scenes)) {
			t.Errorf("%s: %d of %d exact, at least %.0f %% are expected", g.name, right, len(g.scenes), 100*g.least)
		}
	}
}

func turned() (out []scene) {
	for a := 3.0; a < 360; a += 11 {
		out = append(out, scene{rotation: a, module: 3, blur: 0.7, noise: 3, quality: 85})
	}
	return out
}

func tilted() (out []scene) {
	for a := 17.0; a < 360; a += 50 {
		for tilt := 5.0; tilt <= 20; tilt += 5 {
			out = append(out, scene{rotation: a, tilt: tilt, module: 3.5, blur: 0.7, noise: 3, quality: 85})
		}
	}
	return out
}

func small() (out []scene) {
	for _, module := range []float64{1.5, 1.7, 1.9, 2.2, 2.6} {
		for _, blur := range []float64{0, 0.6, 1} {
			out = append(out, scene{rotation: -3, module: module, blur: blur, noise: 2, quality: 90})
		}
	}
	return out
}

func dim() (out []scene) {
	for a := 9.0; a < 360; a += 45 {
		out = append(out, scene{rotation: a, module: 3, blur: 0.7, noise: 2, quality: 85, dim: true})
	}
	return out
}

// closeUp is a short code from near: its guard patterns' wide bar spans several cells of the survey.
func closeUp() (out []scene) {
	for a := 8.0; a < 360; a += 30 {
		out = append(out, scene{rotation: a, module: 7, blur: 1, noise: 3, quality: 85, short: true})
	}
	return out
}

// overlap is the intersection over union of box and the rectangle around the corners, as far as that lies in the plane.
func overlap(box [4]int, corners [4][2]float64, plane image.Rectangle) float64 {
	a := image.Rect(box[0], box[1], box[0]+box[2], box[1]+box[3])
	b := image.Rectangle{Min: image.Pt(1<<30, 1<<30), Max: image.Pt(-1<<30, -1<<30)}
	for _, c := range corners {
		b.Min.X, b.Min.Y = min(b.Min.X, int(c[0])), min(b.Min.Y, int(c[1]))
		b.Max.X, b.Max.Y = max(b.Max.X, int(c[0])), max(b.Max.Y, int(c[1]))
	}
	b = b.Intersect(plane)
	area := func(r image.Rectangle) float64 { return float64(r.Dx() * r.Dy()) }
	i := area(a.Intersect(b))
	return i / (area(a) + area(b) - i)
}
