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
	bright := c.bright()
	pieces, mask := c.closed(bright, printGap), make([]bool, len(c.luma))
	var out []spot
	var pixels []int
	for i := range pieces {
		if !pieces[i] {
			continue
		}
		pixels = c.flood(pieces, i, pixels[:0])
		if float64(len(pixels)) < spotLeast*float64(len(mask)) || !c.solid(pixels, bright) || !c.smooth(pixels) && !c.window(pixels) {
			continue
		}
		p := spot{x0: c.w, y0: c.h}
		for _, j := range pixels {
			if !bright[j] {
				continue
			}
			mask[j] = true
			p.area++
			p.x0, p.x1, p.y0, p.y1 = min(p.x0, j%c.w), max(p.x1, j%c.w), min(p.y0, j/c.w), max(p.y1, j/c.w)
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b spot) int { return cmp.Compare(b.area, a.area) })
	return out, mask
}

// bright marks what is burnt out within the margin; nothing when the ground itself is nearly so.
func (c *colours) bright() []bool {
	out := make([]bool, len(c.luma))
	ground, ok := c.ground(0.3, 0.6)
	if !ok || max(ground[0], ground[1], ground[2]) > 255-overGround {
		return out
	}
	r := c.looked()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p := c.pix[3*(y*c.w+x):][:3]
			out[y*c.w+x] = max(p[0], p[1], p[2]) >= glareLevel && min(p[0], p[1], p[2]) >= glareLeast
		}
	}
	return out
}

// solid reports whether a piece is burnt out throughout, and no print shows in it.
func (c *colours) solid(pixels []int, bright []bool) bool {
	burnt, print := 0, 0
	for _, i := range pixels {
		if bright[i] {
			burnt++
		}
		if c.luma[i] < showsBelow {
			print++
		}
	}
	return float64(burnt) >= burntWithin*float64(len(pixels)) && float64(print) <= showsWithin*float64(len(pixels))
}

// closed fills what is narrower than 2 n pixels between the marked ones: lines of print on white paper become a part of
// it (morphological closing with a square; P. Soille, Morphological Image Analysis, section 4.2).
func (c *colours) closed(mask []bool, n int) []bool {
	not := func(m []bool) []bool {
		for i := range m {
			m[i] = !m[i]
		}
		return m
	}
	return not(c.dilated(not(c.dilated(mask, n)), n))
}

// dilated marks what lies within n pixels of a marked one, across and down.
func (c *colours) dilated(mask []bool, n int) []bool {
	across, out := make([]bool, len(mask)), make([]bool, len(mask))
	spread := func(from, to []bool, first, step, length int) {
		last := -n - 1 // the latest marked place
		for i := range length + n {
			if i < length && from[first+i*step] {
				last = i
			}
			if at := i - n; at >= 0 && last >= at-n {
				to[first+at*step] = true
			}
		}
	}
	for y := range c.h {
		spread(mask, across, y*c.w, 1, c.w)
	}
	for x := range c.w {
		spread(across, out, x, c.w, c.h)
	}
	return out
}

// looked is the view without its margin.
func (c *colours) looked() image.Rectangle {
	mx, my := int(glareMargin*float64(c.w)), int(glareMargin*float64(c.h))
	return image.Rect(mx, my, c.w-mx, c.h-my)
}

// flood appends the piece of mask around i to pixels, and clears it.
func (c *colours) flood(mask []bool, i int, pixels []int) []int {
	pixels, mask[i] = append(pixels, i), false
	for k := 0; k < len(pixels); k++ {
		x, y := pixels[k]%c.w, pixels[k]/c.w
		for _, d := range [4][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
			u, v := x+d[0], y+d[1]
			if u < 0 || v < 0 || u >= c.w || v >= c.h || !mask[v*c.w+u] {
				continue
			}
			mask[v*c.w+u] = false
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
	return float64(print) <= printShowing*float64(outline) && 4*far >= overGround*(outline-print) && float64(near) <= smoothFall*float64(far)
}

// fall is by how much it gets darker from x, y to n pixels in direction d.
func (c *colours) fall(x, y int, d [2]int, n int) int {
	u, v := min(max(x+n*d[0], 0), c.w-1), min(max(y+n*d[1], 0), c.h-1)
	return int(c.luma[y*c.w+x]) - int(c.luma[v*c.w+u])
}
