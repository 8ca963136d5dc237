// Package calibration says how often an untouched picture shows as much as a check measured: an empirical p-value against
// clean pictures of the same condition (Mondrian conformal prediction: Vovk, Gammerman, Shafer, Algorithmic Learning in a
// Random World, 2005, 4.5). The table is measured, never fitted: `make calibration` draws the pictures and writes it.
package calibration

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"loupe/models"
)

// MinPictures is the smallest set that a p-value may come from: below it, p <= 1/30 could never be said.
const MinPictures = 30

// Condition is what a picture's like are chosen by. What is not alike must not be compared: blur and compression would
// become forgery.
type Condition struct {
	Subject string `json:"subject"` // SubjectDocument or SubjectPortrait
	Channel string `json:"channel"` // one of the channels below
	Bucket  string `json:"bucket"`  // of quality: see Bucket
}

// The subjects.
const (
	SubjectDocument = "document"
	SubjectPortrait = "profile photo"
)

// The channels.
const (
	ChannelCamera   = "camera JPEG"   // a JPEG that names its camera
	ChannelResaved  = "re-saved JPEG" // a JPEG that names none
	ChannelLossless = "lossless"      // PNG and others that change no pixel
	ChannelScan     = "scan"          // a document that fills the frame
)

// Bucket returns the quality bucket of a JPEG of an IJG quality; 0 is for pictures that are no JPEG.
func Bucket(quality int) string {
	switch {
	case quality <= 0:
		return "lossless"
	case quality < 80:
		return "below 80"
	case quality < 88:
		return "80 to 87"
	case quality < 93:
		return "88 to 92"
	}
	return "93 and above"
}

// Set holds what one statistic of one check measured on the untouched pictures of one condition.
type Set struct {
	Check     string `json:"check"`
	Version   int    `json:"version"` // of the check: another version's values are not comparable
	Statistic string `json:"statistic"`
	Condition
	Values []float64 `json:"values"` // ascending, one for each picture on which the check looked properly
}

// Table is every set, and when they were measured.
type Table struct {
	Date string `json:"date"` // ISO 8601
	Sets []Set  `json:"sets"`
}

//go:embed table.json
var measured []byte

// Default returns the table that ships with Loupe.
func Default() (Table, error) { return Parse(measured) }

// Parse reads a table and validates it.
func Parse(data []byte) (Table, error) {
	var t Table
	if err := json.Unmarshal(data, &t); err != nil {
		return Table{}, fmt.Errorf("calibration table: %w", err)
	}
	if _, err := time.Parse(time.DateOnly, t.Date); err != nil {
		return Table{}, fmt.Errorf("calibration table: date %q is not YYYY-MM-DD", t.Date)
	}
	for _, s := range t.Sets {
		if s.Check == "" || s.Statistic == "" || !slices.IsSorted(s.Values) {
			return Table{}, fmt.Errorf("calibration table: set %s/%s of %v: it needs a check, a statistic and ascending values", s.Check, s.Statistic, s.Condition)
		}
	}
	return t, nil
}

// Add puts one value of an untouched picture into its set.
func (t *Table) Add(check string, version int, e models.Evidence, c Condition) {
	i := slices.IndexFunc(t.Sets, func(s Set) bool {
		return s.Check == check && s.Version == version && s.Statistic == e.Statistic && s.Condition == c
	})
	if i < 0 {
		t.Sets = append(t.Sets, Set{Check: check, Version: version, Statistic: e.Statistic, Condition: c})
		i = len(t.Sets) - 1
	}
	at, _ := slices.BinarySearch(t.Sets[i].Values, e.Value)
	t.Sets[i].Values = slices.Insert(t.Sets[i].Values, at, e.Value)
}

// Calibrate fills in the p-value of e, measured by a check of that version on a picture of condition c. The set is the
// narrowest that has MinPictures: channel and bucket, the bucket of any channel (compression changes what a check measures more
// than the camera does), the channel in any bucket, the subject. What lies above all of that set is held against the wider
// ones too, as the narrow one has said all it can: p <= 1/(n+1). Such a p-value holds over untouched pictures of all these
// conditions together. Without a set, e is returned as it is.
func (t Table) Calibrate(check string, version int, e models.Evidence, c Condition) models.Evidence {
	for _, like := range alike(c) {
		n, reached := 0, 0
		for _, s := range t.Sets {
			if s.Check == check && s.Version == version && s.Statistic == e.Statistic && like.holds(s.Condition) {
				at, _ := slices.BinarySearch(s.Values, e.Value)
				n, reached = n+len(s.Values), reached+len(s.Values)-at
			}
		}
		if n < MinPictures {
			continue
		}
		if p := float64(1+reached) / float64(n+1); e.P == nil || p < *e.P { // METHODS 6: never 0
			e.P = &p
			e.Calibration = &models.Calibration{Subject: like.Subject, Channel: like.Channel, Bucket: like.Bucket, N: n, Date: t.Date}
		}
		if reached > 0 {
			break
		}
	}
	return e
}

// open is what a condition says of what it leaves open.
const open = "any"

// alike returns c and the wider conditions that hold it, narrowest first.
func alike(c Condition) []Condition {
	return []Condition{c, {c.Subject, open, c.Bucket}, {c.Subject, c.Channel, open}, {c.Subject, open, open}}
}

func (c Condition) holds(o Condition) bool {
	return c.Subject == o.Subject && (c.Channel == open || c.Channel == o.Channel) && (c.Bucket == open || c.Bucket == o.Bucket)
}
