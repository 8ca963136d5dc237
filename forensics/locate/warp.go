package locate

import (
	"image"
	"math"

	"loupe/forensics/raster"
)

// Places are followed in fixed point, 16 bits after the point; a projective row is straight over short spans.
const (
	fixedBits = 16
	fixedOne  = 1 << fixedBits
	spanSteps = 16
)

// warp samples g at the places of a w x h view through m. What lies outside g repeats its border. A view that is smaller
// than its source is averaged: whole factors by boxes beforehand, the rest by four samples a pixel.
func warp(g *image.Gray, m raster.Homography, w, h int) *image.Gray {
	factor := reduction(m, w, h)
	if whole := int(factor); whole >= 2 {
		sw, sh := max(1, g.Rect.Dx()/whole), max(1, g.Rect.Dy()/whole)
		fx, fy := float64(sw)/float64(g.Rect.Dx()), float64(sh)/float64(g.Rect.Dy())
		g = raster.Box(g, sw, sh)
		m = raster.Homography{fx, 0, 0, 0, fy, 0, 0, 0, 1}.After(m)
		factor /= float64(whole)
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	const worthFour = 1.2
	if factor < worthFour {
		for y := range h {
			sampleRow(out.Pix[y*out.Stride:][:w], g, m, 0.5, float64(y)+0.5)
		}
		return out
	}
	parts := [4][]uint8{make([]uint8, w), make([]uint8, w), make([]uint8, w), make([]uint8, w)}
	for y := range h {
		for i, part := range parts {
			sampleRow(part, g, m, 0.25+0.5*float64(i&1), float64(y)+0.25+0.5*float64(i>>1))
		}
		row := out.Pix[y*out.Stride:][:w]
		for x := range row {
			row[x] = uint8((uint(parts[0][x]) + uint(parts[1][x]) + uint(parts[2][x]) + uint(parts[3][x]) + 2) / 4)
		}
	}
	return out
}

// reduction returns how many source pixels one pixel in the middle of the view covers in the direction in which it covers fewer.
func reduction(m raster.Homography, w, h int) float64 {
	cx, cy := float64(w)/2, float64(h)/2
	x, y := m.At(cx, cy)
	rx, ry := m.At(cx+1, cy)
	dx, dy := m.At(cx, cy+1)
	f := min(math.Hypot(rx-x, ry-y), math.Hypot(dx-x, dy-y))
	if !(f < 1e6) { // also when it is no number
		return 1
	}
	return f
}

// sampleRow reads g bilinearly at the places of the view (x+i, y), i = 0, 1, ...
func sampleRow(row []uint8, g *image.Gray, m raster.Homography, x, y float64) {
	place := func(i int) (int, int) {
		px, py := m.At(x+float64(i), y)
		return fixed(px - 0.5), fixed(py - 0.5)
	}
	mostX, mostY := (g.Rect.Dx()-1)*fixedOne, (g.Rect.Dy()-1)*fixedOne
	inside := func(x, y int) bool { return x >= 0 && y >= 0 && x < mostX && y < mostY }
	fx, fy := place(0)
	for i := 0; i < len(row); i += spanSteps {
		tx, ty := place(i + spanSteps)
		span := row[i:min(i+spanSteps, len(row))]
		dx, dy := (tx-fx)/spanSteps, (ty-fy)/spanSteps
		if inside(fx, fy) && inside(tx, ty) {
			sampleSpan(span, g, fx, fy, dx, dy)
		} else {
			for k := range span {
				cx, cy := min(max(fx+k*dx, 0), mostX), min(max(fy+k*dy, 0), mostY)
				span[k] = sampleOne(g, cx, cy)
			}
		}
		fx, fy = tx, ty
	}
}

// fixed converts a place to fixed point; what is no number becomes 0.
func fixed(v float64) int {
	const most = 1 << 30
	if v != v {
		return 0
	}
	return int(min(max(v, -most), most) * fixedOne)
}

// sampleSpan reads along a straight line from x, y in steps of dx, dy, in fixed point, that ends before g's last row and column.
func sampleSpan(row []uint8, g *image.Gray, x, y, dx, dy int) {
	for i := range row {
		at := (y>>fixedBits)*g.Stride + x>>fixedBits
		upper := g.Pix[at : at+2 : at+2]
		lower := g.Pix[at+g.Stride : at+g.Stride+2 : at+g.Stride+2]
		fx, fy := (x>>8)&255, (y>>8)&255
		top := int(upper[0])<<8 + (int(upper[1])-int(upper[0]))*fx
		low := int(lower[0])<<8 + (int(lower[1])-int(lower[0]))*fx
		row[i] = uint8((top<<8 + (low-top)*fy + 1<<15) >> 16)
		x, y = x+dx, y+dy
	}
}

// sampleOne reads one place in fixed point, anywhere in g.
func sampleOne(g *image.Gray, x, y int) uint8 {
	ix, iy := x>>fixedBits, y>>fixedBits
	jx, jy := min(ix+1, g.Rect.Dx()-1), min(iy+1, g.Rect.Dy()-1)
	fx, fy := (x>>8)&255, (y>>8)&255
	top := int(g.Pix[iy*g.Stride+ix])*(256-fx) + int(g.Pix[iy*g.Stride+jx])*fx
	low := int(g.Pix[jy*g.Stride+ix])*(256-fx) + int(g.Pix[jy*g.Stride+jx])*fx
	return uint8((top*(256-fy) + low*fy + 1<<15) >> 16)
}
