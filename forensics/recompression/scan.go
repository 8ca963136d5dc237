package recompression

import (
	"context"
	"image"
	"sync"

	"loupe/forensics/history"
	"loupe/forensics/raster"
)

const (
	cellSide = 32  // pixels: sums are kept for cells of so many, whose windows are looked at in several sizes
	tileSide = 256 // pixels, a multiple of cellSide: what one goroutine transforms at once
	offsets  = 64  // offset o has its blocks' corners at x = o%8, y = o/8 (mod 8)
	workers  = 2
)

// sums are the log likelihood ratios, 1/perNat nats, of the blocks whose corner lies in one cell: for every offset and hypothesis.
type sums [offsets][hypotheses]int32

// scanned holds the sums of every cell of a picture; nil where it was not looked.
type scanned struct {
	columns, rows int
	cells         []*sums
	looked, whole int // pixels
}

// scan sums the evidence of the tiles with most detail, of at most budget pixels together.
func scan(ctx context.Context, luma *image.Gray, t *tables, budget int) (*scanned, error) {
	s := &scanned{columns: luma.Rect.Dx() / cellSide, rows: luma.Rect.Dy() / cellSide}
	s.cells = make([]*sums, s.columns*s.rows)
	areas, whole := raster.Tiles(luma, image.Rect(0, 0, s.columns*cellSide, s.rows*cellSide), tileSide, budget)
	s.whole = whole
	jobs := make(chan image.Rectangle)
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var slide history.Slide
			for area := range jobs {
				if ctx.Err() == nil {
					s.take(&slide, luma, t, area)
				}
			}
		}()
	}
	for _, area := range areas {
		s.looked += area.Dx() * area.Dy()
		jobs <- area
	}
	close(jobs)
	wg.Wait()
	return s, ctx.Err()
}

// take sums the blocks whose corner lies in area and that lie within the picture.
func (s *scanned) take(slide *history.Slide, luma *image.Gray, t *tables, area image.Rectangle) {
	for y := area.Min.Y; y < area.Max.Y; y += cellSide {
		for x := area.Min.X; x < area.Max.X; x += cellSide {
			s.cells[y/cellSide*s.columns+x/cellSide] = new(sums)
		}
	}
	r := area.Intersect(image.Rect(0, 0, luma.Rect.Dx()-7, luma.Rect.Dy()-7))
	for y := r.Min.Y; y < r.Max.Y+7; y++ {
		slide.Row(y, luma.Pix[y*luma.Stride+r.Min.X:][:r.Dx()+7])
		if top := y - 7; top >= r.Min.Y {
			s.line(slide.From(top), t, r.Min.X, r.Max.X, top)
		}
	}
}

// line sums a row of blocks. On the picture's own grid nothing is summed: its history is another question. Nor where blocks
// are shifted along one axis only: they keep that grid's multiples and zeros wherever the picture hardly changes along it.
func (s *scanned) line(rows [8]*history.SlideRow, t *tables, left, right, top int) {
	if top&7 == 0 {
		return
	}
	cells := s.cells[top/cellSide*s.columns:]
	for x := left; x < right; x++ {
		if x&7 != 0 {
			sum := t.block(&rows, 4*(x-left))
			sum.addTo(&cells[x/cellSide][top&7<<3|x&7])
		}
	}
}

// block sums the ratios of one block's coefficients. Its sums are four variables, since a compiler keeps no array in registers.
func (t *tables) block(r *[8]*history.SlideRow, i int) packed {
	var a, b, c, d int64
	for w := range highest/2 + 1 {
		v0, v1, v2, v3, v4, v5, v6, _ := history.Pair8(r[0][i+w], r[1][i+w], r[2][i+w], r[3][i+w], r[4][i+w], r[5][i+w], r[6][i+w], r[7][i+w])
		column := [highest + 1]int64{v0, v1, v2, v3, v4, v5, v6}
		even, odd := &t.ratio[2*w], &t.ratio[2*w+1]
		for v, word := range column[:highest+1-2*w] {
			low, high := history.Halves(word)
			p, q := &even[v][quarters(low)], &odd[v][quarters(high)]
			a, b, c, d = a+p[0]+q[0], b+p[1]+q[1], c+p[2]+q[2], d+p[3]+q[3]
		}
	}
	return packed{a, b, c, d}
}

// quarters is a coefficient without its sign in quarters of a level.
func quarters(c int32) uint32 { return min(uint32(max(c, -c))/(history.SlideUnit/fine), reach*fine) }
