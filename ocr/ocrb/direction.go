package ocrb

import (
	"math"
	"slices"
)

const (
	cellSide = 32 // pixels of the survey: blobs are looked up in cells of this side
	cellMost = 48 // blobs of one cell that are looked at
	bins     = 60 // of half a turn
)

func (b blob) centre() (x, y float64) { return float64(b.x0+b.x1) / 2, float64(b.y0+b.y1) / 2 }

func (b blob) size() float64 { return float64(max(b.x1-b.x0, b.y1-b.y0)) }

// directions returns in which directions lines of text run, radians in -pi/4..3pi/4 against the rows of the picture: the
// most frequent directions from a blob to its nearest one of like size, at most two. Lines of text lie further apart than their letters.
func directions(all []blob) []float64 {
	var votes, sine, cosine [bins]float64
	cells := grid(all)
	for i, b := range all {
		dx, dy, ok := nearest(all, cells, i)
		if !ok {
			continue
		}
		angle := math.Atan2(dy, dx)
		bin := int(math.Floor(angle/math.Pi*bins+0.5)+2*bins) % bins
		weight := min(b.size(), 20)
		votes[bin] += weight
		sine[bin] += weight * math.Sin(2*angle)
		cosine[bin] += weight * math.Cos(2*angle)
	}
	var out []float64
	first := 0.0
	for range 2 {
		best, most := 0, -1.0
		for i := range votes {
			if s := around(votes, i); s > most && !near(out, float64(i)*math.Pi/bins) {
				best, most = i, s
			}
		}
		if most <= 0 || most < 0.4*first {
			break
		}
		first = max(first, most)
		angle := math.Atan2(around(sine, best), around(cosine, best)) / 2
		if angle < -math.Pi/4 {
			angle += math.Pi
		}
		out = append(out, angle)
	}
	return out
}

func around(v [bins]float64, i int) float64 { return v[(i+bins-1)%bins] + v[i] + v[(i+1)%bins] }

// near reports whether angle is within 20 degrees of one of angles, modulo half a turn.
func near(angles []float64, angle float64) bool {
	return slices.ContainsFunc(angles, func(a float64) bool {
		return math.Abs(math.Remainder(a-angle, math.Pi)) < math.Pi/9
	})
}

func cell(x, y int32) [2]int32 { return [2]int32{x / cellSide, y / cellSide} }

func grid(all []blob) map[[2]int32][]int32 {
	cells := map[[2]int32][]int32{}
	for i, b := range all {
		c := cell((b.x0+b.x1)/2, (b.y0+b.y1)/2)
		if len(cells[c]) < cellMost {
			cells[c] = append(cells[c], int32(i))
		}
	}
	return cells
}

// nearest returns the way from blob i to the nearest one that may be its neighbour in a line.
func nearest(all []blob, cells map[[2]int32][]int32, i int) (dx, dy float64, ok bool) {
	b := all[i]
	x, y := b.centre()
	best := 4 * b.size() * b.size() // the square of the distance
	c := cell((b.x0+b.x1)/2, (b.y0+b.y1)/2)
	for cy := c[1] - 1; cy <= c[1]+1; cy++ {
		for cx := c[0] - 1; cx <= c[0]+1; cx++ {
			for _, j := range cells[[2]int32{cx, cy}] {
				o := all[j]
				if int(j) == i || o.size() > 1.8*b.size() || b.size() > 1.8*o.size() {
					continue
				}
				ox, oy := o.centre()
				if d := (ox-x)*(ox-x) + (oy-y)*(oy-y); d < best {
					best, dx, dy, ok = d, ox-x, oy-y, true
				}
			}
		}
	}
	return dx, dy, ok
}
