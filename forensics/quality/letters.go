package quality

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What counts as a word whose height tells something.
const (
	wordLetters    = 3    // at least
	wordConfidence = 60   // Tesseract's scale
	wordsNeeded    = 5    // on a document
	squint         = 0.35 // least cosine of twice the text's angle: nearer to 45 degrees, boxes do not tell height from length
)

// Heights in x-heights: what stands above and below a small letter in common type (DejaVu, Liberation, OCR-B: capitals
// 1.34 to 1.45, ascenders 1.4 to 1.5, descenders 0.4).
const (
	ascent  = 1.4
	descent = 0.4
)

// letters takes the measure of the text: what the reader measured on the letters, or else the median over the words of the
// x-height that a word's box stands for, which depends on whether letters in it rise above or hang below the small ones.
func letters(s *sheet, f *facts) {
	if s.letter > 0 {
		f.set("x_height", s.letter)
		return
	}
	if s.text == nil {
		return
	}
	angle := s.textAngle()
	sin, cos := math.Abs(math.Sin(angle)), math.Abs(math.Cos(angle))
	if math.Abs(cos*cos-sin*sin) < squint {
		return
	}
	var heights []float64
	for _, w := range s.text.Words {
		if w.Confidence < wordConfidence || utf8.RuneCountInString(w.Text) < wordLetters {
			continue
		}
		// A box l x t turned by the angle has the box l cos + t sin, l sin + t cos around it.
		bw, bh := float64(w.Box[2]), float64(w.Box[3])
		if t := (bh*cos - bw*sin) / (cos*cos - sin*sin); t > 0 {
			heights = append(heights, t/extent(w.Text))
		}
	}
	if len(heights) >= wordsNeeded {
		f.set("x_height", quantile(heights, 0.5))
	}
}

// textAngle is the direction of the text's lines in the stored picture, radians.
func (s *sheet) textAngle() float64 {
	w, h := float64(s.view.Plane.Rect.Dx()), float64(s.view.Plane.Rect.Dy())
	x0, y0 := s.view.Stored.At(0, h/2)
	x1, y1 := s.view.Stored.At(w, h/2)
	return math.Atan2(y1-y0, x1-x0) + float64(s.turn)*math.Pi/2
}

// extent is the height of a word's box, in x-heights.
func extent(word string) float64 {
	up, down := 0.0, 0.0
	for _, r := range word {
		switch {
		case strings.ContainsRune("gjpqyçğşţ,;", r):
			down = descent
			if r == 'j' || r == 'ğ' {
				up = ascent - 1
			}
		case strings.ContainsRune("acemnorsuvwxzıæœ.<", r):
		case unicode.IsPunct(r) && r != '(' && r != ')' && r != '/':
		default:
			up = ascent - 1
		}
	}
	return 1 + up + down
}
