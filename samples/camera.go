package samples

import (
	"image"
	"math"
)

// camera is everything about a capture but the sheet: light, lens, sensor and processing.
type camera struct {
	*Geometry
	seed     uint64
	desk     surface
	flat     bool
	light    [6]float64 // quadratic illumination over the frame, x and y in -1..1
	vignette float64
	balance  rgb     // white balance error
	exposure float64 // linear gain
	haze     float64 // share of stray light
	blur     float64 // sigma, pixels
	shot     float64 // noise variance is shot*intensity + read (Foi et al., IEEE TIP 17(10), 2008, eq. 3)
	read     float64
	shadow   point   // direction of the sheet's shadow on the desk, share of the sheet's width
	contrast float64 // strength of the tone curve's S
	sharpen  float64
	decode   [256]float64
	extras
}

func newCamera(seed uint64, g *Geometry, o CaptureOptions) camera {
	r := stream(seed, "camera")
	contrast, noise := o.Contrast, o.Noise
	if contrast == 0 {
		contrast = 1
	}
	if noise == 0 {
		noise = 1
	}
	c := camera{
		Geometry: g, seed: seed, desk: newSurface(o.Desk, seed), flat: o.Flat,
		light:    [6]float64{1, between(r, -0.12, 0.12), between(r, -0.12, 0.12), between(r, -0.05, 0.02), between(r, -0.03, 0.03), between(r, -0.05, 0.02)},
		vignette: between(r, 0.04, 0.12), balance: rgb{between(r, 0.94, 1.05), 1, between(r, 0.92, 1.04)},
		exposure: between(r, 0.80, 0.94) * math.Exp2(o.Stops), haze: 1 - contrast, blur: math.Hypot(between(r, 0.55, 0.8), o.Blur),
		shot: between(r, 0.00035, 0.0007) * noise, read: between(r, 0.000004, 0.00001) * noise,
		shadow: point{between(r, -0.01, 0.01), between(r, 0.004, 0.012)}, contrast: between(r, 0.1, 0.25), sharpen: between(r, 0.25, 0.5),
	}
	if o.Flat {
		c.desk = newSurface(DeskLid, seed)
		c.light, c.vignette, c.balance = [6]float64{1, between(r, -0.012, 0.012), between(r, -0.012, 0.012)}, 0, rgb{between(r, 0.985, 1.01), 1, between(r, 0.98, 1.01)}
		c.shot, c.read, c.contrast, c.sharpen = c.shot*0.35, c.read*0.6, 0.05, 0.3
		c.exposure = between(r, 0.92, 0.97) * math.Exp2(o.Stops)
	}
	c.extras = newExtras(seed, g, o)
	for i := range c.decode {
		c.decode[i] = linear(float64(i) / 255)
	}
	return c
}

// develop renders the part of the picture inside window into dst: scene, lens, sensor, processing. Noise belongs to the
// place and the capture, not to the window: developing a part again gives the same pixels. noise 0..1 scales it.
func (c *camera) develop(dst *image.RGBA, sheet *Sheet, window image.Rectangle, noise float64) {
	margin := int(math.Ceil(3*c.blur)) + 4
	wide := window.Inset(-margin)
	planes := c.expose(sheet, wide)
	for k := range planes.colour {
		gaussianBlur(planes.colour[k], wide.Dx(), wide.Dy(), c.blur)
	}
	c.sense(planes, noise)
	c.process(dst, planes, window)
}

// planes holds three colour planes in linear light over a window of the picture.
type planes struct {
	window image.Rectangle
	colour [3][]float32
}

func newPlanes(window image.Rectangle) *planes {
	p := &planes{window: window}
	for k := range p.colour {
		p.colour[k] = make([]float32, window.Dx()*window.Dy())
	}
	return p
}

// expose computes the light that reaches the lens.
func (c *camera) expose(sheet *Sheet, window image.Rectangle) *planes {
	p := newPlanes(window)
	i := 0
	for y := window.Min.Y; y < window.Max.Y; y++ {
		var at tracker
		for x := window.Min.X; x < window.Max.X; x++ {
			u, v := at.toSheet(c.Geometry, x, y)
			colour := c.scene(sheet, float64(x)+0.5, float64(y)+0.5, u, v)
			light := c.illumination(float64(x), float64(y)) * c.exposure
			for k := range colour {
				v := colour[k] * light * c.balance[k]
				p.colour[k][i] = float32(v*(1-c.haze) + 0.42*c.exposure*c.haze)
			}
			i++
		}
	}
	return p
}

