package locate

import (
	"math"

	"loupe/forensics/raster"
	"loupe/models"
)

// usualFocal is the focal length of a phone's main camera, in shares of the picture's longer side.
const usualFocal = 0.8

// attitude is how a flat rectangle lies before the camera.
type attitude struct {
	ratio float64 // of the first side (corner 0 to 1) to the second
	tilt  float64 // degrees
}

// recoverAttitude computes a rectangle's proportions and tilt from its picture, for square pixels and a principal point in
// the middle (Zhang and He, Whiteboard scanning and image enhancement, Digital Signal Processing 17(2), 2007, on the aspect
// ratio; written here for the homography's columns). focal is in stored pixels; at 0 it is recovered too, or taken as the
// usual one where the perspective is too weak to tell. ok is false when the corners span no quadrilateral.
func recoverAttitude(quad [4][2]float64, w, h int, focal float64) (attitude, bool) {
	cx, cy, longer := float64(w)/2, float64(h)/2, float64(max(w, h))
	for i := range quad {
		quad[i][0], quad[i][1] = (quad[i][0]-cx)/longer, (quad[i][1]-cy)/longer
	}
	m, err := raster.Square(1, 1, quad)
	if err != nil {
		return attitude{}, false
	}
	if focal = focal / longer; focal == 0 {
		focal = solveFocal(m)
	}
	a := [3]float64{m[0] / focal, m[3] / focal, m[6]}
	b := [3]float64{m[1] / focal, m[4] / focal, m[7]}
	la, lb := math.Sqrt(a[0]*a[0]+a[1]*a[1]+a[2]*a[2]), math.Sqrt(b[0]*b[0]+b[1]*b[1]+b[2]*b[2])
	n := [3]float64{a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]}
	ln := math.Sqrt(n[0]*n[0] + n[1]*n[1] + n[2]*n[2])
	if !(la > 0) || !(lb > 0) || !(ln > 0) {
		return attitude{}, false
	}
	return attitude{ratio: la / lb, tilt: math.Acos(min(math.Abs(n[2])/ln, 1)) * 180 / math.Pi}, true
}

// solveFocal returns the focal length at which the two sides are perpendicular, if both vanish near enough to tell and the
// answer is a camera's; else the usual one.
func solveFocal(m raster.Homography) float64 {
	const weak = 0.08 // opposite sides differ by 8 %
	if math.Abs(m[6]) < weak || math.Abs(m[7]) < weak {
		return usualFocal
	}
	f2 := -(m[0]*m[1] + m[3]*m[4]) / (m[6] * m[7])
	if !(f2 > sq(0.5) && f2 < sq(2)) {
		return usualFocal
	}
	return math.Sqrt(f2)
}

// shown is a map between stored pixels and the picture as it is shown.
type shown struct {
	o    models.Orientation
	w, h int // stored
}

// point maps a stored place to where it is shown.
func (s shown) point(p [2]float64) [2]float64 {
	x, y, w, h := p[0], p[1], float64(s.w), float64(s.h)
	switch s.o {
	case 2:
		return [2]float64{w - x, y}
	case 3:
		return [2]float64{w - x, h - y}
	case 4:
		return [2]float64{x, h - y}
	case 5:
		return [2]float64{y, x}
	case 6:
		return [2]float64{h - y, x}
	case 7:
		return [2]float64{h - y, w - x}
	case 8:
		return [2]float64{y, w - x}
	}
	return p
}

// upright returns the corners, in stored pixels, clockwise as shown from the one that is shown at the top left, and the
// order in which they were taken from quad.
func (s shown) upright(quad [4][2]float64) (out [4][2]float64, order [4]int, rotation float64) {
	var seen [4][2]float64
	area := 0.0
	for i := range quad {
		seen[i] = s.point(quad[i])
	}
	for i, a := range seen {
		b := seen[(i+1)%4]
		area += a[0]*b[1] - b[0]*a[1]
	}
	step := 1
	if area < 0 {
		step = 3
	}
	for start := range 4 {
		for k := range 4 {
			order[k] = (start + step*k) % 4
			out[k] = quad[order[k]]
		}
		rotation = s.rotation(out)
		if rotation > -45 && rotation <= 45 {
			break
		}
	}
	return out, order, rotation
}

// rotation returns by how many degrees the quad's horizontal middle line is turned clockwise as shown, -180..180.
func (s shown) rotation(quad [4][2]float64) float64 {
	a, b, c, d := s.point(quad[0]), s.point(quad[1]), s.point(quad[2]), s.point(quad[3])
	return math.Atan2(b[1]+c[1]-a[1]-d[1], b[0]+c[0]-a[0]-d[0]) * 180 / math.Pi
}
