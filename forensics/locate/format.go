package locate

import (
	"image"
	"math"

	"loupe/models"
)

const mmPerInch = 25.4

// formatOf tells the format by the proportions, longer by shorter side. ID-2, ID-3 and A4 cannot be told apart.
func formatOf(ratio float64) models.DocumentFormat {
	const slack = 0.045 // of the logarithm: half the way to the others is 0.057
	if math.Abs(math.Log(ratio)-math.Log(85.60/53.98)) < slack {
		return models.FormatID1
	}
	return models.FormatUnknown
}

// WithFormat returns p of a document of the given format, with the resolution that follows: pixels of the picture per
// inch in the direction that has fewer; 0 when the format is unknown. The document lies along whichever sides of the
// quadrilateral are longer.
func WithFormat(p models.Place, format models.DocumentFormat) models.Place {
	p.Format, p.DPI = format, 0
	long, short := format.Millimetres()
	if long == 0 {
		return p
	}
	a, b := sides(p.Quad)
	p.DPI = min(max(a, b)/long, min(a, b)/short) * mmPerInch
	return p
}

// sides returns the mean length of the top and bottom, and of the left and right side, in stored pixels.
func sides(q [4][2]float64) (across, down float64) {
	length := func(a, b int) float64 { return math.Hypot(q[a][0]-q[b][0], q[a][1]-q[b][1]) }
	return (length(0, 1) + length(3, 2)) / 2, (length(0, 3) + length(1, 2)) / 2
}

// viewSize returns the size in pixels and the resolution at which p is shown flat: with the document's own proportions,
// at the resolution of the direction that has more, at most the format's limit and maxPixels. dpi is 0 when the format
// is unknown.
func viewSize(p models.Place, picture image.Rectangle, maxPixels int) (w, h int, dpi float64) {
	across, down := sides(p.Quad)
	fw, fh := across, down
	if long, short := p.Format.Millimetres(); long > 0 {
		if across < down {
			long, short = short, long
		}
		dpi = min(max(across/long, down/short)*mmPerInch, finest(p.Format))
		fw, fh = long*dpi/mmPerInch, short*dpi/mmPerInch
	} else if a, ok := recoverAttitude(p.Quad, picture.Dx(), picture.Dy(), 0); ok && !p.Frame {
		fw, fh = max(across, down*a.ratio), max(down, across/a.ratio)
	}
	if scale := math.Sqrt(float64(maxPixels) / (fw * fh)); scale < 1 {
		fw, fh, dpi = fw*scale, fh*scale, dpi*scale
	}
	return clampSide(fw, maxPixels), clampSide(fh, maxPixels), dpi
}

// clampSide rounds down, but for what arithmetic lost.
func clampSide(v float64, most int) int { return int(min(max(v+1e-6, 1), float64(max(most, 1)))) }

// finest is the resolution beyond which nothing more is read on a document of a format.
func finest(f models.DocumentFormat) float64 {
	switch f {
	case models.FormatID1:
		return 600
	case models.FormatID2, models.FormatID3:
		return 450
	}
	return 300
}
