package compare_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// A small world of cards, cameras and scanners: an issuer prints the same artwork for everyone, a holder adds portrait
// and text, a capture adds geometry, light and noise. Everything follows from seeds.

const cardW, cardH = 1012, 638 // ID-1 at 300 dpi, ISO/IEC 7810

// canvas is a picture of real luma values, 0..255.
type canvas struct {
	w, h int
	pix  []float64
}

func newCanvas(w, h int) canvas { return canvas{w, h, make([]float64, w*h)} }

func (c canvas) at(x, y float64) float64 {
	x, y = min(max(x, 0), float64(c.w-1)), min(max(y, 0), float64(c.h-1))
	ix, iy := min(int(x), c.w-2), min(int(y), c.h-2)
	fx, fy := x-float64(ix), y-float64(iy)
	i := iy*c.w + ix
	return (1-fy)*((1-fx)*c.pix[i]+fx*c.pix[i+1]) + fy*((1-fx)*c.pix[i+c.w]+fx*c.pix[i+c.w+1])
}

func (c canvas) gray() *image.Gray {
	g := image.NewGray(image.Rect(0, 0, c.w, c.h))
	for i, v := range c.pix {
		g.Pix[i] = uint8(min(max(v+0.5, 0), 255))
	}
	return g
}

func rng(parts ...uint64) *rand.Rand {
	s := uint64(1)
	for _, p := range parts {
		s = s*0x9e3779b97f4a7c15 + p
	}
	return rand.New(rand.NewPCG(s, 7))
}

// The fields that a farm changes, on the card.
var (
	portraitField = image.Rect(60, 150, 310, 480)
	nameField     = image.Rect(360, 150, 780, 195)
	numberField   = image.Rect(360, 310, 640, 355)
)

// card draws what issuer prints for holder: guilloche, labels, portrait, name, number.
func card(issuer, holder uint64) canvas {
	c := newCanvas(cardW, cardH)
	r := rng(issuer, 101)
	type wave struct{ fx, fy, bend, phase, amp float64 }
	waves := make([]wave, 5)
	for i := range waves {
		waves[i] = wave{r.Float64()*0.5 - 0.25, r.Float64()*0.8 + 0.3, 20 + 40*r.Float64(), 6.28 * r.Float64(), 6 + 8*r.Float64()}
	}
	tone := 170 + 40*r.Float64()
	for y := range cardH {
		for x := range cardW {
			v := tone + 15*math.Sin(float64(x)/240+waves[0].phase) + 10*math.Cos(float64(y)/170)
			for _, w := range waves {
				t := w.fx*float64(x) + w.fy*float64(y) + w.bend*math.Sin(float64(x)/90+w.phase) + 0.4*w.bend*math.Cos(float64(y)/60)
				line := math.Abs(math.Mod(math.Abs(t), 14) - 7)
				if line < 1.2 {
					v -= w.amp * (1.2 - line) / 1.2
				}
			}
			c.pix[y*cardW+x] = v
		}
	}
	// The printing plate's screen and microprint are on every card of the issuer: fine, and not the capture's.
	plate, depth := texture(cardW, cardH, 0.7, r), 3*r.Float64()
	for i := range c.pix {
		c.pix[i] += depth * plate.pix[i]
	}
	for i, label := range []string{"SURNAME / NOM", "NATIONALITY", "DOCUMENT NO", "DATE OF BIRTH"} {
		c.write(360, 120+80*i, 2, label)
	}
	c.write(60, 60, 5, []string{"REPUBLIC OF UTOPIA", "FREE STATE OF ARSTOTZKA", "KINGDOM OF ELBONIA"}[issuer%3])
	c.write(360, 236, 3, "UTOPIAN")
	c.personalise(holder)
	return c
}

// personalise draws the holder's fields over what is there.
func (c canvas) personalise(holder uint64) {
	r := rng(holder, 303)
	c.face(portraitField, r)
	for _, f := range []image.Rectangle{nameField, numberField} {
		for y := f.Min.Y; y < f.Max.Y; y++ { // an editor's clean-up of the old value, from the row above
			for x := f.Min.X; x < f.Max.X; x++ {
				c.pix[y*c.w+x] = c.pix[(f.Min.Y-1-(y-f.Min.Y)%3)*c.w+x]
			}
		}
	}
	letters := func(n int, from string) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = from[r.IntN(len(from))]
		}
		return string(b)
	}
	c.write(nameField.Min.X, nameField.Min.Y+6, 3, letters(9+r.IntN(8), "ABCDEFGHIKLMNOPRSTUVZ"))
	c.write(numberField.Min.X, numberField.Min.Y+6, 3, letters(9, "0123456789"))
}

