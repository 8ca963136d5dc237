package compare

import "math"

// affine maps x, y to a0*x + a1*y + a2, a3*x + a4*y + a5. Coordinates are pixel indices: the centre of the first pixel
// is 0, 0, so a reduction by s maps x to (x+0.5)*s - 0.5.
type affine [6]float64

func (m affine) at(x, y float64) (float64, float64) {
	return m[0]*x + m[1]*y + m[2], m[3]*x + m[4]*y + m[5]
}

// then returns the map that applies m first and n after it.
func (m affine) then(n affine) affine {
	x, y := n.at(m[2], m[5])
	return affine{
		n[0]*m[0] + n[1]*m[3], n[0]*m[1] + n[1]*m[4], x,
		n[3]*m[0] + n[4]*m[3], n[3]*m[1] + n[4]*m[4], y,
	}
}

// inverse returns the map back; ok is false when m is (nearly) singular.
func (m affine) inverse() (back affine, ok bool) {
	det := m[0]*m[4] - m[1]*m[3]
	if math.Abs(det) < 1e-9 {
		return affine{}, false
	}
	back = affine{m[4] / det, -m[1] / det, 0, -m[3] / det, m[0] / det, 0}
	x, y := back.at(m[2], m[5])
	back[2], back[5] = -x, -y
	return back, true
}

// scale is the mean linear magnification.
func (m affine) scale() float64 { return math.Sqrt(math.Abs(m[0]*m[4] - m[1]*m[3])) }

// stretch is how many pixels of the target one pixel of the source spans, largest component along each target axis.
func (m affine) stretch() (x, y float64) {
	return math.Hypot(m[0], m[1]), math.Hypot(m[3], m[4])
}

// homography writes m as the contract's row-major 3x3 matrix.
func (m affine) homography() [9]float64 {
	return [9]float64{m[0], m[1], m[2], m[3], m[4], m[5], 0, 0, 1}
}

// distance is the largest displacement between m and n over the corners of a w x h picture.
func (m affine) distance(n affine, w, h int) float64 {
	far := 0.0
	for _, c := range [4][2]float64{{0, 0}, {float64(w), 0}, {0, float64(h)}, {float64(w), float64(h)}} {
		mx, my := m.at(c[0], c[1])
		nx, ny := n.at(c[0], c[1])
		far = max(far, math.Hypot(mx-nx, my-ny))
	}
	return far
}

// snapped returns the nearest map by whole pixels (quarter turns, mirror, integer shift) when it is within tolerance
// pixels of m over the whole w x h picture: then nothing was resampled, and interpolating would only blur the evidence.
func (m affine) snapped(w, h int, tolerance float64) affine {
	var n affine
	for i, v := range m {
		n[i] = math.Round(v)
	}
	if m.distance(n, w, h) <= tolerance {
		return n
	}
	return m
}

// resize maps the pixels of a w x h picture to those of its reduction to tw x th.
func resize(w, h, tw, th int) affine {
	sx, sy := float64(tw)/float64(w), float64(th)/float64(h)
	return affine{sx, 0, sx/2 - 0.5, 0, sy, sy/2 - 0.5}
}

// dihedral returns the map from the pixels of a picture as shown, to the pixels of the stored w x h picture, for each
// of the 8 orientations in EXIF order (CIPA DC-008, tag 0x0112): entry 0 is orientation 1.
func dihedral(orientation, w, h int) affine {
	r, b := float64(w-1), float64(h-1)
	switch orientation {
	case 2:
		return affine{-1, 0, r, 0, 1, 0}
	case 3:
		return affine{-1, 0, r, 0, -1, b}
	case 4:
		return affine{1, 0, 0, 0, -1, b}
	case 5:
		return affine{0, 1, 0, 1, 0, 0}
	case 6:
		return affine{0, 1, 0, -1, 0, b}
	case 7:
		return affine{0, -1, r, -1, 0, b}
	case 8:
		return affine{0, -1, r, 1, 0, 0}
	}
	return affine{1, 0, 0, 0, 1, 0}
}
