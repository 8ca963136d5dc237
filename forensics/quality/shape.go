package quality

import (
	"cmp"
	"image"
	"slices"
)

// A reflection with hard edges is that of a window or a bare lamp. White print ends as sharply; it is told by its shape:
// print is set along the document, and what is left white around a head has bays.
const (
	windowConvex = 0.92  // of the convex hull a reflection fills at least
	windowSquare = 0.86  // of the box along the document's sides a reflection fills at most
	windowLeast  = 0.004 // of the document: smaller white things are print, whatever their shape
)

// window reports whether the piece has the shape of a hard reflection: convex, and no box along the document's sides.
func (c *colours) window(pixels []int) bool {
	if float64(len(pixels)) < windowLeast*float64(len(c.luma)) {
		return false
	}
	box, ends := image.Rectangle{}, map[int][2]int{} // the first and last pixel of each row
	for _, i := range pixels {
		x, y := i%c.w, i/c.w
		box = box.Union(image.Rect(x, y, x+1, y+1))
		e, seen := ends[y]
		if !seen {
			e = [2]int{x, x}
		}
		ends[y] = [2]int{min(e[0], x), max(e[1], x)}
	}
	if !box.In(c.looked().Inset(1)) {
		return false // cut by the margin: its shape is not known
	}
	var corners [][2]float64
	for y, e := range ends {
		for _, v := range []int{y, y + 1} {
			corners = append(corners, [2]float64{float64(e[0]), float64(v)}, [2]float64{float64(e[1] + 1), float64(v)})
		}
	}
	n := float64(len(pixels))
	return n >= windowConvex*area(hull(corners)) && n <= windowSquare*float64(box.Dx()*box.Dy())
}

// hull is the convex hull of p, which it sorts (A. Andrew, Information Processing Letters 9(5), 1979).
func hull(p [][2]float64) [][2]float64 {
	slices.SortFunc(p, func(a, b [2]float64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	var out [][2]float64
	for range 2 {
		start := len(out)
		for _, q := range p {
			for len(out) >= start+2 {
				a, b := out[len(out)-2], out[len(out)-1]
				if (b[0]-a[0])*(q[1]-a[1])-(b[1]-a[1])*(q[0]-a[0]) > 0 {
					break
				}
				out = out[:len(out)-1]
			}
			out = append(out, q)
		}
		out = out[:len(out)-1] // begins the other half
		slices.Reverse(p)
	}
	return out
}
