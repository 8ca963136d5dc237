package jpeggrid

import (
	"context"
	"image"

	"loupe/forensics/raster"
)

// For the tests of this package only.
type Votes = votes

func Count(luma *image.Gray) (*Votes, error) {
	areas, _ := raster.Tiles(luma, luma.Rect.Inset(border), tileSide, Full)
	return countVotes(context.Background(), luma, areas)
}
func (v *votes) At(x, y int) uint8 { return v.grid[y*v.width+x] }
func (v *votes) Of() [grids]int    { return v.of }
