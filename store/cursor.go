package store

import (
	"encoding/base64"
	"strconv"
	"strings"

	"loupe/models"
)

// place is a row's position in a list: its sort number (a time in microseconds, or a count) and, among equals, its id.
type place struct {
	list   string // which list it belongs to, so that a cursor of one is refused by another
	number int64
	id     string
}

// cursor is base64url of "list:number:id".
func (p place) cursor() models.Cursor {
	text := p.list + ":" + strconv.FormatInt(p.number, 10) + ":" + p.id
	return models.Cursor(base64.RawURLEncoding.EncodeToString([]byte(text)))
}

// parseCursor accepts exactly what cursor made for the same list.
func parseCursor(list string, c models.Cursor) (place, error) {
	refused := models.Invalidf("cursor", "cursor %q is not one of this list: send back the one you were given, or none", c)
	text, err := base64.RawURLEncoding.Strict().DecodeString(string(c))
	if err != nil {
		return place{}, refused
	}
	name, rest, _ := strings.Cut(string(text), ":")
	digits, id, ok := strings.Cut(rest, ":")
	number, err := strconv.ParseInt(digits, 10, 64)
	p := place{list: name, number: number, id: id}
	if !ok || err != nil || name != list || storable("cursor", id) != nil || p.cursor() != c {
		return place{}, refused
	}
	return p, nil
}

const (
	defaultLimit = 50
	maxLimit     = 100
)

// pageSize applies the default and the cap of a list.
func pageSize(limit int) (int, error) {
	switch {
	case limit < 0:
		return 0, models.Invalidf("limit", "limit %d is negative: send 1 to %d, or none", limit, maxLimit)
	case limit == 0:
		return defaultLimit, nil
	}
	return min(limit, maxLimit), nil
}

// page cuts rows, of which one more than size was read, and says where the next page starts.
func page[T any](rows []T, size int, at func(T) place) ([]T, models.Cursor) {
	if len(rows) <= size {
		return rows, ""
	}
	return rows[:size], at(rows[size-1]).cursor()
}
