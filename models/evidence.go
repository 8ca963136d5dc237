package models

import (
	"fmt"
	"math"
)

// Evidence is one number that says how much a picture looks edited, and how often an untouched one looks as much so.
type Evidence struct {
	Group     Group    `json:"group"`
	Statistic string   `json:"statistic"` // name of what was measured, unique within its check
	Value     float64  `json:"value"`     // grows with the evidence for an edit; its unit is the statistic's own
	P         *float64 `json:"p_value"`   // share of untouched pictures of the same channel that reach the value; nil when no set says
	// Calibration is the set that P comes from.
	Calibration *Calibration `json:"calibration,omitempty"`
}

// Calibration names the untouched pictures that a value was held against.
type Calibration struct {
	Subject string `json:"subject"` // document or profile photo
	Channel string `json:"channel"` // how the picture was made: see package calibration
	Bucket  string `json:"bucket"`  // quality bucket within the channel
	N       int    `json:"n"`       // pictures in the set: P is never below 1/(N+1)
	Date    string `json:"date"`    // when the set was measured, ISO 8601
}

func (e Evidence) validate() error {
	switch {
	case e.Statistic == "":
		return fmt.Errorf("evidence has no statistic")
	case math.IsNaN(e.Value) || math.IsInf(e.Value, 0):
		return fmt.Errorf("evidence %s is not finite", e.Statistic)
	case e.P != nil && !(*e.P > 0 && *e.P <= 1):
		return fmt.Errorf("evidence %s: p-value %v is outside 0..1", e.Statistic, *e.P)
	}
	return nil
}
