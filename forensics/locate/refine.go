package locate

import (
	"image"
	"math"

	"loupe/forensics/raster"
)

const (
	refinePoints = 48  // places along a side at which its edge is measured again
	refineReach  = 2.5 // pixels of the searched picture to either side that are looked at
)

// tones reads the luma of single pixels of a picture of any type, w x h from 0, 0; what is transparent is seen on white.
type tones struct {
	w, h int
	at   func(x, y int) uint8
}

func newTones(img image.Image) tones {
	b := img.Bounds()
	t := tones{w: b.Dx(), h: b.Dy()}
	switch img.(type) {
	case *image.Gray, *image.YCbCr: // a plane of luma lies ready
		g := raster.Luma(img)
		t.at = func(x, y int) uint8 { return g.Pix[y*g.Stride+x] }
	default:
		t.at = func(x, y int) uint8 {
			r, g, b, a := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
			return uint8((19595*r + 38470*g + 7471*b + 65536*(0xffff-a)) >> 24)
		}
	}
	return t
}

// refined returns the outline's corners in stored pixels, measured again at full resolution; a side that lies outside the
// picture is put where the document is likely to end, and told.
func (o *outline) refined(img image.Image, s *small) (quad [4][2]float64, outside [4]bool) {
	t := newTones(img)
	quad = refine(t, o.stored(s), max(s.sx, s.sy))
	switch o.open {
	case 1:
		return completed(quad, o.firstOpen(), t.w, t.h)
	case 2:
		return newDuo(quad, o.firstOpen()).completed()
	}
	return quad, outside
}

// stored returns the outline's corners in stored pixels.
func (o *outline) stored(s *small) (quad [4][2]float64) {
	for i, c := range o.corners {
		quad[i] = [2]float64{(c[0] + 0.5) * s.sx, (c[1] + 0.5) * s.sy}
	}
	return quad
}

// refine moves the sides of a quadrilateral, in stored pixels, to where the luma changes most, to a fraction of a
// stored pixel: per side a robust line through one edge in each profile across it (iteratively reweighted least squares
// with Tukey's biweight; Holland and Welsch, Communications in Statistics A6(9), 1977). A side whose profiles do not agree stays.
func refine(g tones, quad [4][2]float64, scale float64) [4][2]float64 {
	var moved [4]line
	for k := range quad {
		moved[k] = refineSide(g, quad[k], quad[(k+1)%4], scale)
	}
	out := quad
	for k := range quad {
		x, y, ok := moved[(k+3)%4].meet(&moved[k])
		if !ok || math.Hypot(x-quad[k][0], y-quad[k][1]) > 4*refineReach*scale {
			return quad
		}
		out[k] = [2]float64{x, y}
	}
	return out
}

// refineSide returns the line of one side.
func refineSide(g tones, a, b [2]float64, scale float64) line {
	length := math.Hypot(b[0]-a[0], b[1]-a[1])
	l := newLine(math.Atan2(a[0]-b[0], b[1]-a[1])*180/math.Pi, 0)
	l.rho = l.nx*a[0] + l.ny*a[1]
	from := l.along(a[0], a[1])
	var at, off [refinePoints]float64
	n := 0
	for i := range refinePoints {
		t := from + length*(cornerSkip+(1-2*cornerSkip)*(float64(i)+0.5)/refinePoints)
		if d, ok := l.crossing(g, t, scale); ok {
			at[n], off[n] = t, d
			n++
		}
	}
	base, slope, ok := tukeyLine(at[:n], off[:n], scale)
	if !ok {
		return l
	}
	turn := math.Atan(slope)
	return newLine((math.Atan2(l.ny, l.nx)-turn)*180/math.Pi, (l.rho+base)*math.Cos(turn))
}

// crossing returns the offset of the strongest edge across the line at place t, in stored pixels: the centre of gravity
// of the squared derivative about its peak. ok is false where there is hardly one.
func (l *line) crossing(g tones, t, scale float64) (offset float64, ok bool) {
	const samples = 41
	step := 2 * refineReach * scale / (samples - 1)
	var profile [samples]float64
	x, y := l.at(t)
	for i := range profile {
		d := (float64(i) - samples/2) * step
		v, inside := lumaAlong(g, x+d*l.nx, y+d*l.ny, -l.ny, l.nx, scale)
		if !inside {
			return 0, false
		}
		profile[i] = v
	}
	const half = 3 // samples over which the derivative is taken
	var rise [samples]float64
	peak := half
	for i := half; i < samples-half; i++ {
		rise[i] = math.Abs(profile[i+half] - profile[i-half])
		if rise[i] > rise[peak] {
			peak = i
		}
	}
	if rise[peak] < faintEdge {
		return 0, false
	}
	sum, moment := 0.0, 0.0
	for i := max(peak-2*half, 0); i <= min(peak+2*half, samples-1); i++ { // an edge is spread over two pixels
		sum += sq(rise[i])
		moment += sq(rise[i]) * float64(i)
	}
	return (moment/sum - samples/2) * step, true
}

// lumaAlong averages the plane over a short stretch of direction dx, dy about x, y (a pixel's centre is at .5, .5).
func lumaAlong(g tones, x, y, dx, dy, scale float64) (mean float64, ok bool) {
	for i := -1; i <= 1; i++ {
		px, py := int(math.Floor(x+float64(i)*scale*dx)), int(math.Floor(y+float64(i)*scale*dy))
		if px < 0 || py < 0 || px >= g.w || py >= g.h {
			return 0, false
		}
		mean += float64(g.at(px, py)) / 3
	}
	return mean, true
}

// tukeyLine fits off = base + slope*at; ok is false when fewer than half of the points agree with it.
func tukeyLine(at, off []float64, scale float64) (base, slope float64, ok bool) {
	if len(at) < refinePoints/3 {
		return 0, 0, false
	}
	for round := range 8 {
		cut := scale * []float64{4, 3, 2, 1.5, 1, 1, 1, 1}[round] // the tuning constant shrinks to a pixel of the searched picture
		var n, st, stt, sd, std float64
		agree := 0
		for i, t := range at {
			r := (off[i] - base - slope*t) / cut
			if math.Abs(r) >= 1 {
				continue
			}
			w := sq(1 - r*r)
			n, st, stt, sd, std = n+w, st+w*t, stt+w*t*t, sd+w*off[i], std+w*t*off[i]
			agree++
		}
		det := n*stt - st*st
		if 2*agree < len(at) || det <= 1e-9*stt*n {
			return 0, 0, false
		}
		slope, base = (n*std-st*sd)/det, (stt*sd-st*std)/det
	}
	return base, slope, true
}
