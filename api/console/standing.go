package console

import (
	"math"
	"slices"
	"strconv"

	"loupe/models"
)

// standing is what persons' words have made of a link or ring, and who said so.
type standing struct {
	Status models.Status
	By     *models.Disposition // whose word stands; nil when nobody said anything of it
	News   []string            // what came after it was called no match
	Bank   bool                // no match because an end is in the bank of what is shared honestly
	Ring   string              // no match because this ring is
}

func linkStanding(l models.LinkRecord, ring *models.Ring) standing {
	s := standing{Status: l.Status, By: l.Disposition}
	if s.Status == "" {
		s.Status = models.StatusOpen
	}
	if s.By != nil {
		s.News = since(s, l.ConflictFields())
		return s
	}
	s.Bank = s.Status.Suppressed()
	held := ring != nil && slices.ContainsFunc(ring.Links, func(r models.LinkRecord) bool { return r.ID == l.ID })
	if held && s.Status == models.StatusOpen && ring.Status.Suppressed() {
		s.Status, s.Ring = ring.Status, ring.ID
	}
	return s
}

func ringStanding(r models.Ring) standing {
	s := standing{Status: r.Status, By: r.Disposition}
	var accounts []string
	for _, a := range r.Accounts {
		accounts = append(accounts, a.Account)
	}
	s.News = since(s, accounts)
	return s
}

// since lists what is known now and was not when the word was said that no longer stands.
func since(s standing, now []string) []string {
	if s.By == nil || s.Status != models.StatusReopened {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(now), func(item string) bool { return slices.Contains(s.By.Known, item) })
}

func statusWord(s models.Status) string {
	switch s {
	case models.StatusNotAMatch:
		return "Not a match"
	case models.StatusConfirmed:
		return "Confirmed"
	case models.StatusReopened:
		return "Re-opened"
	}
	return "Open"
}

// oneIn says of how many pairs at most one would look alike by chance: 1/rate, rounded down to two digits. It is "" when
// that was not measured.
func oneIn(rate *float64) string {
	if rate == nil || !(*rate > 0) {
		return ""
	}
	n := max(1, math.Floor(1/(*rate)*(1+1e-9))) // 1/0.0003 and the like fall just below a whole number
	if digits := math.Floor(math.Log10(n)); digits >= 2 {
		unit := math.Pow(10, digits-1)
		n = math.Floor(n/unit) * unit
	}
	return grouped(strconv.FormatFloat(n, 'f', 0, 64))
}

// grouped parts digits by thousands.
func grouped(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
