package locate_test

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"testing"

	"loupe/samples"
)

// drawnScene draws the plainest picture that has an outline: a pale card with some bars on an even dark ground, level in
// half of the pictures, in the picture as a whole or beyond it with one side or two.
func drawnScene(t testing.TB, _ *samples.Studio, seed uint64) scene {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 83))
	sc := scene{Seed: seed, Kind: "drawn", Desk: "even", W: 640, H: 480}
	if r.IntN(2) == 0 {
		sc.Rotation = 30 * (r.Float64() - 0.5)
	}
	width := 280 + 220*r.Float64()
	sc.Quad = card(sc.W, sc.H, width, sc.Rotation)
	var dx, dy float64
	switch r.IntN(5) {
	case 0, 1: // one side beyond
		dx, sc.Cut = float64(sc.W)/2+width*(0.1-0.4*r.Float64()), true
	case 2:
		dx, dy, sc.Cut = float64(sc.W)/2+width*(0.1-0.4*r.Float64()), float64(sc.H)/2+width/1.6*(0.1-0.4*r.Float64()), true
	}
	dx, dy = dx*float64(1-2*r.IntN(2)), dy*float64(1-2*r.IntN(2))
	for i := range sc.Quad {
		sc.Quad[i][0], sc.Quad[i][1] = sc.Quad[i][0]+dx, sc.Quad[i][1]+dy
	}
	img := image.NewRGBA(image.Rect(0, 0, sc.W, sc.H))
	draw.Draw(img, img.Rect, drawn(sc.W, sc.H, sc.Quad), image.Point{}, draw.Src)
	for range r.IntN(12) {
		bar(img, sc.Quad, r)
	}
	sc.picture = asJPEG(t, img, 75+r.IntN(21))
	return sc
}

// bar draws a dark bar, like a line of text, level with the quadrilateral's first side and inside it.
func bar(img *image.RGBA, q [4][2]float64, r *rand.Rand) {
	u0, v0 := 0.06+0.5*r.Float64(), 0.08+0.8*r.Float64()
	u1, v1 := u0+0.35*r.Float64(), v0+0.03
	const steps = 300
	for i := range steps * 12 {
		u, v := u0+(u1-u0)*float64(i%steps)/steps, v0+(v1-v0)*float64(i/steps)/12
		x := q[0][0] + u*(q[1][0]-q[0][0]) + v*(q[3][0]-q[0][0])
		y := q[0][1] + u*(q[1][1]-q[0][1]) + v*(q[3][1]-q[0][1])
		img.SetRGBA(int(x), int(y), color.RGBA{90, 90, 100, 255})
	}
}
