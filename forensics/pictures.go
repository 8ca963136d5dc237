package forensics

import (
	"bytes"
	"fmt"
	"image"
	"image/png"

	"loupe/forensics/raster"
	"loupe/models"
)

const (
	mapSide       = 1200 // pixels, longest side of a heat map
	legendWidth   = 640  // pixels
	croppedAtMost = 4    // regions that get a picture of their own
)

// Pictures draws what a check that looks for edits shows of x: "heatmap" and "legend" of h, and "region-1" and so on for the
// first of its regions, as raster.Crop shows them.
func Pictures(x *Exhibit, h raster.Heat, regions []models.Region) ([]models.Artifact, error) {
	names := []string{"heatmap", "legend"}
	pictures := []image.Image{h.Draw(image.Pt(x.File.Width, x.File.Height), mapSide, x.File.Orientation), h.Legend(legendWidth)}
	for i, r := range regions[:min(len(regions), croppedAtMost)] {
		names = append(names, fmt.Sprintf("region-%d", i+1))
		pictures = append(pictures, raster.Crop(x.Pixels(), image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H), x.File.Orientation))
	}
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	var out []models.Artifact
	for i, p := range pictures {
		var b bytes.Buffer
		if err := encoder.Encode(&b, p); err != nil {
			return nil, fmt.Errorf("encode the %s: %w", names[i], err)
		}
		out = append(out, models.Artifact{Name: names[i], MediaType: "image/png", Data: b.Bytes()})
	}
	return out, nil
}
