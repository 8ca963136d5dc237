package seam

import (
	"fmt"
	"image"
	"math"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	leastContrast = 1.0 // see README: above all untouched pictures that were seen
	mostAlike     = 40  // edges elsewhere half as straight and sharp: pasted parts left 24 at most, collages of rectangles 80 at least
	cellSide      = 8   // pixels of a cell of the map
	leastDrift    = 2.0 // pixels by which the document's own lines leave the pixels' rows over a rectangle's side, from which none passes for a seam
)

// conclude turns the best rectangle into a finding.
func conclude(info forensics.Info, x *forensics.Exhibit, upright, level *field, r rectangle, contrast float64, alike int) (models.Finding, error) {
	f := info.Finding(models.OutcomeClear, "No rectangle has sides that run along the pixels' rows and columns and are sharper than what is around it.")
	measure := models.Measure{Name: "straight_seam", Value: contrast, Unit: "times the straightest edges around", Threshold: models.Threshold(leastContrast)}
	switch {
	case contrast < leastContrast:
		f.Score = models.Score(0)
	case straight(x, r.box):
		f.Outcome = models.OutcomeInconclusive
		f.Message = "A rectangle runs along the pixels' rows and columns, and so does the document: it may be printed on it."
		f.Regions = []models.Region{r.region(0.5)}
	case alike > mostAlike:
		f.Outcome = models.OutcomeInconclusive
		f.Message = fmt.Sprintf("A rectangle runs along the pixels' rows and columns, and so do %d other edges: the picture itself is made of them.", alike)
		f.Regions = []models.Region{r.region(0.5)}
	default:
		score := 0.5 + 0.5*min(contrast/leastContrast-1, 1)
		f.Outcome, f.ReasonCode, f.Score = models.OutcomeSuspect, models.ReasonContentSeam, models.Score(score)
		f.Message = fmt.Sprintf("A rectangle of %d x %d pixels has hard sides that run exactly along the pixels' rows and columns, which nothing around it does: it looks pasted.", r.box.Dx(), r.box.Dy())
		f.Regions = []models.Region{r.region(score)}
		measure.ReasonCode = models.ReasonContentSeam
	}
	f.Measures = append(f.Measures, measure)
	f.Evidence = []models.Evidence{{Group: models.GroupGeometry, Statistic: "straight_seam", Value: contrast}}
	if len(f.Regions) == 0 {
		return f, nil
	}
	var err error
	f.Artifacts, err = forensics.Pictures(x, heat(upright, level), f.Regions)
	return f, err
}

func (r rectangle) region(score float64) models.Region {
	return models.Region{X: r.box.Min.X, Y: r.box.Min.Y, W: r.box.Dx(), H: r.box.Dy(), Score: score, Label: "pasted rectangle"}
}

// straight reports whether a document lies so straight that what is printed on it may run along the pixels over all of box.
func straight(x *forensics.Exhibit, box image.Rectangle) bool {
	if x.Kind == models.KindProfilePhoto {
		return false
	}
	p := x.Place()
	if p.Frame {
		return true
	}
	var along, across []float64 // how far the document's outline leaves the rows and the columns, of its length
	for i, a := range p.Quad {
		dx, dy := p.Quad[(i+1)%4][0]-a[0], p.Quad[(i+1)%4][1]-a[1]
		if math.Abs(dx) >= math.Abs(dy) {
			along = append(along, dy/dx)
		} else {
			across = append(across, dx/dy)
		}
	}
	return least(along)*float64(box.Dx()) < leastDrift && least(across)*float64(box.Dy()) < leastDrift
}

// least is the least slope between those of opposite edges, without its sign; 0 when the edges lie otherwise.
func least(slopes []float64) float64 {
	if len(slopes) != 2 || slopes[0]*slopes[1] <= 0 {
		return 0
	}
	return min(math.Abs(slopes[0]), math.Abs(slopes[1]))
}

// heat is the map of the steps: of each cell the line that stands out most.
func heat(upright, level *field) raster.Heat {
	h := raster.Heat{Columns: level.bands * bandSide / cellSide, Rows: upright.bands * bandSide / cellSide, Low: 1, High: mostScore, Unit: "times the steps around"}
	h.Cover = image.Pt(h.Columns*cellSide, h.Rows*cellSide)
	h.Values = make([]float64, h.Columns*h.Rows)
	for i := range h.Values {
		x, y := i%h.Columns, i/h.Columns
		h.Values[i] = max(upright.most(x, y), level.most(y, x))
	}
	return h
}

// most is the mean score of the line of a cell that scores most, as many times its neighbours' step.
func (f *field) most(line, band int) float64 {
	const bands = cellSide / bandSide
	best := float32(0)
	for x := line * cellSide; x < (line+1)*cellSide; x++ {
		best = max(best, f.sum(x, band*bands, (band+1)*bands)/bands+usual)
	}
	return float64(best)
}
