package ocr

import (
	"fmt"
	"image"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/otiai10/gosseract/v2"

	"loupe/models"
)

// minConfidence is Tesseract's word confidence below which a word is noise: textures read as letters have 0 to 30.
const minConfidence = 30

// textHeight is the height in pixels that the small glyphs (survey.height) are brought to before they are read. Measured on
// five pages and a card: from 26 down to 12 the words found change by less than half a percent, the time by half.
const textHeight = 16

// words reads all text of g, upright, in reading order.
func (r *Reader) words(g *image.Gray, s survey, kind models.Kind) ([]models.Word, error) {
	mode := modePage
	if kind == models.KindIdentityDocument {
		mode = modeSparse
	}
	margin := int(2 * s.height)
	v := view(g, s.text.Inset(-margin), textHeight/s.height, r.config.MaxPixels)
	if err := r.affordable(v.plane); err != nil {
		return nil, err
	}
	boxes, err := r.text.read(v.plane, mode, "")
	if err != nil {
		return nil, err
	}
	return v.words(boxes, minConfidence), nil
}

// affordable counts the glyphs that Tesseract would find in plane, where text is about textHeight high; the survey's plane
// is too coarse for the small ones. What is less than half as high is texture: the dots of one real card's guilloche are 8,000.
func (r *Reader) affordable(plane *image.Gray) error {
	n := 0
	for _, light := range []bool{false, true} {
		for _, g := range glyphs(ink(plane, light)) {
			if 2*g.h >= textHeight {
				n++
			}
		}
	}
	if n > r.config.MaxGlyphs {
		return fmt.Errorf("%w: %d components of a character's size, the limit is %d", ErrTooDense, n, r.config.MaxGlyphs)
	}
	return nil
}

// scaled is a part of a picture at another size.
type scaled struct {
	plane  *image.Gray
	part   image.Rectangle // of the picture
	sx, sy float64         // picture pixels per plane pixel
}

// maxEnlarge bounds how much small text is enlarged; beyond, no detail is gained.
const maxEnlarge = 2

// view cuts part out of g and scales it by about scale, within maxPixels.
func view(g *image.Gray, part image.Rectangle, scale float64, maxPixels int) scaled {
	part = part.Intersect(g.Rect)
	w, h := float64(part.Dx()), float64(part.Dy())
	scale = min(scale, maxEnlarge, math.Sqrt(float64(maxPixels)/(w*h)))
	pw, ph := max(1, int(w*scale)), max(1, int(h*scale))
	return scaled{resize(crop(g, part), pw, ph), part, w / float64(pw), h / float64(ph)}
}

// words turns Tesseract's words into ours, in pixels of the whole picture, and drops what is empty or below least.
func (v scaled) words(boxes []gosseract.BoundingBox, least float64) []models.Word {
	words := []models.Word{}
	line, last := -1, [3]int{}
	for _, b := range boxes {
		text := strings.TrimFunc(b.Word, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
		box := v.outward(b.Box)
		if text == "" || !(b.Confidence >= least) || box.Empty() {
			continue
		}
		if at := [3]int{b.BlockNum, b.ParNum, b.LineNum}; at != last || line < 0 {
			line, last = line+1, at
		}
		words = append(words, models.Word{
			Text: text, Box: [4]int{box.Min.X, box.Min.Y, box.Dx(), box.Dy()}, Confidence: min(100, b.Confidence), Line: line,
		})
	}
	return words
}

// outward maps a rectangle of the plane to the picture, rounding outward and clipping.
func (v scaled) outward(r image.Rectangle) image.Rectangle {
	x := func(px int, round func(float64) float64) int { return v.part.Min.X + int(round(float64(px)*v.sx)) }
	y := func(py int, round func(float64) float64) int { return v.part.Min.Y + int(round(float64(py)*v.sy)) }
	return image.Rect(x(r.Min.X, math.Floor), y(r.Min.Y, math.Floor), x(r.Max.X, math.Ceil), y(r.Max.Y, math.Ceil)).Intersect(v.part)
}

// median returns the median confidence of words; 0 without any.
func median(words []models.Word) float64 {
	if len(words) == 0 {
		return 0
	}
	values := make([]float64, len(words))
	for i, w := range words {
		values[i] = w.Confidence
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}
