package models

// FingerprintKind says what was hashed and how.
type FingerprintKind string

// The fingerprints kept of every submission.
const (
	FingerprintBytes   FingerprintKind = "sha256"        // SHA-256 of the file
	FingerprintPixels  FingerprintKind = "pixels_sha256" // SHA-256 of the decoded stored pixels
	FingerprintPHash64 FingerprintKind = "phash64"       // goimagehash 8x8 perceptual hash of the upright picture
	FingerprintPHash   FingerprintKind = "phash256"      // goimagehash 16x16 perceptual hash of the upright picture
)

// Fingerprint is what is kept to find a picture again. A perceptual hash finds candidates; it proves nothing.
type Fingerprint struct {
	Kind        FingerprintKind `json:"kind"`
	Bits        int             `json:"bits"`
	Hex         string          `json:"hex"`         // big-endian, Bits/4 digits
	Orientation int             `json:"orientation"` // 1..8 for perceptual hashes: the hash of the picture turned that way; 0 otherwise
	Page        int             `json:"page"`        // as in PageInfo.Page
}
