package samples

import (
	"image"
	"math"
)

// point is a place on a sheet or a picture.
type point struct{ X, Y float64 }

// path is an outline of straight lines and Bézier curves.
type path struct {
	verbs  []byte // 'M', 'L', 'Q', 'C', 'Z'
	points []point
}

func (p *path) move(x, y float64) { p.add('M', point{x, y}) }
func (p *path) line(x, y float64) { p.add('L', point{x, y}) }
func (p *path) close()            { p.verbs = append(p.verbs, 'Z') }

func (p *path) add(verb byte, points ...point) {
	p.verbs = append(p.verbs, verb)
	p.points = append(p.points, points...)
}

// append adds q's outlines to p.
func (p *path) append(q path) {
	p.verbs = append(p.verbs, q.verbs...)
	p.points = append(p.points, q.points...)
}

// mapped returns the path with every point moved by f.
func (p path) mapped(f func(x, y float64) (float64, float64)) path {
	moved := path{verbs: p.verbs, points: make([]point, len(p.points))}
	for i, at := range p.points {
		moved.points[i].X, moved.points[i].Y = f(at.X, at.Y)
	}
	return moved
}

// bounds returns the smallest pixel rectangle that holds every control point.
func (p path) bounds() image.Rectangle {
	if len(p.points) == 0 {
		return image.Rectangle{}
	}
	lo, hi := p.points[0], p.points[0]
	for _, at := range p.points {
		lo.X, lo.Y = min(lo.X, at.X), min(lo.Y, at.Y)
		hi.X, hi.Y = max(hi.X, at.X), max(hi.Y, at.Y)
	}
	return image.Rect(int(math.Floor(lo.X)), int(math.Floor(lo.Y)), int(math.Ceil(hi.X)), int(math.Ceil(hi.Y)))
}

// rectangle returns the outline of a box with rounded corners.
func rectangle(x, y, w, h, radius float64) path {
	var p path
	r, k := min(radius, min(w, h)/2), 0.5523 // k: the Bézier circle constant, 4/3*(sqrt(2)-1)
	p.move(x+r, y)
	p.line(x+w-r, y)
	p.add('C', point{x + w - r + k*r, y}, point{x + w, y + r - k*r}, point{x + w, y + r})
	p.line(x+w, y+h-r)
	p.add('C', point{x + w, y + h - r + k*r}, point{x + w - r + k*r, y + h}, point{x + w - r, y + h})
	p.line(x+r, y+h)
	p.add('C', point{x + r - k*r, y + h}, point{x, y + h - r + k*r}, point{x, y + h - r})
	p.line(x, y+r)
	p.add('C', point{x, y + r - k*r}, point{x + r - k*r, y}, point{x + r, y})
	p.close()
	return p
}

// disc returns the outline of an ellipse.
func disc(cx, cy, rx, ry float64) path {
	p := rectangle(-1, -1, 2, 2, 1)
	return p.mapped(func(x, y float64) (float64, float64) { return cx + x*rx, cy + y*ry })
}

// polygon returns a closed outline through the points.
func polygon(points ...point) path {
	var p path
	for i, at := range points {
		if i == 0 {
			p.move(at.X, at.Y)
			continue
		}
		p.line(at.X, at.Y)
	}
	p.close()
	return p
}

// stroke returns the outline of a line drawn through the points, whose width at each is given by width(0..1 along it).
func stroke(points []point, width func(t float64) float64) path {
	n := len(points)
	if n < 2 {
		return path{}
	}
	left, right := make([]point, n), make([]point, n)
	for i, at := range points {
		a, b := points[max(i-1, 0)], points[min(i+1, n-1)]
		dx, dy := b.X-a.X, b.Y-a.Y
		length := math.Hypot(dx, dy)
		if length == 0 {
			length = 1
		}
		half := width(float64(i)/float64(n-1)) / 2
		nx, ny := -dy/length*half, dx/length*half
		left[i], right[n-1-i] = point{at.X + nx, at.Y + ny}, point{at.X - nx, at.Y - ny}
	}
	return polygon(append(left, right...)...)
}

// even is a constant stroke width.
func even(width float64) func(float64) float64 { return func(float64) float64 { return width } }
