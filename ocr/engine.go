package ocr

import (
	"context"
	"fmt"
	"image"
	"maps"
	"os"
	"slices"

	"github.com/otiai10/gosseract/v2"
)

// layoutMode is a page segmentation mode of Tesseract.
type layoutMode string

const (
	modePage   layoutMode = "3"  // columns, paragraphs
	modeBlock  layoutMode = "6"  // one block of lines
	modeLine   layoutMode = "7"  // one line
	modeSparse layoutMode = "11" // as much text as possible, anywhere
)

// engine is one Tesseract instance. It is not safe for use by several goroutines.
type engine struct {
	client    *gosseract.Client
	variables map[gosseract.SettableVariable]string
}

const (
	variableMode      gosseract.SettableVariable = "tessedit_pageseg_mode"
	variableWhitelist gosseract.SettableVariable = "tessedit_char_whitelist"
	variableDPI       gosseract.SettableVariable = "user_defined_dpi"
	variableDebug     gosseract.SettableVariable = "debug_file" // where Tesseract's chatter about a picture goes
)

// newEngine prepares an instance; the models are loaded by the first read. They must have been checked before.
func newEngine(dataDir string, languages []string) (*engine, error) {
	client := gosseract.NewClient()
	if err := client.SetTessdataPrefix(dataDir); err != nil {
		return nil, err
	}
	if err := client.SetLanguage(languages...); err != nil {
		return nil, err
	}
	return &engine{client: client}, nil
}

// read recognises g. whitelist is the characters to choose from; empty: all. gosseract loses SetPageSegMode when it
// initialises, so the mode is set as a variable.
func (e *engine) read(g *image.Gray, mode layoutMode, whitelist string) ([]gosseract.BoundingBox, error) {
	wanted := map[gosseract.SettableVariable]string{
		variableMode: string(mode), variableWhitelist: whitelist, variableDPI: "300", variableDebug: os.DevNull,
	}
	if !maps.Equal(e.variables, wanted) {
		for _, k := range slices.Sorted(maps.Keys(wanted)) {
			if err := e.client.SetVariable(k, wanted[k]); err != nil {
				return nil, fmt.Errorf("tesseract refuses %s=%q: %w", k, wanted[k], err)
			}
		}
		e.variables = wanted
	}
	if err := e.client.SetImageFromBytes(pgm(g)); err != nil {
		return nil, fmt.Errorf("tesseract does not take the pixels: %w", err)
	}
	boxes, err := e.client.GetBoundingBoxesVerbose()
	if err != nil {
		return nil, fmt.Errorf("tesseract: %w", err)
	}
	return boxes, nil
}

// pgm writes g as a binary portable grey map: nothing of the uploaded file's own structure reaches Leptonica's decoders.
func pgm(g *image.Gray) []byte {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := fmt.Appendf(make([]byte, 0, w*h+32), "P5\n%d %d\n255\n", w, h)
	return appendPixels(out, g)
}

// bounded runs f and returns its result, or the context's error as soon as ctx ends; finished tells whether f has
// returned. A call into C cannot be stopped.
func bounded[T any](ctx context.Context, f func() (T, error)) (result T, finished bool, err error) {
	type answer struct {
		result T
		err    error
	}
	answers := make(chan answer, 1)
	go func() {
		r, err := f()
		answers <- answer{r, err}
	}()
	select {
	case a := <-answers:
		return a.result, true, a.err
	case <-ctx.Done():
		return result, false, ctx.Err()
	}
}
