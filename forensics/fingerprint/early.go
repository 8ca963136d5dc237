package fingerprint

import (
	"slices"

	"loupe/forensics"
	"loupe/models"
)

// Early returns those of Of's fingerprints that are kept (Orientation 0 or 1) and need neither text nor outline nor faces:
// the digests, and the perceptual hashes of the whole picture, of it without its borders, of its centre and its corners. They
// take some milliseconds beyond decoding. The error is as Of's.
func Early(x *forensics.Exhibit) ([]models.Fingerprint, error) {
	fps, err := digests(x)
	if err != nil {
		return nil, err
	}
	whole, _ := Perceptual(source(x), x.Orientation())
	areas, _ := reducedPage(x.Small(), x.Orientation(), nil).areas()
	fps = slices.Concat(fps, whole, scaled(areas, x))
	return slices.DeleteFunc(fps, func(f models.Fingerprint) bool { return f.Orientation > 1 }), nil
}

// IsEarly reports whether Early makes fingerprints of a kind.
func IsEarly(k models.FingerprintKind) bool {
	switch k {
	case models.FingerprintBytes, models.FingerprintPixels, models.FingerprintPHash64, models.FingerprintPHash,
		models.FingerprintTrimmed, models.FingerprintCentre, models.FingerprintCorner:
		return true
	}
	return false
}
