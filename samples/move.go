package samples

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"slices"
)

// gridStep is a whole number of blocks of luma and of chroma at half size: what is moved by a multiple of it stays on both grids.
const gridStep = 16

// copyWord lays letters of one field over as many of another of the same size, or of the same field.
func (f *forger) copyWord() error {
	var names []string
	for name, area := range f.sheet.Areas {
		if area.Size > 0 && len([]rune(area.Text)) >= 4 && area.style != styleOCRB {
			names = append(names, name)
		}
	}
	slices.Sort(names) // maps have no order
	for range 400 {
		from, to := f.sheet.Areas[pick(f.r, names)], f.sheet.Areas[pick(f.r, names)]
		if from.Size != to.Size || from.style != to.style {
			continue
		}
		n := 1 + f.r.IntN(min(len([]rune(from.Text)), len([]rune(to.Text))))
		a, aText := f.letters(from, n)
		b, bText := f.letters(to, n)
		if aText == bText || aText == "" || a.Overlaps(b) {
			continue
		}
		ua, va := f.shot.ToPicture(float64(a.Min.X), from.baseline)
		ub, vb := f.shot.ToPicture(float64(b.Min.X), to.baseline)
		src := f.shot.Box(a)
		by := image.Pt(int(math.Round(ub-ua)), int(math.Round(vb-va)))
		f.lay(f.image, src, f.offset(by, 4), "letters")
		return nil
	}
	return errNoPlace
}

// letters is the place, on the sheet, of n letters in a row of a field, without the spaces at their ends. It is found by
// the letters' advances, which fill the field's ink.
func (f *forger) letters(a Area, n int) (image.Rectangle, string) {
	runes := []rune(a.Text)
	shaped, err := f.studio.fonts.shape(a.style, a.Text, 1)
	if err != nil || len(shaped) != len(runes) {
		return image.Rectangle{}, ""
	}
	pens := make([]float64, len(runes)+1)
	for i, l := range shaped {
		pens[i+1] = pens[i] + l.advance
	}
	first := f.r.IntN(len(runes) - n + 1)
	if runes[first] == ' ' || runes[first+n-1] == ' ' {
		return image.Rectangle{}, ""
	}
	scale := float64(a.Ink.Dx()) / pens[len(runes)]
	at := func(i int) int { return a.Ink.Min.X + int(math.Round(pens[i]*scale)) }
	top, bottom := a.baseline-0.85*a.Size, a.baseline+0.25*a.Size
	return image.Rect(at(first), int(top), at(first+n), int(bottom)), string(runes[first : first+n])
}

// offset moves a displacement onto the grid once in so many times, and away from it otherwise.
func (f *forger) offset(by image.Point, times int) image.Point {
	near := func(v int) int { return int(math.Round(float64(v)/gridStep)) * gridStep }
	f.grid = "on"
	if f.r.IntN(times) == 0 {
		return image.Pt(near(by.X), near(by.Y))
	}
	if by.X%8 == 0 && by.Y%8 == 0 {
		by.X += 3
	}
	f.grid = "off"
	return by
}

// lay copies src of a picture, moved by so much, over the edit.
func (f *forger) lay(picture *image.RGBA, src image.Rectangle, by image.Point, label string) {
	src = src.Intersect(picture.Rect).Intersect(f.edit.Image.Rect.Sub(by))
	for y := src.Min.Y; y < src.Max.Y; y++ {
		for x := src.Min.X; x < src.Max.X; x++ {
			f.edit.Image.SetRGBA(x+by.X, y+by.Y, picture.RGBAAt(x, y))
			f.edit.touched.SetAlpha(x+by.X, y+by.Y, color.Alpha{255})
		}
	}
	f.edit.note(src.Add(by), label)
}

// pasteRegion lays a field of another capture over this one's, or any part of another photograph.
func (f *forger) pasteRegion() error {
	other, err := f.donor()
	if err != nil {
		return err
	}
	if f.sheet == nil {
		src := f.patch(other.image.Rect, 90, 220)
		to := f.patch(f.image.Rect.Inset(gridStep), src.Dx(), src.Dx()+1) // the grid may move it
		f.lay(other.image, src, f.offset(to.Min.Sub(src.Min), 2), "pasted")
		return nil
	}
	name, area := f.field()
	theirs := other.sheet.Areas[name]
	box := area.Ink.Union(theirs.Ink).Inset(-int(area.Size * 0.3))
	src, dst := other.shot.Box(box), f.shot.Box(box)
	by := dst.Min.Add(dst.Max).Sub(src.Min.Add(src.Max)).Div(2)
	f.lay(other.image, src, f.offset(by, 2), name)
	return nil
}

