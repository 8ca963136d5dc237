package fields

import (
	"loupe/models"
	"loupe/ocr/fields/date"
)

// agreeing counts by order of day and month the printed dates that can be read either way, and are what the zone or a barcode states
// in one of them.
func (p page) agreeing(values []candidate, known []models.Statement) (votes [3]int) {
	for _, c := range values {
		field := firstOf(p.labels[c.label].key)
		if typeOf(field) != typeDate {
			continue
		}
		first, fine := date.Parse(c.text.text, date.Hint{Order: date.DayFirst})
		second, too := date.Parse(c.text.text, date.Hint{Order: date.MonthFirst})
		if !fine || !too || first == second {
			continue
		}
		for _, k := range known {
			switch {
			case k.Name != field:
			case k.Value == first:
				votes[date.DayFirst]++
			case k.Value == second:
				votes[date.MonthFirst]++
			}
		}
	}
	return votes
}
