// Package recompression asks how often a picture was compressed, and whether a part of it was compressed once more, on a
// grid of its own, before it came into this picture.
//
// A part pasted from another JPEG keeps, after a last save of fair quality, coefficients near the multiples of that JPEG's
// steps, on that JPEG's grid. For every offset of the grid and a number of qualities, the likelihood of such multiples is
// held against that of none.
//
// On the picture's own grid it is the other way round: most blocks were quantised twice, a part that was laid over them
// once. The check ela asks that of every block, and of lattices coarser than the present one; here the odds of blocks are
// added up over windows, and finer first steps and steps close to the present ones count as well.
package recompression

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"math"
	"slices"

	"loupe/forensics"
	"loupe/forensics/history"
	"loupe/models"
)

// How many pixels are looked at, at most; where there are more, those parts with most detail.
const (
	Fast = 750_000   // for uploads that somebody waits for
	Full = 5_000_000 // of larger pictures what shows most
)

const (
	maxLogNFA    = -17.0 // would be -2, one false region in a hundred pictures, if windows erred independently and normally; of 239 honest ones the first reached -14.9, the next -13.5
	surelyNotNFA = -50.0 // log10 at which a region's score is 1
	smallest     = 128   // pixels, the least side that is judged
)

type check struct{ pixels int } // 0: by the profile

// New returns the check; how much of a picture it looks at follows from the examination's profile.
func New() forensics.Check { return check{} }

// Within returns the check that looks at so many pixels of each picture at most, whatever the profile.
func Within(pixels int) forensics.Check { return check{pixels} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID:        "recompression",
		Version:   3,
		Question:  "Was a part of the picture compressed before, otherwise than the rest?",
		Needs:     forensics.NeedsJPEG,
		Kinds:     models.Kinds(),
		Group:     models.GroupHistory,
		Lifecycle: models.LifecycleStable,
		Reference: "Bianchi, Piva, Image Forgery Localization via Block-Grained Analysis of JPEG Artifacts, IEEE TIFS 7(3), 2012, doi:10.1109/TIFS.2012.2187516; Farid, Exposing Digital Forgeries from JPEG Ghosts, IEEE TIFS 4(1), 2009, doi:10.1109/TIFS.2008.2012215",
		Innocent:  "A collage, or a screenshot that shows other JPEGs; a scan that a program put together of parts; a sticker or stamp added by an app.",
	}
}

// seen is what was found out about a JPEG.
type seen struct {
	history  *history.History
	scanned  *scanned
	windows  []window
	logTests float64
	noise    *noise
	whole    window // what the whole picture says
	global   bool   // whether that is to be believed: cropped after an earlier compression
	regions  []region
	value    float64  // evidence of the strongest window
	aligned  *aligned // nil when the picture's own grid shows no first compression
	lacking  []lacking
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	info := c.Info()
	h, err := x.History(ctx)
	if err != nil {
		return models.Finding{}, err
	}
	switch {
	case h.Quality == 0:
		return info.Finding(models.OutcomeNotApplicable, "Not a JPEG: the compression grid itself tells more of such a file."), nil
	case h.Unfit != "":
		return info.Finding(models.OutcomeInconclusive, h.Unfit), nil
	case min(x.File.Width, x.File.Height) < smallest:
		return info.Finding(models.OutcomeInconclusive, "The picture is too small to tell one history from another."), nil
	}
	s := seen{history: h, noise: noiseOf(h.Spectrum)}
	if s.scanned, err = scan(ctx, h.Luma, newTables(s.noise, false), cmp.Or(c.pixels, x.Reach(Fast, Full))); err != nil {
		return models.Finding{}, err
	}
	if err := s.judge(ctx); err != nil {
		return models.Finding{}, err
	}
	if s.aligned, err = lookAligned(ctx, h, x.Pixels()); err != nil {
		return models.Finding{}, err
	}
	if s.aligned != nil {
		s.lacking = s.aligned.regions()
	}
	return s.conclude(info, x)
}

