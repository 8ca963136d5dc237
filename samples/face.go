package samples

import "math"

// rgb is a colour in linear light, 0..1.
type rgb [3]float64

// srgb converts 8-bit sRGB values to linear light.
func srgb(r, g, b float64) rgb { return rgb{linear(r / 255), linear(g / 255), linear(b / 255)} }

func (c rgb) scaled(k float64) rgb { return rgb{c[0] * k, c[1] * k, c[2] * k} }

func (c rgb) blend(d rgb, t float64) rgb {
	return rgb{mix(c[0], d[0], t), mix(c[1], d[1], t), mix(c[2], d[2], t)}
}

// hairCut names how hair is worn.
type hairCut int

const (
	cutShort hairCut = iota
	cutSide
	cutCurly
	cutReceding
	cutLong
	cutBob
	cutBun
	cutShaved
)

// Face is the shape and colouring of an invented person: equal values are the same person in every portrait.
// Lengths are in half head heights: the chin is at v = 1, the top of the skull near v = -1, the middle of the face at u = 0.
type Face struct {
	Seed       uint64
	width      float64 // half width at the cheekbones
	jaw        float64 // half width at the jaw
	chin       float64 // half width of the chin
	eyeGap     float64 // eye centre from the middle
	eyeSize    float64
	eyeSlant   float64
	browLift   float64
	browWeight float64
	nose       float64 // width
	noseLength float64
	mouth      float64 // half width
	lips       float64 // fullness
	skin       rgb
	hair       rgb
	iris       rgb
	cut        hairCut
	beard      float64 // 0 none, 0.3 stubble, 1 full
	glasses    bool
	age        float64 // 0 young, 1 old
	freckles   float64
	female     bool
	bumps      []bump
}

// NewFace draws a person's looks.
func NewFace(seed uint64, sex string, age int) Face {
	r := stream(seed, "face")
	f := Face{
		Seed: seed, female: sex == "F", age: clamp((float64(age)-22)/45, 0, 1),
		width: between(r, 0.63, 0.70), jaw: between(r, 0.49, 0.59), chin: between(r, 0.24, 0.34),
		eyeGap: between(r, 0.285, 0.325), eyeSize: between(r, 0.142, 0.166), eyeSlant: between(r, -0.06, 0.12),
		browLift: between(r, -0.02, 0.03), browWeight: between(r, 0.8, 1.25), nose: between(r, 0.85, 1.2), noseLength: between(r, 0.24, 0.32),
		mouth: between(r, 0.23, 0.29), lips: between(r, 0.8, 1.3), freckles: max(0, between(r, -1, 0.8)),
	}
	f.colour(r.Float64(), r.Float64(), r.Float64())
	cuts := []hairCut{cutShort, cutSide, cutCurly, cutReceding, cutShaved, cutSide}
	f.beard = []float64{0, 0, 0.25, 0.4, 0.9}[r.IntN(5)]
	if f.female {
		cuts = []hairCut{cutLong, cutBob, cutBun, cutLong, cutCurly}
		f.beard, f.jaw, f.lips, f.browWeight = 0, f.jaw*0.92, f.lips*1.15, f.browWeight*0.75
	}
	f.cut = pick(r, cuts)
	f.glasses = r.Float64() < 0.22
	f.bumps = f.relief()
	return f
}

