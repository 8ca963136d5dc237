package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"loupe/models"
	"loupe/store"
)

// fortyFingerprints are what a submission of today has.
func fortyFingerprints() []models.Fingerprint {
	fps := []models.Fingerprint{{Kind: models.FingerprintBytes, Bits: 256, Hex: strings.Repeat("0f", 32), Version: 2}}
	for i := range 39 {
		fps = append(fps, models.Fingerprint{Kind: models.FingerprintFeature, Bits: 256, Hex: fmt.Sprintf("%064x", i*i*i*7919),
			Orientation: 1, Page: i % 3, Box: &[4]int{100 * i, 37 * i, 128, 128}, Version: models.FingerprintVersion})
	}
	return fps
}

func TestFingerprintText(t *testing.T) {
	for name, fps := range map[string][]models.Fingerprint{
		"none": {}, "today's": fortyFingerprints(), "of another program": {{Kind: "portrait512", Bits: -1, Hex: "Zz", Box: &[4]int{-5, 0, 1, 1 << 40}}},
	} {
		text, err := store.EncodeFingerprints(fps)
		if err != nil {
			t.Fatal(err)
		}
		old, err := json.Marshal(fps)
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range []string{text, string(old)} {
			if got, err := store.DecodeFingerprints(document); err != nil || !reflect.DeepEqual(got, fps) {
				t.Errorf("%s: %q comes back as %+v, %v", name, document, got, err)
			}
		}
	}
	for _, f := range []models.Fingerprint{{Kind: "", Hex: "a"}, {Kind: "a", Hex: ""}, {Kind: "a b", Hex: "a"}, {Kind: "a", Hex: "b\n"}, {Kind: "ä", Hex: "a"}, {Kind: "a\x00", Hex: "a"}} {
		if _, err := store.EncodeFingerprints([]models.Fingerprint{f}); models.CodeOf(err) != models.ErrInvalid {
			t.Errorf("%+v: %v, want invalid", f, err)
		}
	}
	for _, document := range []string{"", "fp1", "fp2\n", "{}", "[", "fp1\nx", "fp1\n\n", "fp1\na 1 1 1 1 - f", "fp1\na 1 1 1 1 -\n", "fp1\na 1 1 1 - f\n",
		"fp1\na 01 1 1 1 - f\n", "fp1\na +1 1 1 1 - f\n", "fp1\na -0 1 1 1 - f\n", "fp1\na 1 1 1 1 1,2,3 f\n", "fp1\na 1 1 1 1 1,2,3,4,5 f\n", "fp1\na 1 1 1 1 1,2,3, f\n",
		"fp1\na 99999999999999999999 1 1 1 - f\n", "fp1\na 1 1 1 1 - f g\n"} {
		if got, err := store.DecodeFingerprints(document); err == nil {
			t.Errorf("%q is read as %+v", document, got)
		}
	}
}

// FuzzFingerprintText: what is read was written so, and what was written is read as it was.
func FuzzFingerprintText(f *testing.F) {
	text, err := store.EncodeFingerprints(fortyFingerprints()[:3])
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{text, "fp1\n", "fp1\na 1 0 0 0 1,-2,3,4 f\n", `[{"kind":"sha256","bits":256,"hex":"ab"}]`, "[]"} {
		f.Add(seed, "phash256", 256, "00ff")
	}
	f.Fuzz(func(t *testing.T, document, kind string, n int, digits string) {
		fps, err := store.DecodeFingerprints(document)
		if err == nil && strings.HasPrefix(document, "fp1") {
			if again, err := store.EncodeFingerprints(fps); err != nil || again != document {
				t.Errorf("%q is written again as %q, %v", document, again, err)
			}
		}
		want := []models.Fingerprint{{Kind: models.FingerprintKind(kind), Bits: n, Hex: digits, Page: -n, Box: &[4]int{n, 0, 1, n}}}
		text, err := store.EncodeFingerprints(want)
		if err != nil {
			return
		}
		if got, err := store.DecodeFingerprints(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v comes back as %+v, %v", want, got, err)
		}
	})
}

// TestEachFingerprintReadsOldRows: a database of the program before this one holds JSON; what is damaged is said.
func TestEachFingerprintReadsOldRows(t *testing.T) {
	db := open(t, t.TempDir()+"/loupe.db", store.Options{})
	if _, err := db.CreateSubmission(t.Context(), submission("s"), time.Minute); err != nil {
		t.Fatal(err)
	}
	keep := func(document string) {
		if _, err := db.Writer().NewRaw(`INSERT OR REPLACE INTO fingerprints VALUES ('s', ?)`, document).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	keep(`[{"kind":"phash64","bits":64,"hex":"00ff","orientation":1,"page":2}]`)
	want := []models.Fingerprint{{Kind: models.FingerprintPHash64, Bits: 64, Hex: "00ff", Orientation: 1, Page: 2}}
	seen := errors.New("seen")
	err := db.EachFingerprint(t.Context(), func(e models.IndexEntry) error {
		if !reflect.DeepEqual(e.Fingerprints, want) {
			t.Errorf("fingerprints = %+v", e.Fingerprints)
		}
		return seen
	})
	if err != seen {
		t.Errorf("EachFingerprint = %v", err)
	}
	keep("fp9\n")
	if err := db.EachFingerprint(t.Context(), func(models.IndexEntry) error { return nil }); err == nil || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("a newer program's row: %v", err)
	}
}

// BenchmarkEachFingerprint reads 40 fingerprints of each of 10,000 submissions, or of 100,000 with LOUPE_MEASURE=1.
func BenchmarkEachFingerprint(b *testing.B) {
	n := 10_000
	if os.Getenv("LOUPE_MEASURE") == "1" {
		n = 100_000
	}
	fps := fortyFingerprints()
	text, err := store.EncodeFingerprints(fps)
	if err != nil {
		b.Fatal(err)
	}
	old, err := json.Marshal(fps)
	if err != nil {
		b.Fatal(err)
	}
	for name, document := range map[string]string{"text": text, "json": string(old)} {
		b.Run(name, func(b *testing.B) {
			db := filled(b, n)
			if _, err := db.Writer().NewRaw(`INSERT INTO fingerprints SELECT id, ? FROM submissions`, document).Exec(b.Context()); err != nil {
				b.Fatal(err)
			}
			codes := 0
			for b.Loop() {
				err := db.EachFingerprint(b.Context(), func(e models.IndexEntry) error { codes += len(e.Fingerprints); return nil })
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(codes), "ns/code")
		})
	}
}
