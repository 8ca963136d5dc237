package metadata

import (
	"bytes"
	"image"
	"image/jpeg"

	"loupe/forensics/jpegfile"
	"loupe/forensics/raster"
)

// Bounds on the embedded thumbnail, which is as untrusted as the file. DCF asks for 160x120; some cameras write more.
const (
	maxThumbnailSide  = 640
	minThumbnailSide  = 32
	maxThumbnailScans = 16
)

// decodeThumbnail decodes the thumbnail's luma; nil when there is none that can be compared. Size and scans are checked
// before a pixel is decoded.
func decodeThumbnail(data []byte) *image.Gray {
	cfg, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || min(cfg.Width, cfg.Height) < minThumbnailSide || max(cfg.Width, cfg.Height) > maxThumbnailSide {
		return nil
	}
	if structure, err := jpegfile.Parse(data); err != nil || len(structure.Scans) > maxThumbnailScans {
		return nil
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	return raster.Luma(img)
}
