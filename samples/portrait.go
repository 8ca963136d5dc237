package samples

import (
	"image"
	"math"
	"math/rand/v2"
)

// Backdrop names what is behind a portrait.
type Backdrop int

// The backdrops.
const (
	BackdropStudio  Backdrop = iota // the plain grey-blue of a document photo
	BackdropRoom                    // a blurred room
	BackdropOutdoor                 // blurred leaves and sky
)

// Scene is one sitting: light, pose, backdrop and clothes. The same Face in two scenes is one person photographed twice.
type Scene struct {
	Seed     uint64
	Backdrop Backdrop
	Head     float64 // head height as a share of the picture's; 0 means 0.66, a document photo
	Casual   bool    // head turned and tilted more, a wider smile
}

// painter renders one portrait, back to front, in linear light.
type painter struct {
	f          *Face
	scene      Scene
	w, h       int
	unit       float64 // pixels per half head height
	cx, cy     float64
	cos, sin   float64
	yaw, smile float64
	gaze       float64
	light      lamp
	colours    palette
	cloth      rgb
	shirt      rgb
	collar     bool
	skinNoise  lattice
	strand     lattice
	room       lattice
	inside     []float64 // Face.inside at every pixel
	z          []float64 // relief of the head, one value per pixel
	shadow     []float64 // 1 in the open, less where the relief hides light
}

// PortraitImage photographs a face: a w x h picture, sRGB, opaque.
func PortraitImage(f Face, scene Scene, w, h int) *image.RGBA {
	p := newPainter(&f, scene, w, h)
	p.measure()
	out, encode := image.NewRGBA(image.Rect(0, 0, w, h)), newEncoder()
	for y := range h {
		for x := range w {
			c := p.colour(x, y)
			i := out.PixOffset(x, y)
			out.Pix[i], out.Pix[i+1], out.Pix[i+2], out.Pix[i+3] = encode.at(c[0]), encode.at(c[1]), encode.at(c[2]), 255
		}
	}
	p.drawBrows(out)
	p.drawBeard(out)
	p.drawStrays(out)
	if f.glasses {
		p.drawGlasses(out)
	}
	return out
}

func newPainter(f *Face, scene Scene, w, h int) *painter {
	r := stream(scene.Seed, "scene")
	head := scene.Head
	if head == 0 {
		head = 0.66
	}
	pose := 1.0
	if scene.Casual {
		pose = 2.2
	}
	tilt := between(r, -0.02, 0.02) * pose
	p := &painter{
		f: f, colours: newPalette(), scene: scene, w: w, h: h, unit: head * float64(h) / 2.05, cx: float64(w) * between(r, 0.49, 0.51), cy: float64(h) * between(r, 0.49, 0.51),
		cos: math.Cos(tilt), sin: math.Sin(tilt), yaw: between(r, -0.05, 0.05) * pose, smile: between(r, 0, 0.02) * pose, gaze: between(r, -0.008, 0.008),
		light: newLamp(between(r, -0.75, 0.75), between(r, 0.35, 0.6)), collar: r.Float64() < 0.5,
		skinNoise: newLattice(f.Seed, "skin"), strand: newLattice(f.Seed, "strand"), room: newLattice(scene.Seed, "room"),
	}
	p.cloth, p.shirt = clothes(r)
	return p
}

func clothes(r *rand.Rand) (cloth, shirt rgb) {
	cloths := []rgb{srgb(38, 44, 62), srgb(60, 62, 66), srgb(96, 42, 48), srgb(46, 78, 74), srgb(152, 146, 136), srgb(74, 92, 128), srgb(30, 30, 34)}
	shirts := []rgb{srgb(232, 232, 230), srgb(190, 206, 226), srgb(228, 214, 202)}
	return pick(r, cloths), pick(r, shirts)
}

// head converts a pixel to head coordinates.
func (p *painter) head(x, y float64) (u, v float64) {
	dx, dy := (x-p.cx)/p.unit, (y-p.cy)/p.unit
	return dx*p.cos + dy*p.sin, dy*p.cos - dx*p.sin
}

// pixel is the inverse of head.
func (p *painter) pixel(u, v float64) (x, y float64) {
	return p.cx + (u*p.cos-v*p.sin)*p.unit, p.cy + (u*p.sin+v*p.cos)*p.unit
}

// turn returns how far a turned head moves the features at a place inside by so much.
func (p *painter) turn(inside float64) float64 {
	round := 1 - clamp(inside/0.66, 0, 1)
	return p.yaw * math.Sqrt(1-round*round)
}

// measure computes the relief and what it hides from the room's light (blurred relief minus relief).
func (p *painter) measure() {
	p.inside, p.z, p.shadow = make([]float64, p.w*p.h), make([]float64, p.w*p.h), make([]float64, p.w*p.h)
	for y := range p.h {
		for x := range p.w {
			u, v := p.head(float64(x), float64(y))
			in := p.f.inside(u, v)
			p.inside[y*p.w+x] = in
			if in > -0.03 {
				p.z[y*p.w+x] = p.f.depth(u, v, p.turn(in), in)
			}
		}
	}
	smooth := boxBlur(p.z, p.w, p.h, max(1, int(p.unit*0.07)))
	for i := range smooth {
		p.shadow[i] = clamp(1-5*(smooth[i]-p.z[i]), 0.35, 1.08)
	}
}

// boxBlur averages over (2*radius+1) squared pixels.
func boxBlur(in []float64, w, h, radius int) []float64 {
	pass := func(in []float64, lines, length, step, jump int) []float64 {
		out := make([]float64, len(in))
		for line := range lines {
			base, sum, n := line*jump, 0.0, 0
			for i := -radius; i < length; i++ {
				if enter := i + radius; enter < length {
					sum, n = sum+in[base+enter*step], n+1
				}
				if leave := i - radius - 1; leave >= 0 {
					sum, n = sum-in[base+leave*step], n-1
				}
				if i >= 0 {
					out[base+i*step] = sum / float64(n)
				}
			}
		}
		return out
	}
	return pass(pass(in, h, w, 1, w), w, h, w, 1)
}

// normal returns the surface direction of the relief at a pixel.
func (p *painter) normal(x, y int) vec {
	at := func(x, y int) float64 { return p.z[min(max(y, 0), p.h-1)*p.w+min(max(x, 0), p.w-1)] }
	return vec{-(at(x+1, y) - at(x-1, y)) * p.unit / 2, -(at(x, y+1) - at(x, y-1)) * p.unit / 2, 1}.unit()
}

// colour composes one pixel from the backdrop to the hair.
func (p *painter) colour(x, y int) rgb {
	u, v := p.head(float64(x), float64(y))
	edge, inside := 1.2/p.unit, p.inside[y*p.w+x]
	c := p.backdrop(x, y)
	if hair, a := p.backHair(u, v); a > 0 {
		c = c.blend(hair, a)
	}
	c = p.body(c, u, v, edge)
	c = p.ears(c, u, v, edge)
	if a := smoothstep(-edge, edge, inside); a > 0 {
		c = c.blend(p.skinAt(x, y, u, v), a)
	}
	if hair, a := p.frontHair(u, v, inside); a > 0 {
		c = c.blend(hair, a)
	}
	return c
}
