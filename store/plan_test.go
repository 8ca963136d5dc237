package store_test

import (
	"strings"
	"testing"

	"loupe/store"
)

// TestSQLitePlans: what is asked for every upload, page or job is answered from an index, without sorting.
func TestSQLitePlans(t *testing.T) {
	db := filled(t, 1000)
	for _, test := range []struct{ query, index string }{
		{`SELECT j.id FROM jobs AS j WHERE j.queue = 'revise' AND j.state <> 'done' AND (j.state = 'waiting' OR j.lease_until <= 1)
				AND EXISTS (SELECT 1 FROM submissions AS s WHERE s.id = j.submission_id AND s.revision > 0)
				AND NOT EXISTS (SELECT 1 FROM jobs AS o WHERE o.submission_id = j.submission_id AND o.id <> j.id AND o.state = 'leased' AND o.lease_until > 1)
			ORDER BY j.enqueued_at, j.submitted_at, j.id LIMIT 1`, "jobs_open"},
		{`SELECT id FROM jobs WHERE queue = 'live' AND state <> 'done' AND (state = 'waiting' OR lease_until <= 1)
			ORDER BY enqueued_at, submitted_at, id LIMIT 1`, "jobs_open"},
		{`SELECT count(*) FROM jobs WHERE queue = 'bulk' AND state <> 'done'`, "jobs_open"},
		{`SELECT * FROM submissions AS s WHERE (s.created_at, s.id) < (5, 'x') ORDER BY s.created_at DESC, s.id DESC LIMIT 51`, "submissions_newest"},
		{`SELECT * FROM submissions AS s WHERE s.account = 'a' AND (s.created_at, s.id) < (5, 'x') ORDER BY s.created_at DESC, s.id DESC LIMIT 51`, "submissions_account"},
		{`SELECT * FROM submissions AS s WHERE s.verdict = 'review' ORDER BY s.created_at DESC, s.id DESC LIMIT 51`, "submissions_verdict"},
		{`SELECT * FROM links AS l WHERE (l.created_at, l.id) < (5, 'x') ORDER BY l.created_at DESC, l.id DESC LIMIT 51`, "links_newest"},
		{`SELECT e.* FROM events AS e WHERE e.number > 5 ORDER BY e.number LIMIT 50`, "sqlite_autoindex_events_1"},
		{`SELECT e.* FROM events AS e WHERE e.number > 5 AND e.account = 'a' ORDER BY e.number LIMIT 50`, "events_account"},
		{`SELECT e.* FROM events AS e WHERE e.number > 5 AND e.type = 'link.found' ORDER BY e.number LIMIT 50`, "events_type"},
		{`SELECT d.* FROM dispositions AS d WHERE d.link_id = 'l' ORDER BY d.number DESC LIMIT 51`, "dispositions_link"},
		{`SELECT d.* FROM dispositions AS d WHERE d.ring_id = 'r' ORDER BY d.number DESC LIMIT 51`, "dispositions_ring"},
		{`SELECT max(number) FROM dispositions WHERE link_id = 'l'`, "dispositions_link"},
		{`SELECT k.* FROM bank AS k WHERE k.bank = 'good' ORDER BY k.created_at DESC, k.submission_id DESC LIMIT 51`, "bank_newest"},
		{`SELECT id, created_at FROM submissions WHERE id IN ('a', 'b') ORDER BY id`, "sqlite_autoindex_submissions_1"},
		{`SELECT document FROM rescan_changes AS c WHERE c.rescan_id = 'r' AND c.position > 5 ORDER BY c.position LIMIT 51`, "sqlite_autoindex_rescan_changes_1"},
		{`SELECT document FROM reports AS r WHERE r.submission_id = 's' ORDER BY r.revision DESC LIMIT 1`, "sqlite_autoindex_reports_2"},
		{`SELECT sha256 FROM submissions WHERE sha256 IN ('a', 'b')`, "submissions_sha256"},
		{`SELECT back_sha256 FROM submissions WHERE back_sha256 IN ('a', 'b')`, "submissions_back"},
		{`SELECT blob_key FROM artifacts WHERE blob_key IN ('a', 'b')`, "artifacts_blob_key"},
		{`SELECT s.* FROM submissions AS s WHERE s.revision = 0 AND s.id > 'x' AND s.created_at < 5 ORDER BY s.id LIMIT 200`, "submissions_received"},
		{`SELECT scope, name FROM idempotency_keys WHERE created_at < 5 ORDER BY created_at LIMIT 500`, "idempotency_keys_oldest"},
		{`SELECT * FROM idempotency_keys AS i WHERE scope = 'a' AND name = 'b'`, "sqlite_autoindex_idempotency_keys_1"},
	} {
		plan := explain(t, db, test.query)
		if !strings.Contains(plan, "INDEX "+test.index) || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s\nis answered by %q, want index %s and no sorting", test.query, plan, test.index)
		}
	}
	plan := explain(t, db, `SELECT count(*) FROM links AS l WHERE l.a_id = 's' OR l.b_id = 's'`)
	if strings.Contains(plan, "SCAN l") {
		t.Errorf("links of a submission are counted by %q", plan)
	}
	plan = explain(t, db, `SELECT l.*, a.bank, b.bank, d.id FROM (SELECT l.* FROM links AS l ORDER BY l.created_at DESC, l.id DESC LIMIT 51) AS l
		LEFT JOIN bank AS a ON a.submission_id = l.a_id LEFT JOIN bank AS b ON b.submission_id = l.b_id
		LEFT JOIN dispositions AS d ON d.number = (SELECT max(number) FROM dispositions WHERE link_id = l.id) ORDER BY l.created_at DESC, l.id DESC`)
	for _, scan := range []string{"SCAN a", "SCAN b", "SCAN d"} {
		if strings.Contains(plan, scan) || !strings.Contains(plan, "INDEX links_newest") {
			t.Errorf("a page of links is joined by %q", plan)
		}
	}
}

func explain(t *testing.T, db *store.DB, query string) string {
	t.Helper()
	rows, err := db.Reader().QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(detail + "; ")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