func (c canvas) write(x, y, size int, text string) {
	img := image.NewGray(image.Rect(0, 0, 7*len(text), 13))
	d := font.Drawer{Dst: img, Src: image.White, Face: basicfont.Face7x13, Dot: fixed.P(0, 11)}
	d.DrawString(text)
	big := image.NewGray(image.Rect(0, 0, img.Rect.Dx()*size, 13*size))
	draw.CatmullRom.Scale(big, big.Rect, img, img.Rect, draw.Src, nil)
	for v := range big.Rect.Dy() {
		for u := range big.Rect.Dx() {
			if x+u < c.w && y+v < c.h {
				a := float64(big.GrayAt(u, v).Y) / 255
				i := (y+v)*c.w + x + u
				c.pix[i] = (1-a)*c.pix[i] + a*40
			}
		}
	}
}

// face draws an oval with random soft features in r.
func (c canvas) face(box image.Rectangle, r *rand.Rand) {
	type blob struct{ x, y, s, a float64 }
	blobs := make([]blob, 60)
	for i := range blobs {
		blobs[i] = blob{r.Float64(), r.Float64(), 0.02 + 0.15*r.Float64(), 60 * (r.Float64() - 0.5)}
	}
	skin, hair, wide := 120+90*r.Float64(), 30+90*r.Float64(), 0.3+0.1*r.Float64()
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			u, v := float64(x-box.Min.X)/float64(box.Dx()), float64(y-box.Min.Y)/float64(box.Dy())
			value := 205.0
			if d := math.Hypot((u-0.5)/(wide+0.08), (v-0.48)/0.46); d < 1 {
				value = hair
			}
			if d := math.Hypot((u-0.5)/wide, (v-0.55)/0.38); d < 1 {
				value = skin
			}
			for _, b := range blobs {
				d := ((u-b.x)*(u-b.x) + (v-b.y)*(v-b.y)) / (b.s * b.s)
				if d < 6 {
					value += b.a * math.Exp(-d)
				}
			}
			c.pix[y*c.w+x] = value
		}
	}
}

// printed adds what one physical card has of its own: grain of paper and ink, slight print shift.
func (c canvas) printed(r *rand.Rand) canvas {
	out := newCanvas(c.w, c.h)
	grain := texture(c.w, c.h, 1.2, r)
	for i, v := range c.pix {
		out.pix[i] = v + 1.5*grain.pix[i]
	}
	return out
}

// texture is Gaussian noise smoothed by sigma, with standard deviation 1.
func texture(w, h int, sigma float64, r *rand.Rand) canvas {
	c := newCanvas(w, h)
	for i := range c.pix {
		c.pix[i] = r.NormFloat64()
	}
	c = c.blurred(sigma)
	sum := 0.0
	for _, v := range c.pix {
		sum += v * v
	}
	s := math.Sqrt(float64(len(c.pix)) / sum)
	for i := range c.pix {
		c.pix[i] *= s
	}
	return c
}

func (c canvas) blurred(sigma float64) canvas {
	n := int(math.Ceil(3 * sigma))
	k := make([]float64, 2*n+1)
	sum := 0.0
	for i := range k {
		k[i] = math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		sum += k[i]
	}
	rows, out := newCanvas(c.w, c.h), newCanvas(c.w, c.h)
	for y := range c.h {
		src, dst := c.pix[y*c.w:(y+1)*c.w], rows.pix[y*c.w:(y+1)*c.w]
		for i, f := range k {
			for x := range dst {
				dst[x] += f / sum * src[min(max(x+i-n, 0), c.w-1)]
			}
		}
	}
	for y := range c.h {
		dst := out.pix[y*c.w : (y+1)*c.w]
		for i, f := range k {
			v := min(max(y+i-n, 0), c.h-1)
			for x, s := range rows.pix[v*c.w : (v+1)*c.w] {
				dst[x] += f / sum * s
			}
		}
	}
	return out
}