// copyRegion lays a round or square part of the photograph over another place of it.
func (f *forger) copyRegion() error {
	for range 400 {
		src, to := f.patch(f.image.Rect, 70, 230), f.patch(f.image.Rect, 70, 230)
		by := f.offset(to.Min.Sub(src.Min), 4)
		dst := src.Add(by)
		if !dst.In(f.image.Rect) || dst.Overlaps(src) || spread(f.image, src) < 8 {
			continue
		}
		f.lay(f.image, src, by, "copied")
		if f.r.IntN(2) == 0 {
			f.round(dst)
		}
		return nil
	}
	return errNoPlace
}

// round gives the corners of what was laid over dst back, so that an ellipse with a soft edge remains.
func (f *forger) round(dst image.Rectangle) {
	cx, cy, rx, ry := float64(dst.Min.X+dst.Max.X)/2, float64(dst.Min.Y+dst.Max.Y)/2, float64(dst.Dx())/2, float64(dst.Dy())/2
	for y := dst.Min.Y; y < dst.Max.Y; y++ {
		for x := dst.Min.X; x < dst.Max.X; x++ {
			away := math.Hypot((float64(x)+0.5-cx)/rx, (float64(y)+0.5-cy)/ry)
			share := smoothstep(1, 1-4/min(rx, ry), away)
			laid, before := f.edit.Image.RGBAAt(x, y), f.image.RGBAAt(x, y)
			channel := func(a, b uint8) uint8 { return uint8(mix(float64(a), float64(b), share) + 0.5) }
			f.edit.Image.SetRGBA(x, y, color.RGBA{channel(before.R, laid.R), channel(before.G, laid.G), channel(before.B, laid.B), 255})
			if share == 0 {
				f.edit.touched.SetAlpha(x, y, color.Alpha{})
			}
		}
	}
}

// spread is the standard deviation of the green channel: what is copied from a bare wall changes nothing that anyone sees.
func spread(img *image.RGBA, box image.Rectangle) float64 {
	sum, squares, n := 0.0, 0.0, float64(box.Dx()*box.Dy())
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			v := float64(img.RGBAAt(x, y).G)
			sum, squares = sum+v, squares+v*v
		}
	}
	return math.Sqrt(max(0, squares/n-sq(sum/n)))
}

// Splice fits the part of another capture that shows the same area of its own sheet into this one.
func (e *Edit) Splice(picture *image.RGBA, shot *Shot, area Area, label string) {
	box := e.shot.Box(area.Box)
	e.blend(box, area.Box, 2.5, func(_, _ int, u, v float64) color.RGBA {
		x, y := shot.ToPicture(u+float64(area.Box.Min.X), v+float64(area.Box.Min.Y))
		return bilinear(picture, x, y)
	})
	e.note(box, label)
}

// grain estimates the noise around a box of the picture (Immerkaer, CVIU 64(2), 1996, eq. 3; the median instead of the
// mean, so that letters count little), in levels of the green channel.
func (e *Edit) grain(box image.Rectangle) float64 {
	box = box.Inset(-8).Intersect(e.Image.Rect.Inset(1))
	var all []float64
	at := func(x, y int) float64 { return float64(e.Image.RGBAAt(x, y).G) }
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			all = append(all, math.Abs(at(x-1, y-1)-2*at(x, y-1)+at(x+1, y-1)-2*at(x-1, y)+4*at(x, y)-2*at(x+1, y)+at(x-1, y+1)-2*at(x, y+1)+at(x+1, y+1)))
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2] / (0.6745 * 6)
}

// addGrain lays noise of sigma levels, the same in all channels, over what was touched.
func (e *Edit) addGrain(r *rand.Rand, sigma float64) {
	for y := range e.Image.Rect.Dy() {
		for x := range e.Image.Rect.Dx() {
			if e.touched.AlphaAt(x, y).A == 0 {
				continue
			}
			c, n := e.Image.RGBAAt(x, y), sigma*r.NormFloat64()
			channel := func(v uint8) uint8 { return uint8(clamp(float64(v)+n+0.5, 0, 255)) }
			e.Image.SetRGBA(x, y, color.RGBA{channel(c.R), channel(c.G), channel(c.B), 255})
		}
	}
}
