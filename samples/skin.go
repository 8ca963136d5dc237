package samples

import "math"

// skinAt returns the colour of the face at a pixel: skin, lips, eyes, nostrils, lit by the relief.
func (p *painter) skinAt(x, y int, u, v float64) rgb {
	i := y*p.w + x
	u -= p.turn(p.inside[i])
	n := p.normal(x, y)
	albedo, gloss := p.complexion(u, v), 0.045+0.03*math.Exp(-sq(u/0.2)-sq((v-0.2)/0.3))
	if lip := p.lipMask(u, v); lip > 0 {
		tint := rgb{albedo[0] * 0.86, albedo[1] * 0.52, albedo[2] * 0.54}
		if p.f.female {
			tint = tint.blend(p.colours.lipstick, 0.35)
		}
		streak := 0.9 + 0.2*p.skinNoise.at(u*110, v*9)
		albedo, gloss = albedo.blend(tint.scaled(streak), lip*0.85), mix(gloss, 0.1, lip)
	}
	c := p.light.lit(albedo, n, p.shadow[i], 1, gloss)
	c = c.scaled(1 - 0.8*p.mouthCrease(u, v))
	for _, side := range []float64{-1, 1} {
		nostril := math.Exp(-sq((u-side*0.07*p.f.nose)/0.026) - sq((v-p.f.noseTip()-0.068)/0.015))
		c = c.blend(rgb{0.035, 0.015, 0.012}, 0.85*nostril)
		c = p.eye(c, (u-side*p.f.eyeGap)*side, v, side)
	}
	return c
}

func sq(x float64) float64 { return x * x }

// complexion is the skin's own colour: flush on cheeks and nose, blotches, pores, freckles, tired eyes, a shaved beard.
func (p *painter) complexion(u, v float64) rgb {
	f := p.f
	blotch := p.skinNoise.fractal(u*5, v*5, 3) - 0.5
	pores := p.skinNoise.fractal(u*70+40, v*70, 2) - 0.5
	flush := 0.8*math.Exp(-sq((math.Abs(u)-0.36)/0.17)-sq((v-0.2)/0.15)) + 0.55*math.Exp(-sq(u/0.1)-sq((v-f.noseTip())/0.09)) + 0.5*blotch
	tired := math.Exp(-sq((math.Abs(u)-f.eyeGap)/0.12) - sq((v-eyeLine-0.085)/0.04))
	shade := 1 + 0.16*blotch + 0.13*pores - (0.1+0.14*f.age)*tired
	c := rgb{f.skin[0] * shade * (1 + 0.05*flush), f.skin[1] * shade * (1 - 0.13*flush), f.skin[2] * shade * (1 - 0.12*flush)}
	if f.freckles > 0 {
		spot := 0.6 * smoothstep(0.68, 0.9, p.skinNoise.at(u*58+9, v*58)) * math.Exp(-sq(u/0.5)-sq((v-0.1)/0.22))
		c = c.blend(rgb{c[0] * 0.6, c[1] * 0.45, c[2] * 0.36}, spot*f.freckles)
	}
	if f.beard > 0 {
		c = c.blend(f.hair.blend(f.skin, 0.35), 0.42*min(1, 0.4+f.beard)*p.beardMask(u, v))
	}
	return c
}

// beardMask is where a beard grows: jaw, chin, upper lip, not the lips.
func (p *painter) beardMask(u, v float64) float64 {
	cheek := mix(0.42, 0.16, smoothstep(0.22, 0.66, math.Abs(u)))
	jaw := smoothstep(cheek-0.06, cheek+0.1, v)
	besideNose := 1 - math.Exp(-sq(u/0.19)-sq((v-0.36)/0.06))
	return jaw * besideNose * (1 - 0.95*p.lipMask(u, v))
}

// lipLine returns the height of the line between the lips at u.
func (p *painter) lipLine(u float64) float64 {
	return mouthLine + 0.01*math.Exp(-sq(u/0.06)) - p.smile*sq(u/p.f.mouth)*1.4
}