// photograph is a hand-held camera: perspective, desk, vignette and lamp, blur, Poisson-Gaussian noise.
func photograph(c canvas, w, h int, r *rand.Rand, sensor sensor) canvas {
	jitter := func() float64 { return (r.Float64() - 0.5) * 0.06 }
	edge := 0.04 + 0.08*r.Float64() // how much desk is seen
	quad := [4][2]float64{{edge + jitter(), edge + jitter()}, {1 - edge + jitter(), edge + jitter()}, {1 - edge + jitter(), 1 - edge + jitter()}, {edge + jitter(), 1 - edge + jitter()}}
	hom := unitSquareTo(quad)
	inv := inverse3(hom)
	desk, deskGrain := texture(w, h, 2, r), 12*r.Float64()
	deskTone, lx, ly, lamp := 60+100*r.Float64(), r.Float64(), r.Float64(), 0.15+0.25*r.Float64()
	k1 := (r.Float64() - 0.5) * 0.03 // lens distortion
	bow := (r.Float64() - 0.5) * 0.01
	out := newCanvas(w, h)
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			du, dv := u-0.5, v-0.5
			rr := du*du + dv*dv
			cu, cv := project(inv, 0.5+du*(1+k1*rr), 0.5+dv*(1+k1*rr))
			cv += bow * math.Sin(3.1*cu) // a card is never quite flat
			value := deskTone + deskGrain*desk.pix[y*w+x]
			if cu >= 0 && cu < 1 && cv >= 0 && cv < 1 {
				value = c.at(cu*float64(c.w)-0.5, cv*float64(c.h)-0.5)
			}
			light := 0.75 + lamp*math.Exp(-((u-lx)*(u-lx)+(v-ly)*(v-ly))/0.3)
			out.pix[y*w+x] = value * light
		}
	}
	return sensor(out.blurred(0.7+0.5*r.Float64()), 0.02+0.03*r.Float64(), 1+r.Float64(), r)
}

// scan is a flat-bed scanner: a fraction of a degree, feed that wanders, little blur, its own noise, even light.
func scan(c canvas, dpi float64, r *rand.Rand, sensor sensor) canvas {
	s := dpi / 300
	w, h := int(float64(c.w)*s*1.04), int(float64(c.h)*s*1.04)
	angle := (r.Float64() - 0.5) * 0.6 * math.Pi / 180
	ox, oy := (0.01+0.02*r.Float64())*float64(w), (0.01+0.02*r.Float64())*float64(h)
	stretch := 1 + (r.Float64()-0.5)*0.004
	// Feed: 0.05 pixels (a very good flat bed) to 1.2 (a cheap sheet feed), log-uniform.
	p1, p2, a1, a2 := r.Float64()*6.28, r.Float64()*6.28, 0.05*math.Pow(24, r.Float64()), 0.05*math.Pow(16, r.Float64())
	out := newCanvas(w, h)
	fall := (r.Float64() - 0.5) * 0.02
	for y := range h {
		wy := a1*math.Sin(float64(y)/97+p1) + 0.3*a1*math.Sin(float64(y)/23+p2)
		for x := range w {
			wx := a2 * math.Sin(float64(x)/210+p2)
			fx, fy := float64(x)+wx-ox, (float64(y)+wy-oy)*stretch
			cx, cy := (fx*math.Cos(angle)+fy*math.Sin(angle))/s, (-fx*math.Sin(angle)+fy*math.Cos(angle))/s
			value := 245.0
			if cx >= 0 && cy >= 0 && cx < float64(c.w-1) && cy < float64(c.h-1) {
				value = c.at(cx, cy)
			}
			out.pix[y*w+x] = value * (0.97 + fall*float64(x)/float64(w))
		}
	}
	return sensor(out.blurred(0.5+0.3*r.Float64()), 0.004+0.01*r.Float64(), 0.6+0.8*r.Float64(), r)
}

// sensor adds a capture's noise.
type sensor func(c canvas, gain, read float64, r *rand.Rand) canvas

// perfect is the sensor of a forger who knows the capture's geometry and light.
func perfect(c canvas, _, _ float64, _ *rand.Rand) canvas { return c }

// expose adds Poisson-Gaussian noise: variance gain*value + read^2 (Foi et al. 2008), with a camera's slight smoothing.
func expose(c canvas, gain, read float64, r *rand.Rand) canvas {
	n := newCanvas(c.w, c.h)
	for i := range n.pix {
		n.pix[i] = r.NormFloat64()
	}
	n = n.blurred(0.5)
	for i, v := range c.pix {
		n.pix[i] = v + 1.6*n.pix[i]*math.Sqrt(gain*max(v, 0)+read*read)
	}
	return n
}

// save is one way to store a picture: resized by scale, then JPEG of a quality, or lossless (quality 0).
type save struct {
	name    string
	scale   float64
	quality int
}

func saves() []save {
	return []save{{"png", 1, 0}, {"q95", 1, 95}, {"q90", 1, 90}, {"q85", 1, 85}, {"q75", 1, 75}, {"0.8 q90", 0.8, 90}, {"0.6 q85", 0.6, 85}, {"0.5 q90", 0.5, 90}}
}

