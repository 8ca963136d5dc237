package compare

import (
	"bytes"
	"context"
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

// overlay draws the differences in vermilion over a faint A, changed regions outlined in blue.
func (p pair) overlay(d difference, up, toB mapping, frame image.Rectangle, changed []models.Region) image.Image {
	toRef := up
	if p.swapped {
		toRef = up.then(toB)
	}
	toRef = toRef.then(p.ref.shrink())
	gray := raster.Fit(p.a.Luma(), forensics.SmallSide)
	out := image.NewRGBA(frame)
	for y := range frame.Dy() {
		for x := range frame.Dx() {
			u, v := toRef.at(float64(x), float64(y))
			t := tint(d.p.nearest(u, v) - d.q.nearest(u, v))
			if !d.coveredAt(u, v) {
				t = 0
			}
			faint := 176 + float32(gray.Pix[y*gray.Stride+x])*72/255
			c := vermilion()
			out.SetRGBA(x, y, color.RGBA{blend(faint, c.R, t), blend(faint, c.G, t), blend(faint, c.B, t), 0xff})
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

// nearest is the value at the nearest pixel; 0 outside.
func (p plane) nearest(x, y float64) float32 {
	i, j := floor(x+0.5), floor(y+0.5)
	if i < 0 || j < 0 || i >= p.w || j >= p.h {
		return 0
	}
	return p.pix[j*p.w+i]
}

func (d difference) coveredAt(x, y float64) bool {
	i, j := floor(x+0.5)/cellSide, floor(y+0.5)/cellSide
	return x > -0.5 && y > -0.5 && i < d.nx && j < d.ny && d.covered[j*d.nx+i]
}

func frameRect(img *image.RGBA, r image.Rectangle) {
	for _, side := range [4]image.Rectangle{
		{Min: r.Min, Max: image.Pt(r.Max.X, r.Min.Y+outline)}, {Min: image.Pt(r.Min.X, r.Max.Y-outline), Max: r.Max},
		{Min: r.Min, Max: image.Pt(r.Min.X+outline, r.Max.Y)}, {Min: image.Pt(r.Max.X-outline, r.Min.Y), Max: r.Max},
	} {
		draw.Draw(img, side, image.NewUniform(blue()), image.Point{}, draw.Src)
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
		for x := range frame.Dx() {
			u, v := m.at(float64(x), float64(y))
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

func encodePNG(img image.Image) ([]byte, error) {
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
