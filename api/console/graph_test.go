package console_test

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"loupe/api/apitest"
	"loupe/models"
)

// chain holds a ring of n accounts, each tied to the one before it.
func chain(n int) *apitest.Service {
	s := apitest.New()
	at := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	for i := 1; i < n; i++ {
		end := func(k int) models.LinkEnd {
			return models.LinkEnd{SubmissionID: fmt.Sprintf("sub-%03d", k), Account: fmt.Sprintf("acc-%03d", k), FirstSeen: at.Add(time.Duration(k) * time.Minute)}
		}
		s.LinkRecords = append(s.LinkRecords, models.LinkRecord{ID: fmt.Sprintf("lnk-%03d", i), A: end(i), B: end(i - 1), CreatedAt: at.Add(time.Duration(i) * time.Minute),
			Comparison: models.Comparison{Relation: models.RelationSameFile, Score: 1}})
	}
	return s
}

// The drawing is a circle of radius 165 around 360, 220 from the top clockwise, the same each time; larger rings have
// tables only.
func TestGraph(t *testing.T) {
	for _, c := range []struct{ n, nodes, edges, names int }{{2, 2, 1, 2}, {12, 12, 11, 12}, {13, 13, 12, 0}, {40, 40, 39, 0}, {41, 0, 0, 0}, {300, 0, 0, 0}} {
		status, body := fetch(t, chain(c.n), "/console/rings/ring_lnk-001")
		count := func(class string) int { return len(regexp.MustCompile(`class="`+class+`"`).FindAllString(body, -1)) }
		if status != 200 || count("node") != c.nodes || count("edge") != c.edges || count("nodename") != c.names {
			t.Errorf("%d accounts: status %d, %d nodes, %d edges, %d names", c.n, status, count("node"), count("edge"), count("nodename"))
		}
		if rows := strings.Count(body, "#link-lnk-"); rows != min(c.n-1, 200) || !strings.Contains(body, fmt.Sprintf("tied by %d links", c.n-1)) {
			t.Errorf("%d accounts: %d rows of links", c.n, rows)
		}
		if !strings.Contains(body, fmt.Sprintf("acc-%03d", c.n-1)) {
			t.Errorf("%d accounts: the last is missing", c.n)
		}
	}
	_, body := fetch(t, chain(4), "/console/rings/ring_lnk-001")
	for _, at := range []string{`cx="360" cy="55"`, `cx="525" cy="220"`, `cx="360" cy="385"`, `cx="195" cy="220"`} {
		if !strings.Contains(body, at) {
			t.Errorf("no node at %s", at)
		}
	}
	if _, again := fetch(t, chain(4), "/console/rings/ring_lnk-001"); again != body {
		t.Error("drawn differently the second time")
	}
}

// Accounts keep their names on the way through an address.
func TestAccountAddresses(t *testing.T) {
	for _, account := range []models.Account{"100%", "a%41", "a/b", "a?b#c", "ü €", "a+b", "a b"} {
		s := apitest.New()
		s.Add(models.Submission{ID: "sub-1", Account: account}, models.Report{})
		_, list := fetch(t, s, "/console/submissions/sub-1")
		address := html.UnescapeString(regexp.MustCompile(`/console/accounts/[^"]*`).FindString(list))
		if status, body := fetch(t, s, address); status != 200 || !strings.Contains(body, "<bdi>"+strings.ReplaceAll(string(account), "+", "&#43;")+"</bdi>") {
			t.Errorf("%q: %s leads to %d", account, address, status)
		}
	}
}
