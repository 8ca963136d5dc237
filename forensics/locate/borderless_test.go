package locate_test

import (
	"image"
	"image/draw"
	"math/rand/v2"
	"testing"

	"github.com/disintegration/imaging"

	"loupe/samples"
)

// borderless renders the picture of a seed that shows a document and nothing around it: any of ours as it was drawn or as
// a scanner sees it, or a portrait, whole or cropped by up to a tenth on each side, at any usual size.
func borderless(t testing.TB, s *samples.Studio, seed uint64) (img *image.YCbCr, name string) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 81))
	kind := r.IntN(6)
	var whole *image.RGBA
	if kind == 5 {
		h := samples.NewHolder(seed)
		backdrop := []samples.Backdrop{samples.BackdropOutdoor, samples.BackdropRoom, samples.BackdropStudio}[r.IntN(3)]
		name, whole = "portrait", samples.PortraitImage(h.Face, samples.Scene{Seed: seed, Backdrop: backdrop, Head: 0.4 + 0.3*r.Float64(), Casual: true}, 640, 800)
	} else {
		var sheet *samples.Sheet
		name, sheet = paper(t, s, kind, seed, 0.7+0.8*r.Float64())
		whole = onWhite(sheet.Image, 0, 0)
		if b := whole.Rect; r.IntN(3) == 0 {
			shot, err := samples.Capture(sheet, seed, samples.CaptureOptions{Width: b.Dx(), Height: b.Dy(), Flat: true, Fill: 1.012})
			if err != nil {
				t.Fatal(err)
			}
			whole = shot.Image
		}
	}
	part := whole.Rect
	if r.IntN(3) > 0 {
		depth := 0.1 * r.Float64()
		w, h := depth*float64(part.Dx()), depth*float64(part.Dy())
		part = image.Rect(int(w*r.Float64()), int(h*r.Float64()), part.Dx()-int(w*r.Float64()), part.Dy()-int(h*r.Float64()))
	}
	out := image.NewRGBA(image.Rect(0, 0, part.Dx(), part.Dy()))
	draw.Draw(out, out.Rect, whole, part.Min, draw.Src)
	if long := 600 + r.IntN(1200); long < max(part.Dx(), part.Dy()) {
		return asJPEG(t, imaging.Fit(out, long, long, imaging.Box), 60+r.IntN(36)), name
	}
	return asJPEG(t, out, 60+r.IntN(36)), name
}

// borderlessScene is borderless as a scene.
func borderlessScene(t testing.TB, s *samples.Studio, seed uint64) scene {
	img, name := borderless(t, s, seed)
	return scene{Seed: seed, Kind: name, Desk: "none", Quad: corners(img.Rect), W: img.Rect.Dx(), H: img.Rect.Dy(), picture: img}
}
