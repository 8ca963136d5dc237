// Package quality asks whether a picture is too poor to judge: too few pixels, blurred, badly exposed, without
// contrast, or compressed until the detail is gone.
package quality

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"loupe/forensics"
	"loupe/models"
)

type check struct{ policy Policy }

// New returns the check. An invalid policy is a programming error and makes every Run fail with what is wrong in it.
func New(p Policy) forensics.Check { return check{p} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID: "quality", Version: 1, Question: "Is the picture too poor to judge?",
		Needs: forensics.NeedsPixels, Kinds: models.Kinds(), Group: models.GroupQuality, Lifecycle: models.LifecycleStable,
		Reference: "Marziliano et al., ICIP 2002 (edge width); Wang, Bovik, Evans, ICIP 2000 (blockiness); ISO 12233",
		Innocent:  "An old phone, bad light or a messenger that shrinks pictures. Another picture helps.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	if err := c.policy.Validate(); err != nil {
		return models.Finding{}, err
	}
	judged := c.judge(measure(x), c.policy.For(x.Kind))
	if err := ctx.Err(); err != nil {
		return models.Finding{}, err
	}
	return c.finding(judged), nil
}

// facts are what was measured, without judgement.
type facts struct {
	width, height int
	tones         tones
	washed        float64 // share of the detailed tiles on a clipped ground
	edge          float64 // 10-90 % rise in pixels of the reduced picture
	hasEdges      bool
	blockiness    float64
	jpegQuality   int // 0 when the file is no JPEG or has no table
}

func measure(x *forensics.Exhibit) facts {
	luma, small := x.Luma(), x.Small()
	f := facts{width: luma.Rect.Dx(), height: luma.Rect.Dy(), tones: tonesOf(small), blockiness: blockiness(luma), washed: washed(small)}
	f.edge, f.hasEdges = edgeWidth(small, f.tones.contrast())
	if !f.hasEdges && f.tones.contrast() >= edgeAmplitude {
		f.edge, f.hasEdges = 2*edgeReach, true // light and dark, and no way from one to the other is short enough to be an edge
	}
	if j, err := x.JPEG(); err == nil {
		f.jpegQuality = j.Quality().Luma
	}
	return f
}

// judgement is one measure held against its limit.
type judgement struct {
	measure models.Measure
	badness float64 // 0.5 at the edge
	words   string  // what is wrong, with value and threshold; empty when nothing is
}

// judge lists the judgements in a fixed order, most fundamental first: with equal badness the first one names the fault.
func (c check) judge(f facts, l Limits) []judgement {
	megapixels := float64(f.width) * float64(f.height) / 1e6
	dark := excuse(hold("mean_luminance_low", f.tones.mean, "share", l.Dark, models.ReasonQualityDark, "mean luminance is %.2f, at least %.2f is needed"), f.tones.high > c.policy.DarkHighlight)
	bright := excuse(hold("mean_luminance_high", f.tones.mean, "share", l.Bright, models.ReasonQualityBright, "mean luminance is %.2f, at most %.2f is allowed"), f.tones.low < c.policy.BrightShadow && f.washed <= l.Washed)
	highlight := hold("highlight", f.tones.high, "share", l.Highlight, models.ReasonQualityDark, "the lightest hundredth has luminance %.2f, at least %.2f is needed")
	contrast := hold("contrast", f.tones.contrast(), "share", l.Contrast, models.ReasonQualityLowContrast, "contrast is %.2f, at least %.2f is needed")
	if dark.words+highlight.words+bright.words != "" {
		contrast.badness = min(contrast.badness, max(dark.badness, highlight.badness, bright.badness)) // a consequence does not outrank its cause
	}
	list := []judgement{
		hold("megapixels", megapixels, "Mpx", l.Megapixels, models.ReasonQualityLowResolution, "%.3g megapixels, at least %.3g are needed"),
		hold("short_side", float64(min(f.width, f.height)), "px", l.ShortSide, models.ReasonQualityLowResolution, "%.0f pixels on the short side, at least %.0f are needed"),
		dark, highlight, bright, contrast,
	}
	if f.hasEdges {
		list = append(list, hold("edge_width", f.edge, fmt.Sprintf("px at %d px", forensics.SmallSide), l.EdgeWidth, models.ReasonQualityBlur, "edges are %.1f pixels wide, at most %.1f are allowed"))
	}
	if f.jpegQuality > 0 {
		list = append(list, hold("jpeg_quality", float64(f.jpegQuality), "IJG", l.JPEGQuality, models.ReasonQualityCompression, "JPEG quality is %.0f, at least %.0f is needed"))
	}
	return append(list,
		hold("blockiness", f.blockiness, "ratio", l.Blockiness, models.ReasonQualityCompression, "blockiness is %.2f, at most %.2f is allowed"),
		noted("black_share", f.tones.black), noted("white_share", f.tones.full), noted("detail_on_white", f.washed))
}

func hold(name string, v float64, unit string, l Limit, reason models.ReasonCode, words string) judgement {
	j := judgement{models.Measure{Name: name, Value: v, Unit: unit, Threshold: models.Threshold(l.Edge)}, l.badness(v), ""}
	if l.crossed(v) {
		j.measure.ReasonCode, j.words = reason, fmt.Sprintf(words, v, l.Edge)
	}
	return j
}

// excuse takes back what j says is wrong when excused: a mean says nothing of a picture that is dark or light by nature.
func excuse(j judgement, excused bool) judgement {
	if excused {
		j.measure.ReasonCode, j.words, j.badness = "", "", min(j.badness, 0.5)
	}
	return j
}

// noted is a measure that is shown and not judged: paper is white and a night is black without fault.
func noted(name string, share float64) judgement {
	return judgement{measure: models.Measure{Name: name, Value: share, Unit: "share"}}
}

func (c check) finding(judged []judgement) models.Finding {
	f := c.Info().Finding(models.OutcomeClear, "The picture is good enough to judge.")
	score := 0.0
	var faults []judgement
	for _, j := range judged {
		f.Measures = append(f.Measures, j.measure)
		score = max(score, j.badness)
		if j.words != "" {
			faults = append(faults, j)
		}
	}
	f.Score = models.Score(score)
	if len(faults) == 0 {
		return f
	}
	slices.SortStableFunc(faults, func(a, b judgement) int { return cmp.Compare(b.badness, a.badness) })
	words := make([]string, len(faults))
	for i, j := range faults {
		words[i] = j.words
	}
	f.Outcome, f.ReasonCode = models.OutcomeSuspect, faults[0].measure.ReasonCode
	f.Message = "Too poor to judge: " + strings.Join(words, "; ") + "."
	return f
}
