package models

import (
	"fmt"
	"math"
)

// Examination is everything the darkroom says of one file: facts, no verdict.
type Examination struct {
	Refused      *Refusal      `json:"refused,omitempty"` // set when the file could not be opened; all else is then empty
	File         FileInfo      `json:"file"`              // the first uploaded file; width, height and orientation are its first page's
	Pages        []PageInfo    `json:"pages"`
	Document     *Document     `json:"document"`
	Text         *Text         `json:"text"`
	Faces        []Face        `json:"faces"`
	Findings     []Finding     `json:"findings"`
	Fingerprints []Fingerprint `json:"fingerprints"`
	Artifacts    []Artifact    `json:"artifacts"`  // of the file itself: "preview", "thumbnail"
	ElapsedMS    int64         `json:"elapsed_ms"` // wall time in the darkroom, waiting for a worker not counted
}

// Refusal says why a file is not a picture that we can open. It is the uploader's to mend, and evidence of nothing.
type Refusal struct {
	Reason  ReasonCode `json:"reason"` // one of file.*
	Message string     `json:"message"`
}

// Error turns the refusal into the error a caller sees.
func (r Refusal) Error() *Error {
	code := ErrUnreadable
	switch r.Reason {
	case ReasonFileUnsupported:
		code = ErrUnsupported
	case ReasonFileTooLarge, ReasonFileTooManyPixels, ReasonFileMultiPage:
		code = ErrTooLarge
	}
	return &Error{Code: code, Reason: string(r.Reason), Field: "file", Message: r.Message}
}

// Comparison is what the darkroom says of two files.
type Comparison struct {
	PageA          int         `json:"page_a"` // as in PageInfo.Page of A's submission
	PageB          int         `json:"page_b"` // as in PageInfo.Page of B's submission
	Relation       Relation    `json:"relation"`
	Score          float64     `json:"score"`            // 0..1
	FalseAlarmRate *float64    `json:"false_alarm_rate"` // per pair of honest pictures; null when it was not measured
	SharedFraction float64     `json:"shared_fraction"`  // share of A's area that B shows too, unchanged, 0..1
	Transform      [9]float64  `json:"transform"`        // row-major homography, stored pixels of A to stored pixels of B
	Changed        []Region    `json:"changed"`          // in stored pixels of A
	Portraits      []Portraits `json:"portraits"`        // faces of A against faces of B, surest first; additive to the contract
	Measures       []Measure   `json:"measures"`
	Artifacts      []Artifact  `json:"artifacts"`
}

// Portraits is what the comparison of two faces' pictures came to. It tells one picture of a face from another, not one
// person from another.
type Portraits struct {
	A              [4]int       `json:"a"` // x, y, w, h in stored pixels of A
	B              [4]int       `json:"b"` // in stored pixels of B
	Answer         PortraitWord `json:"answer"`
	Score          float64      `json:"score"`            // 0..1
	FalseAlarmRate *float64     `json:"false_alarm_rate"` // per pair of portraits of different people; null when it was not measured
}

// PortraitWord is the answer of a comparison of two portraits.
type PortraitWord string

// The answers.
const (
	PortraitSame      PortraitWord = "same"      // one picture of one face, re-saved, resized, cropped, re-toned
	PortraitDifferent PortraitWord = "different" // two pictures
	PortraitUnclear   PortraitWord = "unclear"   // too small or too poor to say, or nearly one picture: a sitting a moment later
)

// Validate reports what makes c unfit to be believed. The office validates everything the darkroom says.
func (c Comparison) Validate() error {
	switch {
	case !c.Relation.Known():
		return fmt.Errorf("relation %q is not in the list", c.Relation)
	case !(c.Score >= 0 && c.Score <= 1):
		return fmt.Errorf("score %v is outside 0..1", c.Score)
	case !(c.SharedFraction >= 0 && c.SharedFraction <= 1):
		return fmt.Errorf("shared fraction %v is outside 0..1", c.SharedFraction)
	}
	for _, v := range c.Transform {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("the transform is not finite")
		}
	}
	for _, p := range c.Portraits {
		if !(p.Score >= 0 && p.Score <= 1) || p.Answer != PortraitSame && p.Answer != PortraitDifferent && p.Answer != PortraitUnclear {
			return fmt.Errorf("portraits: answer %q with score %v", p.Answer, p.Score)
		}
	}
	for _, m := range c.Measures {
		if err := m.validate(); err != nil {
			return err
		}
	}
	for _, r := range c.Changed {
		if err := r.validate(math.MaxInt32, math.MaxInt32); err != nil {
			return err
		}
	}
	return nil
}

// OfPages says which pages were compared.
func (c Comparison) OfPages(a, b int) Comparison {
	c.PageA, c.PageB = a, b
	for i := range c.Changed {
		c.Changed[i].Page = a
	}
	return c
}

// changedInB maps the changed regions to stored pixels of B: the box around each region's four transformed corners.
// Regions that the transform sends to infinity or before the origin are left out.
func (c Comparison) changedInB() []Region {
	out := []Region{}
	for _, r := range c.Changed {
		x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
		for _, corner := range [][2]int{{r.X, r.Y}, {r.X + r.W, r.Y}, {r.X, r.Y + r.H}, {r.X + r.W, r.Y + r.H}} {
			x, y := c.toB(float64(corner[0]), float64(corner[1]))
			x0, y0, x1, y1 = math.Min(x0, x), math.Min(y0, y), math.Max(x1, x), math.Max(y1, y)
		}
		r.X, r.Y, r.W, r.H = int(math.Round(x0)), int(math.Round(y0)), int(math.Round(x1-x0)), int(math.Round(y1-y0))
		if x0 >= 0 && y0 >= 0 && r.W > 0 && r.H > 0 && x1 < math.MaxInt32 && y1 < math.MaxInt32 {
			r.Page = c.PageB
			out = append(out, r)
		}
	}
	return out
}

func (c Comparison) toB(x, y float64) (float64, float64) {
	t := c.Transform
	w := t[6]*x + t[7]*y + t[8]
	return (t[0]*x + t[1]*y + t[2]) / w, (t[3]*x + t[4]*y + t[5]) / w
}