// tracker follows one row of the picture over the sheet: exact every eighth pixel, straight in between, which is within
// a thousandth of a pixel. The exact places do not depend on where a window begins.
type tracker struct {
	from, to point
	next     int
	started  bool
}

func (t *tracker) toSheet(g *Geometry, x, y int) (u, v float64) {
	const step = 8
	exact := func(x int) (p point) {
		p.X, p.Y = g.ToSheet(float64(x)+0.5, float64(y)+0.5)
		return p
	}
	switch start := x &^ (step - 1); {
	case !t.started:
		t.from, t.to, t.next, t.started = exact(start), exact(start+step), start+step, true
	case x == t.next:
		t.from, t.to, t.next = t.to, exact(x+step), x+step
	}
	share := float64(x-(t.next-step)) / step
	return mix(t.from.X, t.to.X, share), mix(t.from.Y, t.to.Y, share)
}

// scene returns what the camera sees at x, y, where the sheet's u, v would be: the sheet, or the desk with the sheet's shadow.
func (c *camera) scene(sheet *Sheet, x, y, u, v float64) rgb {
	if c.thumb.covers(x, y) {
		return c.thumb.skin
	}
	w, h := float64(c.Sheet.Dx()), float64(c.Sheet.Dy())
	if u < -0.06*w || v < -0.06*w || u > 1.06*w || v > h+0.06*w {
		return c.background(x, y)
	}
	front, alpha := c.sample(sheet.Image, u, v)
	if alpha > 0.999 {
		return front
	}
	// Distance from the (shifted) sheet, in shares of its width, gives a soft shadow.
	du := max(math.Abs((u-w/2)/w-c.shadow.X)-0.5, 0)
	dv := max(math.Abs((v-h/2)/w-c.shadow.Y)-h/w/2, 0)
	shade := 1 - 0.5*math.Exp(-sq(math.Hypot(du, dv)/0.009))
	behind := c.background(x, y).scaled(shade)
	return rgb{front[0] + behind[0]*(1-alpha), front[1] + behind[1]*(1-alpha), front[2] + behind[2]*(1-alpha)}
}

func (c *camera) background(x, y float64) rgb {
	k := 100 / float64(c.Picture.Dx())
	for i := range c.things {
		if colour, found := c.things[i].at(x*k, y*k); found {
			return colour
		}
	}
	return c.desk.at(x*k, y*k)
}

// illumination is the light field over the frame.
func (c *camera) illumination(x, y float64) float64 {
	w, h := float64(c.Picture.Dx()), float64(c.Picture.Dy())
	u, v := 2*x/w-1, 2*y/h-1
	l := &c.light
	return (l[0] + l[1]*u + l[2]*v + l[3]*u*u + l[4]*u*v + l[5]*v*v) * (1 - c.vignette*(u*u+v*v)/2) * c.shade.at(u, v)
}

// sample reads the sheet between pixels, in linear light, premultiplied; outside it is transparent.
func (c *camera) sample(img *image.RGBA, u, v float64) (rgb, float64) {
	u, v = u-0.5, v-0.5
	x, y := math.Floor(u), math.Floor(v)
	tx, ty := u-x, v-y
	var colour rgb
	alpha := 0.0
	for dy := range 2 {
		for dx := range 2 {
			px, py := int(x)+dx, int(y)+dy
			if px < 0 || py < 0 || px >= c.Sheet.Dx() || py >= c.Sheet.Dy() {
				continue
			}
			weight := math.Abs(1-float64(dx)-tx) * math.Abs(1-float64(dy)-ty)
			p := img.Pix[py*img.Stride+px*4:][:4]
			for k := range colour {
				colour[k] += weight * c.decode[p[k]]
			}
			alpha += weight * float64(p[3]) / 255
		}
	}
	return colour, alpha
}
