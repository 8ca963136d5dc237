package fingerprint

import (
	"image"

	"loupe/forensics"
	"loupe/forensics/portrait"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	mostFaces = 4    // of a page, the surest first
	leastEyes = 12.0 // stored pixels between the eyes that a portrait's hash needs: of fewer, 256 bits are mostly interpolation
	mostMarks = 8
)

// portraits returns the fingerprints of the faces on a page, in the frame that forensics/portrait compares: as they are
// (Orientation 1), and mirrored (2), which only asks.
func portraits(x *forensics.Exhibit) ([]models.Fingerprint, error) {
	if x.Kind == models.KindDiploma {
		return nil, nil
	}
	faces, err := x.Faces()
	if err != nil {
		return nil, err
	}
	var fps []models.Fingerprint
	for _, f := range faces[:min(len(faces), mostFaces)] {
		plane, ok := portrait.Face(x, f, portrait.Frame{W: partPlane, H: partPlane, Eyes: 20, Line: 26}, leastEyes)
		if !ok {
			continue
		}
		if s := rough(plane); s.sound() {
			both := []models.Fingerprint{s.print(models.FingerprintPortrait, 1), s.print(models.FingerprintPortrait, 2)}
			fps = append(fps, boxed(both, image.Rect(f.Box[0], f.Box[1], f.Box[0]+f.Box[2], f.Box[1]+f.Box[3]))...)
		}
	}
	return fps, nil
}

// marks returns the fingerprints of the seals and signatures that were found on a diploma.
func marks(x *forensics.Exhibit) (fps []models.Fingerprint) {
	r, err := x.Reading()
	if err != nil || r.Document == nil {
		return nil
	}
	upright := x.Orientation()
	luma := x.Luma()
	for _, m := range r.Document.Regions[:min(len(r.Document.Regions), mostMarks)] {
		box := image.Rect(m.X, m.Y, m.X+m.W, m.Y+m.H).Intersect(luma.Rect)
		if m.Label != "seal" && m.Label != "signature" || min(box.Dx(), box.Dy()) < MinSide {
			continue
		}
		if s := rough(raster.Fit(cut(luma, box), laidSide)).turned(upright); s.sound() {
			fps = append(fps, boxed(s.prints(models.FingerprintMark), box)...)
		}
	}
	return fps
}
