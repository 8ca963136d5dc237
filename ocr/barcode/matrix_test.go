package barcode_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"loupe/ocr/barcode"
)

// matrixScenes are poses in which a phone sees a small matrix code on a card: the middle of a module takes 2 to 6 pixels.
func matrixScenes(r *rand.Rand, n int) (out []scene) {
	for range n {
		module := 2.2 + 4*r.Float64()
		out = append(out, scene{
			rotation: 360 * r.Float64(), tilt: 20 * r.Float64(), module: module, blur: 0.25 * module * r.Float64(), noise: 4 * r.Float64(), quality: 60 + r.IntN(35),
			dim: r.IntN(5) == 0, w: 1100, h: 800,
		})
	}
	return out
}

// QR, Data Matrix and Aztec codes on a printed card, photographed anyhow. least is what was read less a little; seeds differ
// from those that the reader was built with.
func TestMatrixScenes(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED, matrix codes on photographs were not counted: -short")
	}
	for _, c := range []struct {
		kind   int // zint's number
		format barcode.Format
		length int
		least  int // of 20
	}{
		{58, barcode.QRCode, 40, 18}, {58, barcode.QRCode, 180, 18}, {71, barcode.DataMatrix, 30, 18}, {71, barcode.DataMatrix, 110, 18},
		{92, barcode.Aztec, 30, 15}, {92, barcode.Aztec, 150, 4}, // zxing extrapolates large Aztec codes from their bull's eye: tilt is too much for it
	} {
		r := rand.New(rand.NewPCG(20262, uint64(c.kind*1000+c.length)))
		right := 0
		for _, s := range matrixScenes(r, 20) {
			payload := licence(r)[30 : 30+c.length]
			picture, corners := s.shoot(t, zint(t, c.kind, payload, drawnModule), r)
			got, err := barcode.Read(picture)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != 1 || got[0].Format != string(c.format) || !bytes.Equal(got[0].Payload, payload) {
				t.Logf("%s of %d bytes: missed %+v, %d read", c.format, c.length, s, len(got))
				continue
			}
			right++
			if o := overlap(*got[0].Box, corners, picture.Rect); o < 0.5 {
				t.Errorf("%s %+v: box %v overlaps the code by %.2f", c.format, s, *got[0].Box, o)
			}
		}
		t.Logf("%s of %d bytes: %d of 20 exact", c.format, c.length, right)
		if right < c.least {
			t.Errorf("%s of %d bytes: %d of 20 exact, at least %d are expected", c.format, c.length, right, c.least)
		}
	}
}
