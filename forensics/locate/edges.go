package locate

import "math"

// Gradients are in grey levels across an edge, as a 3 x 3 Sobel operator sums them divided by 4.
const (
	faintEdge  = 3.0  // below it noise and JPEG ripple stand
	fullEdge   = 14.0 // from here on an edge is as good as it can be: print must not outweigh a pale card's outline
	inhibition = 1.6  // of the surroundings' mean gradient
	chromaGain = 1.5  // colour differences are less noisy than luma and never as strong
)

// edges are the crests of the gradient.
type edges struct {
	w, h   int
	weight []uint8 // 0 none, 255 at fullEdge and above
	normal []uint8 // direction of the gradient, degrees 0..179
}

// findEdges takes the gradient of all three planes together (Di Zenzo, CVGIP 33(1), 1986: the largest eigenvalue of the
// summed structure tensors) and keeps its crests (Canny, PAMI 8(6), 1986, section VIII).
func findEdges(s *small) *edges {
	e := &edges{w: s.w, h: s.h, weight: make([]uint8, s.w*s.h), normal: make([]uint8, s.w*s.h)}
	if s.w < 3 || s.h < 3 {
		return e
	}
	strength, sector := make([]float32, s.w*s.h), make([]uint8, s.w*s.h)
	for y := 1; y < s.h-1; y++ {
		for x := 1; x < s.w-1; x++ {
			i := y*s.w + x
			strength[i], sector[i] = s.gradient(i)
		}
	}
	e.crests(s, strength, sector)
	return e
}

// crests keeps what is stronger than its two neighbours across, less what the quieter side of it has: grain, weave and
// lettering inhibit themselves, the contour between a texture and anything else stays (after Grigorescu, Petkov and
// Westenberg, IEEE TIP 12(7), 2003, who take both sides together).
func (e *edges) crests(s *small, strength []float32, sector []uint8) {
	sums := sumTable(strength, e.w, e.h)
	across := [4]int{1, e.w + 1, e.w, e.w - 1}
	for y := 1; y < e.h-1; y++ {
		for x := 1; x < e.w-1; x++ {
			i := y*e.w + x
			m, step := strength[i], across[sector[i]]
			if m < faintEdge || m < strength[i+step] || m <= strength[i-step] {
				continue
			}
			xx, yy, xy := s.tensor(i)
			cos, sin := halfAngle(float64(xx-yy), float64(2*xy))
			dx, dy := int(math.Round(sideAway*cos)), int(math.Round(sideAway*sin))
			if m -= inhibition * min(sums.mean(x+dx, y+dy), sums.mean(x-dx, y-dy)); m >= faintEdge {
				e.weight[i] = uint8(min(m/fullEdge, 1) * 255)
				e.normal[i] = uint8(int(math.Atan2(sin, cos)*180/math.Pi+180.5) % 180)
			}
		}
	}
}

// halfAngle returns the cosine and sine of half the direction of a, b, -90 to 90 degrees.
func halfAngle(a, b float64) (cos, sin float64) {
	c := a / math.Sqrt(a*a+b*b)
	return math.Sqrt(max(1+c, 0) / 2), math.Copysign(math.Sqrt(max(1-c, 0)/2), b)
}

// gradient returns the strength of the gradient at pixel i, 0 where it is certainly faint, and the sector of its
// direction: 0 across, 1 down to the right, 2 down, 3 down to the left.
func (s *small) gradient(i int) (strength float32, sector uint8) {
	xx, yy, xy := s.tensor(i)
	if xx+yy < 16*faintEdge*faintEdge { // the sum of both eigenvalues bounds the larger
		return 0, 0
	}
	a, b := float64(xx-yy), float64(2*xy) // they point in twice the direction
	switch {
	case abs(2*xy) <= abs(xx-yy) && xx >= yy:
	case abs(2*xy) <= abs(xx-yy):
		sector = 2
	case xy > 0:
		sector = 1
	default:
		sector = 3
	}
	return float32(math.Sqrt((float64(xx+yy)+math.Sqrt(a*a+b*b))/2) / 4), sector
}

// tensor sums the products of the Sobel gradients of all planes at pixel i.
func (s *small) tensor(i int) (xx, yy, xy int) {
	for k, p := range s.planes {
		up, mid, low := p[i-s.w-1:i-s.w+2:i-s.w+2], p[i-1:i+2:i+2], p[i+s.w-1:i+s.w+2:i+s.w+2]
		dx := int(up[2]) - int(up[0]) + 2*(int(mid[2])-int(mid[0])) + int(low[2]) - int(low[0])
		dy := int(low[0]) - int(up[0]) + 2*(int(low[1])-int(up[1])) + int(low[2]) - int(up[2])
		if k > 0 {
			dx, dy = 2*chromaGain*dx/2, 2*chromaGain*dy/2
		}
		xx, yy, xy = xx+dx*dx, yy+dy*dy, xy+dx*dy
	}
	return xx, yy, xy
}
