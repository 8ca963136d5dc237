package compare

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	blinkQuality = 85
	outline      = 3  // pixels
	quietTint    = 4  // grey levels of difference that are not drawn
	fullTint     = 48 // grey levels of difference drawn in the strongest colour
)

// Colours of Okabe and Ito (2008): told apart by readers of every colour vision.
func vermilion() color.NRGBA { return color.NRGBA{0xd5, 0x5e, 0x00, 0xff} }
func blue() color.NRGBA      { return color.NRGBA{0x00, 0x72, 0xb2, 0xff} }

// draw makes the artifacts: the difference map over a faint A, and the registered pair to blink between. All lie on
// A's frame reduced to forensics.SmallSide and are turned upright by A's orientation.
func (p pair) draw(ctx context.Context, d difference, toB mapping, changed []models.Region) ([]models.Artifact, error) {
	small := raster.FitColor(p.a.Pixels(), forensics.SmallSide)
	frame := image.Rect(0, 0, small.Bounds().Dx(), small.Bounds().Dy())
	up, ok := resize(p.a.File.Width, p.a.File.Height, frame.Dx(), frame.Dy()).inverse()
	if !ok {
		return []models.Artifact{}, nil
	}
	pictures := []struct {
		name string
		make func() image.Image
		as   func(image.Image) ([]byte, error)
		kind string
	}{
		{"difference", func() image.Image { return p.overlay(d, up, toB, frame, changed) }, encodePNG, "image/png"},
		{"blink_a", func() image.Image { return small }, encodeJPEG, "image/jpeg"},
		{"blink_b", func() image.Image { return p.registered(up.then(toB), frame) }, encodeJPEG, "image/jpeg"},
	}
	list := []models.Artifact{}
	for _, a := range pictures {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		data, err := a.as(raster.Upright(a.make(), p.a.File.Orientation))
		if err != nil {
			return nil, err
		}
		list = append(list, models.Artifact{Name: a.name, MediaType: a.kind, Data: data})
	}
	return list, nil
}

const (
	tints = 15  // steps of vermilion
	greys = 17  // steps of the faint picture
	edge  = 255 // the colour of outlines
)

// colours is the difference map's palette: greys of A from 176 to 248, each with more and more vermilion, and blue. A picture
// of 256 colours is stored in a third of the time.
func colours() color.Palette {
	list := make(color.Palette, 0, edge+1)
	for i := range greys {
		for k := range tints {
			faint, t, c := 176+72*float32(i)/(greys-1), float32(k)/(tints-1), vermilion()
			list = append(list, color.NRGBA{blend(faint, c.R, t), blend(faint, c.G, t), blend(faint, c.B, t), 0xff})
		}
	}
	return append(list, blue())
}

// overlay draws the differences in vermilion over a faint A, changed regions outlined in blue, as indices of colours.
func (p pair) overlay(d difference, up, toB mapping, frame image.Rectangle, changed []models.Region) image.Image {
	toRef := up
	if p.swapped {
		toRef = up.then(toB)
	}
	toRef = toRef.then(p.ref.shrink())
	gray, out := p.a.Small(), image.NewGray(frame)
	for y := range frame.Dy() {
		at, row := toRef.along(0, float64(y)), gray.Pix[y*gray.Stride:][:frame.Dx()]
		for x, v := range row {
			t := tint(d.at(at.step(x)))
			out.Pix[y*out.Stride+x] = uint8((int(v)*(greys-1)+127)/255*tints + int(t*(tints-1)+0.5))
		}
	}
	sx, sy := float64(frame.Dx())/float64(p.a.File.Width), float64(frame.Dy())/float64(p.a.File.Height)
	for _, r := range changed {
		frameRect(out, image.Rect(int(float64(r.X)*sx), int(float64(r.Y)*sy), int(float64(r.X+r.W)*sx+1), int(float64(r.Y+r.H)*sy+1)))
	}
	return out
}

