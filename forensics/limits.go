package forensics

import (
	"fmt"
	"slices"
	"strings"
)

// Limits bounds what Open decodes. They are held against headers, before any pixel is allocated. The names in the JSON
// tags are those of the settings and of the refusals.
type Limits struct {
	MaxBytes       int64    `json:"max_bytes"`        // of the file
	MaxPixels      int64    `json:"max_pixels"`       // width x height of one picture
	MaxFramePixels int64    `json:"max_frame_pixels"` // width x height x frames; only the first frame is decoded
	MaxHEICPixels  int64    `json:"max_heic_pixels"`  // width x height of a HEIC: its decoder costs 0.2 CPU seconds a megapixel
	MaxAVIFPixels  int64    `json:"max_avif_pixels"`  // width x height of an AVIF: its decoder needs up to 43 bytes a pixel
	MaxSide        int      `json:"max_side"`         // pixels, either side
	MinSide        int      `json:"min_side"`         // pixels, either side
	MaxSheets      int      `json:"max_sheets"`       // pages of a PDF or TIFF
	MaxPages       int      `json:"max_pages"`        // pages that one file gives: a sheet may hold several pictures
	MaxScans       int      `json:"max_scans"`        // scans of a JPEG
	MaxChunks      int      `json:"max_chunks"`       // segments, chunks, boxes or directory entries
	MaxMetadata    int      `json:"max_metadata"`     // bytes of EXIF, XMP, IPTC, text and comments
	MaxProfile     int      `json:"max_profile"`      // bytes of a colour profile
	MaxRatio       int64    `json:"max_ratio"`        // decoded bytes for each byte of a file, of pictures above 4 megapixels
	Formats        []string `json:"formats"`          // names of the formats that are read; see Formats
}

// DefaultLimits returns the limits used when nothing is configured: 20 MB, 40 megapixels, 12,000 pixels a side, 16 at
// least, 10 sheets, every format.
func DefaultLimits() Limits {
	return Limits{
		MaxBytes: 20_000_000, MaxPixels: 40_000_000, MaxFramePixels: 400_000_000,
		MaxHEICPixels: 26_000_000, MaxAVIFPixels: 16_500_000, MaxSide: 12_000, MinSide: 16, MaxSheets: 10,
		MaxPages: 20, MaxScans: 100, MaxChunks: 10_000, MaxMetadata: 8_000_000, MaxProfile: 4_000_000, MaxRatio: 2000, Formats: Formats(),
	}
}

// Formats lists the names of every format that can be read.
func Formats() []string {
	return []string{"jpeg", "png", "webp", "tiff", "bmp", "gif", "heic", "avif", "pdf"}
}

// formatName returns the name of a media type in Formats.
func formatName(mediaType string) string {
	_, name, _ := strings.Cut(mediaType, "/")
	if name == "heif" {
		return "heic"
	}
	return name
}

// reads reports whether pictures of this media type are read here.
func (l Limits) reads(mediaType string) bool {
	return slices.Contains(l.Formats, formatName(mediaType))
}

// Validate reports the first limit that makes no sense.
func (l Limits) Validate() error {
	for _, n := range []struct {
		name  string
		value int64
	}{
		{"max_bytes", l.MaxBytes}, {"max_pixels", l.MaxPixels}, {"max_frame_pixels", l.MaxFramePixels},
		{"max_heic_pixels", l.MaxHEICPixels}, {"max_avif_pixels", l.MaxAVIFPixels}, {"min_side", int64(l.MinSide)},
		{"max_sheets", int64(l.MaxSheets)}, {"max_pages", int64(l.MaxPages)}, {"max_scans", int64(l.MaxScans)}, {"max_chunks", int64(l.MaxChunks)},
		{"max_metadata", int64(l.MaxMetadata)}, {"max_profile", int64(l.MaxProfile)}, {"max_ratio", l.MaxRatio},
	} {
		if n.value <= 0 {
			return fmt.Errorf("limits: %s is %d, must be positive", n.name, n.value)
		}
	}
	if l.MaxSide < l.MinSide {
		return fmt.Errorf("limits: max_side is %d, below min_side %d", l.MaxSide, l.MinSide)
	}
	if l.MaxFramePixels < l.MaxPixels {
		return fmt.Errorf("limits: max_frame_pixels is %d, below max_pixels %d", l.MaxFramePixels, l.MaxPixels)
	}
	if len(l.Formats) == 0 {
		return fmt.Errorf("limits: no format is read; choose among %s", strings.Join(Formats(), ", "))
	}
	for _, f := range l.Formats {
		if !slices.Contains(Formats(), f) {
			return fmt.Errorf("limits: format %q is not one of %s", f, strings.Join(Formats(), ", "))
		}
	}
	return nil
}
