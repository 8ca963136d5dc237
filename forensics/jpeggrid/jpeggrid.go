// Package jpeggrid asks on which 8x8 grid each part of a picture was compressed: whether a part lies on another grid than
// the rest, or on none.
//
// A JPEG's blocks have coefficients that are exactly zero, and on no other grid do blocks have as many. Each pixel votes
// for the grid on which its block has most zeros; regions are held against chance. It works on pixels, so also on a PNG
// that was a JPEG once, and tells that it was.
package jpeggrid

import (
	"cmp"
	"context"
	"image"

	"loupe/forensics"
	"loupe/forensics/raster"
	"loupe/models"
)

// How many pixels are looked at, at most; where there are more, those parts with most detail.
const (
	Fast = 3_000_000  // for uploads that somebody waits for
	Full = 50_000_000 // all of any picture that is accepted
)

const (
	maxLogNFA    = -2.0  // a region is suspect when chance makes such a one less often than in one picture of a hundred
	surelyNotNFA = -50.0 // log10 at which a region's score is 1
	smallest     = 128   // pixels, the least side that is judged
	spread       = 0.1   // density of a grid's votes outside its regions, against inside, from which it is the whole picture's
	telling      = 97    // IJG quality of a JPEG from which parts may show an earlier grid: below, every block has more zeros on its own
	asked        = 0.3   // share of the pixels that must vote before a part without a grid is told from one that cannot say
)

type check struct{ pixels int } // 0: by the profile

// New returns the check; how much of a picture it looks at follows from the examination's profile.
func New() forensics.Check { return check{} }

// Within returns the check that looks at so many pixels of each picture at most, whatever the profile.
func Within(pixels int) forensics.Check { return check{pixels} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID:        "jpeggrid",
		Version:   2,
		Question:  "Does a part of the picture lie on another compression grid than the rest, or on none?",
		Needs:     forensics.NeedsPixels,
		Kinds:     models.Kinds(),
		Group:     models.GroupHistory,
		Lifecycle: models.LifecycleStable,
		Reference: "Nikoukhah, Anger, Colom, Morel, Grompone von Gioi, ZERO: a Local JPEG Grid Origin Detector Based on the Number of DCT Zeros and its Applications in Image Forensics, IPOL 11, 2021, doi:10.5201/ipol.2021.390",
		Innocent:  "A screenshot or collage that shows other JPEGs; a scan that a program put together of parts; a caption, stamp or black bar added by an app; a blurred or retouched spot.",
	}
}

// seen is what a picture's votes say.
type seen struct {
	votes   *votes
	whole   int // pixels there were to ask
	main    int // grid of the picture, -1 when none shows
	mainNFA float64
	jpeg    bool
	foreign []region // on another grid, strongest first, suspect or not
	missing []region // on no grid; nil when it could not be asked
	asked   bool     // whether it was asked for missing ones
	global  []int    // other grids that the whole picture was on
	mute    bool     // most of the picture cannot vote: that a part has a grid is no contradiction
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	info := c.Info()
	if min(x.File.Width, x.File.Height) < smallest {
		return info.Finding(models.OutcomeInconclusive, "The picture is too small to tell compression grids from chance."), nil
	}
	h, err := x.History(ctx)
	if err != nil {
		return models.Finding{}, err
	}
	if h.Quality > 0 && h.Quality < telling {
		return info.Finding(models.OutcomeNotApplicable, "The last save laid one compression grid over the whole picture, so that no part can show another; the check recompression asks for what was before."), nil
	}
	areas, whole := raster.Tiles(h.Luma, h.Luma.Rect.Inset(border), tileSide, cmp.Or(c.pixels, x.Reach(Fast, Full)))
	v, err := countVotes(ctx, h.Luma, areas)
	if err != nil {
		return models.Finding{}, err
	}
	s := seen{votes: v, whole: whole, jpeg: h.Quality > 0}
	s.judge()
	if s.main >= 0 && !s.jpeg {
		if err := s.lookForMissing(ctx, h.Luma, areas, x.Pixels()); err != nil {
			return models.Finding{}, err
		}
	}
	return s.conclude(info, x)
}

// judge finds the picture's grid and the regions on others.
func (s *seen) judge() {
	v := s.votes
	if s.main, s.mainNFA = v.main(); s.mainNFA > maxLogNFA {
		s.main = -1
	}
	found := v.grow(v.wins(func(at int) uint8 {
		g := v.grid[at]
		if int(g) == s.main || s.jpeg && g == 0 {
			return none
		}
		return g
	}))
	s.global = v.spread(found)
	for _, r := range found {
		if !contains(s.global, r.grid) {
			s.foreign = append(s.foreign, r)
		}
	}
	voting := 0
	for _, n := range v.of {
		voting += n
	}
	s.mute = float64(voting) < asked*float64(v.looked)
}

func contains(grids []int, g int) bool {
	for _, other := range grids {
		if other == g {
			return true
		}
	}
	return false
}

// spread returns the grids of suspect regions for which pixels vote nearly as much elsewhere: a crop that was saved again
// shows its first grid here and there, wherever the second compression left more zeros of the first than of its own.
func (v *votes) spread(found []region) []int {
	var inside, area [grids]int
	for _, r := range found {
		if r.logNFA <= maxLogNFA {
			inside[r.grid] += r.votes
			area[r.grid] += r.box.Dx() * r.box.Dy()
		}
	}
	var out []int
	for g := range grids {
		if inside[g] == 0 {
			continue
		}
		within := float64(inside[g]) / float64(area[g])
		without := float64(v.of[g]-inside[g]) / float64(max(v.looked-area[g], 1))
		if without > spread*within {
			out = append(out, g)
		}
	}
	return out
}

func (s *seen) lookForMissing(ctx context.Context, luma *image.Gray, areas []image.Rectangle, pixels image.Image) error {
	fine, err := recompressed(ctx, luma, areas)
	if err != nil {
		return err
	}
	again, err := countVotes(ctx, fine, areas)
	if err != nil {
		return err
	}
	s.missing, s.asked = s.votes.missing(again, s.main, pixels), true
	return nil
}
