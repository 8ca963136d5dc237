package samples

import "math"

// inside returns how far u, v lies inside the outline of the head, in half head heights; negative outside.
// The outline is a smooth union of four ellipses: cranium, cheeks, jaw, chin.
func (f *Face) inside(u, v float64) float64 {
	ellipse := func(cv, ru, rv float64) float64 {
		return (1 - math.Hypot(u/ru, (v-cv)/rv)) * min(ru, rv)
	}
	d := smoothMax(ellipse(-0.27, f.width, 0.74), ellipse(0.12, f.width*0.97, 0.70), 0.06)
	d = smoothMax(d, ellipse(0.42, f.jaw, 0.50), 0.10)
	return smoothMax(d, ellipse(0.74, f.chin, 0.26), 0.10)
}

// smoothMax joins two fields with a fillet of width k (polynomial smooth maximum).
func smoothMax(a, b, k float64) float64 {
	h := max(k-math.Abs(a-b), 0) / k
	return max(a, b) + h*h*k/4
}

// depth returns how far the face stands out of the picture plane at u, v; the features are those at u - shift.
// inside is what Face.inside returns there.
func (f *Face) depth(u, v, shift, inside float64) float64 {
	round := 1 - clamp(inside/0.66, 0, 1)
	z := 0.72 * math.Sqrt(1-round*round)
	u -= shift
	for _, b := range f.bumps {
		z += b.at(u, v)
	}
	if f.age > 0.35 { // lines on the forehead
		z += 0.004 * f.age * math.Sin(v*95+2*math.Sin(u*3)) * smoothstep(-0.32, -0.4, v) * smoothstep(-0.62, -0.52, v) * smoothstep(0.45, 0.2, math.Abs(u))
	}
	return z
}

// vec is a direction in the picture's space: x right, y down, z towards the viewer.
type vec [3]float64

func (a vec) dot(b vec) float64 { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }

func (a vec) unit() vec {
	n := math.Sqrt(a.dot(a))
	return vec{a[0] / n, a[1] / n, a[2] / n}
}

// lamp is the light on a portrait: a key lamp, a weaker fill and what the room reflects.
type lamp struct {
	key, fill, half vec
	ambient         float64
}

func newLamp(azimuth, height float64) lamp {
	key := vec{math.Sin(azimuth), -height, 0.85}.unit()
	return lamp{key: key, fill: vec{-math.Sin(azimuth) * 1.2, -0.1, 0.7}.unit(), half: vec{key[0], key[1], key[2] + 1}.unit(), ambient: 0.3}
}

// lit returns the light that a surface of colour albedo sends back. Skin scatters: its shadows begin later in red than
// in blue (wrapped diffuse light), and oil adds a soft highlight of strength gloss.
func (l lamp) lit(albedo rgb, n vec, occlusion, scatter, gloss float64) rgb {
	var out rgb
	highlight := gloss * math.Pow(max(0, n.dot(l.half)), 28)
	for k, wrap := range [3]float64{0.42, 0.26, 0.2} {
		wrap *= scatter
		key := max(0, (n.dot(l.key)+wrap)/(1+wrap))
		fill := max(0, (n.dot(l.fill)+wrap)/(1+wrap))
		light := l.ambient*(0.75-0.25*n[1])*occlusion + 0.72*key*mix(occlusion, 1, 0.5) + 0.2*fill
		out[k] = albedo[k]*light + highlight*occlusion
	}
	return out
}
