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

// Pictures draws what a check that looks for edits shows of x: "heatmap" and "legend" of h, and Crops of its regions.
func Pictures(x *Exhibit, h raster.Heat, regions []models.Region) ([]models.Artifact, error) {
	heat, err := artifact("heatmap", h.Draw(image.Pt(x.File.Width, x.File.Height), mapSide, x.File.Orientation))
	if err != nil {
		return nil, err
	}
	legend, err := artifact("legend", h.Legend(legendWidth))
	if err != nil {
		return nil, err
	}
	crops, err := Crops(x, regions)
	return append([]models.Artifact{heat, legend}, crops...), err
}

// Crops draws "region-1" and so on for the first of a check's regions, as raster.Crop shows them.
func Crops(x *Exhibit, regions []models.Region) ([]models.Artifact, error) {
	var out []models.Artifact
	for i, r := range regions[:min(len(regions), croppedAtMost)] {
		crop, err := artifact(fmt.Sprintf("region-%d", i+1), raster.Crop(x.Pixels(), image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H), x.File.Orientation))
		if err != nil {
			return nil, err
		}
		out = append(out, crop)
	}
	return out, nil
}

func artifact(name string, picture image.Image) (models.Artifact, error) {
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&b, picture); err != nil {
		return models.Artifact{}, fmt.Errorf("encode the %s: %w", name, err)
	}
	return models.Artifact{Name: name, MediaType: "image/png", Data: b.Bytes()}, nil
}
