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
	DataDir   string   // where NAME.traineddata lies; empty: TESSDATA_PREFIX, else where Debian installs it
	MaxPixels int      // area given to Tesseract in one pass
	MaxGlyphs int      // glyph-like components above which a picture is not read, ErrTooDense
}

// DefaultConfig reads English, 3 megapixels at most, and pages of at most 12,000 glyphs (a dense A4 page has 5,000).
func DefaultConfig() Config {
	return Config{Languages: []string{"eng"}, MaxPixels: 3_000_000, MaxGlyphs: 12_000}
}

// Validate reports every setting that makes no sense.
func (c Config) Validate() error {
	var errs []error
	if len(c.Languages) == 0 {
		errs = append(errs, errors.New("ocr: no languages, name at least one, e.g. eng"))
	}
	for _, name := range c.Languages {
		if !modelName(name) {
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

// maxLanguages bounds how many models read a text together.
const maxLanguages = 8

// ParseLanguages returns the language models that s names, such as eng+deu+fra, each once, in that order.
func ParseLanguages(s string) ([]string, error) {
	var names []string
	for name := range strings.SplitSeq(s, "+") {
		name = strings.TrimSpace(name)
		if !modelName(name) {
			return nil, fmt.Errorf("ocr: %q in languages %q is no name of a language model, want e.g. eng or eng+deu+fra", name, s)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > maxLanguages {
		return nil, fmt.Errorf("ocr: %d languages, at most %d can read together", len(names), maxLanguages)
	}
	return names, nil
}

// modelName reports whether name can be that of a model: letters, digits, _ and -, as in chi_sim.
func modelName(name string) bool {
	return name != "" && strings.IndexFunc(name, func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-')
	}) < 0
}
