package quality

import (
	"image"
	"math"
	"slices"
)

const (
	directions    = 4    // of an edge's normal: across, falling diagonal, down, rising diagonal
	directionLeap = 0.41 // tan 22.5 degrees: a ramp that is this steep at right angles to its line belongs to a diagonal
	sharperTiles  = 0.3  // the document is as sharp as its sharper parts are: a portrait has few hard edges
	tilesNeeded   = 3    // in a direction
	sampleBlur    = 1.5  // pixels that sampling adds to an edge, and by which a smear can be misjudged, however sharp the picture
	ownDirection  = 1.05 // of the sharper width: what strokes are more blunt in one direction than in another without any movement
)

// blur is how far a picture's edges are smeared, in its pixels.
type blur struct {
	focus  float64 // 10-90 % rise in the direction where edges are sharpest: what no movement explains
	motion float64 // rise that movement adds in another direction
	soft   []int   // tiles, row by row, whose edges are much wider than those of the others
	seen   bool    // there were edges to measure
}

// blurOf measures the 10-90 % rise of the strongest edges by the direction of their normals. An unfocused lens widens
// all of them, a movement only those that it crosses; variances of smears add, so that the movement's own is the root of
// the difference of the squares (METHODS 5.1: anisotropy of edge widths).
func blurOf(g *image.Gray, contrast float64) blur {
	least := max(edgeLeast, edgeAmplitude*contrast*255)
	w, h := g.Rect.Dx(), g.Rect.Dy()
	var tiles [directions][edgeTiles * edgeTiles][]edge
	for i, edges := range (tracer{g.Pix, 1, g.Stride, w, h, least}).tiles() {
		for _, e := range edges {
			d := direction(e.slant)
			tiles[d][i] = append(tiles[d][i], e)
		}
	}
	for i, edges := range (tracer{g.Pix, g.Stride, 1, h, w, least}).tiles() {
		i = i%edgeTiles*edgeTiles + i/edgeTiles
		for _, e := range edges {
			d := (directions/2 - direction(e.slant) + directions) % directions
			tiles[d][i] = append(tiles[d][i], e)
		}
	}
	return blurIn(&tiles)
}

// direction is that of an edge's normal when its line runs across: 0, 1 or 3.
func direction(slant float64) int {
	switch {
	case slant > directionLeap:
		return 1
	case slant < -directionLeap:
		return 3
	}
	return 0
}

func blurIn(tiles *[directions][edgeTiles * edgeTiles][]edge) blur {
	b := blur{focus: math.Inf(1)}
	var widths [directions]float64 // 0 where there are too few edges
	var sharpest [edgeTiles * edgeTiles]float64
	for d := range tiles {
		var seen []float64
		for i, edges := range tiles[d] {
			if len(edges) < edgesNeeded {
				continue
			}
			width := tileWidth(edges)
			seen = append(seen, width)
			if sharpest[i] == 0 || width < sharpest[i] {
				sharpest[i] = width
			}
		}
		if len(seen) >= tilesNeeded {
			widths[d] = quantile(seen, sharperTiles)
			b.focus, b.seen = min(b.focus, widths[d]), true
		}
	}
	if widest := slices.Max(widths[:]); b.seen {
		own := ownDirection * b.focus
		b.motion = math.Sqrt(max(0, widest*widest-b.focus*b.focus-own*own-sampleBlur*sampleBlur))
	}
	for i, width := range sharpest {
		if width > 0 && width >= b.focus {
			b.soft = append(b.soft, i)
		}
	}
	return b
}
