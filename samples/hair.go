package samples

import "math"

// hairline returns the height above which hair grows on the front of the head.
func (f *Face) hairline(u float64) float64 {
	t := math.Abs(u) / f.width
	line := -0.60 + 0.62*math.Pow(smoothstep(0.6, 1.02, t), 1.3)
	switch f.cut {
	case cutSide:
		line += 0.1 * smoothstep(0.25, -0.5, u) * smoothstep(0.95, 0.7, t)
	case cutReceding:
		line -= 0.2*math.Exp(-sq((t-0.5)/0.2)) + 0.12
	case cutBob:
		line += 0.26 * smoothstep(0.95, 0.3, t)
	case cutLong:
		line -= 0.06 * math.Exp(-sq((u-0.1)/0.1))
	case cutCurly:
		line += 0.04
	}
	return line
}

// volume returns how far hair stands off the skull at height v.
func (f *Face) volume(v float64) float64 {
	top := smoothstep(0.1, -0.7, v)
	switch f.cut {
	case cutShaved:
		return 0.004
	case cutReceding:
		return 0.012 + 0.02*top
	case cutShort:
		return 0.02 + 0.06*top
	case cutCurly:
		return 0.07 + 0.1*top
	case cutBun:
		return 0.012 + 0.03*top
	}
	return 0.035 + 0.07*top
}

// combed returns the tone of a strand, 0..1: noise drawn out along the direction in which the hair lies.
func (p *painter) combed(u, v float64) float64 {
	switch p.f.cut {
	case cutCurly:
		du, dv := p.strand.at(u*7, v*7)-0.5, p.strand.at(u*7+50, v*7)-0.5
		return p.strand.fractal(u*15+du*5, v*15+dv*5, 4)
	case cutShaved:
		return p.strand.fractal(u*90, v*90, 2)
	case cutLong, cutBob:
		if v > -0.5 {
			wave := 0.05 * math.Sin(v*4.5+u*2)
			return p.strand.fractal((math.Abs(u)+wave)*30+sign(u)*100, v*1.6, 4)
		}
	}
	part := 0.12
	if p.f.cut == cutSide {
		part = 0.3
	}
	angle, radius := math.Atan2(u-part, v+1.35), math.Hypot(u-part, v+1.35)
	return p.strand.fractal(angle*26, radius*3.2, 4)
}

func sign(x float64) float64 { return math.Copysign(1, x) }

// tress lights a strand.
func (p *painter) tress(u, v, dim float64) rgb {
	tone := p.combed(u, v)
	x, y := clamp(u/0.95, -1, 1), clamp((v+0.15)/1.15, -1, 1)
	n := vec{x * 0.9, y * 0.9, math.Sqrt(max(0.08, 1-0.75*(x*x+y*y)))}.unit()
	c := p.light.lit(p.f.hair.scaled(0.35+1.3*tone), n, 1, 0.4, 0)
	band := math.Exp(-sq((v+0.74-0.1*u*sign(p.light.key[0])+0.25*u*u)/0.1)) + 0.35*math.Exp(-sq((v-0.1)/0.25))*smoothstep(0.5, 0.75, math.Abs(u))
	if p.f.cut == cutCurly {
		band *= 0.3
	}
	sheen := 0.1 * band * math.Pow(tone*1.5, 3) * (0.5 + n.dot(p.light.key))
	return rgb{(c[0] + sheen) * dim, (c[1] + sheen*0.95) * dim, (c[2] + sheen*0.9) * dim}
}

// frontHair returns hair over the face at u, v and how much of it there is; inside is what Face.inside returns there.
func (p *painter) frontHair(u, v, inside float64) (rgb, float64) {
	f := p.f
	if math.Abs(u) > f.width+0.35 || v < -1.5 || (v > 0.3 && f.cut != cutLong && f.cut != cutBob) {
		return rgb{}, 0
	}
	ragged := p.combed(u, v) - 0.5
	edge := inside + f.volume(v) + 0.035*ragged
	if f.cut == cutCurly {
		edge += 0.09 * (p.strand.at(u*11, v*11) - 0.5)
	}
	over := smoothstep(-0.012, 0.012, edge)
	above := smoothstep(0.02, -0.05, v-f.hairline(u)+0.16*ragged)
	cover := over * above
	switch {
	case f.cut == cutShaved:
		cover *= 0.5
	case f.cut == cutReceding:
		cover *= 0.9
	case f.cut == cutLong || f.cut == cutBob:
		cover = max(cover, p.curtain(u, v, ragged))
	}
	if f.cut == cutBun {
		cover = max(cover, smoothstep(0.25, 0.235, math.Hypot(u, (v+1.12)*1.15)+0.03*ragged))
	}
	if cover == 0 {
		return rgb{}, 0
	}
	return p.tress(u, v, mix(0.6, 1, smoothstep(0, 0.12, f.hairline(u)-v+0.02))), cover
}

// mane returns the half width of long hair at height v: it leaves the skull at the top and widens downwards.
func (f *Face) mane(v float64) float64 {
	outer := f.width + 0.13 + 0.07*smoothstep(0, 1, v)
	if v < 0 {
		outer *= math.Sqrt(max(0, 1-sq(v/1.06)))
	}
	return outer
}

// curtain is long hair falling beside the face, in front of the ears.
func (p *painter) curtain(u, v, ragged float64) float64 {
	inner := p.f.width * (0.9 + 0.12*smoothstep(-0.2, 0.5, v)) * smoothstep(-0.95, -0.4, v)
	outer := p.f.mane(v)
	if outer < 0.1 {
		return 0
	}
	end := 1.6
	if p.f.cut == cutBob {
		end = 0.86
	}
	t := math.Abs(u) + 0.07*ragged
	return smoothstep(inner-0.02, inner+0.03, t) * smoothstep(outer+0.02, outer-0.02, t) * smoothstep(end+0.05, end-0.05, v+0.2*ragged)
}

// backHair returns the hair behind neck and shoulders.
func (p *painter) backHair(u, v float64) (rgb, float64) {
	if p.f.cut != cutLong && p.f.cut != cutBob {
		return rgb{}, 0
	}
	outer := p.f.mane(v)
	if outer < 0.1 || math.Abs(u) > outer+0.1 {
		return rgb{}, 0
	}
	ragged := p.combed(u, v) - 0.5
	end := 1.5
	if p.f.cut == cutBob {
		end = 0.84
	}
	a := smoothstep(outer+0.02, outer-0.02, math.Abs(u)+0.07*ragged) * smoothstep(end+0.05, end-0.05, v+0.2*ragged)
	return p.tress(u, v, 0.4), a
}
