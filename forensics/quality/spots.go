package quality

import (
	"cmp"
	"image"
	"slices"
)

// spot is one connected piece of the mask.
type spot struct{ area, x0, y0, x1, y1 int }

// spots returns the spots of glare, largest first, and a mask of them.
func (c *colours) spots() ([]spot, []bool) {
	bright, level := c.bright()
	mask := make([]bool, len(c.luma))
	var out []spot
	var pixels []int
	for i := range bright {
		if !bright[i] {
			continue
		}
		pixels = c.flood(bright, i, pixels[:0])
		if float64(len(pixels)) < spotLeast*float64(len(mask)) || !c.smooth(pixels) || c.shows(pixels, level) {
			continue
		}
		p := spot{area: len(pixels), x0: c.w, y0: c.h}
		for _, j := range pixels {
			mask[j] = true
			p.x0, p.x1, p.y0, p.y1 = min(p.x0, j%c.w), max(p.x1, j%c.w), min(p.y0, j/c.w), max(p.y1, j/c.w)
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b spot) int { return cmp.Compare(b.area, a.area) })
	return out, mask
}

// bright marks what is burnt out within the margin, and returns the level of the ground; nothing is marked when the ground
// itself is nearly burnt out.
func (c *colours) bright() (out []bool, level int) {
	out = make([]bool, len(c.luma))
	ground, ok := c.ground(0.3, 0.6)
	if !ok || max(ground[0], ground[1], ground[2]) > 255-overGround {
		return out, 0
	}
	level = int(0.299*ground[0] + 0.587*ground[1] + 0.114*ground[2])
	r := c.looked()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p := c.pix[3*(y*c.w+x):][:3]
			out[y*c.w+x] = max(p[0], p[1], p[2]) >= glareLevel && min(p[0], p[1], p[2]) >= glareLeast
		}
	}
	return out, level
}

// shows reports whether print is to be seen between the pixels of a piece, row by row.
func (c *colours) shows(pixels []int, level int) bool {
	from, to := map[int]int{}, map[int]int{}
	for _, i := range pixels {
		x, y := i%c.w, i/c.w
		if first, ok := from[y]; !ok || x < first {
			from[y] = x
		}
		to[y] = max(to[y], x)
	}
	all, print := 0, 0
	for y, first := range from {
		for _, l := range c.luma[y*c.w+first : y*c.w+to[y]+1] {
			all++
			if int(l) < level-underGround {
				print++
			}
		}
	}
	return float64(print) > showsWithin*float64(all)
}

// looked is the view without its margin.
func (c *colours) looked() image.Rectangle {
	mx, my := int(glareMargin*float64(c.w)), int(glareMargin*float64(c.h))
	return image.Rect(mx, my, c.w-mx, c.h-my)
}

// flood appends the piece of bright around i to pixels, and clears it.
func (c *colours) flood(bright []bool, i int, pixels []int) []int {
	pixels, bright[i] = append(pixels, i), false
	for k := 0; k < len(pixels); k++ {
		x, y := pixels[k]%c.w, pixels[k]/c.w
		for _, d := range [4][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
			u, v := x+d[0], y+d[1]
			if u < 0 || v < 0 || u >= c.w || v >= c.h || !bright[v*c.w+u] {
				continue
			}
			bright[v*c.w+u] = false
			pixels = append(pixels, v*c.w+u)
		}
	}
	return pixels
}

// smooth reports whether the outline of the piece falls off as light does. White print ends at once; on white paper the
// print shows through, and its outline is that of letters.
func (c *colours) smooth(pixels []int) bool {
	member := make(map[int]bool, len(pixels))
	for _, i := range pixels {
		member[i] = true
	}
	outline, print, near, far := 0, 0, 0, 0
	looked := c.looked()
	for _, i := range pixels {
		x, y := i%c.w, i/c.w
		for _, d := range [4][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
			next := image.Pt(x+d[0], y+d[1])
			if !next.In(looked) || member[next.Y*c.w+next.X] {
				continue
			}
			outline++
			if brink := c.fall(x, y, d, fallNear); brink >= printFall {
				print++
			} else {
				near, far = near+brink, far+c.fall(x, y, d, fallFar)
			}
		}
	}
	return float64(print) <= printShowing*float64(outline) && 2*far >= overGround*(outline-print) && float64(near) <= smoothFall*float64(far)
}

// fall is by how much it gets darker from x, y to n pixels in direction d.
func (c *colours) fall(x, y int, d [2]int, n int) int {
	u, v := min(max(x+n*d[0], 0), c.w-1), min(max(y+n*d[1], 0), c.h-1)
	return int(c.luma[y*c.w+x]) - int(c.luma[v*c.w+u])
}
