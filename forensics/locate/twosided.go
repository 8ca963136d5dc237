package locate

import "math"

// duo is a document of which one corner and the two sides beside it are seen, and the other two leave the picture. How it
// lies before the camera two lines do not tell: it is taken for a parallelogram.
type duo struct {
	quad   [4][2]float64
	k      int           // side k and the next are the picture's
	way    [2][2]float64 // of length 1, from the whole corner back along one side and on along the other
	extent [2]float64    // how far, at least, the document goes that way
}

// firstOpen returns the first side, going around, that is the picture's; its neighbour after it may be too.
func (o *outline) firstOpen() int {
	for k := range 4 {
		if o.sides[k].border && (o.open == 1 || o.sides[(k+1)%4].border) {
			return k
		}
	}
	return 0
}

// cornered reports whether an outline of two sides has enough to be one: both plain and ending where they meet, and a
// good part of a w x h picture.
func (o *outline) cornered(w, h int) bool {
	const plain, ends, share = 0.6, 0.35, 0.15
	for k, s := range o.looks {
		if !o.sides[k].border && (s.support < plain || s.overrun > ends) {
			return false
		}
	}
	k := o.firstOpen()
	return o.sides[(k+1)%4].border && quadArea(o.corners) > share*float64(w)*float64(h)
}

func newDuo(quad [4][2]float64, k int) *duo {
	d := &duo{quad: quad, k: k}
	whole, far := quad[(k+3)%4], quad[(k+1)%4]
	var length [2]float64
	for i, c := range [2][2]float64{quad[k], quad[(k+2)%4]} {
		d.way[i] = [2]float64{c[0] - whole[0], c[1] - whole[1]}
		length[i] = math.Hypot(d.way[i][0], d.way[i][1])
		d.way[i][0], d.way[i][1] = d.way[i][0]/length[i], d.way[i][1]/length[i]
	}
	u, v := d.way[0], d.way[1]
	x, y, det := far[0]-whole[0], far[1]-whole[1], u[0]*v[1]-u[1]*v[0]
	d.extent[0] = max(length[0], (x*v[1]-y*v[0])/det)
	d.extent[1] = max(length[1], (u[0]*y-u[1]*x)/det)
	return d
}

// misshape returns how far the corner is from one that a document's may look like, as a logarithm of proportions.
func (d *duo) misshape() float64 {
	const allowed = 0.35 // the cosine of 70 degrees
	return max(math.Abs(d.way[0][0]*d.way[1][0]+d.way[0][1]*d.way[1][1])-allowed, 0)
}

// completed returns the corners of a document little larger than the smallest that has the two sides, and that the other two
// lie outside; what is seen of it when that has a document's proportions, and the picture ends where it does.
func (d *duo) completed() (quad [4][2]float64, outside [4]bool) {
	least, size := math.Inf(1), d.extent
	for _, ratio := range ratios() {
		for _, r := range [2]float64{ratio, 1 / ratio} { // of the first way's length to the second's
			a := max(d.extent[0], d.extent[1]*r)
			if a*a/r < least {
				least, size = a*a/r, [2]float64{a, a / r}
			}
		}
	}
	quad = d.quad
	if size[0] < d.extent[0]*(1+sameDepth) && size[1] < d.extent[1]*(1+sameDepth) {
		return quad, outside
	}
	outside[d.k], outside[(d.k+1)%4] = true, true
	whole := quad[(d.k+3)%4]
	var step [2][2]float64
	const beyond = 1.08 // the smallest one still ends at one side of the picture: it goes on there too
	for i, way := range d.way {
		step[i] = [2]float64{beyond * size[i] * way[0], beyond * size[i] * way[1]}
	}
	quad[d.k] = [2]float64{whole[0] + step[0][0], whole[1] + step[0][1]}
	quad[(d.k+2)%4] = [2]float64{whole[0] + step[1][0], whole[1] + step[1][1]}
	quad[(d.k+1)%4] = [2]float64{whole[0] + step[0][0] + step[1][0], whole[1] + step[0][1] + step[1][1]}
	return quad, outside
}
