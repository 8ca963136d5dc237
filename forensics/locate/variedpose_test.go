package locate_test

import (
	"math"
	"math/rand/v2"
)

// pushOut moves the document until one of its sides, by a tenth to four tenths of its length, lies outside the picture.
func pushOut(sc *scene, r *rand.Rand) {
	k := r.IntN(4)
	a, b, c, d := sc.Quad[k], sc.Quad[(k+1)%4], sc.Quad[(k+2)%4], sc.Quad[(k+3)%4]
	dx, dy := (a[0]+b[0]-c[0]-d[0])/2, (a[1]+b[1]-c[1]-d[1])/2
	f := 0.1 + 0.3*r.Float64()
	switch w, h := float64(sc.W), float64(sc.H); {
	case math.Abs(dx) > math.Abs(dy) && dx > 0:
		dx = w - min(a[0], b[0]) + f*dx
		dy = 0
	case math.Abs(dx) > math.Abs(dy):
		dx = -max(a[0], b[0]) + f*dx
		dy = 0
	case dy > 0:
		dx, dy = 0, h-min(a[1], b[1])+f*dy
	default:
		dx, dy = 0, -max(a[1], b[1])+f*dy
	}
	for i := range sc.Quad {
		sc.Quad[i][0], sc.Quad[i][1] = sc.Quad[i][0]+dx, sc.Quad[i][1]+dy
	}
}

// throughPinhole projects a sheet that is turned in its plane, tilted about an axis and moved so that its bounding box
// takes the share fill of the frame.
func throughPinhole(p paperSheet, sc scene, axis, focal, fill, x, y float64) (out [4][2]float64) {
	sinR, cosR := math.Sincos(sc.Rotation * math.Pi / 180)
	sinA, cosA := math.Sincos(axis * math.Pi / 180)
	sinT, cosT := math.Sincos(sc.Tilt * math.Pi / 180)
	w, h, f := float64(sc.W), float64(sc.H), focal*float64(max(sc.W, sc.H))
	half := math.Hypot(p.w, p.h) / 2
	for distance := 1.2; distance < 60; distance *= 1.02 {
		x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for i, s := range [4][2]float64{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}} {
			u, v := s[0]*p.w/2/half, s[1]*p.h/2/half
			u, v = u*cosR-v*sinR, u*sinR+v*cosR
			along, across := u*cosA+v*sinA, v*cosA-u*sinA
			z := distance - across*sinT
			across *= cosT
			px, py := w/2+f*((along*cosA-across*sinA)/z+x*w/f), h/2+f*((along*sinA+across*cosA)/z+y*h/f)
			out[i] = [2]float64{px, py}
			x0, y0, x1, y1 = min(x0, px), min(y0, py), max(x1, px), max(y1, py)
		}
		if max((x1-x0)/w, (y1-y0)/h) <= fill {
			break
		}
	}
	return out
}
