package fingerprint

import (
	"encoding/hex"
	"image"
	"math"
	"sync"

	"github.com/nfnt/resize"

	"loupe/forensics/raster"
	"loupe/models"
)

// partPlane is the side of the plane that parts of a picture are squeezed to: their 256 bits need sixteen of its lowest
// frequencies only, which averaging to 64 pixels keeps.
const partPlane = 64

// rough returns the lowest coefficients of g from a plane of 64 x 64, scaled as lowest scales those of 256 x 256. Its bits
// are close to those of the whole computation (TestRoughIsClose) for a hundredth of its cost.
func rough(g *image.Gray) spectrum {
	w, h := min(partPlane, g.Rect.Dx()), min(partPlane, g.Rect.Dy())
	small := raster.Box(g, w, h)
	if w < partPlane || h < partPlane {
		small = resize.Resize(partPlane, partPlane, small, resize.Bilinear).(*image.Gray)
	}
	cosines := waves()
	var rows [partPlane][longSide]float64
	for y := range partPlane {
		for x, v := range small.Pix[y*small.Stride:][:partPlane] {
			for u := range longSide {
				rows[y][u] += float64(v) * cosines[u][x]
			}
		}
	}
	s := spectrum{longPlane, longSide, make([]float64, longSide*longSide)}
	const scale = longPlane * longPlane / (partPlane * partPlane) // unscaled coefficients grow with the area
	for v := range longSide {
		for y := range partPlane {
			for u := range longSide {
				s.at[v*longSide+u] += scale * rows[y][u] * cosines[v][y]
			}
		}
	}
	return s
}

// waves holds the cosines of the DCT-II of 64 samples, made once.
var waves = sync.OnceValue(func() (w [longSide][partPlane]float64) {
	for u := range w {
		for x := range w[u] {
			w[u][x] = math.Cos(math.Pi * float64(u) * (float64(x) + 0.5) / partPlane)
		}
	}
	return w
})

// sound reports whether a picture of this spectrum can be told from others.
func (s spectrum) sound() bool { return s.contrast() >= MinContrast }

// print is the fingerprint of a spectrum, seen as turn asks.
func (s spectrum) print(kind models.FingerprintKind, turn models.Orientation) models.Fingerprint {
	hash := s.turned(turn).hash()
	return models.Fingerprint{Kind: kind, Bits: 8 * len(hash), Hex: hex.EncodeToString(hash), Orientation: int(turn), Version: models.FingerprintVersion}
}

// prints returns the fingerprints of an upright spectrum: the one that is kept, and those that only ask: of the picture
// turned in the seven other ways.
func (s spectrum) prints(kind models.FingerprintKind) (fps []models.Fingerprint) {
	for turn := models.Orientation(1); turn <= 8; turn++ {
		fps = append(fps, s.print(kind, turn))
	}
	return fps
}

// boxed notes where on the page the part lies that was hashed.
func boxed(fps []models.Fingerprint, box image.Rectangle) []models.Fingerprint {
	for i := range fps {
		fps[i].Box = &[4]int{box.Min.X, box.Min.Y, box.Dx(), box.Dy()}
	}
	return fps
}

// enlarged returns g with w x h pixels, none of its sides reduced.
func enlarged(g *image.Gray, w, h int) *image.Gray {
	return resize.Resize(uint(w), uint(h), g, resize.Bilinear).(*image.Gray)
}
