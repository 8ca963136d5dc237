package quality

import "fmt"

// reading is how well the document was read.
type reading struct {
	words     []float64 // confidence of each word long enough to tell something, 0..100
	zoneAgree bool      // every check digit of the machine readable zone does
	zoneLeast float64   // confidence of its least certain character, 0..100
}

func (s *sheet) read() (r reading) {
	if s.text != nil {
		for _, w := range s.text.Words {
			if len([]rune(w.Text)) >= wordLetters {
				r.words = append(r.words, w.Confidence)
			}
		}
	}
	if s.zone != nil {
		r.zoneAgree = s.zone.Valid
		for i, c := range s.zone.Confidence {
			if i == 0 || c < r.zoneLeast {
				r.zoneLeast = c
			}
		}
	}
	return r
}

// Legible says what counts as read, however few the pixels were that it was read from.
type Legible struct {
	Words      int     `json:"words"`      // of three letters and more, read with Confidence or better, and more than the others
	Confidence float64 `json:"confidence"` // of a word, 0..100
	Zone       float64 `json:"zone"`       // of the least certain character of a zone whose check digits do not agree, 0..100
}

// met reports whether r is a document that could be read. Check digits that agree prove it by themselves.
func (l Legible) met(r reading) bool {
	if r.zoneAgree || (r.zoneLeast > 0 && r.zoneLeast >= l.Zone) {
		return true
	}
	sure := 0
	for _, c := range r.words {
		if c >= l.Confidence {
			sure++
		}
	}
	return sure >= l.Words && 2*sure > len(r.words)
}

func (l Legible) validate() error {
	switch {
	case l.Words < 1:
		return fmt.Errorf("legible.words is %d, must be at least 1", l.Words)
	case !(0 < l.Confidence && l.Confidence <= 100):
		return fmt.Errorf("legible.confidence is %v, must lie in 0..100, above 0", l.Confidence)
	case !(0 < l.Zone && l.Zone <= 100):
		return fmt.Errorf("legible.zone is %v, must lie in 0..100, above 0", l.Zone)
	}
	return nil
}
