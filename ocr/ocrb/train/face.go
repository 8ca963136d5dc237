package main

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face draws the characters of one font. Its unit is the height of OCR-B's capitals.
type face struct{ fonts []*sfnt.Font } // in the order in which they are asked for a glyph

const (
	em      = 1024
	capital = 0.707 * em // height of OCR-B's capitals
)

// glyph is an outline in capitals: x from the middle of the advance, y downwards from the middle of a capital.
type glyph struct {
	segments sfnt.Segments
	advance  float64
}

// faces holds OCR-B in its printings, and fonts that are not OCR-B.
type faces struct{ ocrb, others []face }

// loadFaces reads Debian's fonts-ocr-b from dir. Its sharp cut, OCRBS, has every character in a form that x/image reads; the
// rounded and the slanted cut lack one or two, which the sharp one lends.
func loadFaces(dir string) (faces, error) {
	var fonts []*sfnt.Font
	for _, name := range []string{"OCRBS.otf", "OCRB.otf", "OCRBL.otf"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return faces{}, fmt.Errorf("train: %w: install the Debian package fonts-ocr-b or name its directory with -fonts", err)
		}
		f, err := sfnt.Parse(data)
		if err != nil {
			return faces{}, fmt.Errorf("train: font %s: %w", name, err)
		}
		fonts = append(fonts, f)
	}
	sharp, round, slant := fonts[0], fonts[1], fonts[2]
	out := faces{ocrb: []face{{[]*sfnt.Font{sharp}}, {[]*sfnt.Font{round, sharp}}, {[]*sfnt.Font{slant, sharp}}}}
	for _, data := range [][]byte{goregular.TTF, gobold.TTF, gomono.TTF} {
		f, err := sfnt.Parse(data)
		if err != nil {
			return faces{}, fmt.Errorf("train: embedded Go font: %w", err)
		}
		out.others = append(out.others, face{[]*sfnt.Font{f}})
	}
	return out, nil
}

// glyph returns the outline of a character; nothing when no font has it.
func (f face) glyph(c rune) glyph {
	var buffer sfnt.Buffer
	for _, candidate := range f.fonts {
		index, err := candidate.GlyphIndex(&buffer, c)
		if err != nil || index == 0 {
			continue
		}
		segments, err := candidate.LoadGlyph(&buffer, index, fixed.I(em), nil)
		if err != nil {
			continue
		}
		advance, err := candidate.GlyphAdvance(&buffer, index, fixed.I(em), font.HintingNone)
		if err == nil {
			return glyph{segments, float64(advance) / 64 / capital}
		}
	}
	return glyph{}
}

// walk calls visit for every segment of the outline with its points in capitals.
func (g glyph) walk(visit func(op sfnt.SegmentOp, points [3][2]float64)) {
	for _, s := range g.segments {
		var points [3][2]float64
		for i, p := range s.Args {
			points[i] = [2]float64{float64(p.X)/64/capital - g.advance/2, float64(p.Y)/64/capital + 0.5}
		}
		visit(s.Op, points)
	}
}
