package aamva

import (
	"regexp"
	"time"
)

// Date returns v as YYYY-MM-DD; empty when it is no date of 1900 to 2099. Versions differ: CCYYMMDD in version 1 and in
// Canada, MMDDCCYY in the United States from version 2, and issuers err. No eight digits can be both: no month is 19 or 20.
func Date(v string) string {
	m := regexp.MustCompile(`^([0-9]{8})(?:[^0-9]|$)|^([0-9]{4})[-/]([0-9]{2})[-/]([0-9]{2})`).FindStringSubmatch(v)
	if m == nil {
		return ""
	}
	digits := m[1] + m[2] + m[3] + m[4]
	layout := "01022006"
	if century := digits[:2]; century == "19" || century == "20" {
		layout = "20060102"
	}
	day, err := time.Parse(layout, digits)
	if err != nil || day.Year() < 1900 || day.Year() > 2099 {
		return ""
	}
	return day.Format(time.DateOnly)
}
