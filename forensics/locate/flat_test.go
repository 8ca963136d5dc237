package locate_test

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"testing"

	"loupe/samples"
)

// flat renders the picture of a seed in which the document has no outline to be found, or a plain one. The kinds take
// turns: a crop inside the document, the whole sheet without any border, a portrait, a flatbed scan with a lid's border,
// a sheet on a white page. bordered says that the outline is to be seen: then quad is its truth.
func flat(t testing.TB, s *samples.Studio, seed uint64) (img *image.YCbCr, name string, quad [4][2]float64, bordered bool) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 78))
	kind := int(seed % 5)
	_, sheet := paper(t, s, r.IntN(5), seed, 0.8+0.7*r.Float64())
	b := sheet.Image.Bounds()
	quality := 75 + r.IntN(21)
	switch kind {
	case 0, 3:
		fill := 1.03 + 0.12*r.Float64()
		if kind == 3 {
			fill = 0.94 + 0.045*r.Float64()
		}
		shot, err := samples.Capture(sheet, seed, samples.CaptureOptions{Width: b.Dx(), Height: b.Dy(), Flat: true, Fill: fill})
		if err != nil {
			t.Fatal(err)
		}
		return asJPEG(t, shot.Image, quality), []string{"crop", "", "", "scan"}[kind], shot.Quad(), kind == 3
	case 1:
		return asJPEG(t, onWhite(sheet.Image, 0, 0), quality), "sheet", quad, false
	case 2:
		h := samples.NewHolder(seed)
		backdrop := []samples.Backdrop{samples.BackdropOutdoor, samples.BackdropRoom, samples.BackdropStudio}[r.IntN(3)]
		scene := samples.PortraitImage(h.Face, samples.Scene{Seed: seed, Backdrop: backdrop, Head: 0.4 + 0.3*r.Float64(), Casual: true}, 640, 800)
		shot, err := samples.Snapshot(scene, seed)
		if err != nil {
			t.Fatal(err)
		}
		return asJPEG(t, shot.Image, quality), "portrait", quad, false
	}
	mx, my := b.Dx()/10+r.IntN(b.Dx()/4), b.Dy()/10+r.IntN(b.Dy()/4)
	x, y, w, h := float64(mx), float64(my), float64(b.Dx()), float64(b.Dy())
	return asJPEG(t, onWhite(sheet.Image, mx, my), quality), "page", [4][2]float64{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, true
}

// onWhite lays a picture on a white page with the given margins.
func onWhite(img *image.RGBA, mx, my int) *image.RGBA {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()+2*mx, b.Dy()+2*my))
	draw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(out, b.Add(image.Pt(mx, my)), img, b.Min, draw.Over)
	return out
}

// flatScene is flat as a scene; without an outline its desk is "none".
func flatScene(t testing.TB, s *samples.Studio, seed uint64) scene {
	img, name, quad, bordered := flat(t, s, seed)
	sc := scene{Seed: seed, Kind: name, Quad: quad, W: img.Rect.Dx(), H: img.Rect.Dy(), picture: img}
	if !bordered {
		sc.Desk, sc.Quad = "none", corners(img.Rect)
	}
	return sc
}

// corners are those of a picture.
func corners(r image.Rectangle) [4][2]float64 {
	w, h := float64(r.Dx()), float64(r.Dy())
	return [4][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}}
}
