package storetest

import (
	"reflect"
	"strings"
	"testing"

	"loupe/models"
)

// onPage is a page's digest, told from others by its digits.
func onPage(page int, digits string) models.Fingerprint {
	return models.Fingerprint{Kind: models.FingerprintPixels, Bits: 256, Hex: digits, Page: page}
}

func (b *bench) fingerprints(t *testing.T, id string) (fps []models.Fingerprint) {
	t.Helper()
	check(t, b.EachFingerprint(t.Context(), func(e models.IndexEntry) error {
		if e.SubmissionID == id {
			fps = e.Fingerprints
		}
		return nil
	}))
	return fps
}

// pageByPage adds pages in order; what is held is never replaced by it, and what is gone does not come back.
func pageByPage(t *testing.T, b *bench) {
	s := b.submission("a")
	b.create(t, s)
	add := func(what string, want bool, page ...models.Fingerprint) {
		t.Helper()
		added, err := b.AddFingerprints(t.Context(), s.ID, page)
		check(t, err)
		wantEqual(t, what, added, want)
	}
	add("nothing", false)
	add("the first page", true, onPage(0, "a0"), onPage(0, "b0"))
	add("the first page again", false, onPage(0, "a0"))
	add("the third, as the second is blank", true, onPage(2, "a2"))
	add("the second, late", false, onPage(1, "a1"))
	want := []models.Fingerprint{onPage(0, "a0"), onPage(0, "b0"), onPage(2, "a2")}
	if got := b.fingerprints(t, s.ID); !reflect.DeepEqual(got, want) {
		t.Errorf("page by page: %+v, want %+v", got, want)
	}
	whole := []models.Fingerprint{onPage(0, "c0"), onPage(2, "c2")}
	check(t, b.SaveFingerprints(t.Context(), s.ID, whole))
	add("early ones that come late", false, onPage(0, "a0"))
	if got := b.fingerprints(t, s.ID); !reflect.DeepEqual(got, whole) {
		t.Errorf("the whole set: %+v, want %+v", got, whole)
	}
	_, err := b.AddFingerprints(t.Context(), s.ID, []models.Fingerprint{onPage(3, "with space")})
	wantCode(t, "digits with a space", err, models.ErrInvalid)
	_, err = b.DeleteSubmission(t.Context(), s.ID)
	check(t, err)
	_, err = b.AddFingerprints(t.Context(), s.ID, []models.Fingerprint{onPage(0, "a0")})
	wantCode(t, "of what was deleted", err, models.ErrNotFound)
	if got := b.fingerprints(t, s.ID); got != nil {
		t.Errorf("a deleted submission has %+v", got)
	}
}

// fingerprintsConcurrently lets the whole set come among pages that are added: it stays, whoever is first.
func fingerprintsConcurrently(t *testing.T, b *bench) {
	for range 10 {
		s := b.submission("a")
		b.create(t, s)
		whole := []models.Fingerprint{onPage(0, strings.Repeat("f", 64))}
		errs := together(4, func(i int) error {
			if i == 0 {
				return b.SaveFingerprints(t.Context(), s.ID, whole)
			}
			_, err := b.AddFingerprints(t.Context(), s.ID, []models.Fingerprint{onPage(0, "a0")})
			return err
		})
		for _, err := range errs {
			check(t, err)
		}
		if got := b.fingerprints(t, s.ID); !reflect.DeepEqual(got, whole) {
			t.Errorf("held %+v, want %+v", got, whole)
		}
	}
}
