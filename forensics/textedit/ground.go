package textedit

import (
	"image"
	"image/color"
	"math"

	"loupe/forensics/raster"
)

const (
	ringFrom  = 0.45 // heights around the box where the paper of the neighbourhood begins
	ringTo    = 1.3
	leastSeen = 40 // pixels of the field's background, or of a side's
	inkReach  = 2  // pixels around ink that are not taken for background
	narrow    = 1  // reach of the means whose difference is the background print, pixels
	wide      = 4  //
)

// The parts of a field's surroundings: itself, then its sides, in reading order from the left one.
const (
	partNone  = -1
	partField = 0
	parts     = 9
)

// ground is the paper, with its background print, of a field and around it, as it is seen at a size at which letters are
// as high in all pictures.
type ground struct {
	width int
	plane [3][]uint8 // Y, Cb, Cr (ITU-T T.871)
	part  []int8
	paper []bool
}

// newGround reduces area, what lies around a field, by unit. taken tells the pixels of bounds that belong to words.
func newGround(img image.Image, area, bounds image.Rectangle, f *field, taken []bool, unit int) *ground {
	g := &ground{width: area.Dx() / unit}
	n := g.width * (area.Dy() / unit)
	for c := range g.plane {
		g.plane[c] = make([]uint8, n)
	}
	g.part, g.paper = make([]int8, n), make([]bool, n)
	mean := meanReader(img, unit)
	for i := range n {
		x, y := area.Min.X+i%g.width*unit, area.Min.Y+i/g.width*unit
		g.plane[0][i], g.plane[1][i], g.plane[2][i] = color.RGBToYCbCr(mean(x, y))
		g.part[i] = f.site.part(f.site.place(float64(x)+float64(unit)/2, float64(y)+float64(unit)/2))
		if g.part[i] != partField && taken[(y+unit/2)*bounds.Dx()+x+unit/2] {
			g.part[i] = partNone
		}
	}
	ink := g.sum(func(i int) int32 {
		return count(f.level.shade(g.plane[0][i]) > 0.5)
	})
	for i := range g.paper {
		g.paper[i] = ink.around(i, inkReach) == 0
	}
	return g
}

// meanReader returns the mean colour of unit by unit pixels.
func meanReader(img image.Image, unit int) func(x, y int) (r, g, b uint8) {
	read := raster.RGBReader(img)
	if unit == 1 {
		return read
	}
	n := unit * unit
	return func(x, y int) (uint8, uint8, uint8) {
		r, g, b := n/2, n/2, n/2
		for v := range unit {
			for u := range unit {
				pr, pg, pb := read(x+u, y+v)
				r, g, b = r+int(pr), g+int(pg), b+int(pb)
			}
		}
		return uint8(r / n), uint8(g / n), uint8(b / n)
	}
}

// part tells where a place lies against the field: within it, on one of its eight sides (left, right, and thirds above and
// below), or on none.
func (s site) part(u, v float64) int8 {
	away := s.outside(u, v)
	third := int8(min(max((u/s.w+0.5)*3, 0), 2))
	switch {
	case away <= inside:
		return partField
	case away < ringFrom || away > ringTo:
		return partNone
	case math.Abs(v) > s.h*(0.5+ringFrom) && v < 0:
		return 2 + third
	case math.Abs(v) > s.h*(0.5+ringFrom):
		return 5 + third
	case u < 0:
		return 1
	}
	return 8
}

// look is what a part of the background looks like.
type look struct {
	n     float64
	rough [3]float64 // mean moduli: over a pixel, of the background print in luma, and in chroma; levels
	tint  [3]float64 // mean Y, Cb, Cr
}

// looks measures the parts. The print is what passes a band of scales, the difference of two means (after the difference
// of Gaussians: Marr, Hildreth, Proc. R. Soc. Lond. B 207, 1980), each over background alone, so that no letter leaks in.
func (g *ground) looks() (list [parts]look) {
	all := g.sum(func(i int) int32 { return count(g.paper[i]) })
	var sums [3]*sums
	for c := range sums {
		sums[c] = g.sum(func(i int) int32 { return count(g.paper[i]) * int32(g.plane[c][i]) })
	}
	for i, p := range g.part {
		if p == partNone || !g.paper[i] {
			continue
		}
		l := &list[p]
		l.n++
		near, far := float64(all.around(i, narrow)), float64(all.around(i, wide))
		var print [3]float64
		for c := range print {
			value, mean := float64(g.plane[c][i]), float64(sums[c].around(i, narrow))/near
			l.tint[c] += value
			print[c] = math.Abs(mean - float64(sums[c].around(i, wide))/far)
			if c == 0 {
				l.rough[0] += math.Abs(value - mean)
			}
		}
		l.rough[1] += print[0]
		l.rough[2] += print[1] + print[2]
	}
	for p := range list {
		for k := range 3 {
			list[p].rough[k] /= list[p].n
			list[p].tint[k] /= list[p].n
		}
	}
	return list
}

func count(yes bool) int32 {
	if yes {
		return 1
	}
	return 0
}

// sums is a summed area table (Crow, SIGGRAPH 1984).
type sums struct {
	width, height int
	total         []int32 // at most mostWindow times 255
}

func (g *ground) sum(value func(i int) int32) *sums {
	s := &sums{g.width, len(g.part) / g.width, make([]int32, (g.width+1)*(len(g.part)/g.width+1))}
	i := 0
	for y := range s.height {
		row := int32(0)
		above, here := s.total[y*(s.width+1):], s.total[(y+1)*(s.width+1):]
		for x := range s.width {
			row += value(i)
			here[x+1] = above[x+1] + row
			i++
		}
	}
	return s
}

// around is the sum over the square that reaches so far around pixel i.
func (s *sums) around(i, reach int) int32 {
	x, y := i%s.width, i/s.width
	x0, x1 := max(x-reach, 0), min(x+reach+1, s.width)
	top, bottom := s.total[max(y-reach, 0)*(s.width+1):], s.total[min(y+reach+1, s.height)*(s.width+1):]
	return bottom[x1] - bottom[x0] - top[x1] + top[x0]
}