// colour chooses skin, hair and iris together; tone runs from light (0) to dark (1).
func (f *Face) colour(tone, warm, third float64) {
	light, olive, brown, dark := srgb(236, 198, 176), srgb(216, 168, 136), srgb(160, 108, 78), srgb(98, 64, 48)
	switch {
	case tone < 0.4:
		f.skin = light.blend(olive, tone/0.4)
	case tone < 0.75:
		f.skin = olive.blend(brown, (tone-0.4)/0.35)
	default:
		f.skin = brown.blend(dark, (tone-0.75)/0.25)
	}
	hairs := []rgb{srgb(28, 22, 20), srgb(58, 40, 30), srgb(96, 66, 44), srgb(168, 124, 76), srgb(120, 62, 36)}
	irises := []rgb{srgb(70, 46, 30), srgb(96, 70, 40), srgb(84, 104, 70), srgb(92, 124, 150)}
	reach := 5.0
	if tone > 0.45 {
		reach = 1.9
	}
	f.hair = hairs[int(warm*reach)]
	f.iris = irises[int(third*min(4, reach))]
	grey := smoothstep(0.55, 1, f.age) * 0.8
	f.hair = f.hair.blend(srgb(168, 166, 164), grey)
}

// bump is a Gaussian hill (or dent) on the relief of a face.
type bump struct{ u, v, su, sv, height float64 }

func (b bump) at(u, v float64) float64 {
	du, dv := (u-b.u)/b.su, (v-b.v)/b.sv
	q := du*du + dv*dv
	if q > 9 {
		return 0
	}
	return b.height * math.Exp(-q/2)
}

// relief lists what stands out of the plain head: brows, sockets, nose, lips, cheeks, chin, folds.
func (f *Face) relief() []bump {
	tip := f.noseTip()
	n := f.nose
	list := []bump{
		{0, tip, 0.085 * n, 0.075, 0.17}, {0, tip - 0.02, 0.15 * n, 0.09, 0.06}, {0, tip + 0.075, 0.07 * n, 0.028, -0.075},
		{0, -0.14, 0.09, 0.06, -0.02}, {0, mouthLine - 0.06, 0.2, 0.035, 0.045 * f.lips}, {0, mouthLine + 0.062, 0.14, 0.042, 0.055 * f.lips},
		{0, mouthLine, 0.2, 0.013, -0.035}, {0, mouthLine + 0.15, 0.15, 0.04, -0.045}, {0, 0.86, 0.14, 0.09, 0.06},
		{0, mouthLine - 0.125, 0.022, 0.04, -0.02}, {0, -0.5, 0.4, 0.2, 0.03},
	}
	for i := range 6 { // the bridge, rising and widening towards the tip
		t := float64(i) / 5
		list = append(list, bump{0, mix(-0.1, tip-0.05, t), (0.05 + 0.035*t) * n, 0.06, 0.045 + 0.045*t})
	}
	for _, side := range []float64{-1, 1} {
		list = append(list,
			bump{side * f.eyeGap, -0.235 - f.browLift, 0.17, 0.06, 0.05}, bump{side * f.eyeGap, -0.06, 0.15, 0.095, -0.085},
			bump{side * f.eyeGap, eyeLine, 0.1, 0.06, 0.05}, bump{side * 0.13, -0.06, 0.045, 0.07, -0.05},
			bump{side * 0.12 * n, tip + 0.035, 0.042, 0.045, 0.085}, bump{side * 0.075 * n, tip + 0.07, 0.028, 0.018, -0.06},
			bump{side * 0.36, 0.17, 0.17, 0.13, 0.05}, bump{side * 0.4, 0.5, 0.12, 0.16, -0.04},
			bump{side * (f.mouth + 0.02), mouthLine + 0.01, 0.035, 0.035, -0.03},
		)
		fold := 0.012 + 0.028*f.age
		for i := range 5 { // the fold from nose to mouth
			t := float64(i) / 4
			list = append(list, bump{side * mix(0.19*n, f.mouth+0.05, t), mix(tip+0.04, mouthLine-0.01, t), 0.03, 0.06, -fold})
		}
		list = append(list, bump{side * f.eyeGap, eyeLine + 0.125, 0.09, 0.022, -0.012 - 0.02*f.age})
	}
	return list
}

// Where the features stand on every face.
const (
	eyeLine   = -0.045
	mouthLine = 0.545
)

func (f *Face) noseTip() float64 { return f.noseLength }
