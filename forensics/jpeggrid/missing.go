package jpeggrid

import (
	"context"
	"image"
	"math"
	"slices"

	"loupe/forensics/history"
	"loupe/forensics/jpegfile"
	"loupe/forensics/raster"
)

// finest is the quality of the compression that asks where a grid could show (ZERO, section 4).
const finest = 99

// recompressed is luma as a JPEG of quality finest would show it around the given areas, on the grid from the top left corner;
// everything else, and pixels beyond whole blocks, stay as they are.
func recompressed(ctx context.Context, luma *image.Gray, areas []image.Rectangle) (*image.Gray, error) {
	steps := jpegfile.IJGTable(finest, false)
	out := image.NewGray(luma.Rect)
	for y := range luma.Rect.Dy() {
		copy(out.Pix[y*out.Stride:][:luma.Rect.Dx()], luma.Pix[y*luma.Stride:][:luma.Rect.Dx()])
	}
	for _, area := range areas {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		around := area.Inset(-border).Intersect(luma.Rect)
		for y := around.Min.Y &^ 7; y < around.Max.Y && y+8 <= luma.Rect.Dy(); y += 8 {
			for x := around.Min.X &^ 7; x < around.Max.X && x+8 <= luma.Rect.Dx(); x += 8 {
				recompress(luma, out, x, y, &steps)
			}
		}
	}
	return out, nil
}

func recompress(from, to *image.Gray, x, y int, steps *[64]uint16) {
	var b [64]float32
	for i := range b {
		b[i] = float32(from.Pix[(y+i/8)*from.Stride+x+i%8])
	}
	history.Transform(&b)
	for k, q := range steps {
		b[k] = float32(q) * float32(math.RoundToEven(float64(b[k]/float32(q))))
	}
	history.Restore(&b)
	for i, p := range b {
		to.Pix[(y+i/8)*to.Stride+x+i%8] = uint8(min(max(p+0.5, 0), 255))
	}
}

// missing returns the regions that would show the grid of a compression as fine as can be, and do not show the picture's:
// edited after its last compression. again are the votes after such a compression, whose grid is 0. How often a pixel does
// so by chance is what the rest of the picture says: a fine compression leaves its own grid faint.
func (v *votes) missing(again *votes, main int, pixels image.Image) []region {
	total := 0
	found := v.grow(v.wins(func(at int) uint8 {
		if int(v.grid[at]) == main || again.grid[at] != 0 {
			return none
		}
		total++
		return 0
	}))
	for i := range found {
		r := &found[i]
		outside := max(v.looked-r.box.Dx()*r.box.Dy(), 1)
		r.hold(v.logTests(), min(max(float64(total-r.votes)/float64(outside), chance), 0.9))
	}
	strongestFirst(found)
	clip := raster.RGBReader(pixels)
	return slices.DeleteFunc(found, func(r region) bool { return r.logNFA <= maxLogNFA && clipped(clip, r.box) })
}

const (
	nearClip   = 4   // levels from an end of the scale: clipping moves coefficients off zero without an edit
	mostlyClip = 0.2 // share of a region's blocks that are clipped, from which its missing grid says nothing
)

// clipped reports whether many of the blocks in box touch an end of the scale in any colour.
func clipped(at func(x, y int) (r, g, b uint8), box image.Rectangle) bool {
	n, bad := 0, 0
	for y := box.Min.Y; y < box.Max.Y; y += 8 {
		for x := box.Min.X; x < box.Max.X; x += 8 {
			n++
			if clippedBlock(at, image.Rect(x, y, x+8, y+8).Intersect(box)) {
				bad++
			}
		}
	}
	return float64(bad) > mostlyClip*float64(n)
}

func clippedBlock(at func(x, y int) (r, g, b uint8), box image.Rectangle) bool {
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			r, g, b := at(x, y)
			if min(r, g, b) <= nearClip || max(r, g, b) >= 255-nearClip {
				return true
			}
		}
	}
	return false
}
