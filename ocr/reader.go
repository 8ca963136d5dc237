package ocr

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"
	"sync/atomic"

	"loupe/models"
)

// Reader reads pictures, one at a time. It is safe for use by several goroutines; they take turns.
type Reader struct {
	config   Config
	turn     chan struct{}
	text     *engine
	mrz      *engine // the same as text when one model serves both
	poisoned atomic.Bool
}

// New prepares a reader. A missing or damaged model is an ErrUnavailable that says which. The models themselves are loaded
// by the first Read, which costs some 100 ms. A process should have one Reader: while Tesseract loads a model, gosseract
// redirects the process's standard error.
func New(c Config) (*Reader, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	if err := c.checkModels(); err != nil {
		return nil, err
	}
	text, err := newEngine(c.dataDir(), c.Languages)
	if err != nil {
		return nil, err
	}
	r := &Reader{config: c, turn: make(chan struct{}, 1), text: text, mrz: text}
	if !slices.Equal(c.Languages, []string{c.MRZModel}) {
		if r.mrz, err = newEngine(c.dataDir(), []string{c.MRZModel}); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Languages returns the names of the models that read text.
func (r *Reader) Languages() []string { return slices.Clone(r.config.Languages) }

// Poisoned reports whether a call was abandoned. Tesseract may still be running then, the reader refuses further calls, and
// the process should end.
func (r *Reader) Poisoned() bool { return r.poisoned.Load() }

// Read reads the picture whose stored luma plane is g and whose EXIF orientation is o (1..8; anything else counts as 1).
// Boxes are in stored pixels. The document holds what an identity document's machine readable zone says; it is nil when
// none was found. A picture of another kind has no document.
//
// When ctx ends, Read returns its error at once and the reader is poisoned. ErrTooDense says that reading was not tried.
func (r *Reader) Read(ctx context.Context, g *image.Gray, o int, kind models.Kind) (models.Text, *models.Document, error) {
	if err := ctx.Err(); err != nil {
		return models.Text{}, nil, fmt.Errorf("ocr: %w", err)
	}
	select {
	case r.turn <- struct{}{}:
	case <-ctx.Done():
		return models.Text{}, nil, fmt.Errorf("ocr: %w", ctx.Err())
	}
	defer func() { <-r.turn }()
	if r.Poisoned() {
		return models.Text{}, nil, ErrPoisoned
	}
	type reading struct {
		text models.Text
		mrz  *models.MRZ
	}
	got, finished, err := bounded(ctx, func() (reading, error) {
		text, mrz, err := r.read(ctx, g, models.Orientation(o), kind)
		return reading{text, mrz}, err
	})
	if !finished {
		r.poisoned.Store(true)
	}
	if err != nil {
		return models.Text{}, nil, fmt.Errorf("ocr: %w", err)
	}
	return got.text, document(got.mrz), nil
}

// read does the work of Read, on the picture turned upright.
func (r *Reader) read(ctx context.Context, stored *image.Gray, o models.Orientation, kind models.Kind) (models.Text, *models.MRZ, error) {
	text := models.Text{Language: strings.Join(r.config.Languages, "+"), Words: []models.Word{}}
	g := upright(stored, o)
	s := look(g)
	if s.glyphs > r.config.MaxGlyphs {
		return text, nil, fmt.Errorf("%w: %d components of a character's size, the limit is %d", ErrTooDense, s.glyphs, r.config.MaxGlyphs)
	}
	if s.text.Empty() {
		return text, nil, nil
	}
	words, err := r.words(g, s, kind)
	if err != nil {
		return text, nil, err
	}
	var mrz *models.MRZ
	if kind == models.KindIdentityDocument && ctx.Err() == nil {
		if words, mrz, err = r.zone(g, s, words); err != nil {
			return text, nil, err
		}
	}
	text.Words, text.Confidence = words, median(words)
	store(words, mrz, o, stored.Rect.Dx(), stored.Rect.Dy())
	return text, mrz, nil
}

// store maps boxes from the upright picture to the w x h stored one.
func store(words []models.Word, mrz *models.MRZ, o models.Orientation, w, h int) {
	for i := range words {
		b := &words[i].Box
		b[0], b[1], b[2], b[3] = o.Stored(b[0], b[1], b[2], b[3], w, h)
	}
	if mrz != nil {
		b := mrz.Box
		b.X, b.Y, b.W, b.H = o.Stored(b.X, b.Y, b.W, b.H, w, h)
	}
}
