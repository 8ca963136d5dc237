package barcode_test

import (
	"image"
	"testing"

	"loupe/ocr/barcode"
)

// tiled repeats finder patterns of QR codes with modules of two pixels over a plane.
func tiled(across, down int) *image.Gray {
	const module, side = 2, 16
	g := image.NewGray(image.Rect(0, 0, across*side, down*side))
	for i := range g.Pix {
		x, y := i%g.Rect.Dx()%side/module-3, i/g.Rect.Dx()%side/module-3
		if ring := max(x, -x, y, -y); ring != 2 && ring < 4 {
			continue
		}
		g.Pix[i] = 255
	}
	return g
}

// zxing tries every three finder patterns: 2,250 of them took it more than a minute, which this test would show.
func TestFullOfFinderPatterns(t *testing.T) {
	for _, g := range []*image.Gray{tiled(50, 45), tiled(20, 15)} {
		got, err := barcode.Read(g)
		if err != nil || len(got) != 0 {
			t.Errorf("%v: %d barcodes, %v", g.Rect.Size(), len(got), err)
		}
	}
}

func TestFinders(t *testing.T) {
	for _, c := range []struct {
		g    *image.Gray
		want int
	}{{zint(t, 58, []byte("three corners"), 4), 3}, {tiled(20, 15), 300}, {image.NewGray(image.Rect(0, 0, 50, 50)), 0}} {
		if n := barcode.Finders(c.g); n < c.want || n > c.want+c.want/10 {
			t.Errorf("%v: %d finder patterns, want about %d", c.g.Rect.Size(), n, c.want)
		}
	}
}
