package compare

import (
	"image"
	"math"

	"loupe/forensics/raster"
)

// mapping is a homography from pixels of one picture to those of another. Coordinates are pixel indices: the centre of
// the first pixel is 0, 0, so a reduction by s maps x to (x+0.5)*s - 0.5.
type mapping raster.Homography

func identity() mapping { return mapping(raster.Identity()) }

// affine is the mapping of x, y to a*x + b*y + c, d*x + e*y + f.
func affine(a, b, c, d, e, f float64) mapping { return mapping{a, b, c, d, e, f, 0, 0, 1} }

func (m mapping) at(x, y float64) (float64, float64) { return raster.Homography(m).At(x, y) }

// walk goes along one row of a picture under a mapping: u/w, v/w at its first pixel, and what a pixel to the right adds.
type walk struct{ u, v, w, du, dv, dw float64 }

// along begins the walk at x, y.
func (m mapping) along(x, y float64) walk {
	return walk{m[0]*x + m[1]*y + m[2], m[3]*x + m[4]*y + m[5], m[6]*x + m[7]*y + m[8], m[0], m[3], m[6]}
}

// step is where the n-th pixel to the right goes.
func (s *walk) step(n int) (float64, float64) {
	t := float64(n)
	if s.dw == 0 && s.w == 1 {
		return s.u + t*s.du, s.v + t*s.dv
	}
	f := 1 / (s.w + t*s.dw)
	return (s.u + t*s.du) * f, (s.v + t*s.dv) * f
}

// then returns the mapping that applies m first and n after it.
func (m mapping) then(n mapping) mapping {
	return mapping(raster.Homography(n).After(raster.Homography(m))).normal()
}

// normal scales m so that its last number is 1, where that is possible.
func (m mapping) normal() mapping {
	if s := m[8]; s != 1 && math.Abs(s) > 1e-12 {
		for i := range m {
			m[i] /= s
		}
	}
	return m
}

// inverse returns the mapping back; ok is false when m is (nearly) singular.
func (m mapping) inverse() (back mapping, ok bool) {
	back = mapping(raster.Homography(m).Inverse()).normal()
	for _, v := range back {
		if math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) > 1e9 {
			return identity(), false
		}
	}
	return back, true
}

// jacobian is the derivative of m at x, y: du/dx, du/dy, dv/dx, dv/dy.
func (m mapping) jacobian(x, y float64) (ux, uy, vx, vy float64) {
	w := m[6]*x + m[7]*y + m[8]
	u, v := m.at(x, y)
	return (m[0] - u*m[6]) / w, (m[1] - u*m[7]) / w, (m[3] - v*m[6]) / w, (m[4] - v*m[7]) / w
}

// scale is the mean linear magnification at x, y.
func (m mapping) scale(x, y float64) float64 {
	ux, uy, vx, vy := m.jacobian(x, y)
	return math.Sqrt(math.Abs(ux*vy - uy*vx))
}

// stretch is how many pixels of the target one pixel of the source at x, y spans along each target axis.
func (m mapping) stretch(x, y float64) (sx, sy float64) {
	ux, uy, vx, vy := m.jacobian(x, y)
	return math.Hypot(ux, uy), math.Hypot(vx, vy)
}

// distance is the largest displacement between m and n over the corners of a w x h picture.
func (m mapping) distance(n mapping, w, h int) float64 {
	far := 0.0
	for _, c := range corners(w, h) {
		mx, my := m.at(c[0], c[1])
		nx, ny := n.at(c[0], c[1])
		far = max(far, math.Hypot(mx-nx, my-ny))
	}
	return far
}

func corners(w, h int) [4][2]float64 {
	r, b := float64(w-1), float64(h-1)
	return [4][2]float64{{0, 0}, {r, 0}, {r, b}, {0, b}}
}

// around is the smallest rectangle of whole pixels around the places that r's pixel centres go to.
func (m mapping) around(r image.Rectangle) image.Rectangle {
	box := image.Rectangle{Min: image.Pt(math.MaxInt32, math.MaxInt32), Max: image.Pt(math.MinInt32, math.MinInt32)}
	for _, c := range [4]image.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, {X: r.Min.X, Y: r.Max.Y}, r.Max} {
		x, y := m.at(float64(c.X), float64(c.Y))
		x, y = min(max(x, -farAway), farAway), min(max(y, -farAway), farAway)
		box.Min.X, box.Min.Y = min(box.Min.X, floor(x)), min(box.Min.Y, floor(y))
		box.Max.X, box.Max.Y = max(box.Max.X, floor(x)+1), max(box.Max.Y, floor(y)+1)
	}
	return box
}

const farAway = 1 << 20 // pixels: further out no picture reaches

// snapped returns the nearest mapping by whole pixels (quarter turns, mirror, integer shift) when it is within tolerance
// pixels of m over the whole w x h picture: then nothing was resampled, and interpolating would only blur the evidence.
func (m mapping) snapped(w, h int, tolerance float64) mapping {
	var n mapping
	for i, v := range m {
		n[i] = math.Round(v)
	}
	if n[6] == 0 && n[7] == 0 && n[8] == 1 && m.distance(n, w, h) <= tolerance {
		return n
	}
	return m
}

// plausible reports whether m may be a re-save, or another photograph, of a w x h picture: no side vanishes or is
// stretched beyond 16:9 squeezed to a square, the shear and the perspective are those of a page seen obliquely.
func (m mapping) plausible(w, h int) bool {
	centre := [2]float64{float64(w-1) / 2, float64(h-1) / 2}
	ux, uy, vx, vy := m.jacobian(centre[0], centre[1])
	sx, sy := math.Hypot(ux, vx), math.Hypot(uy, vy)
	if !(sx > 0.1 && sy > 0.1 && sx < 10 && sy < 10) || max(sx/sy, sy/sx) > 2 || math.Abs(ux*uy+vx*vy) > 0.35*sx*sy {
		return false
	}
	s := m.scale(centre[0], centre[1])
	for _, c := range corners(w, h) {
		if m[6]*c[0]+m[7]*c[1]+m[8] <= 0 {
			return false
		}
		if r := m.scale(c[0], c[1]) / s; r < 0.5 || r > 2 {
			return false
		}
	}
	return true
}

// resize maps the pixels of a w x h picture to those of its reduction to tw x th.
func resize(w, h, tw, th int) mapping {
	sx, sy := float64(tw)/float64(w), float64(th)/float64(h)
	return affine(sx, 0, sx/2-0.5, 0, sy, sy/2-0.5)
}

// dihedral returns the mapping from the pixels of a picture as shown, to the pixels of the stored w x h picture, for
// each of the 8 orientations in EXIF order (CIPA DC-008, tag 0x0112): entry 0 is orientation 1.
func dihedral(orientation, w, h int) mapping {
	r, b := float64(w-1), float64(h-1)
	switch orientation {
	case 2:
		return affine(-1, 0, r, 0, 1, 0)
	case 3:
		return affine(-1, 0, r, 0, -1, b)
	case 4:
		return affine(1, 0, 0, 0, -1, b)
	case 5:
		return affine(0, 1, 0, 1, 0, 0)
	case 6:
		return affine(0, 1, 0, -1, 0, b)
	case 7:
		return affine(0, -1, r, -1, 0, b)
	case 8:
		return affine(0, -1, r, 1, 0, 0)
	}
	return identity()
}
