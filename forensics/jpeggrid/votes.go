package jpeggrid

import (
	"context"
	"image"
	"sync"

	"loupe/forensics/history"
)

const (
	none    = 255 // a pixel that votes for no grid
	grids   = 64  // grid g has its blocks' corners at x = g%8, y = g/8 (mod 8)
	tied    = 127 // in a key: no grid
	border  = 7   // pixels whose covering blocks do not all lie within the picture
	minRows = 56  // zeros that a block constant along rows or columns has at least
)

// votes says of every pixel which grid it votes for: that of the one covering block, of the 64 offsets, with most zero
// coefficients (Nikoukhah, Anger, Colom, Morel, Grompone von Gioi, ZERO: a Local JPEG Grid Origin Detector Based on the
// Number of DCT Zeros and its Applications in Image Forensics, IPOL 11, 2021, section 2; doi:10.5201/ipol.2021.390).
type votes struct {
	width, height int
	grid          []uint8 // row-major: grid, or none
	looked        int     // pixels that were asked
	of            [grids]int
}

// countVotes asks the pixels of the given areas of luma, on both cores.
func countVotes(ctx context.Context, luma *image.Gray, areas []image.Rectangle) (*votes, error) {
	v := &votes{width: luma.Rect.Dx(), height: luma.Rect.Dy()}
	v.grid = make([]uint8, v.width*v.height)
	for i := range v.grid {
		v.grid[i] = none
	}
	jobs := make(chan image.Rectangle)
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var t tile
			for area := range jobs {
				if ctx.Err() == nil {
					t.vote(luma, area, v)
				}
			}
		}()
	}
	for _, area := range areas {
		jobs <- area
	}
	close(jobs)
	wg.Wait()
	v.sum(areas)
	return v, ctx.Err()
}

const workers = 2 // goroutines that count

func (v *votes) sum(areas []image.Rectangle) {
	for _, a := range areas {
		v.looked += a.Dx() * a.Dy()
		for y := a.Min.Y; y < a.Max.Y; y++ {
			for _, g := range v.grid[y*v.width+a.Min.X : y*v.width+a.Max.X] {
				if g != none {
					v.of[g]++
				}
			}
		}
	}
}

// tile is the working memory of one goroutine.
type tile struct {
	slide history.Slide
	keys  [tileRow * tileRow]uint16
}

// vote asks the pixels of area, which is at most tileSide wide and high and lies border pixels from the picture's edge.
func (t *tile) vote(luma *image.Gray, area image.Rectangle, v *votes) {
	origins := image.Rectangle{Min: area.Min.Sub(image.Pt(7, 7)), Max: area.Max}
	w, h := origins.Dx(), origins.Dy()
	keys := t.keys[:w*h]
	countZeros(&t.slide, luma, origins, keys)
	best(keys, w, h)
	for y := range area.Dy() {
		out := v.grid[(area.Min.Y+y)*v.width+area.Min.X:][:area.Dx()]
		for x, k := range keys[(y+7)*w+7:][:area.Dx()] {
			if g := k & 127; g != tied {
				out[x] = uint8(g)
			}
		}
	}
}

// keys makes of each count the key of its block: the count above, the grid below, or tied where the block is constant
// along its rows or columns, since such a block has as many zeros on any grid.
func keys(luma *image.Gray, left, top int, line []uint16) {
	row := uint16(top&7) << 3
	for i, n := range line {
		x := left + i
		g := row | uint16(x&7)
		if n >= minRows && constant(luma, x, top) {
			g = tied
		}
		line[i] = n<<7 | g
	}
}

// constant reports whether every row, or every column, of the block is of one value.
func constant(luma *image.Gray, left, top int) bool {
	rows, columns := true, true
	first := luma.Pix[top*luma.Stride+left:][:8]
	for y := 0; y < 8 && (rows || columns); y++ {
		p := luma.Pix[(top+y)*luma.Stride+left:][:8]
		for x, v := range p {
			rows = rows && v == p[0]
			columns = columns && v == first[x]
		}
	}
	return rows || columns
}

// best replaces each key by that of the block with most zeros among the 8x8 blocks up to it, tied where two have as many:
// windows of 8 by doubling, first along rows, then along columns.
func best(k []uint16, w, h int) {
	for y := range h {
		line := k[y*w : (y+1)*w]
		for _, d := range []int{1, 2, 4} {
			for x := w - 1; x >= d; x-- {
				line[x] = better(line[x], line[x-d])
			}
		}
	}
	for _, d := range []int{1, 2, 4} {
		for y := h - 1; y >= d; y-- {
			line, before := k[y*w:(y+1)*w], k[(y-d)*w:]
			for x := range line {
				line[x] = better(line[x], before[x])
			}
		}
	}
}

func better(a, b uint16) uint16 {
	m := max(a, b)
	if a^b < 1<<7 {
		m |= tied
	}
	return m
}
