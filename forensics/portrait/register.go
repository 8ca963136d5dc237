package portrait

import (
	"math"

	"loupe/forensics/raster"
)

// register moves b onto a: it returns the affine map from places of a to places of b under which the two planes differ
// least inside the mask, beginning with first. It is the inverse compositional algorithm of Baker and Matthews
// (Lucas-Kanade 20 Years On: A Unifying Framework, IJCV 56, 2004, section 3.2) on planes whose local light and contrast
// were made even. ok is false when there is nothing to hold on to or the map runs away.
func register(a, b plane, mask []float32, first raster.Homography, steps int) (m raster.Homography, ok bool) {
	steepest, inverse, ok := descent(a, mask)
	if !ok {
		return first, false
	}
	m = first
	cx, cy := float64(a.w)/2, float64(a.h)/2
	for range steps {
		var right [6]float64
		for i, d := range steepest {
			if mask[i] == 0 {
				continue
			}
			x, y := m.At(float64(i%a.w)+0.5, float64(i/a.w)+0.5)
			e := float64(mask[i]) * (b.at(x-0.5, y-0.5) - float64(a.pix[i]))
			for k := range right {
				right[k] += e * float64(d[k])
			}
		}
		var p [6]float64
		for k := range p {
			for l := range right {
				p[k] += inverse[k][l] * right[l]
			}
		}
		step := raster.Homography{1 + p[0], p[1], p[2] - p[0]*cx - p[1]*cy, p[3], 1 + p[4], p[5] - p[3]*cx - p[4]*cy, 0, 0, 1}
		m = m.After(step.Inverse())
		if !sane(m, cx, cy) {
			return first, false
		}
		if math.Abs(p[2])+math.Abs(p[5])+cy*(math.Abs(p[0])+math.Abs(p[1])+math.Abs(p[3])+math.Abs(p[4])) < 0.02 {
			break
		}
	}
	return m, true
}

// descent returns the steepest descent images of a about its middle, and the inverse of their Hessian.
func descent(a plane, mask []float32) (steepest [][6]float32, inverse [6][6]float64, ok bool) {
	steepest = make([][6]float32, len(a.pix))
	var hessian [6][6]float64
	for y := 1; y < a.h-1; y++ {
		for x := 1; x < a.w-1; x++ {
			i := y*a.w + x
			if mask[i] == 0 {
				continue
			}
			gx, gy := (a.pix[i+1]-a.pix[i-1])/2, (a.pix[i+a.w]-a.pix[i-a.w])/2
			u, v := float32(x)+0.5-float32(a.w)/2, float32(y)+0.5-float32(a.h)/2
			d := [6]float32{gx * u, gx * v, gx, gy * u, gy * v, gy}
			steepest[i] = d
			for k := range d {
				for l := k; l < 6; l++ {
					hessian[k][l] += float64(mask[i] * d[k] * d[l])
				}
			}
		}
	}
	for k := range hessian {
		for l := range k {
			hessian[k][l] = hessian[l][k]
		}
	}
	inverse, ok = inverted(hessian)
	return steepest, inverse, ok
}

// sane reports whether m is about a similarity of no great size that keeps the middle of the frame in the frame.
func sane(m raster.Homography, cx, cy float64) bool {
	x, y := m.At(cx, cy)
	det := m[0]*m[4] - m[1]*m[3]
	skew := math.Hypot(m[0]-m[4], m[1]+m[3])
	return det > 0.4 && det < 2.5 && skew < 0.35 && math.Abs(x-cx) < cx/2 && math.Abs(y-cy) < cy/2
}

// inverted inverts a symmetric matrix by elimination with pivots.
func inverted(m [6][6]float64) (out [6][6]float64, ok bool) {
	for i := range out {
		out[i][i] = 1
	}
	for c := range 6 {
		pivot := c
		for r := c + 1; r < 6; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[pivot][c]) {
				pivot = r
			}
		}
		if !(math.Abs(m[pivot][c]) > 1e-9) {
			return out, false
		}
		m[c], m[pivot], out[c], out[pivot] = m[pivot], m[c], out[pivot], out[c]
		k := 1 / m[c][c]
		for l := range 6 {
			m[c][l], out[c][l] = m[c][l]*k, out[c][l]*k
		}
		for r := range 6 {
			if r == c {
				continue
			}
			k := m[r][c]
			for l := range 6 {
				m[r][l], out[r][l] = m[r][l]-k*m[c][l], out[r][l]-k*out[c][l]
			}
		}
	}
	return out, true
}
