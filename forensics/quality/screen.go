package quality

import (
	"image"
	"math"
)

// A screen's pixels are stripes of red, green and blue side by side. Photographed, they give a fine pattern, or its moire,
// in which red and blue are out of step; the pattern drifts slowly over the picture and lies over portrait, print and
// ground alike. Guillochés change direction and pitch within millimetres, a press's dots have another angle in each
// colour, and lines of one ink darken all channels in step (METHODS 2.4).
const (
	screenWindow  = 128  // pixels
	screenColumns = 5    // of windows over the document
	screenRows    = 4    //
	screenLow     = 0.08 // cycles per pixel; below is print
	screenHigh    = 0.45
	screenPeak    = 6.0 // median absolute deviations of the logarithm above the median of its ring
	screenDrift   = 6.0 // bins between the windows' peaks that are one pattern
	screenPhase   = 0.7 // radians between red and blue
	screenShare   = 0.5 // of the windows, at least
	screenWeaker  = 0.2 // of the stronger channel's amplitude, at least

	// A coarse moire may have lost its colours. It darkens everything alike, as no ink does, portrait and white ground included.
	greyPhase  = 0.3  // radians between red and blue, at most
	greyWeaker = 0.65 // of the stronger channel's amplitude, each as a share of its level, at least
	greyShare  = 0.85 // of the windows, at least
	greyDepth  = 0.02
)

// screen returns how deep one drifting, coloured pattern is that lies over half of the document or more, as a share of
// the mean level; 0 without one. Large pictures are looked at once as they are and once at a third, where a coarser moire
// shows. A few windows of the luma, which has all of it though fainter, say whether the others are worth the time.
func screen(img image.Image, luma *image.Gray, box image.Rectangle) float64 {
	depth := 0.0
	for _, step := range []int{1, 3} {
		if box.Dx() < 2*screenWindow*step || box.Dy() < screenWindow*step {
			continue
		}
		s := sampling{newWindow(), box, step}
		if s.promising(luma) {
			depth = max(depth, s.depth(img))
		}
	}
	return depth
}

// sampling is how the windows lie over the document: in box, of every step-th pixel.
type sampling struct {
	*window
	box  image.Rectangle
	step int
}

// corner returns where the i-th window begins.
func (s sampling) corner(i int) image.Point {
	side := screenWindow * s.step
	return s.box.Min.Add(image.Pt((s.box.Dx()-side)*(i%screenColumns)/(screenColumns-1), (s.box.Dy()-side)*(i/screenColumns)/(screenRows-1)))
}

// promising reports whether two of a few windows have a narrow peak.
func (s sampling) promising(luma *image.Gray) bool {
	found, few := 0, []int{6, 8, 12, 1, 18}
	for looked, i := range few {
		if found+len(few)-looked < 2 {
			return false
		}
		p := s.corner(i)
		s.load(s.step, func(x, y int) complex128 {
			return complex(float64(luma.Pix[(p.Y+y)*luma.Stride+p.X+x]), 0)
		})
		if _, ok := s.strongest(s.step == 1); ok {
			found++
		}
	}
	return found >= 2
}

// wave is the strongest narrow peak of a window: frequency in bins, depth as a share of the window's mean, and whether red
// and blue are out of step in it, or in step and alike.
type wave struct {
	u, v, depth    float64
	coloured, grey bool
}

// depth looks at all windows in colour.
func (s sampling) depth(img image.Image) float64 {
	at, origin := pixelAt(img), img.Bounds().Min
	const windows = screenColumns * screenRows
	var waves []wave
	for i := range windows {
		p := s.corner(i).Add(origin)
		s.load(s.step, func(x, y int) complex128 {
			r, _, b := at(p.X+x, p.Y+y)
			return complex(float64(r), float64(b))
		})
		if w, ok := s.strongest(s.step == 1); ok {
			waves = append(waves, w)
		}
	}
	if depths := agreeing(waves, func(w wave) bool { return w.coloured }); float64(len(depths)) >= screenShare*windows {
		return quantile(depths, 0.5)
	}
	if depths := agreeing(waves, func(w wave) bool { return w.grey && w.depth >= greyDepth }); float64(len(depths)) >= greyShare*windows {
		return quantile(depths, 0.5)
	}
	return 0
}

// agreeing returns the depths of the waves of the largest pattern of which says holds.
func agreeing(waves []wave, says func(wave) bool) (most []float64) {
	for _, a := range waves {
		var depths []float64
		for _, b := range waves {
			if says(b) && math.Hypot(a.u-b.u, a.v-b.v) <= screenDrift {
				depths = append(depths, b.depth)
			}
		}
		if len(depths) > len(most) {
			most = depths
		}
	}
	return most
}
