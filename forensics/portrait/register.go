package portrait

import (
	"math"

	"loupe/forensics/raster"
)

// How a plane may be moved: affine, or as a flat picture that was photographed is, by a homography.
const (
	affine     = 6
	projective = 8
)

// register moves b onto a: it returns the map from places of a to places of b, of so many parameters, under which the two
// planes differ least inside the mask, beginning with first. It is the inverse compositional algorithm of Baker and Matthews
// (Lucas-Kanade 20 Years On: A Unifying Framework, IJCV 56, 2004, section 3.2) on planes whose local light and contrast
// were made even. ok is false when there is nothing to hold on to or the map runs away.
func register(a, b plane, mask []float32, first raster.Homography, parameters, steps int) (m raster.Homography, ok bool) {
	steepest, inverse, ok := descent(a, mask, parameters)
	if !ok {
		return first, false
	}
	m = first
	to := a.centred()
	back := to.Inverse()
	for range steps {
		var right, p [projective]float64
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
		moved := 0.0
		for k := range parameters {
			for l := range parameters {
				p[k] += inverse[k][l] * right[l]
			}
			moved += math.Abs(p[k]) / to[0]
		}
		step := raster.Homography{1 + p[0], p[1], p[2], p[3], 1 + p[4], p[5], p[6], p[7], 1}
		m = unit(m.After(back).After(step.Inverse()).After(to))
		if !sane(m, a.w, a.h) {
			return first, false
		}
		if moved < 0.02 {
			break
		}
	}
	return m, true
}

// unit is m written so that its last number is 1.
func unit(m raster.Homography) raster.Homography {
	last := m[8]
	for i := range m {
		m[i] /= last
	}
	return m
}

// centred is the map from places of p to coordinates about its middle in which it is 2 wide.
func (p plane) centred() raster.Homography {
	k := 2 / float64(p.w)
	return raster.Homography{k, 0, -1, 0, k, -k * float64(p.h) / 2, 0, 0, 1}
}

// descent returns the steepest descent images of a in centred coordinates, and the inverse of their Hessian.
func descent(a plane, mask []float32, parameters int) (steepest [][projective]float32, inverse [projective][projective]float64, ok bool) {
	steepest = make([][projective]float32, len(a.pix))
	var hessian [projective][projective]float64
	to := a.centred()
	for y := 1; y < a.h-1; y++ {
		for x := 1; x < a.w-1; x++ {
			i := y*a.w + x
			if mask[i] == 0 {
				continue
			}
			gx, gy := (a.pix[i+1]-a.pix[i-1])/float32(2*to[0]), (a.pix[i+a.w]-a.pix[i-a.w])/float32(2*to[4])
			px, py := to.At(float64(x)+0.5, float64(y)+0.5)
			u, v := float32(px), float32(py)
			d := [projective]float32{gx * u, gx * v, gx, gy * u, gy * v, gy, -u * (gx*u + gy*v), -v * (gx*u + gy*v)}
			steepest[i] = d
			for k := range d {
				for l := k; l < projective; l++ {
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
	inverse, ok = inverted(hessian, parameters)
	return steepest, inverse, ok
}

// sane reports whether m is about a similarity of no great size, the same all over the frame, that keeps the middle of
// the frame in the frame.
func sane(m raster.Homography, w, h int) bool {
	for _, c := range [4][2]float64{{0, 0}, {float64(w), 0}, {float64(w), float64(h)}, {0, float64(h)}} {
		if deep := m[6]*c[0] + m[7]*c[1] + 1; !(deep > 0.7 && deep < 1.4) {
			return false
		}
	}
	cx, cy := float64(w)/2, float64(h)/2
	x, y := m.At(cx, cy)
	det := m[0]*m[4] - m[1]*m[3]
	skew := math.Hypot(m[0]-m[4], m[1]+m[3])
	return det > 0.4 && det < 2.5 && skew < 0.35 && math.Abs(x-cx) < cx/2 && math.Abs(y-cy) < cy/2
}

// inverted inverts the first n rows and columns of a symmetric matrix by elimination with pivots.
func inverted(m [projective][projective]float64, n int) (out [projective][projective]float64, ok bool) {
	for i := range n {
		out[i][i] = 1
	}
	for c := range n {
		pivot := c
		for r := c + 1; r < n; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[pivot][c]) {
				pivot = r
			}
		}
		if !(math.Abs(m[pivot][c]) > 1e-9) {
			return out, false
		}
		m[c], m[pivot], out[c], out[pivot] = m[pivot], m[c], out[pivot], out[c]
		k := 1 / m[c][c]
		for l := range n {
			m[c][l], out[c][l] = m[c][l]*k, out[c][l]*k
		}
		for r := range n {
			if r == c {
				continue
			}
			k := m[r][c]
			for l := range n {
				m[r][l], out[r][l] = m[r][l]-k*m[c][l], out[r][l]-k*out[c][l]
			}
		}
	}
	return out, true
}
