package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"loupe/models"
)

// micros is a time as it is kept: microseconds since 1970 UTC, so that both databases sort and compare alike.
func micros(t time.Time) int64 { return t.UnixMicro() }

// instant is the reverse of micros.
func instant(us int64) time.Time { return time.UnixMicro(us).UTC() }

// stamp returns t in UTC at the precision that is kept, or the clock's time when t is zero.
func (d *DB) stamp(t time.Time) time.Time {
	if t.IsZero() {
		t = d.now()
	}
	return instant(micros(t))
}

// identifier refuses text that the databases would change on the way in (a NUL, broken UTF-8): two different account
// references must never become one.
func identifier(field, s string) error {
	if s == "" {
		return models.Invalidf(field, "%s is empty: send one", field)
	}
	return storable(field, s)
}

func storable(field, s string) error {
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return models.Invalidf(field, "%s %q is not plain UTF-8 text: send it without NUL characters and broken bytes", field, s)
	}
	return nil
}

// shown keeps untrusted text for display; what the databases cannot hold becomes U+FFFD.
func shown(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

func encode(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("store: encode %T: %w", v, err)
	}
	return string(b), nil
}

func decode(document string, into any) error {
	if err := json.Unmarshal([]byte(document), into); err != nil {
		return fmt.Errorf("store: decode %T: %w", into, err)
	}
	return nil
}

// engineKey is the part of an engine that decides whether a report is stale, as canonical JSON (map keys sorted).
// A rescan looks in full, so a report made in full is stale by its checks and policy alone, and one of the fast profile always.
func engineKey(e models.Engine) (string, error) {
	if e.Checks == nil {
		e.Checks = map[string]int{}
	}
	return encode(struct {
		Policy int            `json:"policy"`
		Checks map[string]int `json:"checks"`
		Fast   bool           `json:"fast,omitempty"`
	}{e.Policy, e.Checks, e.Profile == models.ProfileFast})
}
