package locate_test

import (
	"math"
	"testing"

	"loupe/forensics/locate"
	"loupe/models"
)

// A card of which one whole side lies outside is found by the other three, and ends where a card does.
func TestFindThreeSided(t *testing.T) {
	const w, h, width = 900, 700, 560.0
	for _, tt := range []struct {
		degrees, dx, dy float64
		side            int // that lies outside, of the quad as it is found
	}{{0, 330, 0, 1}, {0, -330, 0, 3}, {8, 340, 0, 1}, {-6, 0, 330, 2}} {
		quad := card(w, h, width, tt.degrees)
		if tt.dy != 0 { // upright
			quad = card(w, h, width, tt.degrees+90)
			quad = [4][2]float64{quad[3], quad[0], quad[1], quad[2]}
		}
		for i := range quad {
			quad[i][0], quad[i][1] = quad[i][0]+tt.dx, quad[i][1]+tt.dy
		}
		p := locate.Find(drawn(w, h, quad), 1)
		if p.Frame {
			t.Errorf("%v: not found", tt)
			continue
		}
		if d := farthest(p.Quad, quad); d > 0.03*width {
			t.Errorf("%v: %.0f, want %.0f: %.1f pixels off", tt, p.Quad, quad, d)
		}
		if p.Seen[tt.side] != 0 || p.Format != models.FormatID1 {
			t.Errorf("%v: seen %.2f, format %q", tt, p.Seen, p.Format)
		}
		if math.Abs(p.Rotation-tt.degrees) > 1 {
			t.Errorf("%v: rotation %.1f", tt, p.Rotation)
		}
	}
}