// file stores g.
func (s save) file(t testing.TB, g *image.Gray) []byte {
	t.Helper()
	if s.scale != 1 {
		small := image.NewGray(image.Rect(0, 0, int(float64(g.Rect.Dx())*s.scale+0.5), int(float64(g.Rect.Dy())*s.scale+0.5)))
		draw.CatmullRom.Scale(small, small.Rect, g, g.Rect, draw.Src, nil)
		g = small
	}
	var buf bytes.Buffer
	var err error
	if s.quality == 0 {
		err = png.Encode(&buf, g)
	} else {
		err = jpeg.Encode(&buf, g, &jpeg.Options{Quality: s.quality})
	}
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// decoded opens a file of save without padding in its rows.
func decoded(t testing.TB, file []byte) *image.Gray {
	t.Helper()
	img, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	g := image.NewGray(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(g, g.Rect, img, img.Bounds().Min, draw.Src)
	return g
}

// channel is a way to capture a card.
type channel string

const (
	photo channel = "photo"
	flat  channel = "scan"
)

func (ch channel) take(c canvas, dpi float64, r *rand.Rand, s sensor) canvas {
	if ch == photo {
		return photograph(c, 1280, 960, r, s)
	}
	return scan(c, dpi, r, s)
}

func dpi(r *rand.Rand) float64 { return []float64{200, 300}[r.IntN(2)] }

// farm returns a capture and the same capture with portrait, name and number replaced, stored by s.
func farm(t testing.TB, seed uint64, ch channel, s save) (a, b []byte) {
	r := rng(seed, 11)
	original, other, d := card(seed, 2*seed+100), card(seed, 2*seed+101), dpi(r)
	a = save{"", 1, 85 + r.IntN(11)}.file(t, ch.take(original.printed(r), d, rng(seed, 13), expose).gray())
	before, after := ch.take(original, d, rng(seed, 13), perfect), ch.take(other, d, rng(seed, 13), perfect)
	return a, s.file(t, doctored(decoded(t, a), before, after, r))
}

// honest returns captures of two holders' cards of one issuer by the same kind of device, the second stored by s.
func honest(t testing.TB, seed uint64, ch channel, s save) (a, b []byte) {
	r := rng(seed, 21)
	x, y, d := card(seed, 2*seed+100).printed(r), card(seed, 2*seed+101).printed(r), dpi(r)
	a = save{"", 1, 85 + r.IntN(11)}.file(t, ch.take(x, d, r, expose).gray())
	b = save{"", 1, 85 + r.IntN(11)}.file(t, ch.take(y, d, r, expose).gray())
	return a, s.file(t, decoded(t, b))
}

// doctored is the forger's work on a capture: where the noiseless captures of the two cards differ, the new one's
// pixels go in, with soft borders and a little noise.
func doctored(capture *image.Gray, before, after canvas, r *rand.Rand) *image.Gray {
	mask := newCanvas(before.w, before.h)
	for i := range mask.pix {
		if math.Abs(before.pix[i]-after.pix[i]) > 0.5 {
			mask.pix[i] = 1
		}
	}
	mask = mask.blurred(1)
	for i := range capture.Pix {
		if m := min(1, 3*mask.pix[i]); m > 0.02 {
			v := after.pix[i] + 1.5*r.NormFloat64()
			capture.Pix[i] = uint8(min(max((1-m)*float64(capture.Pix[i])+m*v+0.5, 0), 255))
		}
	}
	return capture
}

// unitSquareTo returns the homography from the unit square to a quad (Heckbert 1989).
func unitSquareTo(q [4][2]float64) [9]float64 {
	x0, y0, x1, y1, x2, y2, x3, y3 := q[0][0], q[0][1], q[1][0], q[1][1], q[2][0], q[2][1], q[3][0], q[3][1]
	dx1, dx2, sx := x1-x2, x3-x2, x0-x1+x2-x3
	dy1, dy2, sy := y1-y2, y3-y2, y0-y1+y2-y3
	den := dx1*dy2 - dx2*dy1
	g, h := (sx*dy2-dx2*sy)/den, (dx1*sy-sx*dy1)/den
	return [9]float64{x1 - x0 + g*x1, x3 - x0 + h*x3, x0, y1 - y0 + g*y1, y3 - y0 + h*y3, y0, g, h, 1}
}

func inverse3(m [9]float64) [9]float64 {
	a, b, c, d, e, f, g, h, i := m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]
	return [9]float64{e*i - f*h, c*h - b*i, b*f - c*e, f*g - d*i, a*i - c*g, c*d - a*f, d*h - e*g, b*g - a*h, a*e - b*d}
}

func project(m [9]float64, x, y float64) (float64, float64) {
	w := m[6]*x + m[7]*y + m[8]
	return (m[0]*x + m[1]*y + m[2]) / w, (m[3]*x + m[4]*y + m[5]) / w
}
