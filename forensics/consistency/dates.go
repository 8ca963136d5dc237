package consistency

import (
	"fmt"
	"slices"
	"strings"

	"loupe/forensics/consistency/date"
	"loupe/models"
)

// centuries are the years by which a date of a machine readable zone may be off, because it states two digits.
func centuries() []int { return []int{0, -100, 100} }

// dated is a witness that states a whole day with confidence.
type dated struct {
	witness
	date.Date
}

// certain returns the whole dates of a field that were read with confidence, or less well at two places that agree, and that no
// other reading disputes.
func (h *hearing) certain(field string) []dated {
	var out []dated
	for _, w := range h.by[field] {
		d, ok := date.Parse(w.value)
		if ok && d.Whole() && w.source != sourceClaim && (w.confidence >= h.policy.Confidence || h.borneOut(field, w)) && !h.disputed(field, w) {
			out = append(out, dated{w, d})
		}
	}
	return out
}

// disputed reports whether w is on one side of a difference: then nothing should rest on it.
func (h *hearing) disputed(field string, w witness) bool {
	return slices.ContainsFunc(h.pairs, func(p pair) bool {
		return p.field == field && p.grade != agrees && !p.claim() && (p.a.repeats(w) || p.b.repeats(w))
	})
}

// borneOut reports whether another source states what w does, and neither was read badly.
func (h *hearing) borneOut(field string, w witness) bool {
	return slices.ContainsFunc(h.pairs, func(p pair) bool {
		return p.field == field && p.grade == agrees && !p.claim() && p.a.source != p.b.source && (p.a.repeats(w) || p.b.repeats(w)) && p.confidence() > doubtful
	})
}

// readings returns the days that d can mean.
func (d dated) readings() []date.Date {
	if d.source != models.SourceMRZ {
		return []date.Date{d.Date}
	}
	var out []date.Date
	for _, c := range centuries() {
		if r := (date.Date{Year: d.Year + c, Month: d.Month, Day: d.Day}); r.Whole() {
			out = append(out, r)
		}
	}
	return out
}

// judgeDates holds the dates against each other and the day of the upload.
func judgeDates(h *hearing) {
	today := date.Of(h.Day.UTC())
	if h.Day.IsZero() {
		return
	}
	births := h.certain(models.FieldBirthDate)
	tomorrow := date.Of(h.Day.UTC().AddDate(0, 0, 1)) // where it is already tomorrow
	h.impossible(births, fmt.Sprintf("the age lies outside 0 to %d years", h.policy.MaxAge), func(d date.Date) bool {
		return date.Years(d, tomorrow) >= 0 && date.Years(d, today) <= h.policy.MaxAge
	})
	for _, field := range []string{models.FieldIssueDate, models.FieldAwardDate} {
		h.impossible(h.certain(field), "it lies after the day of the upload", func(d date.Date) bool { return !tomorrow.Time().Before(d.Time()) })
	}
	h.ordered(models.FieldBirthDate, models.FieldIssueDate)
	h.ordered(models.FieldIssueDate, models.FieldExpiryDate)
	h.ordered(models.FieldBirthDate, models.FieldExpiryDate)
	if h.Kind == models.KindIdentityDocument {
		h.expired(today)
		h.validity()
	}
	h.degreeAge()
}

// impossible adds a fault for each date of which no reading is possible.
func (h *hearing) impossible(ds []dated, why string, possible func(date.Date) bool) {
	for _, d := range ds {
		if !slices.ContainsFunc(d.readings(), possible) {
			h.faults = append(h.faults, fault{code: models.ReasonDataDates, score: d.confidence, witnesses: []witness{d.witness},
				text: fmt.Sprintf("%s %s in %s cannot be: %s", title(d.field), d.Date, h.place(d.witness), why)})
		}
	}
}

// ordered adds a fault when a date of field first is not before one of field second, in any reading.
func (h *hearing) ordered(first, second string) {
	for _, a := range h.certain(first) {
		for _, b := range h.certain(second) {
			fine := slices.ContainsFunc(a.readings(), func(x date.Date) bool {
				return slices.ContainsFunc(b.readings(), func(y date.Date) bool { return x.Time().Before(y.Time()) })
			})
			if !fine {
				h.faults = append(h.faults, fault{code: models.ReasonDataDates, score: min(a.confidence, b.confidence), witnesses: []witness{a.witness, b.witness},
					text: fmt.Sprintf("%s %s in %s is not before %s %s in %s", title(first), a.Date, h.place(a.witness), title(second), b.Date, h.place(b.witness))})
				return
			}
		}
	}
}

// expired says by how many days the document had expired; it is valid on its last day.
func (h *hearing) expired(today date.Date) {
	ds := h.certain(models.FieldExpiryDate)
	if len(ds) == 0 {
		return
	}
	d := ds[0]
	for _, o := range ds {
		if o.source != models.SourceMRZ { // its century is known
			d = o
			break
		}
	}
	h.late = models.Score(today.Time().Sub(d.Time()).Hours() / 24)
	if *h.late > 0 {
		h.faults = append(h.faults, fault{code: models.ReasonDataExpired, score: 0.5, witnesses: []witness{d.witness},
			text: fmt.Sprintf("the document expired on %s, %.0f days before it was uploaded", d.Date, *h.late)})
	}
}

// validity measures the period from issue to expiry, in years.
func (h *hearing) validity() {
	issued, expires := h.certain(models.FieldIssueDate), h.certain(models.FieldExpiryDate)
	if len(issued) == 0 || len(expires) == 0 {
		return
	}
	from, to := issued[0].Date, expires[0].Date
	for _, o := range expires {
		if o.source == issued[0].source {
			to = o.Date
		}
	}
	h.years = models.Score(to.Time().Sub(from.Time()).Hours() / 24 / 365.2425)
}

// longestValidity is the longest period, in years, for which a document of the given code is issued: passports ten years and
// up to nine months that remained of the one before; cards and licences fifteen years. Cards of older people and some
// licences have no end, so that more is worth a look and no fault.
func longestValidity(code string) float64 {
	if strings.HasPrefix(code, "P") {
		return 10.75
	}
	return 15.05
}

// degreeAge holds the day of an award against the holder's birth, which the account may state.
func (h *hearing) degreeAge() {
	for _, award := range h.certain(models.FieldAwardDate) {
		for _, b := range h.by[models.FieldBirthDate] {
			births := days(b)
			if len(births) == 0 || b.confidence < h.policy.Confidence {
				continue
			}
			oldEnough := slices.ContainsFunc(births, func(d date.Date) bool {
				if d.Month == 0 || d.Day == 0 {
					return award.Year-d.Year >= h.policy.MinDegreeAge
				}
				return date.Years(d, award.Date) >= h.policy.MinDegreeAge
			})
			if !oldEnough {
				h.faults = append(h.faults, fault{code: models.ReasonDataDates, score: 0.8, witnesses: []witness{award.witness, b},
					text: fmt.Sprintf("the holder, born %s according to %s, would have been younger than %d on the day of the award, %s", shown(b.value), h.place(b), h.policy.MinDegreeAge, award.Date)})
				return
			}
		}
	}
}
