// Package residual measures what a picture holds beside its content: noise, and how edges end, locally, in a luma plane.
// Checks compare such numbers of one part of a picture with those of its other parts; none means anything by itself.
package residual

import (
	"image"
	"math"
)

// Norm is the Euclidean norm of the mask of Response: white noise of standard deviation s makes responses of Norm times s.
const Norm = 6

// Response is the Laplacian difference at pixel i of rows of stride, zero on planes and on straight edges along the axes
// (Immerkaer, Fast Noise Variance Estimation, CVIU 64(2), 1996, eq. 1). The pixel must have all eight neighbours.
func Response(pix []uint8, i, stride int) int {
	above, row, below := pix[i-stride-1:][:3], pix[i-1:][:3], pix[i+stride-1:][:3]
	corners := int(above[0]) + int(above[2]) + int(below[0]) + int(below[2])
	sides := int(above[1]) + int(below[1]) + int(row[0]) + int(row[2])
	return corners - 2*sides + 4*int(row[1])
}

// Gradient is the length of the luma's gradient at pixel i by central differences, levels per pixel.
func Gradient(pix []uint8, i, stride int) float64 {
	dx := float64(int(pix[i+1]) - int(pix[i-1]))
	dy := float64(int(pix[i+stride]) - int(pix[i-stride]))
	return math.Sqrt(dx*dx+dy*dy) / 2
}

// Histogram counts the moduli of responses. The zero Histogram is empty.
type Histogram struct {
	counts [512]int32 // the last bin takes all above
	n      int
	sum    int64
}

// Add counts one response.
func (h *Histogram) Add(response int) {
	if response < 0 {
		response = -response
	}
	h.sum += int64(response)
	h.counts[min(response, len(h.counts)-1)]++
	h.n++
}

// Count is how many responses were added.
func (h *Histogram) Count() int { return h.n }

// Mean is the mean modulus, 0 without responses.
func (h *Histogram) Mean() float64 { return float64(h.sum) / float64(max(h.n, 1)) }

// Quantile is the modulus below which the share q (0..1) of the responses lies. It is interpolated as if each bin's counts
// were spread evenly over it, because whole numbers would tie; 0 without responses.
func (h *Histogram) Quantile(q float64) float64 {
	rank, below := q*float64(h.n), 0.0
	for v, c := range h.counts {
		if c > 0 && below+float64(c) >= rank {
			return max(float64(v)-0.5+(rank-below)/float64(c), 0)
		}
		below += float64(c)
	}
	return 0
}

// Sigma is the noise's standard deviation in levels by the median modulus, which a few lines and dots do not move: the
// median of a normal distribution's modulus is 0.6745 standard deviations. 0 without responses.
func (h *Histogram) Sigma() float64 { return h.Quantile(0.5) / (0.6745 * Norm) }

// Inside clips box to the pixels of g that have all eight neighbours.
func Inside(g *image.Gray, box image.Rectangle) image.Rectangle {
	return box.Intersect(g.Rect.Inset(1))
}
