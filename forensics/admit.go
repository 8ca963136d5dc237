package forensics

import (
	"fmt"
	"strings"

	"loupe/forensics/survey"
	"loupe/models"
)

// small is how many pixels a picture may have to be spared the test of its inflate ratio: a blank page compresses well.
const small = 4_000_000

// admit holds what a file says of itself against the limits. Every refusal names its limit and the value.
func (l Limits) admit(s survey.Survey, size int) *models.Refusal {
	if s.MediaType == "" {
		return refuse(models.ReasonFileUnsupported, "the content is %s, which is not read: send %s", s.Name, strings.ToUpper(strings.Join(l.Formats, ", ")))
	}
	if !l.reads(s.MediaType) {
		return refuse(models.ReasonFileUnsupported, "the content is %s, and this format is switched off here: send %s", s.Name, strings.ToUpper(strings.Join(l.Formats, ", ")))
	}
	if s.Pages > l.MaxSheets {
		return tooManySheets(s.Pages, l.MaxSheets)
	}
	for _, n := range []struct {
		name         string
		value, limit int
	}{
		{"max_scans", s.Scans, l.MaxScans}, {"max_chunks", s.Chunks, l.MaxChunks},
		{"max_metadata", s.MetadataBytes, l.MaxMetadata}, {"max_profile", s.ICCBytes, l.MaxProfile},
	} {
		if n.value > n.limit {
			return refuse(models.ReasonFileTooComplex, "the file's %s are %d, the limit %s is %d: export the picture again", what(n.name), n.value, n.name, n.limit)
		}
	}
	if s.MediaType == "application/pdf" {
		return nil // its pictures are held against the limits one by one
	}
	if refusal := l.extent(s, size); refusal != nil {
		return refusal
	}
	if s.Problem != "" && !s.Complete {
		return refuse(models.ReasonFileTruncated, "the %s file ends before the picture does (%s): upload it again", s.MediaType, s.Problem)
	}
	if s.Problem != "" {
		return refuse(models.ReasonFileCorrupt, "the file's header makes no sense (%s): export the picture again", s.Problem)
	}
	return nil
}

func what(limit string) string {
	return map[string]string{
		"max_scans": "scans", "max_chunks": "chunks", "max_metadata": "bytes of metadata", "max_profile": "bytes of colour profile",
	}[limit]
}

// extent holds sizes against the limits: of the examined picture, of every sheet, of all frames, and of what comes out of
// each byte.
func (l Limits) extent(s survey.Survey, size int) *models.Refusal {
	sheets := s.Sheets
	if len(sheets) == 0 {
		sheets = []survey.Sheet{{Width: s.Width, Height: s.Height}}
	}
	var pixels int64
	for i, sheet := range sheets {
		if s.Problem != "" && (sheet.Width <= 0 || sheet.Height <= 0) {
			return nil // the problem says it better
		}
		if refusal := l.size(sheet.Width, sheet.Height, s.Frames); refusal != nil {
			if len(sheets) > 1 {
				refusal.Message = fmt.Sprintf("page %d: %s", i+1, refusal.Message)
			}
			return refusal
		}
		pixels += int64(sheet.Width) * int64(sheet.Height)
	}
	for _, sandboxed := range []struct {
		format, name string
		limit        int64
	}{{"heic", "max_heic_pixels", l.MaxHEICPixels}, {"avif", "max_avif_pixels", l.MaxAVIFPixels}} {
		if formatName(s.MediaType) == sandboxed.format && pixels > sandboxed.limit {
			return refuse(models.ReasonFileTooManyPixels, "the picture is %dx%d, %d pixels, the limit %s is %d: send it as JPEG or smaller", s.Width, s.Height, pixels, sandboxed.name, sandboxed.limit)
		}
	}
	const bytesPerPixel = 3
	if ratio := pixels * bytesPerPixel / int64(size); pixels > small && ratio > l.MaxRatio {
		return refuse(models.ReasonFileTooComplex, "%d bytes unfold to %d pixels, %d for one; the limit max_ratio is %d: send the original picture", size, pixels, ratio, l.MaxRatio)
	}
	return nil
}

// size holds one picture's sides against the limits. Each side is checked by itself: a height of 0 would pass a test of
// the product.
func (l Limits) size(w, h, frames int) *models.Refusal {
	area := int64(w) * int64(h)
	switch {
	case w > l.MaxSide || h > l.MaxSide:
		return refuse(models.ReasonFileTooManyPixels, "the picture is %dx%d, the limit max_side is %d: send a smaller picture", w, h, l.MaxSide)
	case area > l.MaxPixels:
		return refuse(models.ReasonFileTooManyPixels, "the picture is %dx%d, %d pixels, the limit max_pixels is %d: send a smaller picture", w, h, area, l.MaxPixels)
	case area*int64(max(1, frames)) > l.MaxFramePixels:
		return refuse(models.ReasonFileTooManyPixels, "the picture is %dx%d in %d frames, the limit max_frame_pixels is %d: send one still picture", w, h, frames, l.MaxFramePixels)
	case w < l.MinSide || h < l.MinSide:
		return refuse(models.ReasonFileTooSmall, "the picture is %dx%d, the limit min_side is %d: send the original picture", w, h, l.MinSide)
	}
	return nil
}

func tooManySheets(n, limit int) *models.Refusal {
	return refuse(models.ReasonFileMultiPage, "the file holds %d pages, the limit max_sheets is %d: send fewer pages", n, limit)
}
