package still

import (
	"fmt"
	"image"
	"slices"
)

// libheif's enumerations (heif_colorspace and heif_chroma).
const (
	heifYCbCr, heifRGB, heifMonochrome          = 0, 1, 2
	heifChroma420, heifChroma422, heifChroma444 = 1, 2, 3
)

// plane is one channel, or several interleaved, as libheif lays it out: rows of at least 64 samples, an even number,
// on a multiple of 16 bytes (HeifPixelImage::ImagePlane::alloc).
type plane struct{ width, height, channels int }

func (p plane) stride(bytes int) int {
	return (max(64, p.width+p.width&1)*p.channels*bytes + 15) &^ 15
}

func (p plane) size(bytes int) int { return p.stride(bytes) * p.height }

func configHEIC(data []byte, _ int) (image.Config, error) { return configHEIF(data, hevc()) }

func configHEIF(data []byte, c codec) (image.Config, error) {
	p, err := primary(data, c)
	return image.Config{Width: p.size.X, Height: p.size.Y}, err
}

func primary(data []byte, c codec) (picture, error) {
	h, err := parseHEIF(data)
	if err != nil {
		return picture{}, err
	}
	return h.primaryPicture(c)
}

// decodeHEIC returns the primary item after its transformations, which libheif carries out.
func decodeHEIC(data []byte, _ int) (image.Image, error) {
	p, err := primary(data, hevc())
	if err != nil {
		return nil, err
	}
	m, err := heicModule()
	if err != nil {
		return nil, err
	}
	i, err := m.start()
	if err != nil {
		return nil, err
	}
	defer i.close()
	data = prepared(data, hevc(), "heic")
	in, info := i.input(data), i.alloc(20)
	decode := func(configOnly, out uint64) bool {
		return i.call("decode", in, uint64(len(data)), configOnly, info, info+4, info+8, info+12, info+16, out) == 1 && i.err == nil
	}
	if !decode(1, 0) {
		return nil, i.failure("libheif")
	}
	if w, h := i.word(info), i.word(info+4); w != p.size.X || h != p.size.Y {
		return nil, fmt.Errorf("the header says %v, libheif %dx%d: the file contradicts itself", p.size, w, h)
	}
	planes, ratio, err := layout(p.size, i.word(info+8), i.word(info+12))
	if err != nil {
		return nil, err
	}
	out := i.alloc(total(planes, 2))
	if !decode(0, out) {
		return nil, i.failure("libheif")
	}
	return assemble(p, planes, ratio, i.view(out, total(planes, 2)), i.word(info+16) == 1)
}

func total(planes []plane, bytes int) (n int) {
	for _, p := range planes {
		n += p.size(bytes)
	}
	return n
}

// layout lists the planes that the module writes for a colour space and chroma format.
func layout(size image.Point, space, chroma int) ([]plane, image.YCbCrSubsampleRatio, error) {
	w, h := size.X, size.Y
	luma, halfWidth, quarter := plane{w, h, 1}, plane{(w + 1) / 2, h, 1}, plane{(w + 1) / 2, (h + 1) / 2, 1}
	switch {
	case space == heifMonochrome:
		return []plane{luma}, 0, nil
	case space == heifRGB:
		return []plane{{w, h, 4}}, 0, nil
	case space == heifYCbCr && chroma == heifChroma420:
		return []plane{luma, quarter, quarter}, image.YCbCrSubsampleRatio420, nil
	case space == heifYCbCr && chroma == heifChroma422:
		return []plane{luma, halfWidth, halfWidth}, image.YCbCrSubsampleRatio422, nil
	case space == heifYCbCr && chroma == heifChroma444:
		return []plane{luma, luma, luma}, image.YCbCrSubsampleRatio444, nil
	}
	return nil, 0, unsupported("the HEIC has colour space %d with chroma %d, which is not read: save the picture as JPEG", space, chroma)
}

// assemble copies the planes out of the sandbox into a picture of 8 bits. libheif reduces deeper samples only when it
// converts them anyway; otherwise they take two bytes, little-endian. Which it was shows in what stayed unwritten: the
// upper byte of a sample of up to 15 bits is never the pattern.
func assemble(p picture, planes []plane, ratio image.YCbCrSubsampleRatio, memory []byte, premultiplied bool) (image.Image, error) {
	bytes := 1
	if slices.ContainsFunc(memory[total(planes, 1):], func(b byte) bool { return b != unwritten }) {
		bytes = 2
	}
	if bytes == 2 && (p.bits <= 8 || p.bits > 15) {
		return nil, fmt.Errorf("the header says %d bits, the picture has more: the file contradicts itself", p.bits)
	}
	samples := make([][]byte, len(planes))
	for k, pl := range planes {
		samples[k] = pl.samples(memory, bytes, p.bits-8)
		memory = memory[pl.size(bytes):]
	}
	rect := image.Rectangle{Max: p.size}
	switch {
	case len(planes) == 3:
		return &image.YCbCr{Y: samples[0], Cb: samples[1], Cr: samples[2], YStride: planes[0].width, CStride: planes[1].width, SubsampleRatio: ratio, Rect: rect}, nil
	case planes[0].channels == 1:
		return &image.Gray{Pix: samples[0], Stride: p.size.X, Rect: rect}, nil
	case premultiplied:
		return &image.RGBA{Pix: samples[0], Stride: 4 * p.size.X, Rect: rect}, nil
	}
	return &image.NRGBA{Pix: samples[0], Stride: 4 * p.size.X, Rect: rect}, nil
}

// samples copies a plane without its padding; samples of two bytes lose their lowest bits.
func (p plane) samples(memory []byte, bytes, shift int) []byte {
	row := p.width * p.channels
	out := make([]byte, 0, row*p.height)
	for y := range p.height {
		line := memory[y*p.stride(bytes):]
		if bytes == 1 {
			out = append(out, line[:row]...)
			continue
		}
		for x := range row {
			out = append(out, byte((int(line[2*x])|int(line[2*x+1])<<8)>>shift))
		}
	}
	return out
}
