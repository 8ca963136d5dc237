package quality

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"loupe/models"
)

// Level says how strict a policy is.
type Level string

// The levels.
const (
	LevelLenient  Level = "lenient"
	LevelStandard Level = "standard"
	LevelStrict   Level = "strict"
)

// Levels returns the levels, from lenient to strict.
func Levels() []Level { return []Level{LevelLenient, LevelStandard, LevelStrict} }

// Policy holds every threshold of the check.
type Policy struct {
	Version int `json:"version"`
	// Shift says by which share of the way a level moves every edge towards good, or towards worst when negative: -0.9..0.9.
	Shift map[Level]float64      `json:"shift"`
	Kinds map[models.Kind]Limits `json:"kinds"`
}

// Limits are the limits for one kind of picture.
type Limits struct {
	Level   Level             `json:"level"`
	Excuses Excuses           `json:"excuses"`
	Legible Legible           `json:"legible"`
	Limits  map[string]*Limit `json:"limits"` // by measure, each of the kind's; null shows it without judging
}

// Excuses say when a mean luminance is no fault: shares of full scale or of the detail, 0..1.
type Excuses struct {
	DarkHighlight float64 `json:"dark_highlight"` // a picture whose lightest hundredth is above is something light on black
	BrightShadow  float64 `json:"bright_shadow"`  // one whose darkest thousandth is below is ink on paper ...
	Washed        float64 `json:"washed"`         // ... unless more than this share of its detail stands on clipped white
}

//go:embed policy.json
var defaultPolicy []byte

// DefaultPolicy returns the policy that ships with Loupe. Resolution, tilt, exposure and contrast are those of METHODS
// 5.1 or below them, where it asks for more than a person needs; sharpness and compression were chosen by looking at
// authentic pictures beside blurred and re-compressed copies of them. The embedded file is held valid by a test.
func DefaultPolicy() Policy {
	p, err := ParsePolicy(defaultPolicy)
	if err != nil {
		panic(err) // a programming error that no input can cause
	}
	return p
}

// ParsePolicy reads and validates a policy file. Members that it does not know are errors: a misspelt limit would
// otherwise be one that nobody holds.
func ParsePolicy(data []byte) (Policy, error) {
	var p Policy
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Policy{}, fmt.Errorf("quality policy: %w", err)
	}
	return p, p.Validate()
}

// At returns p with every kind at level l.
func (p Policy) At(l Level) (Policy, error) {
	if !slices.Contains(Levels(), l) {
		return Policy{}, fmt.Errorf("quality policy: level %q is unknown, must be one of %v", l, Levels())
	}
	kinds := make(map[models.Kind]Limits, len(p.Kinds))
	for k, limits := range p.Kinds {
		limits.Level = l
		kinds[k] = limits
	}
	p.Kinds = kinds
	return p, nil
}

// Limit returns how the measure name is judged for kind k at its level; ok is false when it is shown only.
func (p Policy) Limit(k models.Kind, name string) (l Limit, ok bool) {
	limits := p.Kinds[k]
	if limit := limits.Limits[name]; limit != nil {
		return limit.shifted(p.Shift[limits.Level]), true
	}
	return Limit{}, false
}
