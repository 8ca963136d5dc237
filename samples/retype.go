package samples

import (
	"image"
	"image/color"
	"sort"

	"github.com/disintegration/imaging"
)

// Retype covers a field's text with what surrounds it and sets another in a font at hand, as an image editor does it:
// neither the paper's texture nor the sensor's noise is restored.
func (s *Studio) Retype(e *Edit, area Area, text, label string) error {
	face := styleRetype
	if area.centred {
		face = styleSerif
	}
	return s.retype(e, area, retyping{text, label, face, 0.5})
}

// retyping is what is set anew and how.
type retyping struct {
	text, label string
	face        style
	sigma       float64 // by how much the letters are softened, in pixels
}

func (s *Studio) retype(e *Edit, area Area, t retyping) error {
	outline, err := s.retyped(area, t.text, t.face)
	if err != nil {
		return err
	}
	patch := area.Ink.Union(outline.bounds()).Inset(-int(area.Size * 0.12))
	box := e.shot.Box(patch)
	ink := darkest(e.Image, box)
	e.erase(patch)
	layer := image.NewRGBA(box)
	fillPath(layer, outline.mapped(e.shot.ToPicture), ink)
	soft := imaging.Blur(layer, t.sigma)
	e.blend(box, patch, 2, func(x, y int, _, _ float64) color.RGBA {
		return over(e.Image.RGBAAt(x, y), soft.NRGBAAt(x-box.Min.X, y-box.Min.Y))
	})
	e.note(box, t.label)
	return nil
}

// erase paints what surrounds a part of the sheet over it.
func (e *Edit) erase(patch image.Rectangle) {
	box := e.shot.Box(patch)
	base := imaging.Blur(e.Image.SubImage(box.Inset(-8)), 1.5)
	origin := box.Inset(-8).Intersect(e.Image.Rect).Min
	e.blend(box, patch, 2, func(_, _ int, u, v float64) color.RGBA {
		return e.surrounding(base, origin, patch, u, v)
	})
}

// retyped returns the outline of text where the field's own text stands, in sheet pixels.
func (s *Studio) retyped(area Area, text string, face style) (path, error) {
	letters, err := s.fonts.shape(face, text, area.Size*1.02)
	if err != nil {
		return path{}, err
	}
	var outline path
	pen := 0.0
	for _, l := range letters {
		outline.append(l.outline.mapped(func(x, y float64) (float64, float64) { return pen + x, y }))
		pen += l.advance
	}
	left := float64(area.Ink.Min.X)
	if area.centred {
		left = float64(area.Box.Min.X+area.Box.Max.X)/2 - pen/2
	}
	return outline.mapped(func(x, y float64) (float64, float64) { return left + x, area.baseline + y }), nil
}

// surrounding interpolates between the patch's four edges, nearer edges counting more. base is a smoothed copy of the
// picture whose pixel 0,0 is the picture's origin.
func (e *Edit) surrounding(base *image.NRGBA, origin image.Point, patch image.Rectangle, u, v float64) color.RGBA {
	w, h := float64(patch.Dx()), float64(patch.Dy())
	edges := [4]struct{ u, v, distance float64 }{{0, v, u}, {w, v, w - u}, {u, 0, v}, {u, h, h - v}}
	var sum [3]float64
	total := 0.0
	for _, edge := range edges {
		x, y := e.shot.ToPicture(edge.u+float64(patch.Min.X), edge.v+float64(patch.Min.Y))
		weight := 1 / (max(edge.distance, 0) + 2)
		c := base.NRGBAAt(max(0, min(int(x)-origin.X, base.Rect.Max.X-1)), max(0, min(int(y)-origin.Y, base.Rect.Max.Y-1)))
		for k, value := range [3]uint8{c.R, c.G, c.B} {
			sum[k] += weight * float64(value)
		}
		total += weight
	}
	return color.RGBA{uint8(sum[0] / total), uint8(sum[1] / total), uint8(sum[2] / total), 255}
}

// darkest returns the mean of the darkest fiftieth of a window: its ink.
func darkest(img *image.RGBA, window image.Rectangle) color.NRGBA {
	var all []color.RGBA
	for y := window.Min.Y; y < window.Max.Y; y++ {
		for x := window.Min.X; x < window.Max.X; x++ {
			all = append(all, img.RGBAAt(x, y))
		}
	}
	sum := func(c color.RGBA) int { return int(c.R) + int(c.G) + int(c.B) }
	sort.SliceStable(all, func(i, j int) bool { return sum(all[i]) < sum(all[j]) })
	n := max(1, len(all)/50)
	var r, g, b int
	for _, c := range all[:n] {
		r, g, b = r+int(c.R), g+int(c.G), b+int(c.B)
	}
	return color.NRGBA{uint8(r / n), uint8(g / n), uint8(b / n), 255}
}

// over lays one colour over an opaque one.
func over(below color.RGBA, above color.NRGBA) color.RGBA {
	a := float64(above.A) / 255
	channel := func(b, t uint8) uint8 { return uint8(mix(float64(b), float64(t), a) + 0.5) }
	return color.RGBA{channel(below.R, above.R), channel(below.G, above.G), channel(below.B, above.B), 255}
}
