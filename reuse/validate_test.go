package reuse_test

import (
	"strings"
	"testing"

	"loupe/models"
	"loupe/reuse"
)

func TestValidate(t *testing.T) {
	digits := strings.Repeat("0f", 32)
	for name, c := range map[string]struct {
		fp models.Fingerprint
		ok bool
	}{
		"digest":            {models.Fingerprint{Kind: models.FingerprintBytes, Bits: 256, Hex: digits}, true},
		"upright":           {models.Fingerprint{Kind: models.FingerprintPHash64, Bits: 64, Hex: digits[:16], Orientation: 1}, true},
		"unknown kind":      {models.Fingerprint{Kind: "portrait512", Bits: 512, Hex: "zz"}, true},
		"too short":         {models.Fingerprint{Kind: models.FingerprintPHash, Bits: 256, Hex: digits[:62], Orientation: 1}, false},
		"too long":          {models.Fingerprint{Kind: models.FingerprintPHash64, Bits: 64, Hex: digits, Orientation: 1}, false},
		"no digits":         {models.Fingerprint{Kind: models.FingerprintPixels, Bits: 256}, false},
		"not hexadecimal":   {models.Fingerprint{Kind: models.FingerprintBytes, Bits: 256, Hex: "x" + digits[1:]}, false},
		"bits disagree":     {models.Fingerprint{Kind: models.FingerprintBytes, Bits: 64, Hex: digits}, false},
		"orientation is 9":  {models.Fingerprint{Kind: models.FingerprintPHash, Bits: 256, Hex: digits, Orientation: 9}, false},
		"orientation is -1": {models.Fingerprint{Kind: models.FingerprintPHash, Bits: 256, Hex: digits, Orientation: -1}, false},
	} {
		if err := reuse.Validate([]models.Fingerprint{c.fp}); (err == nil) != c.ok {
			t.Errorf("%s: %v, want ok %v", name, err, c.ok)
		}
	}
}

// Whatever a fingerprint says, the index stands; and what Validate accepts is found again.
func FuzzFingerprint(f *testing.F) {
	f.Add("sha256", 256, strings.Repeat("0f", 32), 0)
	f.Add("phash64", 64, "0123456789abcdef", 1)
	f.Add("phash256", 256, "", 8)
	f.Fuzz(func(t *testing.T, kind string, bits int, digits string, orientation int) {
		fps := []models.Fingerprint{{Kind: models.FingerprintKind(kind), Bits: bits, Hex: digits, Orientation: orientation}}
		known := kind == "sha256" || kind == "pixels_sha256" || kind == "phash256" || kind == "phash64"
		want := 0
		if known && reuse.Validate(fps) == nil && orientation <= 1 {
			want = 1
		}
		x := reuse.NewIndex()
		x.Add(models.IndexEntry{SubmissionID: digits, Account: "a", Fingerprints: fps})
		if got := x.Search(models.IndexEntry{SubmissionID: digits + "'", Account: "b", Fingerprints: fps}, 5); len(got) != want {
			t.Errorf("%d found, want %d", len(got), want)
		}
	})
}
