package models

import (
	"fmt"
	"math"
)

// Finding is one check's answer about one page of a submission, or about the whole of it.
type Finding struct {
	Check          string     `json:"check"`
	Page           int        `json:"page"`            // as in PageInfo.Page; its regions carry the same number
	Whole          bool       `json:"whole,omitempty"` // about the whole submission: page is 0, and regions lie on any page
	Version        int        `json:"version"`
	Group          Group      `json:"group"`
	Lifecycle      Lifecycle  `json:"lifecycle,omitempty"`
	Outcome        Outcome    `json:"outcome"`
	Score          *float64   `json:"score,omitempty"` // 0 (nothing) to 1 (surely something); only with clear or suspect
	ReasonCode     ReasonCode `json:"reason_code,omitempty"`
	Message        string     `json:"message"` // one plain sentence for a reviewer
	InnocentCauses string     `json:"innocent_causes,omitempty"`
	// Evidence is what a check that looks for edits measured, one entry for each kind of evidence, also when it is clear.
	Evidence  []Evidence `json:"evidence,omitempty"`
	Measures  []Measure  `json:"measures"`
	Regions   []Region   `json:"regions"`
	Artifacts []Artifact `json:"artifacts"`
	// Facts are words the file states of itself (make, model, software, dates as ISO 8601; no zone where the file gives
	// none). Untrusted: checks cap and clean every value.
	Facts map[string]string `json:"facts,omitempty"`
	// Left says what the fast profile left for the full one; empty when nothing was left.
	Left      string `json:"left,omitempty"`
	ElapsedMS int64  `json:"elapsed_ms"`
}

// Lifecycle says whether a check counts. Experimental checks are shown, never counted.
type Lifecycle string

// The lifecycles.
const (
	LifecycleStable       Lifecycle = "stable"
	LifecycleExperimental Lifecycle = "experimental"
)

// Measure is one number behind a finding, with its unit and the threshold it was held against.
type Measure struct {
	Name       string     `json:"name"`
	Value      float64    `json:"value"`
	Unit       string     `json:"unit"`
	Threshold  *float64   `json:"threshold"`             // nil when the measure is only context
	ReasonCode ReasonCode `json:"reason_code,omitempty"` // set on the measure that crossed its threshold
}

// Region is a rectangle in stored-pixel coordinates: EXIF orientation is applied only when drawing.
type Region struct {
	Page  int     `json:"page"` // as in PageInfo.Page
	X     int     `json:"x"`
	Y     int     `json:"y"`
	W     int     `json:"w"`
	H     int     `json:"h"`
	Score float64 `json:"score"` // 0..1
	Label string  `json:"label"`
	Pair  *int    `json:"pair,omitempty"` // index of the region this one belongs to (copy-move source)
}

// Artifact is a derived picture or file: heat map, crop, safe re-encoded preview. Artifacts are drawn upright.
type Artifact struct {
	Name      string `json:"name"`           // unique within its finding, e.g. "heatmap"
	Page      int    `json:"page,omitempty"` // as in PageInfo.Page
	MediaType string `json:"media_type"`
	ID        string `json:"id,omitempty"`   // set once stored
	URL       string `json:"url,omitempty"`  // set over HTTP
	Path      string `json:"path,omitempty"` // set on the command line
	Data      []byte `json:"-"`              // the payload, between the darkroom and the store only
}

// Score is a helper that returns a pointer to v, for Finding.Score.
func Score(v float64) *float64 { return &v }

// Threshold is a helper that returns a pointer to v, for Measure.Threshold.
func Threshold(v float64) *float64 { return &v }

// Validate reports what makes f unfit to be believed: a word outside the vocabulary, a score without an evaluation,
// a number that is not finite, a region outside the w x h picture. The office validates everything the darkroom says.
func (f Finding) Validate(w, h int) error {
	switch {
	case f.Check == "":
		return fmt.Errorf("finding has no check")
	case !f.Outcome.Valid():
		return fmt.Errorf("%s: outcome %q is not in the vocabulary", f.Check, f.Outcome)
	case f.Score != nil && !f.Outcome.HasScore():
		return fmt.Errorf("%s: outcome %s carries a score", f.Check, f.Outcome)
	case f.Score != nil && !(*f.Score >= 0 && *f.Score <= 1):
		return fmt.Errorf("%s: score %v is outside 0..1", f.Check, *f.Score)
	case f.ReasonCode != "" && !f.ReasonCode.Known():
		return fmt.Errorf("%s: reason code %q is not in the list", f.Check, f.ReasonCode)
	case f.Outcome == OutcomeSuspect && f.ReasonCode == "":
		return fmt.Errorf("%s: suspect without a reason code", f.Check)
	}
	for _, e := range f.Evidence {
		if err := e.validate(); err != nil {
			return fmt.Errorf("%s: %w", f.Check, err)
		}
	}
	for _, m := range f.Measures {
		if err := m.validate(); err != nil {
			return fmt.Errorf("%s: %w", f.Check, err)
		}
	}
	for _, r := range f.Regions {
		if r.Page != f.Page {
			return fmt.Errorf("%s: a region of page %d in a finding about page %d", f.Check, r.Page, f.Page)
		}
		if err := r.validate(w, h); err != nil {
			return fmt.Errorf("%s: %w", f.Check, err)
		}
	}
	return nil
}

// ValidateOn is Validate for a finding about a whole submission: its regions may lie on any of the pages.
func (f Finding) ValidateOn(pages []PageInfo) error {
	regions := f.Regions
	for _, r := range regions {
		if r.Page < 0 || r.Page >= len(pages) {
			return fmt.Errorf("%s: a region of page %d of %d", f.Check, r.Page, len(pages))
		}
		if err := r.validate(pages[r.Page].Width, pages[r.Page].Height); err != nil {
			return fmt.Errorf("%s: %w", f.Check, err)
		}
	}
	f.Regions = nil
	return f.Validate(0, 0)
}

// OnPage moves f, made of a picture by itself, to page n of its submission.
func (f Finding) OnPage(n int) Finding {
	f.Page = n
	for i := range f.Regions {
		f.Regions[i].Page = n
	}
	for i := range f.Artifacts {
		f.Artifacts[i].Page = n
	}
	return f
}

func (m Measure) validate() error {
	if math.IsNaN(m.Value) || math.IsInf(m.Value, 0) {
		return fmt.Errorf("measure %s is not finite", m.Name)
	}
	if m.ReasonCode != "" && !m.ReasonCode.Known() {
		return fmt.Errorf("measure %s: reason code %q is not in the list", m.Name, m.ReasonCode)
	}
	return nil
}

func (r Region) validate(w, h int) error {
	if r.X < 0 || r.Y < 0 || r.W <= 0 || r.H <= 0 || r.X > w-r.W || r.Y > h-r.H {
		return fmt.Errorf("region %d,%d %dx%d lies outside the %dx%d picture", r.X, r.Y, r.W, r.H, w, h)
	}
	if !(r.Score >= 0 && r.Score <= 1) {
		return fmt.Errorf("region score %v is outside 0..1", r.Score)
	}
	return nil
}
