package locate

import "math"

// vector is a direction or place before the camera.
type vector [3]float64

func (a vector) cross(b vector) vector {
	return vector{a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]}
}

func (a vector) dot(b vector) float64 { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }

// plus returns a + f b.
func (a vector) plus(b vector, f float64) vector {
	return vector{a[0] + f*b[0], a[1] + f*b[1], a[2] + f*b[2]}
}

// trio is a rectangle of which three sides are seen, as it lies before the camera: the side between its two whole
// corners, and from both of them a side that leaves the picture.
type trio struct {
	corner [2]vector // the whole corners
	away   vector    // of length 1, along the sides that leave
	side   float64   // length of the whole side
	depth  float64   // of what is seen of the longer of the other two, in lengths of the whole side
}

// newTrio takes the quadrilateral whose side k is the picture's. Of a known focal length three sides of a rectangle tell
// how it lies: two are parallel, and the third is perpendicular to them (Hartley and Zisserman, Multiple View Geometry,
// section 8.6, on vanishing points). ok is false when it is seen from too low.
func newTrio(quad [4][2]float64, k, w, h int) (t trio, ok bool) {
	var ray [4]vector // of the whole corners, then of those at the frame
	for i, c := range [4]int{(k + 3) % 4, (k + 2) % 4, k, (k + 1) % 4} {
		ray[i] = vector{quad[c][0] - float64(w)/2, quad[c][1] - float64(h)/2, usualFocal * float64(max(w, h))}
	}
	away := ray[0].cross(ray[2]).cross(ray[1].cross(ray[3]))
	across := ray[0].cross(ray[1]).cross(away)
	normal := away.cross(across)
	const lowest = 0.5 // the cosine of 60 degrees
	if n := math.Sqrt(normal.dot(normal)); !(math.Abs(normal[2]) > lowest*n) {
		return t, false
	}
	for i := range ray {
		d := normal.dot(ray[i])
		if !(d*normal[2] > 0) {
			return t, false
		}
		ray[i] = vector{}.plus(ray[i], normal[2]/d)
	}
	t.corner = [2]vector{ray[0], ray[1]}
	side := ray[1].plus(ray[0], -1)
	t.side = math.Sqrt(side.dot(side))
	t.away = vector{}.plus(away, 1/math.Sqrt(away.dot(away)))
	a, b := ray[2].plus(ray[0], -1).dot(t.away)/t.side, ray[3].plus(ray[1], -1).dot(t.away)/t.side
	if a < 0 && b < 0 {
		t.away, a, b = vector{}.plus(t.away, -1), -a, -b
	}
	t.depth = max(a, b)
	return t, min(a, b) > 0
}

// end returns where the rectangle ends when it is depth whole sides long, beyond its two whole corners, in a w x h
// picture; ok is false when that is too far away.
func (t *trio) end(depth float64, w, h int) (out [2][2]float64, ok bool) {
	for i, c := range t.corner {
		p := c.plus(t.away, depth*t.side)
		if p[2] < 0.2*c[2] {
			return out, false
		}
		f := usualFocal * float64(max(w, h)) / p[2]
		out[i] = [2]float64{float64(w)/2 + f*p[0], float64(h)/2 + f*p[1]}
	}
	return out, true
}

// sameDepth is the share by which a document may be longer than is seen of it, and yet end with the picture.
const sameDepth = 0.025

// completed returns quad with its side k, which is the picture's, moved out to where the smallest document that has the
// other three sides ends, a card rather than a page where both would, and tells that it lies outside; quad itself when
// there is none, or the picture ends where it does.
func completed(quad [4][2]float64, k, w, h int) (out [4][2]float64, outside [4]bool) {
	t, ok := newTrio(quad, k, w, h)
	if !ok {
		return quad, outside
	}
	id1, paper := ratios()[0], ratios()[1]
	for _, depth := range [4]float64{1 / id1, 1 / paper, paper, id1} {
		if math.Abs(math.Log(depth/t.depth)) < sameDepth {
			return quad, outside
		}
	}
	for _, depth := range [3]float64{1 / id1, 1 / paper, id1} {
		if depth < t.depth {
			continue
		}
		if end, ok := t.end(depth, w, h); ok {
			quad[k], quad[(k+1)%4] = end[0], end[1]
			outside[k] = true
		}
		return quad, outside
	}
	return quad, outside
}
