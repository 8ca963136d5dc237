package reuse

import (
	"encoding/hex"
	"fmt"
	"slices"

	"loupe/models"
)

// kind says how fingerprints of some kinds are searched: together, each against all of them, because a crop's whole is
// near its original's middle. Kinds are data: a further one is a further line.
type kind struct {
	names  []models.FingerprintKind
	bits   int
	radius int // the largest distance within which nothing is missed; 0: equal only
	reach  int // the largest distance of a candidate that will be verified; beyond radius some are missed
	votes  int // codes that must agree for a row to be a candidate; 0 means 1
	weight int // of 100: what a find says beside finds of other kinds (see Candidates)
}

// kinds lists what the index searches, strongest evidence first; answers are ordered by it before distance, because
// distances of two kinds cannot be compared. 64 bits say little of documents (77 % of honest flat scans of one issuer
// lie within 10 of each other), and one template is shared by all of an issuer's holders, so both come last.
func kinds() []kind {
	equal := func(name models.FingerprintKind) kind {
		return kind{names: []models.FingerprintKind{name}, bits: 256, weight: 300}
	}
	near := func(weight int, names ...models.FingerprintKind) kind {
		return kind{names: names, bits: 256, radius: 31, reach: 66, weight: weight}
	}
	feature := near(100, models.FingerprintFeature)
	feature.reach, feature.votes = 31, 2
	return []kind{
		equal(models.FingerprintBytes),
		equal(models.FingerprintPixels),
		equal(models.FingerprintMRZ),
		equal(models.FingerprintNumber),
		equal(models.FingerprintPerson),
		near(100, models.FingerprintPHash, models.FingerprintTrimmed, models.FingerprintCentre, models.FingerprintCorner),
		near(90, models.FingerprintPortrait),
		near(60, models.FingerprintDocument),
		near(60, models.FingerprintMark),
		near(100, models.FingerprintBackground),
		feature,
		{names: []models.FingerprintKind{models.FingerprintPHash64}, bits: 64, radius: 8, reach: 8, weight: 30},
		near(30, models.FingerprintTemplate),
	}
}

// has reports whether fingerprints called name are kept in this table.
func (k *kind) has(name models.FingerprintKind) bool { return slices.Contains(k.names, name) }

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
func (k *kind) parse(fp *models.Fingerprint) (code, error) {
	var c code
	var raw [32]byte
	if len(fp.Hex)*4 != k.bits || fp.Bits != k.bits {
		return c, fmt.Errorf("fingerprint %s: %d bits as %.80q, want %d bits as %d hex digits", fp.Kind, fp.Bits, fp.Hex, k.bits, k.bits/4)
	}
	if _, err := hex.Decode(raw[:], []byte(fp.Hex)); err != nil {
		return c, fmt.Errorf("fingerprint %s: %.80q is not hexadecimal", fp.Kind, fp.Hex)
	}
	if fp.Orientation < 0 || fp.Orientation > 8 {
		return c, fmt.Errorf("fingerprint %s: orientation is %d, want 0..8", fp.Kind, fp.Orientation)
	}
	for i := range k.bits / 8 {
		c[i/8] |= uint64(raw[i]) << (56 - 8*(i%8))
	}
	return c, nil
}

// stored reports whether the index keeps fp: the turned hashes serve queries only.
func stored(fp *models.Fingerprint) bool { return fp.Orientation <= 1 }

// Validate reports the first fingerprint that the index would have to leave out: wrong length, not hexadecimal, an
// orientation outside 0..8. Kinds that the index does not search are no error. Whoever takes fingerprints from
// elsewhere calls it, because Add and Search pass over what is malformed.
func Validate(fps []models.Fingerprint) error {
	list := kinds()
	for i := range fps {
		for j := range list {
			if !list[j].has(fps[i].Kind) {
				continue
			}
			if _, err := list[j].parse(&fps[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
