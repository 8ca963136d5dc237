package samples

import (
	"fmt"
	"image"
	"image/color"

	"github.com/disintegration/imaging"

	"loupe/models"
)

// Edit changes a captured picture and keeps the truth: every pixel that differs from the base lies in one of Regions.
type Edit struct {
	Image   *image.RGBA
	Regions []models.Region // in stored pixels

	shot    *Shot
	touched *image.Alpha // opaque where a pixel was replaced
}

// NewEdit begins with a copy of base: the shot's picture, usually after its first JPEG save.
func NewEdit(base *image.RGBA, shot *Shot) *Edit {
	copied := toRGBA(base)
	return &Edit{Image: copied, shot: shot, touched: image.NewAlpha(copied.Rect)}
}

func (e *Edit) note(box image.Rectangle, label string) {
	e.Regions = append(e.Regions, Region(box, label))
}

// Transplant replaces the named areas by what another sheet of the same layout shows there, developed through the same
// lens and light with its own noise: the careful forger's way. noise is the share of the camera's noise that is added, 0..1.
func (e *Edit) Transplant(sheet *Sheet, seed uint64, noise float64, names ...string) error {
	if sheet.Image.Bounds() != e.shot.Sheet {
		return fmt.Errorf("samples: a sheet of %v does not fit the shot of one of %v: draw both at one resolution", sheet.Image.Bounds(), e.shot.Sheet)
	}
	forger := e.shot.camera
	forger.seed = subseed(seed, "forger")
	for _, name := range names {
		area, found := sheet.Areas[name]
		if !found {
			return fmt.Errorf("samples: the sheet has no area %q", name)
		}
		box := e.shot.Box(area.Box)
		patch := image.NewRGBA(box)
		forger.develop(patch, sheet, box, noise)
		e.blend(box, area.Box, 4, func(x, y int, _, _ float64) color.RGBA { return patch.RGBAAt(x, y) })
		e.note(box, name)
	}
	return nil
}

// Paste lays a photograph over an area: no guilloche, no card texture, its own history.
func (e *Edit) Paste(photo image.Image, area Area, label string) {
	box := e.shot.Box(area.Box)
	fitted := toRGBA(imaging.Fill(photo, area.Box.Dx(), area.Box.Dy(), imaging.Center, imaging.Linear))
	e.blend(box, area.Box, 2.5, func(_, _ int, u, v float64) color.RGBA { return bilinear(fitted, u, v) })
	e.note(box, label)
}

// blend replaces the pixels of box that show the sheet's area, fading over fade sheet pixels at its edge.
// at gets the picture's pixel and the place relative to the area's corner, in sheet pixels.
func (e *Edit) blend(box, area image.Rectangle, fade float64, at func(x, y int, u, v float64) color.RGBA) {
	w, h := float64(area.Dx()), float64(area.Dy())
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			u, v := e.shot.ToSheet(float64(x)+0.5, float64(y)+0.5)
			u, v = u-float64(area.Min.X), v-float64(area.Min.Y)
			a := smoothstep(0, fade, min(min(u, w-u), min(v, h-v)))
			if a == 0 {
				continue
			}
			from, to := at(x, y, u, v), e.Image.RGBAAt(x, y)
			channel := func(a0, b0 uint8) uint8 { return uint8(mix(float64(a0), float64(b0), a) + 0.5) }
			e.Image.SetRGBA(x, y, color.RGBA{channel(to.R, from.R), channel(to.G, from.G), channel(to.B, from.B), 255})
			e.touched.SetAlpha(x, y, color.Alpha{255})
		}
	}
}

// bilinear reads an opaque picture between pixels.
func bilinear(img *image.RGBA, u, v float64) color.RGBA {
	u, v = clamp(u-0.5, 0, float64(img.Rect.Dx()-1)), clamp(v-0.5, 0, float64(img.Rect.Dy()-1))
	x, y := int(u), int(v)
	x1, y1 := min(x+1, img.Rect.Dx()-1), min(y+1, img.Rect.Dy()-1)
	tx, ty := u-float64(x), v-float64(y)
	a, b, c, d := img.RGBAAt(x, y), img.RGBAAt(x1, y), img.RGBAAt(x, y1), img.RGBAAt(x1, y1)
	channel := func(a, b, c, d uint8) uint8 {
		return uint8(mix(mix(float64(a), float64(b), tx), mix(float64(c), float64(d), tx), ty) + 0.5)
	}
	return color.RGBA{channel(a.R, b.R, c.R, d.R), channel(a.G, b.G, c.G, d.G), channel(a.B, b.B, c.B, d.B), 255}
}
