// Package history estimates what compression a picture went through before its last save, from the picture itself, and
// says of every 8x8 block how far it is from that history.
//
// JPEG compression leaves the coefficients of each block on a lattice of multiples of its steps. Frequency by frequency,
// the lattice of an earlier compression is searched under the present one (First); blocks that went through it sit on it,
// blocks edited afterwards do not (Blocks). The grid shifted by half a block, where compression cannot show and only
// content can, is the control of every such statement (Control). METHODS 1.2.
package history

import (
	"context"
	"errors"
	"fmt"
	"image"
	"sync"

	"loupe/forensics/jpegfile"
)

// referenceBlocks is how many blocks of the shifted grid, about, calibrate the search for a first compression.
const referenceBlocks = 20_000

// History is what one picture's coefficients tell of its compressions. It is shared: callers must not write to it. It is
// safe for use by several goroutines.
type History struct {
	Unfit    string      // one sentence that says why the picture cannot be looked at; then only Luma and Quality are set
	Quality  int         // IJG quality of the present compression; 0 when the file is not a JPEG
	Luma     *image.Gray // as ExactLuma returns it
	Spectrum *Spectrum   // of the file's own coefficients where it is a JPEG, else of the grid that shows, or from the top left corner
	First    Lattice     // the earlier compression; believe it when First.Shown()
	Blocks   *Blocks     // distance of every block from First; nil unless First.Shown()

	evidence evidence
	weights  *weights

	mu      sync.Mutex
	control *Blocks
}

// Of estimates the history of a picture. pixels are as stored and plain is their luma plane (raster.Luma); file is nil
// when the picture does not come from a JPEG. The error is that of ctx, or of coefficients that cannot be decoded for
// another reason than the file's own; a file's own faults are told by Unfit.
func Of(ctx context.Context, pixels image.Image, plain *image.Gray, file *jpegfile.File) (*History, error) {
	h := &History{Luma: ExactLuma(pixels, plain)}
	err := h.take(ctx, file)
	if err != nil || h.Unfit != "" {
		return h, err
	}
	if h.evidence, err = evidenceOf(ctx, h.Spectrum, h.Luma); err != nil {
		return nil, err
	}
	h.First = findLattice(h.evidence)
	if h.First.Shown() {
		h.weights = learn(h.evidence, h.First)
		h.Blocks = measure(h.Spectrum, h.weights)
	}
	return h, nil
}

// take fills in the luma coefficients: from the file where it is a JPEG, from the pixels otherwise.
func (h *History) take(ctx context.Context, f *jpegfile.File) (err error) {
	if f == nil {
		h.Spectrum, err = fromPixels(ctx, h.Luma, gridOrigin(h.Luma), 1)
		return err
	}
	h.Quality = f.Quality().Luma
	if !lumaFirst(f) {
		h.Unfit = "The first colour plane of this JPEG is not full-size luma, so its compression history cannot be compared."
		return nil
	}
	p, err := f.Plane(0)
	if errors.Is(err, jpegfile.ErrUnsupported) || errors.Is(err, jpegfile.ErrDamaged) {
		h.Unfit = fmt.Sprintf("The coefficients of this JPEG cannot be read: %v.", err)
		return nil
	}
	if err != nil {
		return err
	}
	h.Spectrum, err = fromPlane(ctx, p)
	return err
}

// MostVisible returns the highest IJG quality whose first compression would have shown under the present one, given what
// detail the picture has; 0 when none would, or when the picture is unfit.
func (h *History) MostVisible() int {
	if h.Unfit != "" {
		return 0
	}
	return mostVisible(h.evidence)
}

// Control returns the same as Blocks on the grid shifted by 4,4, where no compression shows: what stands out there as
// well is content (METHODS 1.2 e). It is made on first use; nil unless First.Shown().
func (h *History) Control(ctx context.Context) (*Blocks, error) {
	if h.Blocks == nil {
		return nil, nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.control != nil {
		return h.control, nil
	}
	s, err := fromPixels(ctx, h.Luma, h.Spectrum.Origin.Add(image.Pt(4, 4)), 1)
	if err != nil {
		return nil, err
	}
	s.requantise(h.Spectrum.Step)
	h.control = measure(s, h.weights)
	return h.control, nil
}

// evidenceOf compares the coefficients with those of the grid shifted by 4,4, where no compression shows. A sample of
// block rows is enough for the shifted histograms.
func evidenceOf(ctx context.Context, s *Spectrum, luma *image.Gray) (evidence, error) {
	shifted, err := fromPixels(ctx, luma, s.Origin.Add(image.Pt(4, 4)), 1+s.Blocks()/referenceBlocks)
	if err != nil {
		return evidence{}, err
	}
	shifted.requantise(s.Step)
	return evidence{present: s.Step, own: histograms(s), reference: histograms(shifted)}, nil
}

// lumaFirst reports whether component 0 is luma at full size: grey, or YCbCr (T.872 6.5.3, T.871 7).
func lumaFirst(f *jpegfile.File) bool {
	c := f.Frame.Components
	if len(c) == 1 {
		return true
	}
	h, v := f.Frame.MaxSampling()
	if len(c) != 3 || c[0].H != h || c[0].V != v {
		return false
	}
	if f.Adobe != nil && f.JFIF == nil {
		return f.Adobe.Transform == 1
	}
	return !(c[0].ID == 'R' && c[1].ID == 'G' && c[2].ID == 'B')
}
