package samples_test

import (
	"image"
	"math"
	"testing"

	"loupe/samples"
)

// blank is a plain pale sheet, 4:3.
func blank() *samples.Sheet {
	img := image.NewRGBA(image.Rect(0, 0, 400, 300))
	for i := range img.Pix {
		img.Pix[i] = 240
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return &samples.Sheet{Image: img, DPI: 100}
}

func posed(t *testing.T, pose samples.Pose, o samples.CaptureOptions) *samples.Shot {
	t.Helper()
	o.Width, o.Height, o.Pose = 640, 480, &pose
	shot, err := samples.Capture(blank(), 9, o)
	if err != nil {
		t.Fatal(err)
	}
	return shot
}

func TestPoseRotation(t *testing.T) {
	for degrees := -180.0; degrees <= 180; degrees += 30 {
		q := posed(t, samples.Pose{Rotation: degrees}, samples.CaptureOptions{Fill: 0.7}).Quad()
		got := math.Atan2(q[1][1]-q[0][1], q[1][0]-q[0][0]) * 180 / math.Pi
		if off := math.Remainder(got-degrees, 360); math.Abs(off) > 1 { // bend and lens take their part
			t.Errorf("turned by %v: the top edge lies at %.1f", degrees, got)
		}
	}
}

// At a tilt the sheet's far edge is shorter by what a pinhole makes of it: half the height times sin(tilt), over the distance.
func TestPoseTilt(t *testing.T) {
	for _, tilt := range []float64{0, 10, 20, 35} {
		for axis, far := range map[float64]int{0: 0, 180: 2} { // the top edge is away, then the bottom edge
			q := posed(t, samples.Pose{Tilt: tilt, Axis: axis}, samples.CaptureOptions{Fill: 0.6}).Quad()
			length := func(i int) float64 { return math.Hypot(q[i][0]-q[(i+1)%4][0], q[i][1]-q[(i+1)%4][1]) }
			ratio := length(far) / length((far+2)%4)
			if tilt == 0 && math.Abs(ratio-1) > 0.02 {
				t.Errorf("not tilted: edges as %.3f", ratio)
			}
			if want := pinholeRatio(q, tilt); tilt > 0 && math.Abs(ratio-want) > 0.02 {
				t.Errorf("tilted by %v about %v: edges as %.3f, want %.3f", tilt, axis, ratio, want)
			}
		}
	}
}

// pinholeRatio computes the ratio of far to near edge from the sheet's width in the picture at its middle (the harmonic
// mean of both edges' widths) and the focal length of 0.75 * 640 pixels: distance = focal * 4 / width, height 3.
func pinholeRatio(q [4][2]float64, tilt float64) float64 {
	a, b := math.Abs(q[1][0]-q[0][0]), math.Abs(q[2][0]-q[3][0])
	distance := 0.75 * 640 * 4 / (2 * a * b / (a + b))
	away := 1.5 * math.Sin(tilt*math.Pi/180)
	return (distance - away) / (distance + away)
}

func TestPoseFillAndPlace(t *testing.T) {
	for _, fill := range []float64{0.3, 0.6, 0.9, 1.1} {
		q := posed(t, samples.Pose{Rotation: 40, Tilt: 25, Axis: 70}, samples.CaptureOptions{Fill: fill}).Quad()
		x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for _, c := range q {
			x0, y0, x1, y1 = min(x0, c[0]), min(y0, c[1]), max(x1, c[0]), max(y1, c[1])
		}
		if got := max((x1-x0)/640, (y1-y0)/480); math.Abs(got-fill) > 0.01 {
			t.Errorf("fills %.3f, want %.3f", got, fill)
		}
	}
	q := posed(t, samples.Pose{X: 0.2, Y: -0.1}, samples.CaptureOptions{Fill: 0.4}).Quad()
	if x, y := (q[0][0]+q[2][0])/2, (q[0][1]+q[2][1])/2; math.Abs(x-0.7*640) > 3 || math.Abs(y-0.4*480) > 3 {
		t.Errorf("the middle lies at %.1f, %.1f", x, y)
	}
}

func TestPoseRefusesWhatCannotBeSeen(t *testing.T) {
	for _, tilt := range []float64{-1, 61, math.NaN()} {
		if _, err := samples.Capture(blank(), 1, samples.CaptureOptions{Pose: &samples.Pose{Tilt: tilt}}); err == nil {
			t.Errorf("a tilt of %v is posed", tilt)
		}
	}
}

// Each option changes the picture where it says, and nothing else about the capture.
func TestSceneOptions(t *testing.T) {
	base := posed(t, samples.Pose{}, samples.CaptureOptions{Fill: 0.5, Desk: samples.DeskDark})
	middle := image.Pt(320, 240)
	for name, c := range map[string]struct {
		o     samples.CaptureOptions
		sheet bool // the sheet's middle changes
	}{
		"clutter": {samples.CaptureOptions{Fill: 0.5, Desk: samples.DeskDark, Clutter: 5}, false},
		"thumb":   {samples.CaptureOptions{Fill: 0.5, Desk: samples.DeskDark, Cover: 0.25}, false},
		"pale":    {samples.CaptureOptions{Fill: 0.5, Desk: samples.DeskPale}, false},
	} {
		shot := posed(t, samples.Pose{}, c.o)
		if shot.Quad() != base.Quad() {
			t.Errorf("%s: the sheet has moved", name)
		}
		if got := shot.Image.RGBAAt(middle.X, middle.Y) != base.Image.RGBAAt(middle.X, middle.Y); got != c.sheet {
			t.Errorf("%s: the sheet's middle changed: %v", name, got)
		}
		if pixelsSHA(shot.Image) == pixelsSHA(base.Image) {
			t.Errorf("%s: nothing changed", name)
		}
	}
	sum := func(shot *samples.Shot) (total int) {
		for i := 0; i < len(shot.Image.Pix); i += 4 {
			total += int(shot.Image.Pix[i])
		}
		return total
	}
	if shade := posed(t, samples.Pose{}, samples.CaptureOptions{Fill: 0.5, Desk: samples.DeskDark, Shade: 0.5}); sum(shade) >= sum(base) {
		t.Error("a shadow does not darken the picture")
	}
}
