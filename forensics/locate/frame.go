package locate

import (
	"image"

	"loupe/models"
)

// Frame takes the whole picture, shown by orientation o, for the document: for what is no document at all.
func Frame(b image.Rectangle, o models.Orientation) models.Place { return frame(b, o) }
