package baseline

import (
	"fmt"
	"image"
	"math"
)

// Encode returns a baseline JPEG of img (JFIF, no other metadata). sub says that chroma is stored at half size both ways
// (4:2:0), otherwise at full size (4:4:4). It fails when img is empty or a side exceeds 65535 pixels.
func Encode(img *image.RGBA, t Tables, sub bool) ([]byte, error) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if w < 1 || h < 1 || w > math.MaxUint16 || h > math.MaxUint16 {
		return nil, fmt.Errorf("baseline: a JPEG cannot have %d x %d pixels", w, h)
	}
	out := &writer{}
	out.head(w, h, t, sub)
	e := encoder{out: out, basis: newBasis(), zigzag: zigzag()}
	for i, s := range huffmanSpecs() {
		e.codes[i] = s.codes()
	}
	planes := convert(img)
	if sub {
		planes[1], planes[2] = planes[1].halved(), planes[2].halved()
	}
	e.scan(planes, t, sub)
	out.flush()
	out.marker(0xD9)
	return out.data, nil
}

// head writes everything up to the entropy-coded data (T.81, B.2.1).
func (o *writer) head(w, h int, t Tables, sub bool) {
	o.marker(0xD8)
	o.segment(0xE0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"))
	zz := zigzag()
	for id, table := range [2][64]uint8{t.Luma, t.Chroma} {
		payload := []byte{byte(id)}
		for _, at := range zz {
			payload = append(payload, table[at])
		}
		o.segment(0xDB, payload)
	}
	factors := byte(0x11)
	if sub {
		factors = 0x22
	}
	o.segment(0xC0, []byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), 3, 1, factors, 0, 2, 0x11, 1, 3, 0x11, 1})
	for _, s := range huffmanSpecs() {
		o.segment(0xC4, append(append([]byte{s.class}, s.counts[:]...), s.values...))
	}
	o.segment(0xDA, []byte{3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0})
}

// plane is one component, its values 0..255.
type plane struct {
	w, h int
	pix  []float32
}

func (p plane) at(x, y int) float32 { return p.pix[min(y, p.h-1)*p.w+min(x, p.w-1)] }

// convert returns Y, Cb and Cr (JFIF 1.02, the equations of page 3), rounded to whole levels as encoders do.
func convert(img *image.RGBA) (planes [3]plane) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for k := range planes {
		planes[k] = plane{w, h, make([]float32, w*h)}
	}
	for y := range h {
		row := img.Pix[img.PixOffset(img.Rect.Min.X, img.Rect.Min.Y+y):][:4*w]
		for x := range w {
			r, g, b, i := float64(row[4*x]), float64(row[4*x+1]), float64(row[4*x+2]), y*w+x
			planes[0].pix[i] = float32(math.Floor(0.299*r + 0.587*g + 0.114*b + 0.5))
			planes[1].pix[i] = float32(min(math.Floor(128.5-0.168736*r-0.331264*g+0.5*b), 255))
			planes[2].pix[i] = float32(min(math.Floor(128.5+0.5*r-0.418688*g-0.081312*b), 255))
		}
	}
	return planes
}

// halved averages two by two pixels.
func (p plane) halved() plane {
	half := plane{(p.w + 1) / 2, (p.h + 1) / 2, nil}
	half.pix = make([]float32, half.w*half.h)
	for y := range half.h {
		for x := range half.w {
			half.pix[y*half.w+x] = (p.at(2*x, 2*y) + p.at(2*x+1, 2*y) + p.at(2*x, 2*y+1) + p.at(2*x+1, 2*y+1)) / 4
		}
	}
	return half
}
