// Package ocr reads the words of a picture with Tesseract. It is the only cgo that reads text, and belongs in a process
// that may be killed: a call into Tesseract cannot be stopped, can take a minute on a hostile picture, and leaks the
// strings it returns. So a Reader reports when it was abandoned (Poisoned), and its process should be recycled after a
// couple of hundred pictures. Set OMP_THREAD_LIMIT=1 in the process's environment: without it Tesseract spends three times
// the CPU.
package ocr

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The errors a caller tells apart.
var (
	// ErrUnavailable: a language model is not installed, so nothing can be read on this machine.
	ErrUnavailable = errors.New("text reading is not available")
	// ErrTooDense: the picture holds more glyphs than a page can, so reading it was not tried.
	ErrTooDense = errors.New("too many glyphs to read")
	// ErrPoisoned: an earlier call was abandoned and may still be running.
	ErrPoisoned = errors.New("the reader was abandoned in an earlier call: start a new process")
)

// Config says which models read and how much work a picture may cause.
type Config struct {
	Languages []string // Tesseract model names, e.g. eng, deu; all of them read the text together
	MRZModel  string   // model for machine readable zones; it may be one of Languages
	DataDir   string   // where NAME.traineddata lies; empty: TESSDATA_PREFIX, else where Debian installs it
	MaxPixels int      // area given to Tesseract in one pass
	MaxGlyphs int      // glyph-like components above which a picture is not read, ErrTooDense
}

// DefaultConfig reads English, 3 megapixels at most, and pages of at most 12,000 glyphs (a dense A4 page has 5,000).
func DefaultConfig() Config {
	return Config{Languages: []string{"eng"}, MRZModel: "eng", MaxPixels: 3_000_000, MaxGlyphs: 12_000}
}

// Validate reports every setting that makes no sense.
func (c Config) Validate() error {
	var errs []error
	if len(c.Languages) == 0 {
		errs = append(errs, errors.New("ocr: no languages, name at least one, e.g. eng"))
	}
	for _, name := range c.models() {
		if name == "" || strings.ContainsAny(name, `/\+~.`) {
			errs = append(errs, fmt.Errorf("ocr: %q is no name of a language model, want e.g. eng", name))
		}
	}
	if c.MaxPixels < 10_000 {
		errs = append(errs, fmt.Errorf("ocr: max pixels is %d, need at least 10000", c.MaxPixels))
	}
	if c.MaxGlyphs < 1 {
		errs = append(errs, fmt.Errorf("ocr: max glyphs is %d, must be positive", c.MaxGlyphs))
	}
	return errors.Join(errs...)
}

// models returns the names of all models in use, each once.
func (c Config) models() []string {
	names := slices.Clone(c.Languages)
	if !slices.Contains(names, c.MRZModel) {
		names = append(names, c.MRZModel)
	}
	return names
}
