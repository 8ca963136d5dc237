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

// NoReader stands in for a reader that cannot work on this machine: checks that need text say why they could not look.
type NoReader struct{ Why error }

// Read implements forensics.Reader.
func (n NoReader) Read(context.Context, *forensics.Exhibit) (forensics.Reading, error) {
	return forensics.Reading{}, fmt.Errorf("%w: %w", forensics.ErrUnavailable, n.Why)
}

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
