package fingerprint

import (
	"encoding/binary"
	"encoding/hex"
	"image"
	"math"
	"slices"

	"loupe/forensics/feature"
	"loupe/forensics/raster"
	"loupe/models"
)

const (
	featureSide = 400 // longest side of the plane that features are looked for in: larger and smaller copies have the same
	betweenSide = 365 // less by the root of the pyramid's factor, 1.2
	featureMost = 240 // that are looked at
	featureKept = 24  // that are kept as keys: with 16, a tenth fewer crops to four fifths were found by two of them
	featureAsk  = 48  // that ask, of each scale and of the mirrored picture

	// leastPlain is the number of bits by which a key differs from every plain shape at least. Without it, a third of pictures that
	// have nothing in common share two features within 31 bits; with 52 to 60, none of 2,958 pairs.
	leastPlain = 56
)

// features returns the features of r of the plane: those that are kept (Orientation 1), more that only ask (Orientation 3,
// as features do not depend on how the picture is turned) and those of the mirrored picture (2). What asks was looked for at
// two scales half a level of the pyramid apart: a description bears a twentieth more or less, not a tenth.
func (p page) features(r image.Rectangle) (fps []models.Fingerprint) {
	from := cut(p.plane, r)
	plane, between := fitted(from, featureSide), fitted(from, betweenSide)
	for i, f := range p.keys(plane, r, false) {
		turn := 1
		if i >= featureKept {
			turn = 3
		}
		fps = append(fps, p.feature(f, plane, r, turn))
	}
	for _, f := range p.keys(between, r, false) {
		fps = append(fps, p.feature(f, between, r, 3))
	}
	for _, f := range p.keys(plane, r, true) {
		fps = append(fps, p.feature(f, plane, r, 2))
	}
	return fps
}

// keys returns the best features of a plane that shows r of the page, described as they are or as in a mirror, and none of
// what is to be passed over.
func (p page) keys(plane *image.Gray, r image.Rectangle, mirrored bool) []feature.Point {
	seen := plane
	if mirrored {
		seen = raster.Upright(plane, 2).(*image.Gray)
	}
	scale := float64(r.Dx()) / float64(plane.Rect.Dx())
	list := []feature.Point{}
	for _, f := range feature.Find(seen, featureMost) {
		if mirrored {
			f.X = float64(plane.Rect.Dx()-1) - f.X
		}
		at := image.Pt(int(((f.X+0.5)*scale+float64(r.Min.X))*p.fx), int(((f.Y+0.5)*scale+float64(r.Min.Y))*p.fy))
		if !slices.ContainsFunc(p.without, func(w image.Rectangle) bool { return at.In(w) }) {
			list = append(list, f)
		}
	}
	return chosen(list, featureAsk)
}

// feature is f of a plane that shows r of the page.
func (p page) feature(f feature.Point, plane *image.Gray, r image.Rectangle, turn int) models.Fingerprint {
	scale, from := float64(r.Dx())/float64(plane.Rect.Dx()), r.Min
	code := make([]byte, 0, 32)
	for _, w := range f.Code {
		code = binary.BigEndian.AppendUint64(code, w)
	}
	half := 15 * f.Scale * scale
	x, y := (f.X+0.5)*scale+float64(from.X), (f.Y+0.5)*scale+float64(from.Y)
	at := func(v, f float64) int { return int(math.Round(v * f)) }
	box := [4]int{at(x-half, p.fx), at(y-half, p.fy), at(2*half, p.fx), at(2*half, p.fy)}
	return models.Fingerprint{Kind: models.FingerprintFeature, Bits: 256, Hex: hex.EncodeToString(code), Orientation: turn, Box: &box, Version: models.FingerprintVersion}
}

// chosen returns the n features that are most likely found again in another copy and in no other picture: those that no
// plain shape has, the strongest first, far from one another.
func chosen(list []feature.Point, n int) []feature.Point {
	list = slices.DeleteFunc(list, func(f feature.Point) bool { return plainness(&f) < leastPlain })
	var out []feature.Point
	for _, apart := range []float64{60, 30, 12, 0} {
		for _, f := range list {
			if len(out) == n {
				return out
			}
			near := func(o feature.Point) bool {
				d := math.Hypot(o.X-f.X, o.Y-f.Y)
				return d < apart || o == f
			}
			if !slices.ContainsFunc(out, near) {
				out = append(out, f)
			}
		}
	}
	return out
}

// fitted returns g with its longest side of the given length, reduced or enlarged.
func fitted(g *image.Gray, side int) *image.Gray {
	if longest(g) >= side {
		return raster.Fit(g, side)
	}
	k := float64(side) / float64(longest(g))
	return enlarged(g, max(1, int(k*float64(g.Rect.Dx())+0.5)), max(1, int(k*float64(g.Rect.Dy())+0.5)))
}
