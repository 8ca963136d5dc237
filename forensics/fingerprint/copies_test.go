package fingerprint_test

import (
	"fmt"
	"image"
	"image/color"

	"github.com/disintegration/imaging"
)

// copied is something that happens to a picture between two uploads, and the share of copies that must be found.
type copied struct {
	name  string
	bar   float64
	apply func(*image.NRGBA) image.Image
}

func copies() []copied {
	var list []copied
	for _, t := range transformations() {
		bar := 0.99
		switch t.name {
		case "mirror", "turn 90", "turn 180", "turn 270":
			bar = 0.97
		case "crop 2 % a side", "turn 1 degree":
			continue
		}
		list = append(list, copied{t.name, bar, t.apply})
	}
	crop := func(share float64) func(*image.NRGBA) image.Image {
		return func(p *image.NRGBA) image.Image { // of each side's length in all, not evenly
			w, h := float64(p.Rect.Dx()), float64(p.Rect.Dy())
			return imaging.Crop(p, image.Rect(int(0.3*share*w), int(0.6*share*h), int((1-0.7*share)*w), int((1-0.4*share)*h)))
		}
	}
	for _, c := range []struct{ share, bar float64 }{{0.05, 0.97}, {0.1, 0.97}, {0.2, 0.9}, {0.35, 0}} {
		list = append(list, copied{fmt.Sprintf("crop %g %%", 100*c.share), c.bar, crop(c.share)})
	}
	for i, tone := range []color.Color{color.White, color.Black, color.NRGBA{40, 90, 160, 255}} {
		list = append(list, copied{fmt.Sprintf("border 20 %% (%d)", i), 0.97, func(p *image.NRGBA) image.Image {
			w, h := p.Rect.Dx(), p.Rect.Dy()
			return imaging.Paste(imaging.New(w*14/10, h*14/10, tone), p, image.Pt(w/5, h/5))
		}})
	}
	for _, a := range []float64{1, -2, 3, -5, 5} {
		list = append(list, copied{fmt.Sprintf("rotation %g", a), 0.9, func(p *image.NRGBA) image.Image { return imaging.Rotate(p, a, color.White) }})
	}
	list = append(list, copied{"rotation 5, cropped", 0.9, func(p *image.NRGBA) image.Image {
		return imaging.CropCenter(imaging.Rotate(p, 5, color.Black), p.Rect.Dx()*85/100, p.Rect.Dy()*85/100)
	}})
	list = append(list, copied{"watermark", 0.99, func(p *image.NRGBA) image.Image {
		w, h := p.Rect.Dx(), p.Rect.Dy()
		out := imaging.Clone(p)
		for k := range 3 { // translucent bars, as lettering would be
			bar := imaging.New(w*2/3, h/24, color.NRGBA{255, 255, 255, 255})
			out = imaging.Overlay(out, bar, image.Pt(w/6, h*(3+2*k)/10), 0.45)
		}
		return out
	}})
	return append(list, copied{"mirror and crop 10 %", 0, func(p *image.NRGBA) image.Image { return imaging.FlipH(crop(0.1)(p)) }})
}
