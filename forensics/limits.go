package forensics

import "fmt"

// Limits bounds what Open decodes. They are checked on the header, before any pixel is allocated.
type Limits struct {
	MaxBytes  int64 // bytes of the file
	MaxPixels int64 // width x height x frames
	MaxSide   int   // pixels, either side
	MinSide   int   // pixels, either side
}

// DefaultLimits returns the limits used when nothing is configured: 20 MB, 40 megapixels, 12,000 pixels a side, 16 at least.
func DefaultLimits() Limits {
	return Limits{MaxBytes: 20_000_000, MaxPixels: 40_000_000, MaxSide: 12_000, MinSide: 16}
}

// Validate reports the first limit that makes no sense.
func (l Limits) Validate() error {
	switch {
	case l.MaxBytes <= 0:
		return fmt.Errorf("limits: max bytes is %d, must be positive", l.MaxBytes)
	case l.MaxPixels <= 0:
		return fmt.Errorf("limits: max pixels is %d, must be positive", l.MaxPixels)
	case l.MinSide < 1 || l.MaxSide < l.MinSide:
		return fmt.Errorf("limits: sides %d..%d, need 1 <= min <= max", l.MinSide, l.MaxSide)
	}
	return nil
}
