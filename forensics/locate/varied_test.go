package locate_test

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"loupe/forensics/raster"
	"loupe/samples"
)

// varied renders the scene of a seed with a renderer that shares nothing with samples' camera: invented papers as well as
// ours on many more desks, small documents, things beneath and beside, shadows, blur, noise and strong compression.
func varied(t testing.TB, s *samples.Studio, seed uint64) scene { return variedAt(t, s, seed, false) }

// variedAt renders it; beyond says that one whole side of the document lies outside the picture.
func variedAt(t testing.TB, s *samples.Studio, seed uint64, beyond bool) scene {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 79))
	sheet := inventedPaper(t, s, r, seed)
	long := 640 + int(960*r.Float64())
	w, h := long, long*3/4
	if r.IntN(3) == 0 {
		h = long * 9 / 16
	}
	if r.IntN(2) == 0 {
		w, h = h, w
	}
	sc := scene{Seed: seed, Kind: sheet.name, W: w, H: h, Tilt: 35 * r.Float64(), Rotation: 360*r.Float64() - 180, Aspect: sheet.aspect()}
	if r.IntN(3) == 0 { // nearly straight, as most people take it
		sc.Tilt, sc.Rotation = sc.Tilt/4, sc.Rotation/20
	}
	sc.pose(sheet, r, beyond)
	c := newCanvas(&sc, newVariedDesk(r, sheet), long)
	if r.IntN(10) < 3 {
		sc.Clutter = true
		c.clutter(t, s, r, seed, sc.Quad)
	}
	c.lay(sheet, sc.Quad, r)
	if r.IntN(12) == 0 {
		sc.Thumb = true
		c.thumb(r, sc.Quad)
	}
	c.light(r)
	sc.picture = asJPEG(t, c.sense(r), 50+r.IntN(46))
	return sc
}

// pose says where the sheet lies in the picture.
func (sc *scene) pose(sheet paperSheet, r *rand.Rand, beyond bool) {
	fill := 0.4 + 0.55*r.Float64()
	x, y := 0.0, 0.0
	if slack := 1 - fill; slack > 0 {
		x, y = slack*0.8*(r.Float64()-0.5), slack*0.8*(r.Float64()-0.5)
	}
	if r.IntN(12) == 0 {
		x, y, sc.Cut = x+0.25*(r.Float64()-0.5), y+0.25*(r.Float64()-0.5), true
		fill = max(fill, 0.75)
	}
	sc.Quad = throughPinhole(sheet, *sc, r.Float64()*360, 0.65+0.5*r.Float64(), fill, x, y)
	if beyond {
		pushOut(sc, r)
	}
	for _, c := range sc.Quad {
		sc.Cut = sc.Cut || c[0] < 0 || c[1] < 0 || c[0] > float64(sc.W) || c[1] > float64(sc.H)
	}
}

// canvas is a picture being made, 0..255 and beyond per channel.
type canvas struct {
	w, h int
	pix  [][3]float64
}

// newCanvas is a scene's empty desk.
func newCanvas(sc *scene, desk variedDesk, long int) canvas {
	sc.Desk = desk.name
	w, h := sc.W, sc.H
	c := canvas{w: w, h: h, pix: make([][3]float64, w*h)}
	for i := range c.pix {
		c.pix[i] = desk.at(float64(i%w)*1000/float64(long), float64(i/w)*1000/float64(long))
	}
	return c
}

// lay puts a sheet on the canvas: a soft shadow, then the paper, with corners as round as it has them.
func (c *canvas) lay(p paperSheet, quad [4][2]float64, r *rand.Rand) {
	m, err := raster.Square(p.w, p.h, quad)
	if err != nil {
		return
	}
	inverse := m.Inverse()
	scale := p.w / math.Hypot(quad[1][0]-quad[0][0], quad[1][1]-quad[0][1]) // sheet units a pixel
	deep, soft := 0.0, (2+10*r.Float64())*float64(max(c.w, c.h))/1000
	if r.IntN(2) == 0 {
		deep = 0.1 + 0.4*r.Float64()
	}
	sx, sy := soft*(r.Float64()-0.5), soft*(r.Float64()-0.5)
	for i := range c.pix {
		x, y := float64(i%c.w)+0.5, float64(i/c.w)+0.5
		if deep > 0 {
			u, v := inverse.At(x-sx, y-sy)
			if d := p.outside(u, v) / scale; d < soft {
				f := 1 - deep*min(1, 1-d/soft)
				for k := range 3 {
					c.pix[i][k] *= f
				}
			}
		}
		u, v := inverse.At(x, y)
		if cover := min(max(0.5-p.outside(u, v)/scale, 0), 1); cover > 0 {
			ink := p.colour(u, v)
			for k := range 3 {
				c.pix[i][k] += cover * (ink[k] - c.pix[i][k])
			}
		}
	}
}

