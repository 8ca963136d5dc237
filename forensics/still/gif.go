package still

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"io"
	"strings"
)

func configGIF(data []byte, _ int) (image.Config, error) {
	cfg, err := gif.DecodeConfig(bytes.NewReader(data))
	return cfg, gifError(err)
}

// decodeGIF returns the first frame on the logical screen, which alone is the size that the caller knows and has
// limited. image/gif reads no further than that frame and refuses one that reaches beyond the screen. What the frame
// does not cover stays transparent, as every viewer shows it (GIF89a section 18's background colour is dead letter).
func decodeGIF(data []byte, _ int) (image.Image, error) {
	cfg, err := gif.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, gifError(err)
	}
	img, err := gif.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, gifError(err)
	}
	frame, ok := img.(*image.Paletted)
	if !ok {
		return nil, fmt.Errorf("the GIF decoder gave %T: expected a palette", img)
	}
	canvas := image.NewNRGBA(image.Rect(0, 0, cfg.Width, cfg.Height))
	if !frame.Rect.In(canvas.Rect) {
		return nil, fmt.Errorf("the first frame %v reaches beyond the screen %v", frame.Rect, canvas.Rect)
	}
	return canvas, drawPaletted(canvas, frame)
}

// gifError restores io.ErrUnexpectedEOF, which image/gif gives only as text.
func gifError(err error) error {
	if err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if text := err.Error(); strings.HasSuffix(text, "EOF") || strings.HasSuffix(text, "not enough image data") {
		return fmt.Errorf("%w: %v", io.ErrUnexpectedEOF, err)
	}
	return err
}

// drawPaletted writes p into out at p's own place; p.Rect must lie in out.Rect.
func drawPaletted(out *image.NRGBA, p *image.Paletted) error {
	colors := make([]color.NRGBA, len(p.Palette))
	for i, c := range p.Palette {
		colors[i] = color.NRGBAModel.Convert(c).(color.NRGBA)
	}
	for y := p.Rect.Min.Y; y < p.Rect.Max.Y; y++ {
		for x := p.Rect.Min.X; x < p.Rect.Max.X; x++ {
			i := int(p.Pix[p.PixOffset(x, y)])
			if i >= len(colors) {
				return fmt.Errorf("pixel %d,%d has colour %d of a palette of %d", x, y, i, len(colors))
			}
			out.SetNRGBA(x, y, colors[i])
		}
	}
	return nil
}
