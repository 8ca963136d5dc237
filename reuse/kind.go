package reuse

import (
	"encoding/hex"
	"fmt"

	"loupe/models"
)

// kind says how fingerprints of one kind are searched. Kinds are data: a further one (the rectified document, its
// background, a portrait) is a further line in kinds, of up to 256 bits.
type kind struct {
	name   models.FingerprintKind
	bits   int
	radius int // the largest distance that makes a candidate; 0: equal only
}

// kinds lists what the index searches, strongest evidence first; candidates are ordered by it before distance, because
// distances of two kinds cannot be compared. 64 bits say little of documents (77 % of honest flat scans of one issuer
// lie within 10 of each other), so what only they found comes last.
func kinds() []kind {
	return []kind{
		{models.FingerprintBytes, 256, 0},
		{models.FingerprintPixels, 256, 0},
		{models.FingerprintPHash, 256, 31},
		{models.FingerprintPHash64, 64, 8},
	}
}

// words returns how many 64-bit words a code of this kind fills.
func (k kind) words() int { return k.bits / 64 }

// finder returns an empty table for fingerprints of this kind.
func (k kind) finder() finder {
	if k.radius == 0 {
		return newEquals()
	}
	return newBanded(k)
}

// code is a fingerprint's bits, the first in the highest bit of code[0]; words beyond the kind's length are zero.
type code [4]uint64

// parse returns the code of fp, or says what is wrong with it.
func (k kind) parse(fp models.Fingerprint) (code, error) {
	var c code
	raw, err := hex.DecodeString(fp.Hex)
	if err != nil || len(raw)*8 != k.bits || fp.Bits != k.bits {
		return c, fmt.Errorf("fingerprint %s: %d bits as %q, want %d bits as %d hex digits", fp.Kind, fp.Bits, fp.Hex, k.bits, k.bits/4)
	}
	if fp.Orientation < 0 || fp.Orientation > 8 {
		return c, fmt.Errorf("fingerprint %s: orientation is %d, want 0..8", fp.Kind, fp.Orientation)
	}
	for i, b := range raw {
		c[i/8] |= uint64(b) << (56 - 8*(i%8))
	}
	return c, nil
}

// stored reports whether the index keeps fp: the turned hashes serve queries only.
func stored(fp models.Fingerprint) bool { return fp.Orientation <= 1 }

// Validate reports the first fingerprint that the index would have to leave out: wrong length, not hexadecimal, an
// orientation outside 0..8. Kinds that the index does not search are no error. Whoever takes fingerprints from
// elsewhere calls it, because Add and Search pass over what is malformed.
func Validate(fps []models.Fingerprint) error {
	for _, k := range kinds() {
		for _, fp := range fps {
			if fp.Kind != k.name {
				continue
			}
			if _, err := k.parse(fp); err != nil {
				return err
			}
		}
	}
	return nil
}
