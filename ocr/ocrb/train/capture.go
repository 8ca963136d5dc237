package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// capture photographs a sheet whose capitals are tall pixels high: paper, light, lens, sensor, file. hard scales how bad it
// may get; 1 is what training uses.
func capture(r *rand.Rand, s *sheet, tall, hard float64) (*image.Gray, error) {
	between := func(from, to float64) float64 { return from + (to-from)*r.Float64() }
	if r.Float64() < 0.25*hard {
		fray(r, s, tall)
	}
	light := paper(r, s, tall, hard)
	paperLevel := between(140, 245)
	contrast := between(55, paperLevel-5)
	if hard > 0.5 && r.Float64() < 0.2 {
		contrast = between(35, 70)
	}
	v := make([]float32, len(s.ink))
	for i := range v {
		v[i] = float32(paperLevel)*light[i] - float32(contrast)*s.ink[i]
	}
	sx, sy := unsharp(r, hard*tall)
	blur(v, s.w, s.h, sx, sy)
	if r.Float64() < 0.2*hard {
		glare(r, v, s.w, s.h, tall)
	}
	grain := hard * between(0, 14)
	if r.Float64() < 0.4 {
		grain *= 0.2
	}
	g := image.NewGray(image.Rect(0, 0, s.w, s.h))
	for i, x := range v {
		g.Pix[i] = uint8(min(max(float64(x)+grain*r.NormFloat64(), 0), 255))
	}
	if r.Float64() < 0.3 {
		return g, nil
	}
	return save(g, 95-int(hard*between(0, 65)))
}

// unsharp returns how far the lens and a moving hand blur, along and across: standard deviations in units of size's.
func unsharp(r *rand.Rand, size float64) (sx, sy float64) {
	sx = size * (0.13 * r.Float64())
	sy = sx
	if r.Float64() < 0.3 {
		if shake := size * (0.16 * r.Float64()); r.Float64() < 0.5 {
			sx = math.Hypot(sx, shake)
		} else {
			sy = math.Hypot(sy, shake)
		}
	}
	return sx, sy
}

// fray takes the ink away in spots.
func fray(r *rand.Rand, s *sheet, tall float64) {
	spots := clouds(r, s.w, s.h, tall*(0.06+0.15*r.Float64()))
	level, strength := float32(1.1+1.2*r.Float64()), float32(0.4+0.6*r.Float64())
	for i, c := range spots {
		if c > level {
			s.ink[i] *= 1 - strength*min(1, (c-level)*2)
		}
	}
}

// paper returns how bright the blank sheet is: uneven light, security print, fibres.
func paper(r *rand.Rand, s *sheet, tall, hard float64) []float32 {
	light := make([]float32, len(s.ink))
	slopeX, slopeY := (r.Float64()-0.5)*0.4*hard/float64(s.w), (r.Float64()-0.5)*0.3*hard/float64(s.h)
	waves := guilloche(r, tall, hard)
	var fibres []float32
	if r.Float64() < 0.5 {
		fibres = clouds(r, s.w, s.h, tall*(0.1+0.8*r.Float64()))
	}
	depth := float32(hard * 0.06 * r.Float64())
	for y := range s.h {
		for x := range s.w {
			fx, fy := float64(x), float64(y)
			l := 1 + slopeX*(fx-float64(s.w)/2) + slopeY*(fy-float64(s.h)/2)
			for _, w := range waves {
				l -= w.strength * ridge(w.fx*fx+w.fy*fy+w.bend*ridge((fx+fy)*w.sway+w.phase))
			}
			light[y*s.w+x] = float32(l)
		}
	}
	for i, f := range fibres {
		light[i] += depth * f
	}
	return light
}

// wave is a family of parallel bent lines of security print.
type wave struct{ fx, fy, bend, sway, phase, strength float64 }

func guilloche(r *rand.Rand, tall, hard float64) []wave {
	if r.Float64() < 0.4 {
		return nil
	}
	var waves []wave
	for range 1 + r.IntN(3) {
		angle, period := r.Float64()*math.Pi, tall*(0.2+1.5*r.Float64())
		waves = append(waves, wave{math.Cos(angle) / period, math.Sin(angle) / period, r.Float64(), 1 / (tall * (6 + 30*r.Float64())),
			r.Float64(), hard * 0.14 * r.Float64()})
	}
	return waves
}

// ridge is a smooth bump of period 1: a printed line and the gap to the next, as wide.
func ridge(t float64) float64 {
	t -= math.Floor(t) + 0.5
	d := max(0, 1-16*t*t)
	return d * d
}

// clouds returns noise of about unit variance whose spots have the given size.
func clouds(r *rand.Rand, w, h int, size float64) []float32 {
	step := max(1, size)
	cw, ch := int(float64(w)/step)+3, int(float64(h)/step)+3
	coarse := make([]float32, cw*ch)
	for i := range coarse {
		coarse[i] = float32(r.NormFloat64() * 1.5)
	}
	out := make([]float32, w*h)
	for y := range h {
		fy := float64(y) / step
		y0 := int(fy)
		b := float32(fy) - float32(y0)
		for x := range w {
			fx := float64(x) / step
			x0 := int(fx)
			a := float32(fx) - float32(x0)
			at := coarse[y0*cw+x0:]
			top, bottom := at[0]+(at[1]-at[0])*a, at[cw]+(at[cw+1]-at[cw])*a
			out[y*w+x] = top + (bottom-top)*b
		}
	}
	return out
}

// glare lays a soft bright spot over the picture.
func glare(r *rand.Rand, v []float32, w, h int, tall float64) {
	cx, cy := r.Float64()*float64(w), r.Float64()*float64(h)
	rx, ry := tall*(1+4*r.Float64()), tall*(0.5+2*r.Float64())
	strength := 60 + 120*r.Float64()
	for y := range h {
		for x := range w {
			dx, dy := (float64(x)-cx)/rx, (float64(y)-cy)/ry
			v[y*w+x] += float32(strength * math.Exp(-dx*dx-dy*dy))
		}
	}
}

func save(g *image.Gray, quality int) (*image.Gray, error) {
	var file bytes.Buffer
	if err := jpeg.Encode(&file, g, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("train: encode a JPEG of quality %d: %w", quality, err)
	}
	back, err := jpeg.Decode(&file)
	if err != nil {
		return nil, fmt.Errorf("train: decode a JPEG of quality %d: %w", quality, err)
	}
	return back.(*image.Gray), nil
}
