package samples

import "math"

// palette holds the colours of what is behind the person, and of the eyes' whites and rims.
type palette struct{ wall, floor, shelf, leaf, meadow, sky, paper, cool, white, vein, lipstick rgb }

func newPalette() palette {
	return palette{
		wall: srgb(188, 178, 164), floor: srgb(120, 104, 92), shelf: srgb(108, 80, 58), leaf: srgb(58, 84, 44), meadow: srgb(150, 172, 96),
		sky: srgb(208, 224, 238), paper: srgb(206, 212, 220), cool: srgb(178, 196, 212), white: srgb(224, 216, 210), vein: srgb(200, 128, 116),
		lipstick: srgb(170, 62, 74),
	}
}

// backdrop returns the colour behind the person.
func (p *painter) backdrop(x, y int) rgb {
	u, v := float64(x)/float64(p.w), float64(y)/float64(p.h)
	fall := 1 - 0.22*(sq(u-0.5-0.2*p.light.key[0])+sq(v-0.4))
	grain := 1 + 0.015*(p.room.fractal(u*40, v*40, 2)-0.5)
	colours := &p.colours
	switch p.scene.Backdrop {
	case BackdropRoom:
		wall := colours.wall.blend(colours.floor, smoothstep(0.62, 0.74, v+0.02*p.room.at(u*3, 0)))
		shelf := smoothstep(0.3, 0.7, p.room.at(u*4.5, v*3+0.5)) * smoothstep(0.78, 0.55, v) * smoothstep(0.5, 0.25, math.Abs(u-0.85))
		wall = wall.blend(colours.shelf.scaled(0.5+p.room.at(u*14, 3)), 0.8*shelf)
		window := smoothstep(0.34, 0.16, math.Abs(u-0.06)) * smoothstep(0.46, 0.28, math.Abs(v-0.34))
		return wall.blend(rgb{0.92, 0.95, 1}, 0.8*window).scaled(fall * grain)
	case BackdropOutdoor:
		leaf := p.room.fractal(u*5, v*5, 3)
		c := colours.leaf.blend(colours.meadow, smoothstep(0.35, 0.75, leaf))
		c = c.blend(colours.sky, smoothstep(0.5, 0.12, v+0.5*(leaf-0.5)))
		glow := smoothstep(0.5, 0.95, p.room.at(u*9+7, v*9))
		return c.blend(rgb{0.9, 0.95, 0.75}, 0.3*glow).scaled(fall)
	}
	return colours.paper.blend(colours.cool, 0.1+0.5*p.room.at(0.5, 0.5)).scaled(fall * grain)
}

// body paints neck, shoulders and clothes over c.
func (p *painter) body(c rgb, u, v, edge float64) rgb {
	if v < 0.3 {
		return c
	}
	shoulder := 1.16 + 0.30*math.Pow(math.Abs(u)/0.95, 2.2)
	if p.f.female {
		shoulder += 0.05
	}
	neck := p.f.jaw * 0.78
	flare := neck + 0.45*sq(max(0, v-0.95))
	if a := smoothstep(edge, -edge, math.Abs(u)-flare) * smoothstep(0.35, 0.4, v); a > 0 {
		n := vec{u / flare * 0.85, 0.1, math.Sqrt(max(0.05, 1-sq(u/flare)*0.8))}.unit()
		chin := smoothstep(0.78, 1.22, v-0.1*math.Abs(u)) // the head's shadow
		cord := 1 - 0.1*math.Exp(-sq((math.Abs(u)-0.16+0.12*(v-1))/0.03))
		c = c.blend(p.light.lit(p.complexion(u*0.9, -0.4+0.1*v), n, 0.35+0.62*chin, 1, 0.02).scaled(cord*(0.5+0.5*chin)), a)
	}
	fabric := smoothstep(shoulder-edge, shoulder+edge, v)
	neckline := math.Hypot(u/0.40, (v-1.02)/0.36) - 1
	if p.collar {
		neckline = max(math.Abs(u)/0.34-(1.62-v)/0.62, -1) // a shirt open at the top button
	}
	fabric *= smoothstep(-edge*2, edge*2, neckline)
	if fabric > 0 {
		c = c.blend(p.fabric(u, v, shoulder, neckline), fabric)
	}
	return c
}

// fabric is the cloth: folds, weave, a seam or a collar along the neckline.
func (p *painter) fabric(u, v, shoulder, neckline float64) rgb {
	fold := p.room.fractal(u*2.6+9, v*1.7, 3) - 0.5
	weave := p.room.at(u*p.unit*0.45, v*p.unit*0.45) - 0.5
	n := vec{u*0.55 + fold*0.8, -0.25 + 0.5*fold, 0.85}.unit()
	c := p.cloth
	lapel := smoothstep(0, 0.02, neckline)
	if p.collar {
		c = p.shirt.blend(p.cloth, smoothstep(0.62, 0.64, neckline+0.12*(v-1.2)))
		lapel = 1 - 0.35*math.Exp(-sq((neckline-0.62+0.12*(v-1.2))/0.03)) - 0.2*math.Exp(-sq((neckline-0.24)/0.02))
	} else {
		lapel = 1 - 0.25*math.Exp(-sq((neckline-0.13)/0.015)) - 0.4*(1-lapel)
	}
	rim := 0.72 + 0.28*smoothstep(0, 0.12, v-shoulder)
	return p.light.lit(c.scaled((1+0.12*weave)*lapel), n, rim, 0.2, 0)
}

// ears paints both ears over c.
func (p *painter) ears(c rgb, u, v, edge float64) rgb {
	if math.Abs(v) > 0.3 {
		return c
	}
	for _, side := range []float64{-1, 1} {
		x, y := (u*side-p.f.width*0.985+0.06*max(0, v))/0.085, (v-0.02)/0.185
		q := math.Hypot(x, y) + 0.12*y*x
		a := smoothstep(1+edge*6, 1-edge*6, q)
		if a == 0 {
			continue
		}
		fold := 0.75 + 0.25*math.Cos(q*7.5)
		n := vec{side * 0.45 * x, y * 0.3, 0.8}.unit()
		skin := p.complexion(0.3, 0.2+0.2*y)
		c = c.blend(p.light.lit(rgb{skin[0], skin[1] * 0.9, skin[2] * 0.88}, n, 0.55+0.35*fold, 1, 0.02), a)
	}
	return c
}
