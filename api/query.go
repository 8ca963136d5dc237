package api

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"loupe/models"
)

const maxAccountChars = 200

// plainText reports whether s is valid UTF-8 of at most limit characters without control characters.
func plainText(s string, limit int) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= limit && !strings.ContainsFunc(s, unicode.IsControl)
}

// parseAccount returns the account named s, or an ErrInvalid.
func parseAccount(s string) (models.Account, error) {
	if s == "" {
		return "", &models.Error{Code: models.ErrInvalid, Reason: "account.missing", Field: "account",
			Message: "account is missing: send your own reference of the account, 1 to 200 characters"}
	}
	if !plainText(s, maxAccountChars) {
		return "", models.Invalidf("account", "account %.40q is not 1 to %d characters of UTF-8 without control characters", s, maxAccountChars)
	}
	return models.Account(s), nil
}

// parseVerdict returns the verdict named s ("" is allowed), or an ErrInvalid.
func parseVerdict(s string) (models.Verdict, error) {
	v := models.Verdict(s)
	if slices.Contains([]models.Verdict{"", models.VerdictAccept, models.VerdictReview, models.VerdictReject}, v) {
		return v, nil
	}
	return "", models.Invalidf("verdict", "verdict %.40q is unknown: send one of accept, review, reject", s)
}

// parseRelation returns the relation named s ("" is allowed), or an ErrInvalid.
func parseRelation(s string) (models.Relation, error) {
	if r := models.Relation(s); s == "" || r.Known() {
		return r, nil
	}
	words := make([]string, 0, len(models.Relations()))
	for _, r := range models.Relations() {
		words = append(words, string(r))
	}
	return "", models.Invalidf("relation", "relation %.40q is unknown: send one of %s", s, strings.Join(words, ", "))
}

// optional parses s only when there is one.
func optional[T any](s string, parse func(string) (T, error)) (T, error) {
	if s == "" {
		var none T
		return none, nil
	}
	return parse(s)
}

// filter reads the query of a list, collects every fault, and refuses parameters that it was not asked for: a
// misspelled filter must not quietly return everything.
type filter struct {
	values url.Values
	faults faults
}

func newFilter(c echo.Context, known ...string) *filter {
	f := &filter{values: c.QueryParams()}
	names := make([]string, 0, len(f.values))
	for name := range f.values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !slices.Contains(known, name) {
			f.add(&models.Error{Code: models.ErrInvalid, Reason: "query.unknown", Field: "query",
				Message: "query parameter " + strconv.QuoteToASCII(clip(name, 40)) + " is unknown: known are " + strings.Join(known, ", ")})
		}
	}
	return f
}

func (f *filter) add(err error) { f.faults.add(err) }

// get parses one parameter with parse and keeps the fault.
func get[T any](f *filter, name string, parse func(string) (T, error)) T {
	v, err := optional(f.values.Get(name), parse)
	f.add(err)
	return v
}

// parseLimit reads a page size, 1..100.
func parseLimit(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 100 {
		return 0, models.Invalidf("limit", "limit %.20q is not a number from 1 to 100", s)
	}
	return n, nil
}

// parseCursor reads an opaque place in a list; what it means is the store's affair.
func parseCursor(s string) (models.Cursor, error) {
	if len(s) > 512 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", models.Invalidf("cursor", "cursor is not one that a list returned as next")
	}
	return models.Cursor(s), nil
}

// parseRevision reads a report revision, from 1.
func parseRevision(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 1<<30 {
		return 0, models.Invalidf("revision", "revision %.20q is not a number from 1", s)
	}
	return n, nil
}

// pathID returns the id in the path. One that cannot be ours is not found, before it reaches a database.
func pathID(c echo.Context) (string, error) {
	id, err := parseID(c.Param("id"))
	if err != nil {
		return "", models.Errorf(models.ErrNotFound, "not_found", "there is nothing with the id %.40q", c.Param("id"))
	}
	return id, nil
}

// parseID returns s when it could be an id of ours: letters, digits, - and _.
func parseID(s string) (string, error) {
	ours := func(r rune) bool {
		return r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	if s == "" || len(s) > 128 || strings.ContainsFunc(s, func(r rune) bool { return !ours(r) }) {
		return "", models.Invalidf("submission", "submission %.40q is not an id of ours", s)
	}
	return s, nil
}

// parseWait reads how long the client wants to wait for the report, RFC 7240 section 4.3. Preferences that make no
// sense are ignored, as its section 2 asks; longer waits than maxWait are cut.
func parseWait(h http.Header) time.Duration {
	for _, line := range h.Values("Prefer") {
		for _, preference := range strings.Split(line, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(preference), "=")
			if strings.EqualFold(name, "respond-async") {
				return 0
			}
			seconds, err := strconv.ParseUint(strings.Trim(value, `" `), 10, 31)
			if strings.EqualFold(strings.TrimSpace(name), "wait") && err == nil {
				return min(time.Duration(seconds)*time.Second, maxWait)
			}
		}
	}
	return defaultWait
}

// clip shortens s to at most n bytes for a message.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n] + "..."
}
