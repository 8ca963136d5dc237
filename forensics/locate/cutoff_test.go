package locate_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/samples"
)

// cutOff renders the scene of a seed in which a photograph was cropped through the document, at one side or at two
// neighbouring ones, by 0.08 to 0.4 of what the document takes of the picture. Most lie nearly straight, some are scans.
func cutOff(t testing.TB, s *samples.Studio, seed uint64) scene {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 82))
	name, sheet := paper(t, s, r.IntN(5), seed, 0.6)
	pose := &samples.Pose{Rotation: 16 * (r.Float64() - 0.5), Tilt: 20 * r.Float64(), Axis: 360 * r.Float64(), Focal: 0.65 + 0.35*r.Float64()}
	if r.IntN(3) == 0 {
		pose.Rotation = 360*r.Float64() - 180
	}
	o := samples.CaptureOptions{Width: 1000, Height: 750, Pose: pose, Fill: 0.6 + 0.3*r.Float64(), Desk: desks()[r.IntN(6)]}
	if r.IntN(2) == 0 {
		o.Width, o.Height = o.Height, o.Width
	}
	if r.IntN(5) == 0 {
		o.Clutter = 2
	}
	if r.IntN(4) == 0 { // a scanner's lid
		o.Pose, o.Flat, pose.Rotation, pose.Tilt = nil, true, 0, 0
	}
	shot, err := samples.Capture(sheet, seed, o)
	if err != nil {
		t.Fatal(err)
	}
	sc := scene{Seed: seed, Kind: name, Desk: "cut off", Rotation: pose.Rotation, Tilt: pose.Tilt, Cut: true, Clutter: o.Clutter > 0, Quad: shot.Quad()}
	sides := 1 + r.IntN(3)/2
	part := cropThrough(shot.Image.Rect, sc.Quad, r.IntN(4), sides, 0.08+0.32*r.Float64(), 0.08+0.32*r.Float64())
	for i := range sc.Quad {
		sc.Quad[i][0], sc.Quad[i][1] = sc.Quad[i][0]-float64(part.Min.X), sc.Quad[i][1]-float64(part.Min.Y)
	}
	sc.W, sc.H = part.Dx(), part.Dy()
	sc.picture = asJPEG(t, shot.Image.SubImage(part), 70+r.IntN(26))
	return sc
}

// cropThrough returns the part of a picture that is left when it is cut at the first side (left, top, right, bottom) and
// as many after it, by shares of the quadrilateral's bounding box.
func cropThrough(picture image.Rectangle, quad [4][2]float64, first, sides int, shares ...float64) image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range quad {
		x0, y0, x1, y1 = min(x0, c[0]), min(y0, c[1]), max(x1, c[0]), max(y1, c[1])
	}
	for i := range sides {
		dx, dy := shares[i]*(x1-x0), shares[i]*(y1-y0)
		switch (first + i) % 4 {
		case 0:
			picture.Min.X = int(x0 + dx)
		case 1:
			picture.Min.Y = int(y0 + dy)
		case 2:
			picture.Max.X = int(x1 - dx)
		case 3:
			picture.Max.Y = int(y1 - dy)
		}
	}
	return picture
}

// sidesOutside counts the sides of the document that lie outside the picture as a whole.
func sidesOutside(sc scene) (n int) {
	w, h := float64(sc.W), float64(sc.H)
	for i, a := range sc.Quad {
		b := sc.Quad[(i+1)%4]
		if max(a[0], b[0]) < 0 || max(a[1], b[1]) < 0 || min(a[0], b[0]) > w || min(a[1], b[1]) > h {
			n++
		}
	}
	return n
}
