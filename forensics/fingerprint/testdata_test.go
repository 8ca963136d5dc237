package fingerprint_test

import (
	"image"
	"io/fs"
	"math"
	"math/bits"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/picturetest"
	"loupe/models"
)

// pictures returns the files below the given folders of testdata, sorted.
func pictures(t testing.TB, folders ...string) (paths []string) {
	t.Helper()
	root := picturetest.Dir(t)
	for _, f := range folders {
		err := filepath.WalkDir(filepath.Join(root, f), func(path string, d fs.DirEntry, err error) error {
			switch strings.ToLower(filepath.Ext(path)) {
			case ".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp":
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// open returns the exhibit of a file, or nil when the file is refused.
func open(t testing.TB, path string) *forensics.Exhibit {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	x, refusal := forensics.Open(data, models.KindProfilePhoto, forensics.DefaultLimits())
	if refusal != nil {
		return nil
	}
	return x
}

// scene draws soft spots of many sizes with a little noise: amplitude sets the contrast, in grey levels.
func scene(seed uint64, w, h int, amplitude float64) *image.Gray {
	r := rand.New(rand.NewPCG(seed, 3))
	plane := make([]float64, w*h)
	for range 60 {
		cx, cy, height := r.Float64()*float64(w), r.Float64()*float64(h), r.NormFloat64()
		size := math.Exp(2.5+2.5*r.Float64()) * float64(w) / 480
		column := make([]float64, w)
		for x := range column {
			column[x] = math.Exp(-(float64(x) - cx) * (float64(x) - cx) / (2 * size * size))
		}
		for y := range h {
			row := height * math.Exp(-(float64(y)-cy)*(float64(y)-cy)/(2*size*size))
			for x := range w {
				plane[y*w+x] += row * column[x]
			}
		}
	}
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i, v := range plane {
		g.Pix[i] = uint8(max(0, min(255, 140+amplitude*v+0.7*r.NormFloat64()+0.5)))
	}
	return g
}

// byTurn returns the hashes of one kind, by orientation.
func byTurn(fps []models.Fingerprint, kind models.FingerprintKind) map[int]string {
	out := map[int]string{}
	for _, fp := range fps {
		if fp.Kind == kind {
			out[fp.Orientation] = fp.Hex
		}
	}
	return out
}

// distance returns the number of bits in which two hashes of equal length in hexadecimal differ; all when one is missing.
func distance(a, b string) int {
	if len(a) != len(b) || a == "" {
		return 4 * max(len(a), len(b))
	}
	digit := func(c byte) uint { return uint(strings.IndexByte("0123456789abcdef", c)) }
	d := 0
	for i := range len(a) {
		d += bits.OnesCount(digit(a[i]) ^ digit(b[i]))
	}
	return d
}

func split(path string) []string { return strings.Split(filepath.ToSlash(path), "/") }
