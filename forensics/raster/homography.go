package raster

import (
	"errors"
	"math"
)

// Homography is a projective map of the plane, row-major: (x, y) goes to ((h0 x + h1 y + h2)/w, (h3 x + h4 y + h5)/w) with
// w = h6 x + h7 y + h8.
type Homography [9]float64

// Identity is the map that moves nothing.
func Identity() Homography { return Homography{1, 0, 0, 0, 1, 0, 0, 0, 1} }

// ErrDegenerate says that three of four corners lie on one line, so that no homography maps them.
var ErrDegenerate = errors.New("raster: the corners do not span a quadrilateral")

// Square maps the corners 0,0 w,0 w,h 0,h to quad, in that order (Heckbert, Fundamentals of Texture Mapping and Image Warping,
// 1989, section 2.2.3).
func Square(w, h float64, quad [4][2]float64) (Homography, error) {
	x, y := [4]float64{}, [4]float64{}
	for i, c := range quad {
		x[i], y[i] = c[0], c[1]
	}
	dx1, dx2, dx3 := x[1]-x[2], x[3]-x[2], x[0]-x[1]+x[2]-x[3]
	dy1, dy2, dy3 := y[1]-y[2], y[3]-y[2], y[0]-y[1]+y[2]-y[3]
	det := dx1*dy2 - dx2*dy1
	if !(math.Abs(det) > 1e-9) || !(w > 0) || !(h > 0) {
		return Homography{}, ErrDegenerate
	}
	g, k := (dx3*dy2-dx2*dy3)/det, (dx1*dy3-dx3*dy1)/det
	m := Homography{x[1] - x[0] + g*x[1], x[3] - x[0] + k*x[3], x[0], y[1] - y[0] + g*y[1], y[3] - y[0] + k*y[3], y[0], g, k, 1}
	for row := range 3 {
		m[3*row] /= w
		m[3*row+1] /= h
	}
	return m, nil
}

// At maps a point.
func (h Homography) At(x, y float64) (float64, float64) {
	w := h[6]*x + h[7]*y + h[8]
	return (h[0]*x + h[1]*y + h[2]) / w, (h[3]*x + h[4]*y + h[5]) / w
}

// After returns the map that does first, then h.
func (h Homography) After(first Homography) Homography {
	var m Homography
	for i := range 3 {
		for j := range 3 {
			m[3*i+j] = h[3*i]*first[j] + h[3*i+1]*first[3+j] + h[3*i+2]*first[6+j]
		}
	}
	return m
}

// Inverse returns the map that undoes h; a degenerate h gives numbers that are not finite.
func (h Homography) Inverse() Homography {
	m := Homography{
		h[4]*h[8] - h[5]*h[7], h[2]*h[7] - h[1]*h[8], h[1]*h[5] - h[2]*h[4],
		h[5]*h[6] - h[3]*h[8], h[0]*h[8] - h[2]*h[6], h[2]*h[3] - h[0]*h[5],
		h[3]*h[7] - h[4]*h[6], h[1]*h[6] - h[0]*h[7], h[0]*h[4] - h[1]*h[3],
	}
	det := h[0]*m[0] + h[1]*m[3] + h[2]*m[6]
	for i := range m {
		m[i] /= det
	}
	return m
}
