package metadata

import (
	"fmt"
	"strings"
	"time"
)

// moment is a date as a file states it. Without a zone it is wall-clock time somewhere on Earth.
type moment struct {
	time  time.Time // wall clock read as UTC when zoned is false
	zoned bool
}

// slack is what two dates without zones may differ by and still agree: the zones of Earth reach from -12 to +14 hours.
const slack = 26 * time.Hour

// iso returns ISO 8601, without a zone where the file gives none.
func (m moment) iso() string {
	if m.zoned {
		return m.time.Format(time.RFC3339)
	}
	return m.time.Format("2006-01-02T15:04:05")
}

func (m moment) set() bool { return !m.time.IsZero() }

// parseMoment reads EXIF's "2006:01:02 15:04:05" (CIPA DC-008, 4.6.5.D) and XMP's ISO 8601 profile. Blanks, zeros and
// what is no date give the unset moment.
func parseMoment(s string) moment {
	s = strings.TrimSpace(s)
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006:01:02 15:04:05Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			return moment{t, true}
		}
	}
	for _, layout := range []string{"2006:01:02 15:04:05", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02", "2006:01:02"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return moment{t, false}
		}
	}
	return moment{}
}

// dates are the moments a file states, unset where it states none.
type dates struct {
	original, digitised, modified, gps moment // EXIF; GPS is UTC
	created, changed                   moment // XMP CreateDate, ModifyDate
}

func datesOf(e exif, x xmp) dates {
	d := dates{
		original: parseMoment(e.words["DateTimeOriginal"]), digitised: parseMoment(e.words["CreateDate"]),
		modified: parseMoment(e.words["ModifyDate"]), created: parseMoment(x.dates["CreateDate"]), changed: parseMoment(x.dates["ModifyDate"]),
	}
	if day := e.words["GPSDateStamp"]; day != "" {
		clock, _, _ := strings.Cut(e.words["GPSTimeStamp"], ".")
		if d.gps = parseMoment(day + " " + clock); !d.gps.set() {
			d.gps = parseMoment(day)
		}
		d.gps.zoned = d.gps.set()
	}
	return d
}

// firstDigital is the year before which no digital camera wrote a date. An older one is invented, or a scan's.
const firstDigital = 1990

// conflicts lists what cannot be, as sentences. model is the camera's model as the file states it.
func (d dates) conflicts(model string) []string {
	var found []string
	before := func(a moment, aName string, b moment, bName string) {
		if a.set() && b.set() && !clockNeverSet(a) && !clockNeverSet(b) && b.time.Sub(a.time) > slack {
			found = append(found, fmt.Sprintf("%s (%s) is before %s (%s)", aName, a.iso(), bName, b.iso()))
		}
	}
	before(d.modified, "modified", d.original, "taken")
	before(d.digitised, "digitised", d.original, "taken")
	before(d.modified, "modified", d.digitised, "digitised")
	before(d.changed, "changed by an editor", d.created, "created")
	before(d.original, "taken", d.gps, "the GPS fix") // the reverse is a stale fix, which phones do write
	if d.original.set() && !clockNeverSet(d.original) {
		if y := d.original.time.Year(); y < firstDigital {
			found = append(found, fmt.Sprintf("taken (%s) is before there were digital cameras", d.original.iso()))
		} else if year, ok := released(model); ok && y < year {
			found = append(found, fmt.Sprintf("taken (%s) is before the %s was sold (%d)", d.original.iso(), model, year))
		}
	}
	return found
}

// clockNeverSet reports whether m is a date that clocks start from when their battery was out: the first day of a year,
// or the eve of the Unix epoch in a western zone.
func clockNeverSet(m moment) bool {
	return m.time.YearDay() == 1 || (m.time.Year() == 1969 && m.time.YearDay() == 365)
}

// released returns the year in which a telephone's model was first sold; ok is false for models that are not in the
// list, which is short on purpose: models whose name gives them away and which forgers like to claim.
func released(model string) (year int, ok bool) {
	for _, m := range []struct {
		prefix string
		year   int
	}{
		{"iPhone 17", 2025}, {"iPhone 16", 2024}, {"iPhone 15", 2023}, {"iPhone 14", 2022}, {"iPhone 13", 2021}, {"iPhone 12", 2020},
		{"iPhone 11", 2019}, {"iPhone XS", 2018}, {"iPhone XR", 2018}, {"iPhone X", 2017}, {"iPhone 8", 2017}, {"iPhone 7", 2016},
		{"iPhone 6s", 2015}, {"iPhone 6", 2014}, {"iPhone 5", 2012}, {"iPhone 4", 2010}, {"iPhone", 2007},
		{"Pixel 10", 2025}, {"Pixel 9", 2024}, {"Pixel 8", 2023}, {"Pixel 7", 2022}, {"Pixel 6", 2021}, {"Pixel 5", 2020}, {"Pixel 4", 2019},
		{"Pixel 3", 2018}, {"Pixel 2", 2017}, {"Pixel", 2016},
	} {
		if strings.HasPrefix(model, m.prefix) {
			return m.year, true
		}
	}
	return 0, false
}
