package samples

import (
	"fmt"
	"path/filepath"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/gofont/gosmallcaps"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Where Debian puts the fonts that are not embedded.
const (
	defaultOCRBFont  = "/usr/share/fonts/opentype/ocr-b/OCRBS.otf" // package fonts-ocr-b; its OCRB.otf has CFF operators that x/image does not know
	defaultDejaVuDir = "/usr/share/fonts/truetype/dejavu"          // package fonts-dejavu-core
)

// style names the lettering of one part of a document.
type style int

const (
	styleLabel  style = iota // small printed captions
	styleTitle               // headings
	styleValue               // what the issuer filled in
	styleStrong              // the same, emphasised
	styleSerif               // diplomas
	styleSerifBold
	styleItalic
	styleSmallCaps
	styleOCRB // machine readable zones
	styleRetype
)

// typefaces holds, per style, the fonts to try in order: the first that has every letter of a text sets all of it,
// because a single letter from another font would look like a forgery.
type typefaces map[style][]*sfnt.Font

// loadTypefaces parses the embedded Go fonts and reads OCR-B and DejaVu from disk.
func loadTypefaces(ocrb, dejavu string) (typefaces, error) {
	loaded := map[string]*sfnt.Font{}
	for _, name := range []string{"DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"} {
		f, err := readFont(filepath.Join(dejavu, name), "fonts-dejavu-core")
		if err != nil {
			return nil, err
		}
		loaded[name] = f
	}
	mrz, err := readFont(ocrb, "fonts-ocr-b")
	if err != nil {
		return nil, err
	}
	for name, data := range map[string][]byte{"regular": goregular.TTF, "medium": gomedium.TTF, "bold": gobold.TTF, "italic": goitalic.TTF, "caps": gosmallcaps.TTF} {
		if loaded[name], err = sfnt.Parse(data); err != nil {
			return nil, fmt.Errorf("samples: embedded Go font %s: %w", name, err)
		}
	}
	sans, bold := loaded["DejaVuSans.ttf"], loaded["DejaVuSans-Bold.ttf"]
	serif, serifBold := loaded["DejaVuSerif.ttf"], loaded["DejaVuSerif-Bold.ttf"]
	return typefaces{
		styleLabel: {loaded["regular"], sans}, styleTitle: {loaded["bold"], bold}, styleValue: {sans}, styleStrong: {bold},
		styleSerif: {serif}, styleSerifBold: {serifBold}, styleItalic: {loaded["italic"], serif},
		styleSmallCaps: {loaded["caps"], serif}, styleOCRB: {mrz}, styleRetype: {loaded["medium"], bold},
	}, nil
}

// lookup returns the first font of the style that has every letter of text.
func (t typefaces) lookup(s style, text string) (*sfnt.Font, error) {
	var buffer sfnt.Buffer
	for _, f := range t[s] {
		if covers(f, &buffer, text) {
			return f, nil
		}
	}
	return nil, fmt.Errorf("samples: no font of style %d has every letter of %q: add a font or change the text", s, text)
}

func covers(f *sfnt.Font, buffer *sfnt.Buffer, text string) bool {
	for _, r := range text {
		if index, err := f.GlyphIndex(buffer, r); err != nil || index == 0 {
			return false
		}
	}
	return true
}

// letter is one glyph's outline with its origin on the baseline at 0,0, and how far the pen moves after it.
type letter struct {
	outline path
	advance float64
}

// shape returns the outlines of text at an em of size units, in reading order, kerned where the font says so.
func (t typefaces) shape(s style, text string, size float64) ([]letter, error) {
	f, err := t.lookup(s, text)
	if err != nil {
		return nil, err
	}
	const em = 1024 // outlines are loaded at 1024 units and scaled in floating point, so that no hinting rounds them
	var buffer sfnt.Buffer
	var letters []letter
	previous := sfnt.GlyphIndex(0)
	for _, r := range text {
		index, err := f.GlyphIndex(&buffer, r)
		if err != nil {
			return nil, err
		}
		if kern, err := f.Kern(&buffer, previous, index, fixed.I(em), font.HintingNone); err == nil && len(letters) > 0 {
			letters[len(letters)-1].advance += float64(kern) / 64 * size / em
		}
		l, err := loadLetter(f, &buffer, index, size/em)
		if err != nil {
			return nil, fmt.Errorf("samples: letter %q: %w", r, err)
		}
		letters, previous = append(letters, l), index
	}
	return letters, nil
}

func loadLetter(f *sfnt.Font, buffer *sfnt.Buffer, index sfnt.GlyphIndex, scale float64) (letter, error) {
	segments, err := f.LoadGlyph(buffer, index, fixed.I(1024), nil)
	if err != nil {
		return letter{}, err
	}
	var outline path
	verbs := map[sfnt.SegmentOp]struct {
		verb byte
		n    int
	}{sfnt.SegmentOpMoveTo: {'M', 1}, sfnt.SegmentOpLineTo: {'L', 1}, sfnt.SegmentOpQuadTo: {'Q', 2}, sfnt.SegmentOpCubeTo: {'C', 3}}
	for i, segment := range segments {
		if segment.Op == sfnt.SegmentOpMoveTo && i > 0 {
			outline.close()
		}
		kind := verbs[segment.Op]
		points := make([]point, kind.n)
		for j := range points {
			points[j] = point{float64(segment.Args[j].X) / 64 * scale, float64(segment.Args[j].Y) / 64 * scale}
		}
		outline.add(kind.verb, points...)
	}
	outline.close()
	advance, err := f.GlyphAdvance(buffer, index, fixed.I(1024), font.HintingNone)
	return letter{outline, float64(advance) / 64 * scale}, err
}
