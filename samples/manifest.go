package samples

import (
	"encoding/json"

	"loupe/models"
)

// ManifestVersion is raised when the manifest's form or meaning changes.
const ManifestVersion = 1

// Manifest says what was generated and what each file must yield. Entries stand in the order of their upload:
// an entry's expectation is of the report made when everything before it is already held.
type Manifest struct {
	Version int     `json:"version"`
	Seed    uint64  `json:"seed"`
	Entries []Entry `json:"entries"`
}

// Entry is one specimen.
type Entry struct {
	File        string       `json:"file"` // slash-separated path below the generated directory
	Account     string       `json:"account"`
	Kind        models.Kind  `json:"kind"`
	Side        models.Side  `json:"side,omitempty"`
	Claim       models.Claim `json:"claim,omitempty"`
	Group       Group        `json:"group"`
	Description string       `json:"description"`
	Stretch     string       `json:"stretch,omitempty"` // why a weaker answer than the ideal one is allowed
	Expect      Expect       `json:"expect"`
	Truth       Truth        `json:"truth"`
}

// Group says what a specimen is there to show.
type Group string

// The groups.
const (
	GroupClean         Group = "clean"         // honest, good pictures; many are hard negatives of reuse: one issuer, one layout
	GroupEdited        Group = "edited"        // one document changed
	GroupPoor          Group = "poor"          // honest, but cannot be judged
	GroupFarm          Group = "farm"          // one capture on many accounts, its fields replaced
	GroupCopy          Group = "copy"          // one picture on two accounts, re-saved
	GroupContradictory Group = "contradictory" // a document that does not hold together, or not with the claim
	GroupBad           Group = "bad"           // not a picture that we open; a 4xx answer
)

// Expect is what the program must answer.
type Expect struct {
	Verdicts   []models.Verdict    `json:"verdicts,omitempty"`    // the allowed ones; none for refused files
	Reasons    []models.ReasonCode `json:"reasons,omitempty"`     // each must be among the report's
	NotReasons []models.ReasonCode `json:"not_reasons,omitempty"` // none may be
	Retryable  *bool               `json:"retryable,omitempty"`   // nil when either is right
	Links      []ExpectedLink      `json:"links,omitempty"`       // each must be found, or any with AnyLink; all lead to earlier entries
	AnyLink    bool                `json:"any_link,omitempty"`    // one of Links is enough: a ring holds the others together
	NoLinks    bool                `json:"no_links,omitempty"`    // no link at all may be reported
	Refused    *Refused            `json:"refused,omitempty"`     // set for bad files only
}

// ExpectedLink is a link to the file of an earlier entry.
type ExpectedLink struct {
	To       string          `json:"to"`
	Relation models.Relation `json:"relation"`
}

// Refused is how a bad file is turned away.
type Refused struct {
	StatusClass int                 `json:"status_class"` // 4 for 4xx
	Reasons     []models.ReasonCode `json:"reasons"`      // any one of these is right
}

// Truth is what is known of a specimen because we made it. Coordinates are stored pixels.
type Truth struct {
	Width       int             `json:"width,omitempty"`
	Height      int             `json:"height,omitempty"`
	Orientation int             `json:"orientation,omitempty"` // EXIF; 0 when there is none
	Quad        *[4][2]float64  `json:"quad,omitempty"`        // the document's corners, clockwise from its own top left
	Edited      []models.Region `json:"edited,omitempty"`      // every changed pixel lies inside
	MRZ         []string        `json:"mrz,omitempty"`         // the lines as printed
	Faces       int             `json:"faces"`                 // full-size portraits in the picture, ghost images not counted
}

// JSON returns the manifest as it is written to manifest.json.
func (m Manifest) JSON() ([]byte, error) {
	data, err := json.MarshalIndent(m, "", "  ")
	return append(data, '\n'), err
}
