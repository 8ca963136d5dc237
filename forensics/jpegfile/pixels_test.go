package jpegfile_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/forensics/jpegfile"
)

// scene draws a picture with shading, edges and noise: every frequency is present.
func scene(w, h int) *image.RGBA {
	rng := rand.New(rand.NewPCG(7, 11))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := 120 + 60*math.Sin(float64(x)/37)*math.Cos(float64(y)/23) + rng.NormFloat64()*9
			if (x/29+y/17)%5 == 0 {
				v -= 70
			}
			c := uint8(min(max(v, 0), 255))
			img.SetRGBA(x, y, color.RGBA{c, uint8(x * 255 / w), uint8(255 - int(c)/2), 255})
		}
	}
	return img
}

func encode(t testing.TB, img image.Image, quality int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// samples reconstructs the pixels of a plane by the exact inverse DCT (T.81 A.3.3), rounded and clamped.
func samples(p *jpegfile.Plane) *image.Gray {
	var basis [8][8]float64 // [frequency][place]
	for u := range 8 {
		for x := range 8 {
			basis[u][x] = 0.5 * math.Cos(float64(2*x+1)*float64(u)*math.Pi/16)
			if u == 0 {
				basis[u][x] = math.Sqrt(0.125)
			}
		}
	}
	g := image.NewGray(image.Rect(0, 0, 8*p.Columns, 8*p.Rows))
	for i, b := range p.Blocks {
		var half [8][8]float64 // [v][x]
		for v := range 8 {
			for x := range 8 {
				for u := range 8 {
					half[v][x] += float64(b[8*v+u]) * float64(p.Quant.Steps[8*v+u]) * basis[u][x]
				}
			}
		}
		for y := range 8 {
			for x := range 8 {
				s := 128.0
				for v := range 8 {
					s += half[v][x] * basis[v][y]
				}
				g.Pix[(i/p.Columns*8+y)*g.Stride+i%p.Columns*8+x] = uint8(math.Round(min(max(s, 0), 255)))
			}
		}
	}
	return g
}

// decodedPlanes returns the planes of image/jpeg's answer, nil for pictures whose planes it does not expose.
func decodedPlanes(img image.Image) []*image.Gray {
	switch p := img.(type) {
	case *image.Gray:
		return []*image.Gray{p}
	case *image.YCbCr:
		cw, ch := chromaSize(p)
		chroma := image.Rect(0, 0, cw, ch)
		return []*image.Gray{
			{Pix: p.Y, Stride: p.YStride, Rect: p.Rect},
			{Pix: p.Cb, Stride: p.CStride, Rect: chroma}, {Pix: p.Cr, Stride: p.CStride, Rect: chroma},
		}
	}
	return nil
}

func chromaSize(p *image.YCbCr) (int, int) {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	switch p.SubsampleRatio {
	case image.YCbCrSubsampleRatio420:
		return (w + 1) / 2, (h + 1) / 2
	case image.YCbCrSubsampleRatio422:
		return (w + 1) / 2, h
	case image.YCbCrSubsampleRatio440:
		return w, (h + 1) / 2
	case image.YCbCrSubsampleRatio411:
		return (w + 3) / 4, h
	}
	return w, h
}

// assertSamePixels holds our coefficients to what image/jpeg decodes, within tolerance levels.
func assertSamePixels(t *testing.T, data []byte, tolerance int) (compared bool) {
	t.Helper()
	if cfg, err := jpeg.DecodeConfig(bytes.NewReader(data)); err != nil || cfg.Width*cfg.Height > 4_000_000 {
		return false // the exact inverse transform of a test is slow
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return false
	}
	f, err := jpegfile.Parse(data)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	planes, err := f.Coefficients()
	if err != nil {
		t.Errorf("Coefficients: %v", err)
		return false
	}
	want := decodedPlanes(img)
	if want == nil || len(want) != len(planes) {
		return false
	}
	for i, p := range planes {
		assertClose(t, i, samples(p), want[i], tolerance)
	}
	return true
}

func assertClose(t *testing.T, component int, got, want *image.Gray, tolerance int) {
	t.Helper()
	worst := 0
	for y := range want.Rect.Dy() {
		for x := range want.Rect.Dx() {
			d := int(got.Pix[y*got.Stride+x]) - int(want.Pix[y*want.Stride+x])
			worst = max(worst, d, -d)
		}
	}
	if worst > tolerance {
		t.Errorf("component %d differs by %d levels, allowed %d", component, worst, tolerance)
	}
}

func jpegsBelow(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if ext := strings.ToLower(filepath.Ext(path)); err == nil && (ext == ".jpg" || ext == ".jpeg") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