func tint(difference float32) float32 {
	return min(1, max(0, max(difference, -difference)-quietTint)/(fullTint-quietTint))
}

func blend(base float32, c uint8, t float32) uint8 { return uint8(base + t*(float32(c)-base)) }

// at is the difference at the pixel nearest to x, y; 0 where one of the pictures shows nothing.
func (d *difference) at(x, y float64) float32 {
	if !(x > -0.5 && y > -0.5 && x < float64(d.p.w)-0.5 && y < float64(d.p.h)-0.5) {
		return 0
	}
	i, j := int(x+0.5), int(y+0.5)
	if u, v := i/cellSide, j/cellSide; u >= d.nx || v >= d.ny || !d.covered[v*d.nx+u] {
		return 0
	}
	return d.p.pix[j*d.p.w+i] - d.q.pix[j*d.p.w+i]
}

func frameRect(img *image.Gray, r image.Rectangle) {
	for _, side := range [4]image.Rectangle{
		{Min: r.Min, Max: image.Pt(r.Max.X, r.Min.Y+outline)}, {Min: image.Pt(r.Min.X, r.Max.Y-outline), Max: r.Max},
		{Min: r.Min, Max: image.Pt(r.Min.X+outline, r.Max.Y)}, {Min: image.Pt(r.Max.X-outline, r.Min.Y), Max: r.Max},
	} {
		draw.Draw(img, side, image.NewUniform(color.Gray{Y: edge}), image.Point{}, draw.Src)
	}
}

// registered draws B on A's reduced frame; white where B shows nothing. m maps the frame to native B.
func (p pair) registered(m mapping, frame image.Rectangle) image.Image {
	small := raster.FitColor(p.b.Pixels(), forensics.SmallSide)
	b := small.Bounds()
	src := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(src, src.Rect, small, b.Min, draw.Src)
	m = m.then(resize(p.b.File.Width, p.b.File.Height, b.Dx(), b.Dy()))
	out := image.NewRGBA(frame)
	draw.Draw(out, frame, image.White, image.Point{}, draw.Src)
	for y := range frame.Dy() {
		at := m.along(0, float64(y))
		for x := range frame.Dx() {
			u, v := at.step(x)
			if u > -0.5 && v > -0.5 && u < float64(b.Dx())-0.5 && v < float64(b.Dy())-0.5 {
				bilinear(src, u, v, out.Pix[y*out.Stride+4*x:][:3])
			}
		}
	}
	return out
}

// bilinear reads the three colours of img at x, y into to.
func bilinear(img *image.RGBA, x, y float64, to []uint8) {
	x, y = min(max(x, 0), float64(img.Rect.Dx()-1)), min(max(y, 0), float64(img.Rect.Dy()-1))
	i, j := int(x), int(y)
	right, down := 4*min(1, img.Rect.Dx()-1-i), img.Stride*min(1, img.Rect.Dy()-1-j)
	fx, fy := float32(x-float64(i)), float32(y-float64(j))
	at := img.Pix[j*img.Stride+4*i:]
	for c := range to {
		top := float32(at[c]) + fx*(float32(at[c+right])-float32(at[c]))
		low := float32(at[c+down]) + fx*(float32(at[c+down+right])-float32(at[c+down]))
		to[c] = uint8(top + fy*(low-top) + 0.5)
	}
}

// encodePNG stores an overlay.
func encodePNG(img image.Image) ([]byte, error) {
	indices, ok := img.(*image.Gray)
	if !ok {
		return nil, fmt.Errorf("a difference map of %T, want indices of colours", img)
	}
	img = &image.Paletted{Pix: indices.Pix, Stride: indices.Stride, Rect: indices.Rect, Palette: colours()}
	var buf bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	err := encoder.Encode(&buf, img)
	return buf.Bytes(), err
}

func encodeJPEG(img image.Image) ([]byte, error) {
	var buf bytes.Buffer
	err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: blinkQuality})
	return buf.Bytes(), err
}
