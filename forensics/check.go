// Package forensics turns pixels into findings. It knows no database, no network and no clock.
//
// A Check answers one yes/no question about one Exhibit. Open is the only place where untrusted pixels are decoded;
// Run runs checks so that an error or a panic becomes a finding instead of an outage.
package forensics

import (
	"context"

	"loupe/models"
)

// Check answers one yes/no question about one exhibit.
type Check interface {
	// Info says what the check is. It never changes while the program runs.
	Info() Info
	// Run looks at x and answers. It is pure and deterministic, and returns promptly when ctx ends.
	// An error is our own trouble; a malformed file is evidence and belongs in the finding.
	Run(ctx context.Context, x *Exhibit) (models.Finding, error)
}

// Needs is what a check needs of an exhibit; a set of bits.
type Needs uint

// The things a check may need.
const (
	NeedsPixels Needs = 1 << iota // decoded pixels
	NeedsJPEG                     // the JPEG bitstream; other formats give not_applicable
	NeedsText                     // recognised words; when the reader could not run, the check is unavailable or failed
	NeedsFace                     // detected faces
)

// Info describes a check.
type Info struct {
	ID        string // the folder's name
	Version   int    // raised when any outcome can change
	Question  string // the yes/no question, "yes" being suspect
	Needs     Needs
	Kinds     []models.Kind // kinds the question has sense for; others give not_applicable
	Group     models.Group
	Lifecycle models.Lifecycle
	Thorough  bool   // left out of the fast profile
	Whole     bool   // asked once of the whole submission, on page 0: a DossierCheck
	Reference string // paper, section, DOI or standard
	Innocent  string // what innocent causes look the same
}

// Finding starts a finding of this check with the given outcome.
func (i Info) Finding(o models.Outcome, message string) models.Finding {
	return models.Finding{
		Check: i.ID, Version: i.Version, Whole: i.Whole, Group: i.Group, Lifecycle: i.Lifecycle, Outcome: o, Message: message,
		InnocentCauses: i.Innocent, Measures: []models.Measure{}, Regions: []models.Region{}, Artifacts: []models.Artifact{},
	}
}

// For reports whether the check's question has sense for pictures of kind k.
func (i Info) For(k models.Kind) bool {
	for _, known := range i.Kinds {
		if known == k {
			return true
		}
	}
	return false
}
