package ocr

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"
	"unicode"

	"github.com/otiai10/gosseract/v2"

	"loupe/models"
)

// minConfidence is Tesseract's word confidence below which a word is noise: textures read as letters have 0 to 30.
const minConfidence = 30

const (
	// textHeight is the height in pixels that the small glyphs (survey.height) are brought to before they are read. Measured
	// on rendered captures of twelve pages and eighteen cards: from 20 down to 12 the words found change by less than half a percent.
	textHeight = 15
	// squeeze is how many times narrower text is made. The model sees every line at one height and takes time for its
	// width. Measured on the same: 0.75 takes 30 % off the time and loses one word in a thousand; on cards, whose
	// letters are often spaced, it finds a tenth more. From 0.6 on words are lost, so condensed letters are not made narrower
	// than slenderest, width by height.
	squeeze    = 0.8
	slenderest = 0.47
	// mostSparse is how many glyphs are looked for anywhere, as on cards; more are read as a page. The time of sparse
	// reading grows out of hand: 1 second for 5,000, 8 for 9,000, 120 for 11,500, of which reading as a page takes 3.
	mostSparse = 6_000
	// leastPrint is the height of the smallest print that is meant to be read, in millimetres: microprint is not.
	leastPrint = 0.6
)

// pageWords is what one reading of a page's text gave.
type pageWords struct {
	words   []models.Word // in reading order, in pixels of the level frame
	xHeight float64       // as Result.XHeight
}

// words reads all text of the level frame but what lies in skip.
func (r *Reader) words(ctx context.Context, page Page, g *image.Gray, p pose, s survey, skip []image.Rectangle) (pageWords, error) {
	if err := ctx.Err(); err != nil || s.text.Empty() {
		return pageWords{words: []models.Word{}}, err
	}
	height := max(s.height, leastPrint*page.DPI/25.4)
	v := p.view(g, s.text.Inset(-int(2*s.height)), textHeight/height, s.squeeze(), r.config.MaxPixels)
	v.cover(p, skip)
	gs, err := r.affordable(v.plane)
	if err != nil {
		return pageWords{}, err
	}
	mode := modePage
	if page.Kind == models.KindIdentityDocument && len(gs[0])+len(gs[1]) <= mostSparse {
		mode = modeSparse
	}
	boxes, err := r.text.read(v.plane, mode, "")
	if err != nil {
		return pageWords{}, err
	}
	words, err := r.overlooked(ctx, g, p, s, v.words(boxes, minConfidence))
	return pageWords{words, xHeight(gs) * v.sy}, err
}

// squeeze is how many times narrower the survey's text is to be read.
func (s survey) squeeze() float64 { return min(1, max(squeeze, slenderest/max(s.aspect, slenderest))) }

// affordable returns the dark and the light glyphs that Tesseract would find in plane, where text is about textHeight high,
// or says that they are too many; the survey's plane is too coarse for the small ones. What is less than half as high is
// texture: the dots of one real card's guilloche are 8,000.
func (r *Reader) affordable(plane *image.Gray) (both [2][]glyph, err error) {
	n := 0
	for i, light := range []bool{false, true} {
		both[i] = slices.DeleteFunc(glyphs(ink(plane, light)), func(g glyph) bool { return 2*g.h < textHeight })
		n += len(both[i])
	}
	return both, r.bearable(n)
}

// bearable is ErrTooDense for more glyphs than a page can have.
func (r *Reader) bearable(glyphs int) error {
	if glyphs > r.config.MaxGlyphs {
		return fmt.Errorf("%w: %d components of a character's size, the limit is %d", ErrTooDense, glyphs, r.config.MaxGlyphs)
	}
	return nil
}

// minZoneGlyphs: a TD1 line has 30 characters; a third may touch or be lost.
const minZoneGlyphs = 20

// xHeight returns the median height of the lower-case letters without ascenders in the lines that the glyphs form. Lines
// like those of a machine readable zone, whose fillers are lower than its letters, count only where there are no others.
func xHeight(both [2][]glyph) float64 {
	var print, zones []line
	for _, gs := range both {
		for _, l := range chain(gs) {
			if len(l.glyphs) >= minZoneGlyphs && l.fixedPitch() {
				zones = append(zones, l)
			} else {
				print = append(print, l)
			}
		}
	}
	if len(print) == 0 {
		print = zones
	}
	return xHeightOf(print)
}

// xHeightOf takes the lower letters of lines of which a quarter or more are clearly lower than the tall ones, and seven
// tenths of all letters' height when hardly any line has such.
func xHeightOf(lines []line) float64 {
	var small, all []glyph
	height := func(g glyph) int { return g.h }
	for _, l := range lines {
		tall := quantile(l.glyphs, 0.9, height)
		low := slices.DeleteFunc(slices.Clone(l.glyphs), func(g glyph) bool { return 20*g.h > 17*tall })
		if all = append(all, l.glyphs...); 4*len(low) >= len(l.glyphs) {
			small = append(small, low...)
		}
	}
	if 10*len(small) >= len(all) {
		return float64(quantile(small, 0.5, height))
	}
	return 0.7 * float64(quantile(all, 0.5, height))
}

// words turns Tesseract's words into ours, in pixels of the level frame, and drops what is empty or below least.
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
