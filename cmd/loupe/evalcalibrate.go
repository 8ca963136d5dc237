package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"loupe/forensics"
	"loupe/forensics/calibration"
)

// calibrate writes what the checks measured on the untouched pictures, by condition, to c.Calibrate.
func (c evalCommand) calibrate(pictures []judgedPicture) error {
	limits, err := c.limits()
	if err != nil {
		return err
	}
	table := calibration.Table{Date: time.Now().UTC().Format(time.DateOnly)}
	for _, p := range pictures {
		if p.Edited || p.Error != "" {
			continue
		}
		condition, err := conditionOf(filepath.Join(c.Dir, p.File), p, limits)
		if err != nil {
			return err
		}
		for _, f := range p.Findings {
			for _, e := range f.Evidence {
				table.Add(f.Check, f.Version, e, condition)
			}
		}
	}
	data, err := json.Marshal(table)
	if err != nil {
		return err
	}
	return os.WriteFile(c.Calibrate, append(data, '\n'), 0o644)
}

// conditionOf opens a picture of the set again: the examination does not say what it was held against, and a set of one's
// own is no stranger's upload.
func conditionOf(path string, p judgedPicture, limits forensics.Limits) (calibration.Condition, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return calibration.Condition{}, err
	}
	x, refused := forensics.Open(data, p.Kind, limits)
	if refused != nil {
		return calibration.Condition{}, fmt.Errorf("%s: %s", p.File, refused.Message)
	}
	return x.Condition(), nil
}
