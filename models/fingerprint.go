package models

// FingerprintKind says what was hashed and how.
type FingerprintKind string

// The fingerprints kept of every submission. Kinds that end in 256 or 64 are perceptual: near ones make candidates. The
// others are SHA-256 digests: equal ones are equal facts.
const (
	FingerprintBytes   FingerprintKind = "sha256"        // of the file
	FingerprintPixels  FingerprintKind = "pixels_sha256" // of the decoded stored pixels
	FingerprintPHash64 FingerprintKind = "phash64"       // goimagehash 8x8 perceptual hash of the upright picture
	FingerprintPHash   FingerprintKind = "phash256"      // goimagehash 16x16 perceptual hash of the upright picture

	FingerprintTrimmed    FingerprintKind = "trimmed256"    // as phash256, without uniform borders; only where there are some
	FingerprintCentre     FingerprintKind = "centre256"     // as phash256, of the picture's middle
	FingerprintCorner     FingerprintKind = "corner256"     // as phash256, of the parts around the four corners
	FingerprintDocument   FingerprintKind = "document256"   // of the document laid flat
	FingerprintTemplate   FingerprintKind = "template256"   // of the document laid flat, its text and portrait painted out
	FingerprintBackground FingerprintKind = "background256" // of what the picture shows around the document
	FingerprintPortrait   FingerprintKind = "portrait256"   // of a face and its surroundings, aligned by the eyes
	FingerprintMark       FingerprintKind = "mark256"       // of a seal or signature
	FingerprintFeature    FingerprintKind = "feature256"    // of the surroundings of a corner that is found again in other copies

	FingerprintNumber FingerprintKind = "document_number" // of issuer and document number, normalised
	FingerprintMRZ    FingerprintKind = "mrz"             // of the lines of a machine readable zone whose check digits agree
	FingerprintPerson FingerprintKind = "person"          // of name, normalised, and date of birth
)

// FingerprintVersion is raised whenever equal files get other fingerprints; a re-scan rebuilds those of older versions.
const FingerprintVersion = 2

// Fingerprint is what is kept to find a picture again. A perceptual hash finds candidates; it proves nothing.
type Fingerprint struct {
	Kind        FingerprintKind `json:"kind"`
	Bits        int             `json:"bits"`
	Hex         string          `json:"hex"`           // big-endian, Bits/4 digits
	Orientation int             `json:"orientation"`   // 1..8 for perceptual hashes: the hash of the picture turned that way; 0 otherwise
	Page        int             `json:"page"`          // as in PageInfo.Page
	Box         *[4]int         `json:"box,omitempty"` // x, y, w, h in stored pixels, where a part of the page was hashed
	Version     int             `json:"version"`       // FingerprintVersion of the program that made it; 0 before there were versions
}

// Perceptual reports whether near fingerprints of f's kind are near pictures; of the others only equal ones say anything.
func (f Fingerprint) Perceptual() bool {
	switch f.Kind {
	case FingerprintBytes, FingerprintPixels, FingerprintNumber, FingerprintMRZ, FingerprintPerson:
		return false
	}
	return true
}
