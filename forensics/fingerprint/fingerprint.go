// Package fingerprint makes what is kept of a picture to find it again: SHA-256 of bytes and pixels, and perceptual
// hashes. A perceptual hash finds candidates; it proves nothing.
package fingerprint

import (
	"encoding/hex"
	"fmt"
	"image"
	"slices"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

// The perceptual hashes that goimagehash defines: ExtPerceptionHash(16, 16) looks at a 256 x 256 plane and keeps its
// 16 x 16 lowest DCT coefficients, PerceptionHash at 64 x 64 and keeps 8 x 8.
const (
	longPlane, longSide   = 256, 16
	shortPlane, shortSide = 64, 8
)

// MinSide is the shortest side in pixels, of the reduced picture, that a perceptual hash is made of. Below it the
// 256-bit hash is mostly interpolation.
const MinSide = 32

// Of returns the fingerprints of a page: the digests of its bytes and pixels, and the perceptual hashes of the upright
// picture, of its parts, of the document laid flat, of its template, of what lies around it, of faces and of marks. What
// is kept to be found has Orientation 1 (digests 0); what has another only asks: the picture seen turned or mirrored, more
// of its features. What is too small or too flat to be told from others gives none (see Withheld). Facts makes those of
// what the document says. The error is our own trouble: an exhibit without digests.
func Of(x *forensics.Exhibit) ([]models.Fingerprint, error) {
	fps, err := digests(x)
	if err != nil {
		return nil, err
	}
	perceptual, _ := Perceptual(source(x), x.Orientation())
	fps = append(fps, perceptual...)
	fps = append(fps, scaled(Parts(x.Small(), x.Orientation(), codes(x)...), x)...)
	for _, more := range []func(*forensics.Exhibit) ([]models.Fingerprint, error){laid, portraits} {
		list, err := more(x)
		if err != nil {
			return nil, fmt.Errorf("fingerprints: %w", err)
		}
		fps = append(fps, list...)
	}
	fps = append(fps, surround(x)...)
	return append(fps, marks(x)...), nil
}

// Withheld says why a page whose fingerprints are fps has no perceptual hash of the whole picture, or none of one length:
// it is too small or too flat; "" when it has both.
func Withheld(x *forensics.Exhibit, fps []models.Fingerprint) string {
	has := func(kind models.FingerprintKind) bool {
		return slices.ContainsFunc(fps, func(f models.Fingerprint) bool { return f.Kind == kind })
	}
	if has(models.FingerprintPHash) && has(models.FingerprintPHash64) {
		return ""
	}
	_, why := Perceptual(source(x), x.Orientation())
	return why
}

func digests(x *forensics.Exhibit) ([]models.Fingerprint, error) {
	var fps []models.Fingerprint
	for _, d := range []struct {
		kind   models.FingerprintKind
		digest string
	}{{models.FingerprintBytes, x.File.SHA256}, {models.FingerprintPixels, x.File.PixelsSHA256}} {
		if d.digest == "" && d.kind == models.FingerprintBytes && x.Page.Sheet > 0 {
			continue // a page that has no bytes of its own: a later sheet, or a rendered one
		}
		if raw, err := hex.DecodeString(d.digest); err != nil || len(raw) != 32 {
			return nil, fmt.Errorf("fingerprint %s: the exhibit's digest is %q, not 64 hex digits: open it with forensics.Open", d.kind, d.digest)
		}
		fps = append(fps, models.Fingerprint{Kind: d.kind, Bits: 256, Hex: d.digest, Version: models.FingerprintVersion})
	}
	return fps, nil
}

// codes returns where the machine readable zone and the barcodes stand, in pixels of the reduced plane: their characters and
// fillers are those of every other zone, and no place to be found by.
func codes(x *forensics.Exhibit) (out []image.Rectangle) {
	r, err := x.Reading()
	if err != nil || r.Document == nil {
		return nil
	}
	small, luma := x.Small().Rect, x.Luma().Rect
	add := func(b [4]int) {
		out = append(out, image.Rect(b[0]*small.Dx()/luma.Dx(), b[1]*small.Dy()/luma.Dy(), (b[0]+b[2])*small.Dx()/luma.Dx(), (b[1]+b[3])*small.Dy()/luma.Dy()))
	}
	if m := r.Document.MRZ; m != nil && m.Box != nil {
		add([4]int{m.Box.X, m.Box.Y, m.Box.W, m.Box.H})
	}
	for _, b := range r.Document.Barcodes {
		if b.Box != nil {
			add(*b.Box)
		}
	}
	return out
}

// scaled moves boxes in pixels of the reduced plane to stored pixels.
func scaled(fps []models.Fingerprint, x *forensics.Exhibit) []models.Fingerprint {
	fx := float64(x.Luma().Rect.Dx()) / float64(x.Small().Rect.Dx())
	fy := float64(x.Luma().Rect.Dy()) / float64(x.Small().Rect.Dy())
	for i := range fps {
		if b := fps[i].Box; b != nil {
			fps[i].Box = &[4]int{int(float64(b[0]) * fx), int(float64(b[1]) * fy), int(float64(b[2]) * fx), int(float64(b[3]) * fy)}
		}
	}
	return fps
}

// source returns the shared reduced plane where hashing it gives the bits of the whole picture: reduced at least
// fourfold, so that uneven boxes do not matter, and no side squeezed below what the hash looks at.
func source(x *forensics.Exhibit) *image.Gray {
	luma, small := x.Luma(), x.Small()
	if longest(luma) >= 4*forensics.SmallSide && shortest(small) >= longPlane {
		return small
	}
	return luma
}

func longest(g *image.Gray) int  { return max(g.Rect.Dx(), g.Rect.Dy()) }
func shortest(g *image.Gray) int { return min(g.Rect.Dx(), g.Rect.Dy()) }

// reduced returns g shrunk by the largest whole factor that leaves what the hash looks at: whole, because averaging
// boxes of uneven size shifts fine print by up to a pixel (measured: 12 of 256 bits on a barcode shrunk by 1.05).
func reduced(g *image.Gray) *image.Gray {
	factor := min(longest(g)/forensics.SmallSide, shortest(g)/longPlane)
	if factor < 2 {
		return g
	}
	return raster.Box(g, g.Rect.Dx()/factor, g.Rect.Dy()/factor)
}

// Perceptual returns the perceptual hashes of a picture given by its luma plane in stored orientation and its EXIF
// orientation: 64 and 256 bits, orientations 1..8 of the upright picture. When the picture is too small or too flat to
// be told from others, a length or both are left out, and withheld says why; otherwise it is "".
func Perceptual(luma *image.Gray, o models.Orientation) (fps []models.Fingerprint, withheld string) {
	if side := shortest(luma); side < MinSide {
		return nil, fmt.Sprintf("the shortest side is %d pixels, a perceptual hash needs %d", side, MinSide)
	}
	luma = reduced(luma)
	for _, h := range []struct {
		kind        models.FingerprintKind
		plane, side int
	}{{models.FingerprintPHash64, shortPlane, shortSide}, {models.FingerprintPHash, longPlane, longSide}} {
		upright := lowest(luma, h.plane, h.side).turned(o)
		if c := upright.contrast(); c < MinContrast {
			withheld = fmt.Sprintf("%s: the low-frequency contrast (lower quartile) is %.2f grey levels, %g are needed", h.kind, c, MinContrast)
			continue
		}
		for turn := models.Orientation(1); turn <= 8; turn++ {
			fps = append(fps, upright.print(h.kind, turn))
		}
	}
	return fps, withheld
}
