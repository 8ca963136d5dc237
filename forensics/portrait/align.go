package portrait

import (
	"image"
	"math"

	"loupe/forensics/raster"
	"loupe/models"
)

// Frame is the part of a picture around a face that is looked at, in a plane of W x H pixels whose eyes lie Eyes apart on
// the row Line, in the middle.
type Frame struct {
	W, H       int
	Eyes, Line float64
	Mirrored   bool // the plane shows the face mirrored
}

// Reach returns the map from places of the frame's plane to stored pixels. Flipped says that the picture is stored
// mirrored, so that its eyes come in the order of the upright picture and not of the stored one. ok is false when the
// eyes are no two places.
func (f Frame) Reach(face models.Face, flipped bool) (m raster.Homography, ok bool) {
	a, b := face.Eyes[0], face.Eyes[1]
	dx, dy := (b[0]-a[0])/f.Eyes, (b[1]-a[1])/f.Eyes // stored pixels for one pixel of the plane along the line of the eyes
	if size := math.Hypot(dx, dy); !(size > 1e-3 && size < 1e4) {
		return m, false
	}
	ux, uy := -dy, dx // the same, downwards
	if flipped {
		ux, uy = dy, -dx
	}
	if f.Mirrored {
		dx, dy = -dx, -dy
	}
	x, y := float64(f.W)/2, f.Line
	cx, cy := (a[0]+b[0])/2, (a[1]+b[1])/2
	return raster.Homography{dx, ux, cx - dx*x - ux*y, dy, uy, cy - dy*x - uy*y, 0, 0, 1}, true
}

// Sample shows g at the places of a w x h plane through m (places to places, affine or nearly so, a pixel's centre is at .5, .5).
// What is reduced is averaged; what lies outside g repeats its border.
func Sample(g *image.Gray, m raster.Homography, w, h int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, w, h))
	if g.Rect.Empty() {
		return out
	}
	part, m := around(g, m, w, h)
	for y := range h {
		for x := range w {
			px, py := m.At(float64(x)+0.5, float64(y)+0.5)
			out.Pix[y*w+x] = uint8(bilinear(part, px-0.5, py-0.5) + 0.5)
		}
	}
	return out
}

// around cuts what m shows out of g and averages it by the whole number of pixels that one pixel of the plane covers;
// the map returned is to the part.
func around(g *image.Gray, m raster.Homography, w, h int) (*image.Gray, raster.Homography) {
	bounds := image.Rectangle{}
	for _, c := range [4][2]float64{{0, 0}, {float64(w), 0}, {float64(w), float64(h)}, {0, float64(h)}} {
		x, y := m.At(c[0], c[1])
		at := image.Pt(whole(x), whole(y))
		bounds = bounds.Union(image.Rectangle{at, at.Add(image.Pt(1, 1))})
	}
	factor := max(1, int(math.Hypot(m[0], m[3])))
	bounds = bounds.Inset(-2 * factor).Intersect(g.Rect)
	if factor == 1 || bounds.Dx() < 2*factor || bounds.Dy() < 2*factor {
		return g, m
	}
	bounds.Max = bounds.Min.Add(image.Pt(bounds.Dx()/factor*factor, bounds.Dy()/factor*factor))
	part := &image.Gray{Pix: g.Pix[g.PixOffset(bounds.Min.X, bounds.Min.Y):], Stride: g.Stride, Rect: image.Rect(0, 0, bounds.Dx(), bounds.Dy())}
	k := 1 / float64(factor)
	to := raster.Homography{k, 0, -k * float64(bounds.Min.X), 0, k, -k * float64(bounds.Min.Y), 0, 0, 1}
	return raster.Box(part, bounds.Dx()/factor, bounds.Dy()/factor), to.After(m)
}

// whole is the pixel of a place; places far off stay far off.
func whole(x float64) int { return int(math.Floor(held(x+1<<20, 1<<21))) - 1<<20 }

// held keeps a place among n pixels; what is no number becomes 0.
func held(x float64, n int) float64 {
	if x != x {
		return 0
	}
	return min(max(x, 0), float64(n-1))
}

func bilinear(g *image.Gray, x, y float64) float64 {
	x, y = held(x, g.Rect.Dx()), held(y, g.Rect.Dy())
	ix, iy := int(x), int(y)
	jx, jy := min(ix+1, g.Rect.Dx()-1), min(iy+1, g.Rect.Dy()-1)
	fx, fy := x-float64(ix), y-float64(iy)
	top := float64(g.Pix[iy*g.Stride+ix])*(1-fx) + float64(g.Pix[iy*g.Stride+jx])*fx
	low := float64(g.Pix[jy*g.Stride+ix])*(1-fx) + float64(g.Pix[jy*g.Stride+jx])*fx
	return top*(1-fy) + low*fy
}
