package portrait_test

import (
	"image"
	"math"
	"testing"

	"loupe/forensics/portrait"
	"loupe/forensics/raster"
	"loupe/models"
)

// The middle between the eyes lies in the middle of the frame's line, the eyes on it, whichever way the face is turned or stored.
func TestFrameReachesTheEyes(t *testing.T) {
	frame := portrait.Frame{W: 128, H: 152, Eyes: 32, Line: 60}
	for _, eyes := range [][2][2]float64{{{100, 100}, {164, 100}}, {{300, 80}, {300, 200}}, {{90, 95}, {40, 70}}} {
		for _, flipped := range []bool{false, true} {
			for _, mirrored := range []bool{false, true} {
				frame.Mirrored = mirrored
				m, ok := frame.Reach(models.Face{Eyes: eyes}, flipped)
				if !ok {
					t.Fatal(eyes)
				}
				for i, e := range eyes {
					side := float64(2*i - 1)
					if mirrored {
						side = -side
					}
					if x, y := m.At(64+16*side, 60); math.Hypot(x-e[0], y-e[1]) > 1e-9 {
						t.Errorf("eyes %v, flipped %v, mirrored %v: eye %d is at %v %v", eyes, flipped, mirrored, i, x, y)
					}
				}
				if det := m[0]*m[4] - m[1]*m[3]; (det > 0) != (flipped == mirrored) {
					t.Errorf("eyes %v, flipped %v, mirrored %v: determinant %v", eyes, flipped, mirrored, det)
				}
			}
		}
	}
}

func TestFrameWithoutEyes(t *testing.T) {
	frame := portrait.Frame{W: 10, H: 10, Eyes: 4, Line: 5}
	for _, eyes := range [][2][2]float64{{}, {{5, 5}, {5, 5}}, {{math.NaN(), 1}, {2, 2}}, {{0, 0}, {math.Inf(1), 0}}, {{-1e9, 0}, {1e9, 0}}} {
		if _, ok := frame.Reach(models.Face{Eyes: eyes}, false); ok {
			t.Errorf("eyes %v give a frame", eyes)
		}
	}
}

// A reduced ramp is still the ramp, a pixel's centre at .5; outside the picture its edge repeats.
func TestSample(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 240, 60))
	for i := range g.Pix {
		g.Pix[i] = uint8(i % 240)
	}
	for _, k := range []float64{0.5, 1, 2, 5, 7.5} {
		out := portrait.Sample(g, raster.Homography{k, 0, 30, 0, k, 20, 0, 0, 1}, 24, 4)
		for x := range 24 {
			want := min(k*(float64(x)+0.5)+30-0.5, 239)
			if got := float64(out.Pix[24+x]); math.Abs(got-want) > 1.5 {
				t.Errorf("scale %v: column %d is %v, want %v", k, x, got, want)
			}
		}
	}
	for _, m := range []raster.Homography{{}, {1e9, 0, 0, 0, 1e9, 0, 0, 0, 1}, {1, 0, -1e12, 0, 1, 1e12, 0, 0, 1}, {math.NaN(), 0, 0, 0, 1, 0, 0, 0, 1}} {
		if out := portrait.Sample(g, m, 8, 8); out.Rect.Dx() != 8 {
			t.Errorf("map %v: %v", m, out.Rect)
		}
		portrait.Sample(image.NewGray(image.Rectangle{}), m, 8, 8)
	}
}

// Hostile eyes: whatever a picture makes a detector say, sampling is bounded.
func FuzzFace(f *testing.F) {
	f.Add(10.0, 10.0, 20.0, 10.0, false)
	f.Add(-1e5, 3.0, 2e5, 1e5, true)
	g := image.NewGray(image.Rect(0, 0, 50, 40))
	f.Fuzz(func(t *testing.T, x0, y0, x1, y1 float64, flipped bool) {
		frame := portrait.Frame{W: 16, H: 20, Eyes: 5, Line: 8}
		if m, ok := frame.Reach(models.Face{Eyes: [2][2]float64{{x0, y0}, {x1, y1}}}, flipped); ok {
			portrait.Sample(g, m, frame.W, frame.H)
		}
	})
}