// clutter lays other papers and things about, some of them half under where the document will lie.
func (c *canvas) clutter(t testing.TB, s *samples.Studio, r *rand.Rand, seed uint64, quad [4][2]float64) {
	long := float64(max(c.w, c.h))
	for i := range 1 + r.IntN(4) {
		p := inventedPaper(t, s, r, seed+uint64(i)*1000003)
		if r.IntN(2) == 0 {
			p = thingPaper(r)
		}
		at := scene{W: c.w, H: c.h, Tilt: 10 * r.Float64(), Rotation: 360 * r.Float64()}
		x, y := 1.2*(r.Float64()-0.5), 1.2*(r.Float64()-0.5)
		if r.IntN(2) == 0 { // at a corner of the document
			q := quad[r.IntN(4)]
			x, y = q[0]/float64(c.w)-0.5, q[1]/float64(c.h)-0.5
		}
		c.lay(p, throughPinhole(p, at, 0, 0.8, (0.25+0.4*r.Float64())*long/float64(max(c.w, c.h)), x, y), r)
	}
}

// thumb covers a part of an edge with skin.
func (c *canvas) thumb(r *rand.Rand, quad [4][2]float64) {
	k, f := r.IntN(4), r.Float64()
	a, b := quad[k], quad[(k+1)%4]
	x, y := a[0]+f*(b[0]-a[0]), a[1]+f*(b[1]-a[1])
	mx, my := (quad[0][0]+quad[2][0])/2, (quad[0][1]+quad[2][1])/2
	n := math.Hypot(x-mx, y-my)
	dx, dy, radius := (x-mx)/n, (y-my)/n, (0.03+0.04*r.Float64())*float64(max(c.w, c.h))
	skin := [3]float64{120 + 100*r.Float64(), 0, 0}
	skin[1], skin[2] = skin[0]*0.8, skin[0]*0.7
	for i := range c.pix {
		px, py := float64(i%c.w)-x, float64(i/c.w)-y
		along := max(px*dx+py*dy, 0)
		if d := math.Hypot(px-along*dx, py-along*dy); d < radius {
			for k := range 3 {
				c.pix[i][k] = skin[k] * (1 - 0.4*sq(d/radius))
			}
		}
	}
}

func sq(v float64) float64 { return v * v }

// light darkens the scene unevenly: falling off, and a cast shadow with a soft edge on some.
func (c *canvas) light(r *rand.Rand) {
	angle, fall := 2*math.Pi*r.Float64(), 0.3*r.Float64()
	cut, deep, soft, at := 2*math.Pi*r.Float64(), 0.0, 0.02+0.2*r.Float64(), 0.6*(r.Float64()-0.5)
	if r.IntN(4) == 0 {
		deep = 0.2 + 0.4*r.Float64()
	}
	exposure := 0.75 + 0.35*r.Float64()
	for i := range c.pix {
		x, y := float64(i%c.w)/float64(c.w)-0.5, float64(i/c.w)/float64(c.h)-0.5
		f := exposure * (1 - fall*(0.5+x*math.Cos(angle)+y*math.Sin(angle)))
		f *= 1 - deep*min(max(0.5+(x*math.Cos(cut)+y*math.Sin(cut)-at)/soft, 0), 1)
		for k := range 3 {
			c.pix[i][k] *= f
		}
	}
}

// sense blurs, adds noise and clips.
func (c *canvas) sense(r *rand.Rand) *image.RGBA {
	long := float64(max(c.w, c.h))
	blur(c, (0.3+1.2*r.Float64()*r.Float64())*long/1000)
	sigma := 7 * r.Float64() * r.Float64()
	out := image.NewRGBA(image.Rect(0, 0, c.w, c.h))
	for i, p := range c.pix {
		for k := range 3 {
			out.Pix[4*i+k] = uint8(min(max(p[k]+sigma*r.NormFloat64()+0.5, 0), 255))
		}
		out.Pix[4*i+3] = 255
	}
	return out
}

// blur convolves with a Gaussian.
func blur(c *canvas, sigma float64) {
	reach := int(math.Ceil(2.5 * sigma))
	kernel := make([]float64, 2*reach+1)
	sum := 0.0
	for i := range kernel {
		kernel[i] = math.Exp(-sq(float64(i-reach)/sigma) / 2)
		sum += kernel[i]
	}
	for _, step := range [2][2]int{{1, 0}, {0, 1}} {
		from := append([][3]float64(nil), c.pix...)
		for i := range c.pix {
			var p [3]float64
			for j, f := range kernel {
				x, y := i%c.w+(j-reach)*step[0], i/c.w+(j-reach)*step[1]
				q := from[min(max(y, 0), c.h-1)*c.w+min(max(x, 0), c.w-1)]
				for k := range 3 {
					p[k] += f / sum * q[k]
				}
			}
			c.pix[i] = p
		}
	}
}
