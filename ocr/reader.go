package ocr

import (
	"context"
	"fmt"
	"image"
	"math"
	"slices"
	"strings"
	"sync/atomic"

	"loupe/models"
	"loupe/ocr/mrz"
	"loupe/ocr/ocrb"
)

// Reader reads pictures, one at a time. It is safe for use by several goroutines; they take turns.
type Reader struct {
	config   Config
	turn     chan struct{}
	text     *engine
	zones    *ocrb.Recogniser
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
	zones, err := ocrb.New()
	if err != nil {
		return nil, err
	}
	return &Reader{config: c, turn: make(chan struct{}, 1), text: text, zones: zones}, nil
}

// Languages returns the names of the models that read text.
func (r *Reader) Languages() []string { return slices.Clone(r.config.Languages) }

// Poisoned reports whether a call was abandoned. Tesseract may still be running then, the reader refuses further calls, and
// the process should end.
func (r *Reader) Poisoned() bool { return r.poisoned.Load() }

// Read reads a page. When ctx ends, Read returns its error at once and the reader is poisoned. ErrTooDense says that reading
// was not tried.
func (r *Reader) Read(ctx context.Context, page Page) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, fmt.Errorf("ocr: %w", err)
	}
	select {
	case r.turn <- struct{}{}:
	case <-ctx.Done():
		return Result{}, fmt.Errorf("ocr: %w", ctx.Err())
	}
	defer func() { <-r.turn }()
	if r.Poisoned() {
		return Result{}, ErrPoisoned
	}
	got, finished, err := bounded(ctx, func() (Result, error) { return r.read(ctx, page) })
	if !finished {
		r.poisoned.Store(true)
	}
	if err != nil {
		return Result{}, fmt.Errorf("ocr: %w", err)
	}
	return got, nil
}

// read does the work of Read: what stands there for machines first, because it tells which way up the text stands and where
// none has to be looked for; then the words; then what all of it states.
func (r *Reader) read(ctx context.Context, page Page) (Result, error) {
	result := Result{Text: models.Text{Language: strings.Join(r.config.Languages, "+"), Words: []models.Word{}}}
	g, _ := page.plane()
	if g == nil {
		return result, nil
	}
	m, err := r.machineReadable(ctx, g, &page)
	if err != nil {
		return result, err
	}
	_, skip := page.plane()
	p, read, err := r.print(ctx, page, g, skip)
	if err != nil {
		return result, err
	}
	if m.zone == nil && page.Kind == models.KindIdentityDocument { // in another face than OCR-B
		if found := mrz.Find(models.Text{Words: read.words}); found != nil {
			mapped := found.Mapped(p.box)
			m.zone = &mapped
		}
	} else {
		read.words = append(read.words, p.levelled(zoneWords(m.zone, len(read.words)))...)
	}
	result.Turn, result.Skew, result.XHeight = p.turn, p.skew*180/math.Pi, read.xHeight
	if page.Kind == models.KindIdentityDocument {
		if read.words, err = r.fill(ctx, g, p, read.words); err != nil {
			return result, err
		}
	}
	if result.Document, err = r.document(ctx, page, g, p, m, read.words); err != nil {
		return result, err
	}
	result.Text.Words = p.words(read.words)
	result.Text.Confidence = median(result.Text.Words)
	return result, nil
}

// print reads the words of g, in the pose in which they read best.
func (r *Reader) print(ctx context.Context, page Page, g *image.Gray, skip []image.Rectangle) (pose, pageWords, error) {
	p, s, contested, err := r.stance(ctx, page, g, skip)
	if err != nil || s.text.Empty() {
		return p, pageWords{}, err
	}
	read, err := r.words(ctx, page, g, p, s, skip)
	if err == nil && !contested && poor(read.words) {
		p, read, err = r.otherWayUp(ctx, page, g, p, s, skip, read)
	}
	return p, read, err
}

// otherWayUp reads the page upside down when a few lines read better so, and returns the better reading.
func (r *Reader) otherWayUp(ctx context.Context, page Page, g *image.Gray, p pose, s survey, skip []image.Rectangle, read pageWords) (pose, pageWords, error) {
	up, err := r.contest(ctx, g, p, s)
	if err != nil || up == p {
		return p, read, err
	}
	turned := look(g, up, skip)
	again, err := r.words(ctx, page, g, up, turned, skip)
	if err != nil {
		return p, read, err
	}
	_, before := sureLetters(read.words)
	if _, after := sureLetters(again.words); after > before {
		return up, again, nil
	}
	return p, read, nil
}
