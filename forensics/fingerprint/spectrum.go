package fingerprint

import (
	"image"
	"math"
	"slices"

	"github.com/corona10/goimagehash/etcs"
	"github.com/corona10/goimagehash/transforms"
	"github.com/nfnt/resize"

	"loupe/models"
)

// MinContrast is the least robust contrast, in grey levels, that a perceptual hash is made of; see contrast. Calibrated
// on 150 drawn planes of falling contrast saved as JPEG at quality 75: above it at most 30 of 256 and 6 of 64 bits
// change, below it up to 98 and 16. Of 417 public pictures it refuses the blank ones and two drawings with hardly a
// tone; the faintest others, pages of text and a synthetic card, measure 4.5 (256 bits) and 2.5 (64 bits).
// TestContrastSeparates holds other drawings to it.
const MinContrast = 2.0

// spectrum holds the lowest coefficients of a plane's unscaled two-dimensional DCT-II, as goimagehash computes them.
type spectrum struct {
	plane, side int       // side of the squeezed plane; coefficients kept in each direction
	at          []float64 // side x side, row-major: at[v*side+u] of vertical frequency v, horizontal frequency u
}

// lowest squeezes luma to a plane x plane square and returns its side x side lowest coefficients. The steps and their
// order are those of goimagehash.ExtPerceptionHash, whose bits the result reproduces; only the columns that are kept
// are transformed.
func lowest(luma *image.Gray, plane, side int) spectrum {
	squeezed := resize.Resize(uint(plane), uint(plane), luma, resize.Bilinear).(*image.Gray)
	rows := make([]float64, plane*plane)
	for y := range plane {
		row := rows[y*plane : (y+1)*plane]
		for x := range row {
			row[x] = float64(squeezed.Pix[y*squeezed.Stride+x])
		}
		transforms.DCT1D(row)
	}
	s := spectrum{plane, side, make([]float64, side*side)}
	column := make([]float64, plane)
	for u := range side {
		for y := range column {
			column[y] = rows[y*plane+u]
		}
		transforms.DCT1D(column)
		for v := range side {
			s.at[v*side+u] = column[v]
		}
	}
	return s
}

// turned returns the spectrum of the picture turned as EXIF orientation o asks. DCT-II basis functions are even or odd
// about the middle: mirroring flips the sign of odd frequencies, exchanging the axes transposes, and so all eight turns
// come from one transform (used likewise by PDQ: Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ
// Image-Hashing Algorithm", 2019, "dihedral hashes").
func (s spectrum) turned(o models.Orientation) spectrum {
	mirrorX := o == 2 || o == 3 || o == 6 || o == 7
	mirrorY := o == 3 || o == 4 || o == 7 || o == 8
	out := spectrum{s.plane, s.side, make([]float64, len(s.at))}
	for v := range s.side {
		for u := range s.side {
			c := s.at[v*s.side+u]
			if o.Swaps() {
				c = s.at[u*s.side+v]
			}
			if (mirrorX && u%2 == 1) != (mirrorY && v%2 == 1) {
				c = -c
			}
			out.at[v*s.side+u] = c
		}
	}
	return out
}

// hash returns one bit per coefficient, first coefficient in the highest bit of the first byte: set when the
// coefficient lies above the median of all.
func (s spectrum) hash() []byte {
	median := etcs.MedianOfPixels(s.at)
	out := make([]byte, len(s.at)/8)
	for i, c := range s.at {
		if c > median {
			out[i/8] |= 0x80 >> (i % 8)
		}
	}
	return out
}

// contrast returns the lower quartile of the magnitudes of all coefficients but the mean, scaled to the orthonormal
// transform, in which white noise of standard deviation s grey levels on the squeezed plane measures 0.32 s. A hash
// takes one bit from every coefficient, and a coefficient no larger than what rounding and compression add gives a
// random one, however strong the others are (a plain gradient, stripes, a drawing that is its own mirror image). With
// three quarters of them sound, noise is expected to turn at most an eighth of the bits: the radius of the search.
func (s spectrum) contrast() float64 {
	magnitudes := make([]float64, 0, len(s.at)-1)
	for _, c := range s.at[1:] {
		magnitudes = append(magnitudes, math.Abs(c)*2/float64(s.plane))
	}
	slices.Sort(magnitudes)
	return magnitudes[len(magnitudes)/4]
}
