package store_test

import (
	"math"
	"testing"

	"loupe/models"
	"loupe/store"
)

func TestCursorRoundTrip(t *testing.T) {
	for _, test := range []struct {
		number int64
		id     string
	}{{0, ""}, {-1, "a:b"}, {math.MaxInt64, "019a0000-0000-7000-8000-000000000000"}, {math.MinInt64, "Nguyễn"}} {
		number, id, err := store.ParseCursor("links", store.Cursor("links", test.number, test.id))
		if err != nil || number != test.number || id != test.id {
			t.Errorf("round trip of %+v = %d %q, %v", test, number, id, err)
		}
		if _, _, err := store.ParseCursor("submissions", store.Cursor("links", test.number, test.id)); models.CodeOf(err) != models.ErrInvalid {
			t.Errorf("cursor of another list: %v", err)
		}
	}
}

// FuzzParseCursor: whatever is sent is refused as invalid, or is exactly what the store would have made.
func FuzzParseCursor(f *testing.F) {
	f.Add("")
	f.Add("bGlua3M6MTph")
	f.Add(string(store.Cursor("links", math.MaxInt64, "id")))
	f.Add(string(store.Cursor("links", 1, "\x00")))
	f.Fuzz(func(t *testing.T, c string) {
		number, id, err := store.ParseCursor("links", models.Cursor(c))
		if err != nil {
			if models.CodeOf(err) != models.ErrInvalid {
				t.Fatalf("ParseCursor(%q) = %v", c, err)
			}
			return
		}
		if again := store.Cursor("links", number, id); string(again) != c {
			t.Fatalf("ParseCursor accepts %q, made %q", c, again)
		}
	})
}
