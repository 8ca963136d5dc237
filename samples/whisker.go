package samples

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// ink converts a linear colour to an sRGB ink with an opacity.
func (c rgb) ink(alpha float64) color.NRGBA {
	return color.NRGBA{encode8(c[0]), encode8(c[1]), encode8(c[2]), uint8(clamp(alpha, 0, 1)*255 + 0.5)}
}

// hairStroke draws one hair from u, v in direction angle, in head units.
func (p *painter) hairStroke(dst *image.RGBA, u, v, angle, length, bend, width float64, ink color.Color) {
	points := make([]point, 4)
	for i := range points {
		x, y := p.pixel(u, v)
		points[i] = point{x, y}
		u, v = u+math.Cos(angle)*length/3, v+math.Sin(angle)*length/3
		angle += bend / 3
	}
	fillPath(dst, stroke(points, func(t float64) float64 { return width * p.unit * (1 - 0.75*t) }), ink)
}

// drawBrows draws both eyebrows hair by hair.
func (p *painter) drawBrows(dst *image.RGBA) {
	r := stream(p.f.Seed, "brows")
	dark := p.f.hair.scaled(0.6)
	for _, side := range []float64{-1, 1} {
		for range int(300 * p.f.browWeight) {
			t := r.Float64()
			u := mix(0.11, 0.49, t)
			arch := -0.225 - p.f.browLift - 0.05*math.Sin(math.Pi*clamp(t*0.85+0.1, 0, 1)) + 0.045*smoothstep(0.65, 1, t)
			thick := 0.03 * (1 - 0.7*t) * p.f.browWeight
			v := arch + between(r, -thick, thick)
			angle := mix(-1.0, 0.25, math.Pow(t, 0.6)) + between(r, -0.25, 0.25)
			if side < 0 {
				angle = math.Pi - angle
			}
			p.hairStroke(dst, p.placed(side*u, v), v, angle, between(r, 0.05, 0.085), 0.2*side, 0.0085, dark.scaled(between(r, 0.7, 1.3)).ink(0.5))
		}
	}
}

// placed moves a feature's u to where it stands on the turned head.
func (p *painter) placed(u, v float64) float64 { return u + p.turn(p.f.inside(u, v)) }

// drawBeard draws stubble or a beard, hair by hair.
func (p *painter) drawBeard(dst *image.RGBA) {
	if p.f.beard == 0 {
		return
	}
	r := stream(p.f.Seed, "beard")
	length := 0.012 + 0.06*sq(p.f.beard)
	for range int(9000 * min(1, 0.35+p.f.beard)) {
		u, v := between(r, -0.7, 0.7), between(r, 0.15, 1.03)
		keep, angle, tone := r.Float64(), math.Pi/2+between(r, -0.5, 0.5)-u*0.4, between(r, 0.5, 1.3)
		if p.f.inside(u, v) < 0.012 || keep > p.beardMask(u, v) {
			continue
		}
		p.hairStroke(dst, p.placed(u, v), v, angle, length, 0, 0.006, p.f.hair.scaled(tone).ink(0.22+0.25*p.f.beard))
	}
}

// drawStrays draws single hairs along the hairline and the outline, so that hair has no cut-out edge.
func (p *painter) drawStrays(dst *image.RGBA) {
	if p.f.cut == cutShaved {
		return
	}
	r := stream(p.f.Seed, "strays")
	for range 420 {
		p.stray(dst, r)
	}
}

func (p *painter) stray(dst *image.RGBA, r *rand.Rand) {
	u := between(r, -p.f.width*0.96, p.f.width*0.96)
	v := p.f.hairline(u) - between(r, 0, 0.09)
	angle := math.Atan2(v+1.35, u-0.12) + math.Pi + between(r, -0.3, 0.3)
	tone, length := between(r, 0.5, 1.4), between(r, 0.08, 0.2)
	if p.f.inside(u, v) < 0.02 {
		return
	}
	p.hairStroke(dst, u, v, angle, length, between(r, -0.4, 0.4), 0.006, p.f.hair.scaled(tone).ink(0.35))
}

// drawGlasses draws two rims, a bridge, temples and a faint reflection.
func (p *painter) drawGlasses(dst *image.RGBA) {
	r := stream(p.f.Seed, "glasses")
	frame := pick(r, []rgb{srgb(26, 24, 26), srgb(72, 46, 30), srgb(110, 112, 118)})
	ru, rv, thick := between(r, 0.19, 0.215), between(r, 0.135, 0.17), between(r, 0.014, 0.024)
	draw := func(points []point, width float64, c color.Color) {
		for i, at := range points {
			points[i].X, points[i].Y = p.pixel(p.placed(at.X, at.Y), at.Y)
		}
		fillPath(dst, stroke(points, even(width*p.unit)), c)
	}
	for _, side := range []float64{-1, 1} {
		for _, pass := range []struct {
			dv, width float64
			ink       color.Color
		}{{0.03, thick * 1.6, rgb{0.05, 0.02, 0.02}.ink(0.22)}, {0, thick, frame.ink(0.96)}, {-thick * 0.25, thick * 0.25, rgb{0.8, 0.8, 0.85}.ink(0.25)}} {
			var rim []point
			for i := range 49 {
				a := 2 * math.Pi * float64(i) / 48
				c, s := math.Cos(a), math.Sin(a) // a superellipse of exponent 2.8: between round and square
				rim = append(rim, point{side*(p.f.eyeGap+0.01) + ru*sign(c)*math.Pow(math.Abs(c), 0.71), eyeLine + 0.02 + pass.dv + rv*sign(s)*math.Pow(math.Abs(s), 0.71)})
			}
			draw(rim, pass.width, pass.ink)
		}
		draw([]point{{side * (p.f.eyeGap + ru), eyeLine - 0.03}, {side * p.f.width, eyeLine - 0.02}}, thick, frame.ink(0.9))
		draw([]point{{side*p.f.eyeGap - 0.1, eyeLine + 0.11}, {side*p.f.eyeGap + 0.05, eyeLine - 0.07}}, 0.045, rgb{0.9, 0.95, 1}.ink(0.1))
	}
	draw([]point{{-p.f.eyeGap + ru - 0.01, eyeLine - 0.005}, {0, eyeLine - 0.03}, {p.f.eyeGap - ru + 0.01, eyeLine - 0.005}}, thick, frame.ink(0.95))
}