// judge finds what the whole picture says and which regions say otherwise.
func (s *seen) judge(ctx context.Context) (err error) {
	s.windows = s.scanned.windows()
	s.logTests = math.Log10(float64(max(len(s.windows), 1)) * hypotheses)
	again := newConfirmer(s.history.Luma, s.noise, s.scanned)
	if err := s.judgeWhole(ctx, again); err != nil {
		return err
	}
	s.regions = s.scanned.regions(s.windows, s.wholeOffset(), s.logTests)
	if err := s.confirmRegions(ctx, again); err != nil {
		return err
	}
	for i := 0; i < len(s.regions); { // strongest first: what is found of the whole picture is no region
		o, h := s.regions[i].offset(), s.regions[i].hypothesis
		if !s.scanned.elsewhere(s.regions, o, h) {
			i++
			continue
		}
		if !s.global {
			s.global, s.whole = true, window{offset: o, hypothesis: h}
		}
		s.regions = slices.DeleteFunc(s.regions, func(r region) bool { return r.offset() == o })
	}
	s.value, err = again.strongest(ctx, s.windows, s.wholeOffset(), s.logTests)
	return err
}

// judgeWhole finds whether the whole picture was compressed on another grid before.
func (s *seen) judgeWhole(ctx context.Context, again *confirmer) error {
	whole := image.Rect(0, 0, s.scanned.columns, s.scanned.rows)
	all, _ := s.scanned.total(whole)
	s.whole = all.best(whole)
	if logNFA(s.whole.z, s.logTests) > maxLogNFA || s.scanned.spread(s.whole) <= spread {
		return nil
	}
	z, err := again.of(ctx, whole, s.whole.offset)
	s.global = z >= confirmed
	return err
}

// wholeOffset is the offset that the whole picture shows, 0 when none.
func (s *seen) wholeOffset() int {
	if s.global {
		return s.whole.offset
	}
	return 0
}

// confirmRegions drops the regions whose strongest window a second look does not confirm: the window, since the region's own
// cells were chosen for what they show.
func (s *seen) confirmRegions(ctx context.Context, again *confirmer) error {
	var kept []region
	for _, r := range s.regions[:min(len(s.regions), 4*reportedMost)] {
		z, err := again.of(ctx, r.window, r.offset())
		if err != nil {
			return err
		}
		if z >= confirmed {
			kept = append(kept, r)
		}
	}
	s.regions = kept
	return nil
}

const (
	spread     = 0.4 // share of the windows that can say something from which an offset is the whole picture's
	spreadSide = 4   // cells, side of these windows
	spreadZ    = 3.0 // standard deviations by which an offset stands out there
)

// spread is the share of windows in which the offset of w stands out, of those that tell anything.
func (s *scanned) spread(w window) float64 {
	n, of := 0, 0
	for y := 0; y+spreadSide <= s.rows; y += spreadSide {
		for x := 0; x+spreadSide <= s.columns; x += spreadSide {
			t, ok := s.total(image.Rect(x, y, x+spreadSide, y+spreadSide))
			if !ok || t.faint(w.hypothesis) {
				continue
			}
			of++
			if t.stands(w.offset, w.hypothesis) > spreadZ {
				n++
			}
		}
	}
	return float64(n) / float64(max(of, 1))
}

// faint reports whether hardly a coefficient says anything under hypothesis h.
func (t *sums) faint(h int) bool {
	d := t.deviations(h)
	return d.scale(0) <= faintScale
}

const faintScale = 1.5 * leastScale

// message tells how often the picture was compressed, as far as it shows.
func (s *seen) message() string {
	first, _ := s.history.First.Quality()
	switch {
	case s.global:
		return fmt.Sprintf("The picture was compressed before (quality about %d), cropped, and saved again: that grid begins at %d,%d.",
			qualities()[s.whole.hypothesis], s.whole.offset%8, s.whole.offset/8)
	case s.history.First.Shown():
		return fmt.Sprintf("The picture was saved at least twice: first at quality about %d, last at %d.", first, s.history.Quality)
	}
	return fmt.Sprintf("No compression shows before the present one (quality %d).", s.history.Quality)
}
