package ocr

import (
	"image"
	"math"

	"loupe/models"
)

// pose is how text lies in a w x h plane. Turned back by it, about its centre, the plane becomes the level frame: the
// smallest one that holds all of it, in which the text stands upright.
type pose struct {
	w, h int
	turn int     // quarter turns clockwise by which the text is turned, 0..3
	skew float64 // radians clockwise beyond them, within a quarter of pi
}

// leastSkew is the tilt below which text is left as it is.
const leastSkew = 0.3 * math.Pi / 180

// poseOf returns how text lies whose lines run at angle, radians clockwise from the x axis, within half of pi. Which way
// up they stand is not known from that.
func poseOf(r image.Rectangle, angle float64) pose {
	quarters := math.Round(angle / (math.Pi / 2))
	p := pose{w: r.Dx(), h: r.Dy(), turn: int(quarters+4) % 4, skew: angle - quarters*math.Pi/2}
	if math.Abs(p.skew) < leastSkew {
		p.skew = 0
	}
	return p
}

// upright reports whether the level frame is the plane itself.
func (p pose) upright() bool { return p.turn == 0 && p.skew == 0 }

// over returns the same text upside down.
func (p pose) over() pose {
	p.turn = (p.turn + 2) % 4
	return p
}

// size returns the level frame's size.
func (p pose) size() (w, h int) {
	w, h = p.w, p.h
	if p.turn%2 == 1 {
		w, h = h, w
	}
	if p.skew == 0 {
		return w, h
	}
	sin, cos := math.Abs(math.Sin(p.skew)), math.Cos(p.skew)
	fw, fh := float64(w), float64(h)
	return int(math.Ceil(fw*cos + fh*sin)), int(math.Ceil(fw*sin + fh*cos))
}

// frame is the level frame.
func (p pose) frame() image.Rectangle {
	w, h := p.size()
	return image.Rect(0, 0, w, h)
}

// motion maps places of the level frame to places of the plane: x = ax + bu - cv and y = ay + cu + bv.
type motion struct{ ax, ay, b, c float64 }

func (p pose) motion() motion {
	m := motion{b: math.Cos(p.skew), c: math.Sin(p.skew)}
	for range p.turn {
		m.b, m.c = -m.c, m.b
	}
	w, h := p.size()
	u, v := float64(w)/2, float64(h)/2
	m.ax, m.ay = float64(p.w)/2-m.b*u+m.c*v, float64(p.h)/2-m.c*u-m.b*v
	return m
}

func (m motion) at(u, v float64) (x, y float64) { return m.ax + m.b*u - m.c*v, m.ay + m.c*u + m.b*v }

// back returns the motion that undoes m.
func (m motion) back() motion {
	return motion{-m.b*m.ax - m.c*m.ay, m.c*m.ax - m.b*m.ay, m.b, -m.c}
}

// around returns the smallest rectangle around r, moved.
func (m motion) around(r image.Rectangle) image.Rectangle {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range [4]image.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}} {
		x, y := m.at(float64(c.X), float64(c.Y))
		x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
	}
	const slack = 1e-6 // of rounding in the map
	return image.Rect(int(math.Floor(x0+slack)), int(math.Floor(y0+slack)), int(math.Ceil(x1-slack)), int(math.Ceil(y1-slack)))
}

// box maps a box of the level frame to the plane; ok is false when nothing of it lies there.
func (p pose) box(b [4]int) (out [4]int, ok bool) {
	r := p.motion().around(image.Rect(b[0], b[1], b[0]+b[2], b[1]+b[3])).Intersect(image.Rect(0, 0, p.w, p.h))
	return [4]int{r.Min.X, r.Min.Y, r.Dx(), r.Dy()}, !r.Empty()
}

// words maps words of the level frame to the plane.
func (p pose) words(words []models.Word) []models.Word {
	out := make([]models.Word, 0, len(words))
	for _, w := range words {
		var ok bool
		if w.Box, ok = p.box(w.Box); ok {
			out = append(out, w)
		}
	}
	return out
}

// levelled maps words of the plane to the level frame.
func (p pose) levelled(words []models.Word) []models.Word {
	back := p.motion().back()
	for i := range words {
		words[i].Box = boxOf(back.around(rect(words[i].Box)))
	}
	return words
}

// orientation is the EXIF orientation that shows a plane with text turned so upright.
func (p pose) orientation() models.Orientation { return [4]models.Orientation{1, 8, 3, 6}[p.turn] }