// lipMask is 1 on the lips.
func (p *painter) lipMask(u, v float64) float64 {
	t := math.Abs(u) / p.f.mouth
	if t >= 1 {
		return 0
	}
	line := p.lipLine(u)
	upper := 0.062 * p.f.lips * (1 - math.Pow(t, 1.7)) * (1 - 0.2*math.Exp(-sq(u/0.035)))
	lower := 0.088 * p.f.lips * (1 - math.Pow(t, 2.1)) * smoothstep(1.05, 0.75, t)
	return smoothstep(line-upper-0.014, line-upper+0.012, v) * smoothstep(line+lower+0.02, line+lower-0.02, v)
}

// mouthCrease is the dark line between closed lips, deeper at the corners.
func (p *painter) mouthCrease(u, v float64) float64 {
	t := math.Abs(u) / (p.f.mouth * 1.03)
	corner := math.Exp(-sq((math.Abs(u)-p.f.mouth)/0.03)-sq((v-p.lipLine(u))/0.02)) * 0.45
	return max(corner, smoothstep(1, 0.8, t)*math.Exp(-sq((v-p.lipLine(u))/0.0085))*0.85)
}

// eye paints one eye over c; u grows outwards from its centre.
func (p *painter) eye(c rgb, u, v, side float64) rgb {
	a := p.f.eyeSize
	v -= eyeLine - p.f.eyeSlant*u
	t := clamp(u/a, -1, 1)
	// The upper lid peaks a little inside the middle, the lower a little outside.
	arch := 1 - sq(t)
	upper := -a * (0.40 + 0.05*t) * math.Pow(arch, 0.72)
	lower := a * (0.25 + 0.05*t) * math.Pow(arch, 0.85)
	within := smoothstep(1.12, 0.96, math.Abs(u)/a)
	crease := math.Exp(-sq((v-upper*1.12+0.042)/0.0095)) * within * (0.45 + 0.2*p.f.age)
	c = c.scaled(1 - crease)
	open := smoothstep(upper-0.006, upper+0.006, v) * smoothstep(lower+0.006, lower-0.006, v)
	if open *= within; open > 0 {
		c = c.blend(p.eyeball(u, v, side, upper, lower), open)
	}
	lash := math.Exp(-sq((v-upper)/0.011)) * within
	weight := 0.72
	if p.f.female {
		weight = 0.92
	}
	c = c.blend(rgb{0.014, 0.01, 0.009}, weight*lash)
	rim := math.Exp(-sq((v-lower-0.004)/0.009)) * within
	return c.scaled(1 - 0.28*rim)
}

// eyeball is the white, iris, pupil and catchlight at a place of the eye's opening.
func (p *painter) eyeball(u, v, side, upper, lower float64) rgb {
	a := p.f.eyeSize
	gaze := p.gaze*side - p.yaw*0.15*side
	ix, iy := u-gaze, v+0.012
	rho := math.Hypot(ix, iy) / (a * 0.46)
	lid := smoothstep(0, 0.05, v-upper)
	white := p.colours.white.scaled((0.42 + 0.42*lid) * (1 - 0.5*sq(u/a)))
	white = white.blend(p.colours.vein, 0.35*smoothstep(-0.72, -1, u/a))
	fibre := 0.65 + 0.7*p.skinNoise.at(math.Atan2(iy, ix)*9, rho*3)
	iris := p.f.iris.scaled(fibre * (0.55 + 0.75*rho*smoothstep(-1, 1, iy/(a*0.4)))).scaled(0.55 + 0.45*lid)
	iris = iris.blend(rgb{0.01, 0.01, 0.012}, smoothstep(0.8, 1, rho)*0.75)
	iris = iris.blend(rgb{0.004, 0.004, 0.005}, smoothstep(0.42, 0.36, rho))
	c := white.blend(iris, smoothstep(1.03, 0.97, rho))
	glint := math.Exp(-sq((ix-p.light.key[0]*0.03*side)/0.0105) - sq((iy+0.022)/0.0105))
	return c.blend(rgb{0.95, 0.96, 1}, 0.9*glint*lid)
}
