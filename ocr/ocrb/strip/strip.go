// Package strip cuts a line of text out of a picture, level, at a fixed scale and with its contrast made even: what the
// recogniser reads and what it is trained on.
package strip

import (
	"image"
	"math"
)

// The scale of a strip in pixels. In OCR-B a capital is about as tall as the pitch (ISO 1073-2: 2.54 mm, size I).
const (
	Height  = 24 // of a strip
	Pitch   = 14 // from one character to the next
	Capital = 14 // from the baseline to the top of a capital, which lies in the middle of the strip
	Margin  = 28 // left and right of the line, nothing or whatever lies there
)

// Line is where a line of text lies in a picture: the points X + t*DX, Y + t*DY moved by Bend*(t-Length/2)^2-Bend*Length^2/4 along the
// normal, for t from 0 to Length, run through the middle of its capitals. All values are in pixels of the picture.
type Line struct {
	X, Y   float64 // the middle of the first character's left edge
	DX, DY float64 // direction of reading, a unit vector; the text's top is on its left hand
	Length float64
	Pitch  float64 // from one character to the next
	Tall   float64 // height of a capital
	Bend   float64 // curvature of the middle line, 1/pixels; positive bends downwards in the middle
}

// Reversed returns the line as it reads when the picture is upside down.
func (l Line) Reversed() Line {
	l.X, l.Y = l.X+l.DX*l.Length, l.Y+l.DY*l.Length
	l.DX, l.DY, l.Bend = -l.DX, -l.DY, -l.Bend
	return l
}

// At returns the place in the picture of the strip's point x, y.
func (l Line) At(x, y float64) (px, py float64) {
	along := (x - Margin) * l.Pitch / Pitch
	half := l.Length / 2
	across := (y-Height/2)*l.Tall/Capital + l.Bend*(half*half-(along-half)*(along-half))
	return l.X + along*l.DX - across*l.DY, l.Y + along*l.DY + across*l.DX
}

// Width returns how wide the line's strip is: even, and at most most pixels.
func (l Line) Width(most int) int {
	return min(most, int(math.Ceil(l.Length/l.Pitch*Pitch))+2*Margin) &^ 1
}

// Cut returns the strip of the line, Height rows of width values: ink is positive, and the values of any stretch of a
// few characters have about zero mean and unit variance. Points outside the picture take its nearest pixel.
func Cut(g *image.Gray, l Line, width int) []float32 {
	out := sample(g, l, width)
	level(out, width)
	return out
}

// sample averages nx x ny points per strip pixel, so that a reduction does not alias.
func sample(g *image.Gray, l Line, width int) []float32 {
	nx, ny := samples(l.Pitch/Pitch), samples(l.Tall/Capital)
	middle := make([][2]float64, width*nx) // of each column of points
	for i := range middle {
		x, y := l.At((float64(i)+0.5)/float64(nx), Height/2)
		middle[i] = [2]float64{x - 0.5, y - 0.5}
	}
	out := make([]float32, Height*width)
	weight := 1 / float32(nx*ny)
	for y := range Height {
		for j := range ny {
			across := (float64(y) + (float64(j)+0.5)/float64(ny) - Height/2) * l.Tall / Capital
			dx, dy := -across*l.DY, across*l.DX
			for i, m := range middle {
				out[y*width+i/nx] += weight * bilinear(g, m[0]+dx, m[1]+dy)
			}
		}
	}
	return out
}

func samples(reduction float64) int { return min(4, max(1, int(math.Ceil(reduction-0.25)))) }

func bilinear(g *image.Gray, x, y float64) float32 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	x, y = min(max(x, 0), float64(w-1)), min(max(y, 0), float64(h-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, w-1), min(y0+1, h-1)
	fx, fy := float32(x-float64(x0)), float32(y-float64(y0))
	a, b := g.Pix[y0*g.Stride:], g.Pix[y1*g.Stride:]
	top := float32(a[x0]) + fx*(float32(a[x1])-float32(a[x0]))
	bottom := float32(b[x0]) + fx*(float32(b[x1])-float32(b[x0]))
	return top + fy*(bottom-top)
}

const (
	reach = 2 * Pitch // columns left and right that decide a column's mean and contrast
	floor = 0.4       // of the whole strip's contrast: less is taken for an empty stretch, not for faint text
)

// level subtracts the mean of the columns around and divides by their deviation, and turns ink positive.
func level(s []float32, width int) {
	sums, squares := make([]float64, width+1), make([]float64, width+1)
	for x := range width {
		sum, square := 0.0, 0.0
		for y := range Height {
			v := float64(s[y*width+x])
			sum, square = sum+v, square+v*v
		}
		sums[x+1], squares[x+1] = sums[x]+sum, squares[x]+square
	}
	whole := deviation(sums, squares, 0, width)
	for x := range width {
		from, to := max(0, x-reach), min(width, x+reach+1)
		mean := float32((sums[to] - sums[from]) / float64((to-from)*Height))
		scale := float32(1 / max(deviation(sums, squares, from, to), floor*whole, 1))
		for i := x; i < len(s); i += width {
			s[i] = (mean - s[i]) * scale
		}
	}
}

func deviation(sums, squares []float64, from, to int) float64 {
	n := float64((to - from) * Height)
	mean := (sums[to] - sums[from]) / n
	return math.Sqrt(max(0, (squares[to]-squares[from])/n-mean*mean))
}
