package forensics

import (
	"image"

	"loupe/forensics/survey"
	"loupe/models"
)

// mostWords bounds the blank picture that stands in for one that is not decoded, pixels.
const mostWords = 1 << 20

// Words returns an exhibit of a picture that was refused for its few pixels: no pixel is decoded, a blank picture stands in
// for it, and only checks that need no pixels may be asked. A file too small to look at can still say that a generator
// made it. ok is false for what is no picture by its own header.
func (o *Opener) Words(original models.Original, kind models.Kind) (x *Exhibit, ok bool) {
	seen := survey.Look(original.Data)
	if seen.Width < 1 || seen.Height < 1 || seen.Width > mostWords/seen.Height || seen.MediaType == "application/pdf" {
		return nil, false
	}
	page := models.PageInfo{Side: original.Side, Sheet: 1, Source: models.SourcePicture}
	page.FileInfo = models.FileInfo{MediaType: seen.MediaType, Bytes: int64(len(original.Data)), Width: seen.Width, Height: seen.Height, Orientation: 1}
	x = newExhibit(original.Data, seen, page, kind, image.NewGray(image.Rect(0, 0, seen.Width, seen.Height)), o.faces)
	x.Declared = Declared{Name: original.Filename, Type: original.DeclaredType}
	x.upload, x.uploaded = &seen, original.Data
	return x, true
}
