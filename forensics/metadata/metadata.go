// Package metadata asks whether what a file says of its own origin contradicts itself or names editing software: EXIF,
// XMP, comments, the embedded thumbnail, the order of JPEG segments.
//
// Everything here is written by whoever made the file. What it says is evidence when it contradicts the maker's
// interest; that it says nothing is evidence of nothing.
package metadata

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"loupe/forensics"
	"loupe/forensics/embedded"
	"loupe/models"
)

// Thresholds of the thumbnail comparison, between what was measured on authentic/exif_samples: 49 honest pairs
// correlate at 0.959 and above and deviate by 0.54 at most, 490 pairs of two different pictures correlate at 0.627 at
// most. A card of which the portrait was replaced deviates by 1.3; photographs of two cards of one layout reach 0.88.
const (
	leastCorrelation = 0.90
	mostDeviation    = 1.0
	localCorrelation = 0.75 // above it, what deviates is a part
)

type check struct{}

// New returns the check.
func New() forensics.Check { return check{} }

// Info implements forensics.Check.
func (check) Info() forensics.Info {
	return forensics.Info{
		ID: "metadata", Version: 4, Question: "Does what the file says of its origin name an editor or contradict itself?",
		Kinds: models.Kinds(), Group: models.GroupProvenance, Lifecycle: models.LifecycleStable,
		Reference: "CIPA DC-008 (Exif 2.32); ISO 16684-1 (XMP)",
		Innocent:  "Export, collage and passport-photo programs write their names, too; a camera's clock may never have been set.",
	}
}

// Run implements forensics.Check.
func (c check) Run(ctx context.Context, x *forensics.Exhibit) (models.Finding, error) {
	s := read(x)
	if err := ctx.Err(); err != nil {
		return models.Finding{}, err
	}
	facts := s.facts()
	f := c.Info().Finding(models.OutcomeClear, "")
	f.Facts = facts
	s.encoder(x, &f)
	suspicions := s.suspicions(x, &f)
	switch {
	case len(suspicions) > 0:
		f.Outcome, f.ReasonCode = models.OutcomeSuspect, suspicions[0].reason
		f.Score = models.Score(suspicions[0].score)
		f.Message = sentence(suspicions)
	case !s.states():
		f.Outcome, f.Message = models.OutcomeInconclusive, "No metadata: many apps remove it; that says nothing either way."
	default:
		f.Score = models.Score(0)
		f.Message = s.story(facts["cropped"] != "")
	}
	return f, nil
}

// suspicion is one thing that was found, gravest kinds first.
type suspicion struct {
	reason models.ReasonCode
	score  float64
	words  string
}

func sentence(found []suspicion) string {
	words := make([]string, len(found))
	for i, s := range found {
		words[i] = s.words
	}
	return strings.Join(words, "; ") + "."
}

// statement is all that a file says beside its pixels.
type statement struct {
	container container
	exif      exif
	xmp       xmp
	dates     dates
}

func read(x *forensics.Exhibit) statement {
	s := statement{container: unpack(x)}
	s.exif = readEXIF(s.container.exif, x.File.MediaType == "image/tiff")
	s.xmp = readXMP(s.container.xmp)
	s.dates = datesOf(s.exif, s.xmp)
	return s
}

// programs lists every place that may name software, in a fixed order.
func (s statement) programs() []string {
	found := []string{s.exif.words["ProcessingSoftware"], s.exif.words["Software"], s.exif.words["HostComputer"]}
	found = append(found, s.xmp.tools...)
	found = append(found, s.container.notes...)
	if s.container.savedWeb {
		found = append(found, "Adobe Photoshop (segment APP12 Ducky)")
	}
	return found
}

