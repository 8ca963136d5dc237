package samples

import "math"

// Desk names what a document lies on.
type Desk int

// The surfaces.
const (
	DeskAny Desk = iota // drawn from the seed
	DeskWood
	DeskCloth
	DeskPaper
	DeskStone
	DeskLid  // the white lid of a flatbed scanner
	DeskDark // black cloth or glass
	DeskPale // a smooth desk of nearly the colour of cards and papers
)

// surface colours the place x, y (in hundredths of the picture's width) in linear light.
type surface struct {
	desk      Desk
	grain     lattice
	light     rgb
	dark      rgb
	cos, sin  float64
	fineScale float64
}

func newSurface(desk Desk, seed uint64) surface {
	r := stream(seed, "desk")
	if desk == DeskAny {
		desk = []Desk{DeskWood, DeskCloth, DeskPaper, DeskStone}[r.IntN(4)]
	}
	pairs := map[Desk][][2]rgb{
		DeskWood:  {{srgb(186, 140, 96), srgb(112, 74, 46)}, {srgb(122, 88, 62), srgb(66, 44, 30)}, {srgb(212, 184, 148), srgb(164, 130, 94)}},
		DeskCloth: {{srgb(92, 104, 124), srgb(48, 56, 74)}, {srgb(160, 150, 136), srgb(112, 102, 90)}, {srgb(116, 52, 54), srgb(66, 28, 32)}},
		DeskPaper: {{srgb(226, 222, 212), srgb(206, 200, 188)}, {srgb(150, 166, 150), srgb(124, 140, 126)}},
		DeskStone: {{srgb(150, 150, 148), srgb(84, 84, 86)}, {srgb(62, 62, 66), srgb(28, 28, 32)}},
		DeskLid:   {{srgb(246, 246, 245), srgb(240, 240, 240)}},
		DeskDark:  {{srgb(40, 40, 44), srgb(24, 24, 27)}, {srgb(22, 22, 22), srgb(10, 10, 12)}},
		DeskPale:  {{srgb(222, 226, 220), srgb(214, 219, 213)}, {srgb(236, 229, 212), srgb(228, 221, 204)}},
	}[desk]
	pair, angle := pick(r, pairs), between(r, -0.5, 0.5)
	return surface{desk: desk, grain: newLattice(seed, "grain"), light: pair[0], dark: pair[1], cos: math.Cos(angle), sin: math.Sin(angle), fineScale: between(r, 0.8, 1.3)}
}

func (s *surface) at(x, y float64) rgb {
	x, y = (x*s.cos+y*s.sin)*s.fineScale, (y*s.cos-x*s.sin)*s.fineScale
	switch s.desk {
	case DeskWood:
		board := math.Floor(y / 34)
		bow := 6 * s.grain.at(x*0.012+board*31, y*0.04)
		ring := 0.5 + 0.5*math.Sin((y*0.55+bow*5)+3*s.grain.at(x*0.03, y*0.35))
		fibre := s.grain.fractal(x*0.35+board*77, y*7, 3)
		gap := smoothstep(0.5, 0.12, math.Abs(y-34*board))
		return s.light.blend(s.dark, clamp(0.15+0.45*ring*s.grain.at(x*0.05, y*0.3)+0.9*(fibre-0.5)+0.2, 0, 1)).scaled(1 - 0.75*gap)
	case DeskCloth:
		warp := math.Sin(x*9+1.5*s.grain.at(x*0.4, y*0.4)) * math.Sin(y*9+1.5*s.grain.at(x*0.4+9, y*0.4))
		yarn := s.grain.fractal(x*3.5, y*3.5, 2)
		fold := s.grain.fractal(x*0.03, y*0.03, 2)
		return s.light.blend(s.dark, clamp(0.5+0.28*warp+0.7*(yarn-0.5), 0, 1)).scaled(0.7 + 0.6*fold)
	case DeskStone:
		return s.light.blend(s.dark, clamp(0.2+0.9*sq(s.grain.fractal(x*0.9, y*0.9, 4))+0.6*smoothstep(0.68, 0.8, s.grain.at(x*2.6, y*2.6)), 0, 1))
	}
	return s.light.blend(s.dark, clamp(0.6*s.grain.fractal(x*0.06, y*0.06, 2)+0.5*s.grain.at(x*6, y*6), 0, 1))
}
