package darkroom

import (
	"context"
	"errors"
	"fmt"

	"loupe/forensics"
	"loupe/ocr"
)

// TextReader lets the OCR read exhibits.
type TextReader struct{ OCR *ocr.Reader }

// Read implements forensics.Reader.
func (t TextReader) Read(ctx context.Context, x *forensics.Exhibit) (forensics.Reading, error) {
	text, document, err := t.OCR.Read(ctx, x.Luma(), x.File.Orientation, x.Kind)
	if errors.Is(err, ocr.ErrUnavailable) {
		return forensics.Reading{}, fmt.Errorf("%w: %w", forensics.ErrUnavailable, err)
	}
	if err != nil {
		return forensics.Reading{}, err
	}
	return forensics.Reading{Text: &text, Document: document}, nil
}
