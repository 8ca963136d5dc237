// Package verdict turns findings and links into a verdict. It is pure and versioned: the policy file holds every weight
// there is, so that what decided can be read, tested and changed without touching a check.
package verdict

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"loupe/models"
)

// Action is what a reason does to the verdict.
type Action string

// The actions.
const (
	ActionNote   Action = "note"   // shown, decides nothing
	ActionReview Action = "review" // a person must look
	ActionReject Action = "reject" // the upload is turned down
)

// Policy says which checks must have looked, and what each reason does.
type Policy struct {
	Version  int                          `json:"version"`
	Required map[models.Kind][]string     `json:"required"`
	Actions  map[models.ReasonCode]Action `json:"actions"`
}

//go:embed policy.json
var defaultPolicy []byte

// DefaultPolicy returns the policy that ships with Loupe.
func DefaultPolicy() (Policy, error) { return ParsePolicy(defaultPolicy) }

// ParsePolicy reads and validates a policy file.
func ParsePolicy(data []byte) (Policy, error) {
	var p Policy
	if err := json.Unmarshal(data, &p); err != nil {
		return Policy{}, fmt.Errorf("verdict policy: %w", err)
	}
	return p, p.Validate()
}

// Validate reports the first thing that would let a reason pass unjudged.
func (p Policy) Validate() error {
	if p.Version < 1 {
		return fmt.Errorf("verdict policy: version is %d, must be at least 1", p.Version)
	}
	for _, k := range models.Kinds() {
		if len(p.Required[k]) == 0 {
			return fmt.Errorf("verdict policy: no check is required for %s, so everything would be accepted", k)
		}
	}
	for code, action := range p.Actions {
		if !code.Known() {
			return fmt.Errorf("verdict policy: reason code %q is not in the list", code)
		}
		if action != ActionNote && action != ActionReview && action != ActionReject {
			return fmt.Errorf("verdict policy: %s has action %q, must be note, review or reject", code, action)
		}
	}
	for _, t := range models.ReasonTexts() {
		group, _, _ := strings.Cut(string(t.Code), ".")
		if _, ok := p.Actions[t.Code]; !ok && group != "file" {
			return fmt.Errorf("verdict policy: reason %s has no action", t.Code)
		}
	}
	return nil
}
