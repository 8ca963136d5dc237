package locate_test

import (
	"testing"

	"loupe/forensics/locate"
)

// Of a card of which two neighbouring sides lie outside, the corner that is seen tells where it lies, and that it goes on.
func TestFindTwoSided(t *testing.T) {
	const w, h, width = 900, 700, 800.0
	for _, degrees := range []float64{4, -7} {
		quad := card(w, h, width, degrees)
		for i := range quad {
			quad[i][0], quad[i][1] = quad[i][0]+250, quad[i][1]+110
		}
		p := locate.Find(drawn(w, h, quad), 1)
		if p.Frame {
			t.Errorf("%v degrees: not found", degrees)
			continue
		}
		if got := overlap(p.Quad, quad, w, h); got < 0.98 {
			t.Errorf("%v degrees: %.0f, want about %.0f: IoU %.3f", degrees, p.Quad, quad, got)
		}
		if p.Seen[0] < 0.9 || p.Seen[3] < 0.9 || p.Seen[1] != 0 || p.Seen[2] != 0 {
			t.Errorf("%v degrees: seen %.2f, want the top and the left side only", degrees, p.Seen)
		}
		if p.Quad[2][0] < w || p.Quad[2][1] < h {
			t.Errorf("%v degrees: the corner %.0f lies in the picture", degrees, p.Quad[2])
		}
	}
}

// A picture that ends where the document does, but for a hundredth of it, cuts nothing off.
func TestFindTightCrop(t *testing.T) {
	const w, h, width = 800, 600, 600.0
	for _, share := range []float64{-0.01, 0, 0.01, 0.015} {
		quad := card(w, h, width, 3)
		for i := range quad {
			quad[i][0] += w/2 - width/2 + share*width // how far the right side lies outside
		}
		p := locate.Find(drawn(w, h, quad), 1)
		for i, c := range p.Quad {
			if c[0] > w+0.035*width {
				t.Errorf("%v outside: corner %d of %.0f is far outside", share, i, p.Quad)
			}
		}
		if !p.Frame && p.Seen[1] < 0.5 && share < 0.01 {
			t.Errorf("%v outside: seen %.2f of %.0f", share, p.Seen, p.Quad)
		}
	}
}
