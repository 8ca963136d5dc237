package reuse

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"loupe/models"
)

// ringPrefix stands before the id of a ring's oldest link.
const ringPrefix = "ring_"

// RingID returns the id of the ring whose oldest link is the given one.
func RingID(link string) string { return ringPrefix + link }

// OldestLink returns the id of the link that a ring is known by; ok is false for an id that is no ring's.
func OldestLink(ring string) (link string, ok bool) { return strings.CutPrefix(ring, ringPrefix) }

// Ring returns the ring that verified links make, all of which hang together and none of which is suppressed. Status and
// Disposition are the caller's to fill in. There must be at least one link.
func Ring(links []models.LinkRecord) models.Ring {
	links = slices.Clone(links)
	slices.SortFunc(links, func(a, b models.LinkRecord) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	r := models.Ring{ID: RingID(links[0].ID), Links: links, Accounts: members(links), Shared: shared(links), Timeline: timeline(links)}
	r.FirstSeen = r.Accounts[0].FirstSeen
	for _, l := range links {
		r.Conflicts += len(l.Conflicts)
	}
	return r
}

// Accounts returns the accounts of a ring's members, sorted: what a disposition of the ring knows of.
func Accounts(r models.Ring) []string {
	out := make([]string, len(r.Accounts))
	for i, a := range r.Accounts {
		out[i] = a.Account
	}
	slices.Sort(out)
	return out
}

// members lists the accounts with their submissions, who came first first.
func members(links []models.LinkRecord) []models.RingAccount {
	var out []models.RingAccount
	for _, end := range ends(links) { // oldest first
		i := slices.IndexFunc(out, func(a models.RingAccount) bool { return a.Account == end.Account })
		if i < 0 {
			i = len(out)
			out = append(out, models.RingAccount{Account: end.Account, FirstSeen: end.FirstSeen})
		}
		out[i].Submissions = append(out[i].Submissions, end.SubmissionID)
	}
	return out
}

// ends lists every submission of the links once, oldest first.
func ends(links []models.LinkRecord) []models.LinkEnd {
	var out []models.LinkEnd
	for _, l := range links {
		out = append(out, l.A, l.B)
	}
	slices.SortFunc(out, func(a, b models.LinkEnd) int {
		return cmp.Or(a.FirstSeen.Compare(b.FirstSeen), cmp.Compare(a.SubmissionID, b.SubmissionID))
	})
	return slices.CompactFunc(out, func(a, b models.LinkEnd) bool { return a.SubmissionID == b.SubmissionID })
}

// relations returns everything that l ties its ends by, the strongest first.
func relations(l models.LinkRecord) []models.Relation {
	return append([]models.Relation{l.Comparison.Relation}, l.Also...)
}

// shared lists, for each relation, the groups of accounts that it connects: those hold one thing.
func shared(links []models.LinkRecord) []models.SharedItem {
	out := []models.SharedItem{}
	for _, r := range models.Relations() {
		var of []models.LinkRecord
		for _, l := range links {
			if slices.Contains(relations(l), r) {
				of = append(of, l)
			}
		}
		for _, group := range Groups(of) {
			item := models.SharedItem{Relation: r}
			for _, l := range group {
				item.Links = append(item.Links, l.ID)
			}
			for _, a := range members(group) {
				item.Accounts = append(item.Accounts, a.Account)
			}
			out = append(out, item)
		}
	}
	return out
}

// Groups parts links into those that hang together by common accounts, in order of their first links.
func Groups(links []models.LinkRecord) [][]models.LinkRecord {
	leader := map[string]string{}
	var find func(string) string
	find = func(a string) string {
		if up, ok := leader[a]; ok && up != a {
			leader[a] = find(up) // path compression keeps the chains short
			return leader[a]
		}
		return a
	}
	for _, l := range links {
		leader[find(l.A.Account)] = find(l.B.Account)
	}
	var out [][]models.LinkRecord
	at := map[string]int{}
	for _, l := range links {
		group := find(l.A.Account)
		if _, known := at[group]; !known {
			at[group] = len(out)
			out = append(out, nil)
		}
		out[at[group]] = append(out[at[group]], l)
	}
	return out
}

// timeline says when each submission joined, and by what.
func timeline(links []models.LinkRecord) []models.RingMoment {
	var out []models.RingMoment
	order := models.Relations()
	since := func(end models.LinkEnd, l models.LinkRecord) (other models.LinkEnd, touches bool) {
		switch end.SubmissionID {
		case l.A.SubmissionID:
			return l.B, true
		case l.B.SubmissionID:
			return l.A, true
		}
		return models.LinkEnd{}, false
	}
	for _, end := range ends(links) {
		moment := models.RingMoment{At: end.FirstSeen, Account: end.Account, SubmissionID: end.SubmissionID}
		for _, l := range links {
			other, touches := since(end, l)
			earlier := touches && earlierThan(other.FirstSeen, end.FirstSeen, other.SubmissionID < end.SubmissionID)
			r := l.Comparison.Relation
			if earlier && (moment.Relation == "" || slices.Index(order, r) < slices.Index(order, moment.Relation)) {
				moment.Relation = r
			}
		}
		out = append(out, moment)
	}
	return out
}

func earlierThan(a, b time.Time, tie bool) bool { return a.Before(b) || a.Equal(b) && tie }
