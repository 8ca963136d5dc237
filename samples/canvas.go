package samples

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// canvas is a sheet being drawn. Lengths are millimetres from its top left corner; fills are anti-aliased.
type canvas struct {
	img   *image.RGBA
	scale float64 // pixels per millimetre
	fonts typefaces
	err   error // the first error; drawing goes on, so that callers check once at the end
}

// newCanvas returns a transparent sheet of w x h millimetres at dpi dots per inch.
func newCanvas(fonts typefaces, w, h, dpi float64) *canvas {
	scale := dpi / 25.4
	bounds := image.Rect(0, 0, int(math.Round(w*scale)), int(math.Round(h*scale)))
	return &canvas{img: image.NewRGBA(bounds), scale: scale, fonts: fonts}
}

// fill paints the inside of an outline.
func (c *canvas) fill(p path, ink color.Color) {
	fillPath(c.img, p.mapped(func(x, y float64) (float64, float64) { return x * c.scale, y * c.scale }), ink)
}

// stroke paints a line through the points.
func (c *canvas) stroke(points []point, width float64, ink color.Color) {
	c.fill(stroke(points, even(width)), ink)
}

// frame paints the border of a box.
func (c *canvas) frame(x, y, w, h, width float64, ink color.Color) {
	for _, line := range [][]point{{{x, y}, {x + w, y}}, {{x + w, y}, {x + w, y + h}}, {{x + w, y + h}, {x, y + h}}, {{x, y + h}, {x, y}}} {
		c.stroke(line, width, ink)
	}
}

// fillPath paints an outline in pixel coordinates, touching only its bounding box.
func fillPath(dst draw.Image, p path, ink color.Color) {
	box := p.bounds().Intersect(dst.Bounds())
	if box.Empty() {
		return
	}
	raster := vector.NewRasterizer(box.Dx(), box.Dy())
	at := func(i int) (float32, float32) {
		return float32(p.points[i].X - float64(box.Min.X)), float32(p.points[i].Y - float64(box.Min.Y))
	}
	next := 0
	for _, verb := range p.verbs {
		switch verb {
		case 'M':
			x, y := at(next)
			raster.MoveTo(x, y)
			next++
		case 'L':
			x, y := at(next)
			raster.LineTo(x, y)
			next++
		case 'Q':
			bx, by := at(next)
			cx, cy := at(next + 1)
			raster.QuadTo(bx, by, cx, cy)
			next += 2
		case 'C':
			bx, by := at(next)
			cx, cy := at(next + 1)
			dx, dy := at(next + 2)
			raster.CubeTo(bx, by, cx, cy, dx, dy)
			next += 3
		case 'Z':
			raster.ClosePath()
		}
	}
	raster.Draw(dst, box, image.NewUniform(ink), image.Point{})
}

// shade multiplies every pixel by what at returns for it (1 leaves it as it is), row by row.
func (c *canvas) shade(at func(px, py int) float64) {
	b := c.img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		row := c.img.Pix[c.img.PixOffset(b.Min.X, y):][:4*b.Dx()]
		for x := range b.Dx() {
			p, gain := row[4*x:4*x+4], at(x, y)
			for k := range 3 {
				p[k] = uint8(min(float64(p[k])*gain+0.5, float64(p[3])))
			}
		}
	}
}

// clip makes everything outside the outline transparent.
func (c *canvas) clip(p path) {
	mask := image.NewAlpha(c.img.Bounds())
	fillPath(mask, p.mapped(func(x, y float64) (float64, float64) { return x * c.scale, y * c.scale }), color.Opaque)
	out := image.NewRGBA(c.img.Bounds())
	draw.DrawMask(out, out.Bounds(), c.img, image.Point{}, mask, image.Point{}, draw.Src)
	c.img = out
}

// pixels converts a box in millimetres to the smallest pixel rectangle around it.
func (c *canvas) pixels(x, y, w, h float64) image.Rectangle {
	return image.Rect(int(math.Floor(x*c.scale)), int(math.Floor(y*c.scale)), int(math.Ceil((x+w)*c.scale)), int(math.Ceil((y+h)*c.scale)))
}
