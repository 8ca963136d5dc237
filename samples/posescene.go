package samples

import "math"

// extras is what a posed scene has beside the sheet and its desk. The zero value has nothing.
type extras struct {
	things []thing
	shade  castShadow
	thumb  thumb
}

func newExtras(seed uint64, g *Geometry, o CaptureOptions) extras {
	return extras{things: newThings(seed, o.Clutter), shade: newCastShadow(seed, o.Shade), thumb: newThumb(seed, g, o.Cover)}
}

// thing is another object on the desk, a rectangle in hundredths of the picture's width.
type thing struct {
	x, y, hw, hh float64
	cos, sin     float64
	colour, ink  rgb
	pitch        float64 // of lines of writing; 0 for none
	scrawl       lattice
}

// newThings lays n papers, cards, phones and pens on the desk.
func newThings(seed uint64, n int) []thing {
	r := stream(seed, "things")
	kinds := []thing{
		{hw: 40, hh: 28, colour: srgb(238, 236, 230), ink: srgb(70, 70, 76), pitch: 2.6},
		{hw: 9, hh: 18, colour: srgb(22, 23, 26), ink: srgb(40, 42, 48)},
		{hw: 22, hh: 0.9, colour: srgb(30, 60, 140), ink: srgb(20, 40, 90)},
		{hw: 17, hh: 10.7, colour: srgb(170, 60, 54), ink: srgb(240, 230, 210), pitch: 3.1},
		{hw: 26, hh: 20, colour: srgb(214, 196, 150), ink: srgb(120, 96, 60), pitch: 4},
	}
	things := make([]thing, n)
	for i := range things {
		t := pick(r, kinds)
		size, angle := between(r, 0.8, 1.3), between(r, 0, 2*math.Pi)
		t.hw, t.hh, t.x, t.y = t.hw*size, t.hh*size, between(r, 0, 100), between(r, 0, 80)
		t.cos, t.sin, t.scrawl = math.Cos(angle), math.Sin(angle), lattice(r.Uint64())
		things[i] = t
	}
	return things
}

// at returns the thing's colour at x, y; found is false beside it.
func (t *thing) at(x, y float64) (colour rgb, found bool) {
	u, v := (x-t.x)*t.cos+(y-t.y)*t.sin, (y-t.y)*t.cos-(x-t.x)*t.sin
	if math.Abs(u) > t.hw || math.Abs(v) > t.hh {
		return rgb{}, false
	}
	if t.pitch > 0 && math.Abs(u) < 0.86*t.hw && math.Abs(v) < 0.86*t.hh {
		row := math.Floor(v / t.pitch)
		if inRow := v/t.pitch - row; inRow < 0.4 && t.scrawl.at(u*1.6+row*41, row*7+inRow*3) > 0.5 {
			return t.ink, true
		}
	}
	return t.colour, true
}

// castShadow is the shadow of someone who stands in the light: a half plane with a soft edge.
type castShadow struct {
	depth, cos, sin, offset, soft float64 // coordinates of illumination, -1..1
}

func newCastShadow(seed uint64, depth float64) castShadow {
	r := stream(seed, "cast shadow")
	angle := between(r, 0, 2*math.Pi)
	return castShadow{depth, math.Cos(angle), math.Sin(angle), between(r, -0.5, 0.5), between(r, 0.02, 0.3)}
}

// at returns the share of light that is left.
func (s *castShadow) at(u, v float64) float64 {
	if s.depth == 0 {
		return 1
	}
	return 1 - s.depth*smoothstep(-s.soft, s.soft, u*s.cos+v*s.sin-s.offset)
}

// thumb holds the sheet down: a rod with a round tip, in pixels of the picture.
type thumb struct {
	tip    point
	dx, dy float64 // away from the sheet
	radius float64 // 0 for none
	skin   rgb
}

// newThumb lays a thumb of the width size, a share of the sheet's shorter side, over one corner or edge.
func newThumb(seed uint64, g *Geometry, size float64) thumb {
	if size == 0 {
		return thumb{}
	}
	r := stream(seed, "thumb")
	w, h := float64(g.Sheet.Dx()), float64(g.Sheet.Dy())
	around := between(r, 0, 8) // eighths of the way around the sheet; whole numbers are corners and edges' middles
	u, v := w/2+w/2*clamp(1.5*math.Cos(around*math.Pi/4), -1, 1), h/2+h/2*clamp(1.5*math.Sin(around*math.Pi/4), -1, 1)
	x, y := g.ToPicture(u, v)
	cx, cy := g.ToPicture(w/2, h/2)
	n := math.Hypot(x-cx, y-cy)
	ax, ay := g.ToPicture(0, 0)
	bx, by := g.ToPicture(0, h)
	t := thumb{tip: point{x, y}, dx: (x - cx) / n, dy: (y - cy) / n, radius: size * math.Hypot(bx-ax, by-ay) / 2}
	t.skin = srgb(232, 190, 164).blend(srgb(96, 62, 46), r.Float64())
	t.tip.X, t.tip.Y = x-0.6*t.radius*t.dx, y-0.6*t.radius*t.dy
	return t
}

func (t *thumb) covers(x, y float64) bool {
	if t.radius == 0 {
		return false
	}
	x, y = x-t.tip.X, y-t.tip.Y
	along, across := max(x*t.dx+y*t.dy, 0), 0.0
	across = math.Hypot(x-along*t.dx, y-along*t.dy)
	return across < t.radius
}
