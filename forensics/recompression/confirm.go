package recompression

import (
	"context"
	"image"
	"math"

	"loupe/forensics/history"
)

// confirmer looks again at parts of the picture where an offset stands out, now at the coefficients beyond half a step only.
// About zero, content that is aligned with a grid by accident, such as the corner of a drawn frame, looks compressed on it;
// multiples of a step it has none.
type confirmer struct {
	luma *image.Gray
	far  *tables
	like *scanned // for its measures
}

const (
	confirmed   = 4.0 // standard deviations by which the offset must stand out there too
	confirmMost = 512 // cells looked at, at most
	candidates  = 6   // windows that are looked at for evidence
)

func newConfirmer(luma *image.Gray, n *noise, like *scanned) *confirmer {
	return &confirmer{luma, newTables(n, true), like}
}

// of returns by how many standard deviations offset stands out in the cells of r, under the hypothesis that suits it best.
func (c *confirmer) of(ctx context.Context, r image.Rectangle, offset int) (float64, error) {
	s := &scanned{columns: c.like.columns, rows: c.like.rows, cells: make([]*sums, len(c.like.cells))}
	total := new(sums)
	var slide history.Slide
	stride := 1 + r.Dx()*r.Dy()/confirmMost // rows of cells
	for y := r.Min.Y; y < r.Max.Y; y += stride {
		for x := r.Min.X; x < r.Max.X; x++ {
			if c.like.cells[y*s.columns+x] == nil {
				continue
			}
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			s.take(&slide, c.luma, c.far, image.Rect(x*cellSide, y*cellSide, (x+1)*cellSide, (y+1)*cellSide))
			total.add(s.cells[y*s.columns+x])
		}
	}
	most := math.Inf(-1)
	for h := range hypotheses {
		most = max(most, total.stands(offset, h))
	}
	return most, nil
}

// strongest returns the evidence of the strongest window that is confirmed, of the first few; the others are worth what the
// second look gives them. What the whole picture shows is no edit.
func (c *confirmer) strongest(ctx context.Context, windows []window, whole int, logTests float64) (value float64, err error) {
	value = -logTests
	n := 0
	for _, w := range windows {
		if w.offset == whole {
			continue
		}
		if n++; n > candidates || -logNFA(w.z, logTests) <= value {
			break
		}
		z, err := c.of(ctx, w.cells, w.offset)
		if err != nil {
			return 0, err
		}
		v := -logNFA(w.z, logTests)
		if z < confirmed {
			v = min(v, z)
		}
		value = max(value, v)
	}
	return value, nil
}