// suspicions collects what is wrong, the gravest first, and appends the measures to f.
func (s statement) suspicions(x *forensics.Exhibit, f *models.Finding) []suspicion {
	found := s.thumbnailSuspicions(x, f)
	var editors []string
	for _, p := range s.programs() {
		if editor(p) && len(editors) < 8 && !slices.Contains(editors, p) {
			editors = append(editors, p)
		}
	}
	f.Measures = append(f.Measures, counted("editor_traces", len(editors), models.ReasonMetadataEditor))
	if len(editors) > 0 {
		found = append(found, suspicion{models.ReasonMetadataEditor, 0.5, "The file says that editing software wrote it: " + embedded.Clean(strings.Join(editors, ", "))})
		f.Facts["editor"] = embedded.Clean(editors[0])
	}
	conflicts := s.dates.conflicts(s.exif.words["Model"])
	f.Measures = append(f.Measures, counted("date_conflicts", len(conflicts), models.ReasonMetadataDates))
	if len(conflicts) > 0 {
		found = append(found, suspicion{models.ReasonMetadataDates, 0.4, "The dates contradict each other: " + strings.Join(conflicts, ", ")})
	}
	return found
}

// counted is a measure of things of which there should be none.
func counted(name string, n int, reason models.ReasonCode) models.Measure {
	m := models.Measure{Name: name, Value: float64(n), Unit: "count", Threshold: models.Threshold(0)}
	if n > 0 {
		m.ReasonCode = reason
	}
	return m
}

// thumbnailSuspicions compares the embedded thumbnail with the picture, when there is one that can be compared.
func (s statement) thumbnailSuspicions(x *forensics.Exhibit, f *models.Finding) []suspicion {
	thumbnail := decodeThumbnail(s.exif.thumbnail)
	if thumbnail == nil {
		return nil
	}
	f.Facts["thumbnail"] = fmt.Sprintf("%dx%d", thumbnail.Rect.Dx(), thumbnail.Rect.Dy())
	m := compareThumbnail(thumbnail, x.Small())
	if !m.comparable {
		return nil
	}
	whole := models.Measure{Name: "thumbnail_correlation", Value: m.correlation, Unit: "correlation", Threshold: models.Threshold(leastCorrelation)}
	local := models.Measure{Name: "thumbnail_deviation", Value: m.deviation, Unit: "standard deviations", Threshold: models.Threshold(mostDeviation)}
	var found []suspicion
	switch {
	case m.correlation < leastCorrelation && partOf(thumbnail, x.Small()) >= cropAgrees:
		f.Facts["cropped"] = "the picture is a part of its thumbnail"
		whole.Threshold = nil
		f.Measures = append(f.Measures, whole)
		return nil
	case m.correlation < leastCorrelation && (m.correlation < localCorrelation || m.deviation <= mostDeviation):
		whole.ReasonCode = models.ReasonMetadataThumbnail
		score := min(1, 0.6+0.4*(leastCorrelation-m.correlation)/leastCorrelation)
		found = append(found, suspicion{models.ReasonMetadataThumbnail, score, fmt.Sprintf("The embedded thumbnail shows another picture, or this one was changed since (correlation %.2f, at least %.2f expected)", m.correlation, leastCorrelation)})
	case m.deviation > mostDeviation:
		local.ReasonCode = models.ReasonMetadataThumbnail
		found = append(found, suspicion{models.ReasonMetadataThumbnail, min(1, 0.5*m.deviation), fmt.Sprintf("A part of the picture differs from its embedded thumbnail (by %.1f standard deviations, at most %.1f expected)", m.deviation, mostDeviation)})
		f.Regions = append(f.Regions, region(m, x.File)...)
	}
	f.Measures = append(f.Measures, whole, local)
	return found
}

// region turns the worst window into stored pixels.
func region(m match, file models.FileInfo) []models.Region {
	if m.window.Empty() {
		return nil
	}
	r := models.Region{X: m.window.Min.X * file.Width / 1000, Y: m.window.Min.Y * file.Height / 1000, Score: min(1, 0.5*m.deviation), Label: "differs from the thumbnail"}
	r.W = max(1, m.window.Max.X*file.Width/1000-r.X)
	r.H = max(1, m.window.Max.Y*file.Height/1000-r.Y)
	return []models.Region{r}
}
