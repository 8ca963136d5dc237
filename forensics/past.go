package forensics

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"loupe/forensics/history"
	"loupe/forensics/jpegfile"
)

// past keeps a picture's compression history once it is known. Unlike the other planes it can fail for the caller's own
// reason, an ended context, which must not be remembered.
type past struct {
	mu   sync.Mutex
	held *history.History
}

// History returns what the picture's coefficients tell of its compressions, estimated once and shared.
func (x *Exhibit) History(ctx context.Context) (*history.History, error) {
	x.past.mu.Lock()
	defer x.past.mu.Unlock()
	if x.past.held != nil {
		return x.past.held, nil
	}
	file, err := x.JPEG()
	if errors.Is(err, jpegfile.ErrNotJPEG) {
		file = nil
	} else if err != nil {
		return nil, fmt.Errorf("read the JPEG structure: %w", err)
	}
	h, err := history.Of(ctx, x.Pixels(), x.Luma(), file)
	if err != nil {
		return nil, err
	}
	x.past.held = h
	return h, nil
}
