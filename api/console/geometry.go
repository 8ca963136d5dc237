package console

import (
	"fmt"
	"math"

	"loupe/models"
)

// sheet is a picture as the console draws it: upright, in its own pixels. Regions come in stored pixels.
type sheet struct {
	W, H        int // upright size in pixels
	storedW     int
	storedH     int
	orientation models.Orientation
}

// newSheet returns the drawing sheet of a file; ok is false when the file has no size.
func newSheet(f models.FileInfo) (s sheet, ok bool) {
	s = sheet{storedW: f.Width, storedH: f.Height, orientation: models.Orientation(f.Orientation)}
	s.W, s.H = s.orientation.Upright(f.Width, f.Height)
	return s, s.W > 0 && s.H > 0
}

// box is a rectangle in upright pixels.
type box struct{ X, Y, W, H int }

func (s sheet) box(x, y, w, h int) box {
	var b box
	b.X, b.Y, b.W, b.H = s.orientation.Box(x, y, w, h, s.storedW, s.storedH)
	return b
}

// linear returns the affine map from stored to upright coordinates: u = a*x + b*y + c, v = d*x + e*y + f.
// It agrees with models.Orientation.Box on corners, without rounding to whole pixels.
func (s sheet) linear() matrix {
	w, h := float64(s.storedW), float64(s.storedH)
	switch s.orientation {
	case 2:
		return matrix{-1, 0, w, 0, 1, 0, 0, 0, 1}
	case 3:
		return matrix{-1, 0, w, 0, -1, h, 0, 0, 1}
	case 4:
		return matrix{1, 0, 0, 0, -1, h, 0, 0, 1}
	case 5:
		return matrix{0, 1, 0, 1, 0, 0, 0, 0, 1}
	case 6:
		return matrix{0, -1, h, 1, 0, 0, 0, 0, 1}
	case 7:
		return matrix{0, -1, h, -1, 0, w, 0, 0, 1}
	case 8:
		return matrix{0, 1, 0, -1, 0, w, 0, 0, 1}
	}
	return matrix{1, 0, 0, 0, 1, 0, 0, 0, 1}
}

// matrix is a row-major homography.
type matrix [9]float64

func (m matrix) times(n matrix) (out matrix) {
	for r := range 3 {
		for c := range 3 {
			for k := range 3 {
				out[3*r+c] += m[3*r+k] * n[3*k+c]
			}
		}
	}
	return out
}

// inverse returns the adjugate over the determinant; ok is false when m cannot be undone.
func (m matrix) inverse() (inv matrix, ok bool) {
	cofactors := matrix{
		m[4]*m[8] - m[5]*m[7], m[2]*m[7] - m[1]*m[8], m[1]*m[5] - m[2]*m[4],
		m[5]*m[6] - m[3]*m[8], m[0]*m[8] - m[2]*m[6], m[2]*m[3] - m[0]*m[5],
		m[3]*m[7] - m[4]*m[6], m[1]*m[6] - m[0]*m[7], m[0]*m[4] - m[1]*m[3],
	}
	det := m[0]*cofactors[0] + m[1]*cofactors[3] + m[2]*cofactors[6]
	if math.Abs(det) < 1e-12 || math.IsNaN(det) || math.IsInf(det, 0) {
		return inv, false
	}
	for i := range cofactors {
		inv[i] = cofactors[i] / det
	}
	return inv, true
}

// apply maps a point; ok is false for one that goes to infinity.
func (m matrix) apply(x, y float64) (u, v float64, ok bool) {
	w := m[6]*x + m[7]*y + m[8]
	if math.Abs(w) < 1e-9 {
		return 0, 0, false
	}
	return (m[0]*x + m[1]*y + m[2]) / w, (m[3]*x + m[4]*y + m[5]) / w, true
}

// affine is m's first-order expansion at the point x, y, as an SVG transform. SVG knows no perspective; for re-saves,
// crops, scalings and turns there is none, and the expansion is exact.
func (m matrix) affine(x, y float64) (svg string, ok bool) {
	w := m[6]*x + m[7]*y + m[8]
	u, v, ok := m.apply(x, y)
	if !ok {
		return "", false
	}
	a, b := (m[0]-u*m[6])/w, (m[1]-u*m[7])/w
	d, e := (m[3]-v*m[6])/w, (m[4]-v*m[7])/w
	return fmt.Sprintf("matrix(%.6f %.6f %.6f %.6f %.4f %.4f)", a, d, b, e, u-a*x-b*y, v-d*x-e*y), true
}

// polygon maps the corners of a rectangle and writes them as SVG points.
func (m matrix) polygon(x, y, w, h int) (points string, ok bool) {
	for i, corner := range [4][2]int{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}} {
		u, v, ok := m.apply(float64(corner[0]), float64(corner[1]))
		if !ok {
			return "", false
		}
		if i > 0 {
			points += " "
		}
		points += fmt.Sprintf("%.2f,%.2f", u, v)
	}
	return points, true
}
