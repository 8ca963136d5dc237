package quality_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/disintegration/imaging"

	"loupe/forensics/quality"
	"loupe/models"
	"loupe/samples"
)

// harm is one way to spoil a picture, by steps from mild to severe, and the measures that are about it. Measures that the
// harm changes by its nature, because they look at the same thing, are its kin.
type harm struct {
	name  string
	steps []float64
	own   []string
	kin   []string
	apply func(t testing.TB, again func(samples.CaptureOptions) scene, s scene, step float64) scene
}

func harms() []harm {
	on := func(f func(scene, float64) scene) func(testing.TB, func(samples.CaptureOptions) scene, scene, float64) scene {
		return func(_ testing.TB, _ func(samples.CaptureOptions) scene, s scene, step float64) scene {
			return f(s, step)
		}
	}
	retake := func(f func(float64) samples.CaptureOptions) func(testing.TB, func(samples.CaptureOptions) scene, scene, float64) scene {
		return func(_ testing.TB, again func(samples.CaptureOptions) scene, _ scene, step float64) scene {
			return again(f(step))
		}
	}
	resolution := []string{"document_dpi", "document_megapixels", "document_short_side", "x_height"}
	return []harm{
		{"blur sigma", []float64{1, 2, 3, 4, 5, 6}, []string{"edge_width"}, nil, on(scene.soft)},
		{"motion length", []float64{4, 8, 12, 16, 24}, []string{"motion"}, nil, on(func(s scene, l float64) scene { return s.shaken(l, 0.1) })},
		{"motion at 45", []float64{4, 8, 12, 16, 24}, []string{"motion"}, nil, on(func(s scene, l float64) scene { return s.shaken(l, math.Pi/4) })},
		{"stops down", []float64{1, 2, 3, 4, 5}, []string{"mean_luminance_low", "highlight"}, nil, retake(func(v float64) samples.CaptureOptions { return samples.CaptureOptions{Stops: -v} })},
		{"stops up", []float64{0.5, 1, 2, 3, 4}, []string{"mean_luminance_high"}, []string{"contrast", "chroma"}, retake(func(v float64) samples.CaptureOptions { return samples.CaptureOptions{Stops: v} })},
		{"haze", []float64{0.3, 0.5, 0.7, 0.8, 0.9}, []string{"contrast"}, nil, retake(func(v float64) samples.CaptureOptions { return samples.CaptureOptions{Contrast: 1 - v} })},
		{"glare radius", []float64{0.03, 0.06, 0.09, 0.12, 0.16, 0.2}, []string{"glare", "glare_on_text"}, nil, on(scene.glaring)},
		{"downscale", []float64{0.8, 0.6, 0.4, 0.3, 0.2, 0.12}, resolution, []string{"edge_width"}, on(func(s scene, k float64) scene { return s.resized(k, imaging.Box) })},
		{"farther away", []float64{0.7, 0.6, 0.5, 0.4, 0.3, 0.2}, []string{"frame_fill"}, append(resolution, "edge_width"), retake(func(v float64) samples.CaptureOptions { return samples.CaptureOptions{Fill: v} })},
		{"JPEG quality", []float64{80, 60, 40, 20, 10, 5}, []string{"jpeg_quality", "blockiness"}, nil, on(func(s scene, q float64) scene { s.quality = int(q); return s })},
		{"upscale", []float64{1.2, 1.5, 1.8, 2.3, 3, 4}, []string{"upscale"}, resolution, retakenSmall},
		{"tilt", []float64{10, 20, 30, 40, 50}, []string{"tilt"}, append(resolution, "frame_fill"), retake(func(v float64) samples.CaptureOptions {
			return samples.CaptureOptions{Pose: &samples.Pose{Tilt: v, Axis: 90}}
		})},
		{"crop depth", []float64{0.02, 0.05, 0.1, 0.2, 0.4}, []string{"cut_off"}, []string{"document_megapixels", "frame_fill"}, on(scene.cropped)},
		{"desaturation", []float64{0.3, 0.5, 0.7, 0.9, 1}, []string{"chroma"}, nil, on(scene.grey)},
		{"moire", []float64{0.02, 0.05, 0.1, 0.2, 0.3}, []string{"screen"}, nil, on(scene.screened)},
	}
}

// retakenSmall enlarges a smaller picture k times, to the size of the others, and saves it losslessly.
func retakenSmall(_ testing.TB, again func(samples.CaptureOptions) scene, _ scene, k float64) scene {
	small := again(samples.CaptureOptions{Width: int(1600 / k), Height: int(1200 / k)}).resized(k, imaging.CatmullRom)
	small.quality = 0
	return small
}

// original is the picture that a harm starts from: for enlargement one saved losslessly, too.
func (h harm) original(s scene) scene {
	if h.name == "upscale" {
		s.quality = 0
	}
	return s
}

func within(l quality.Limit, v float64) float64 {
	return min(max(v, min(l.Good, l.Worst)), max(l.Good, l.Worst))
}

// response is what one measure makes of one harm's steps: the rank correlation with it, and the largest change as a
// share of the range from good to worst, beyond which nothing is better or worse.
type response struct{ rho, change float64 }

func respond(name string, kind models.Kind, values []float64) response {
	l, judged := quality.DefaultPolicy().Limit(kind, name)
	r := response{rho: rankCorrelation(values)}
	if !quality.Rises(name) {
		r.rho = -r.rho
	}
	if judged {
		for _, v := range values {
			r.change = max(r.change, math.Abs(within(l, v)-within(l, values[0]))/math.Abs(l.Good-l.Worst))
		}
	}
	return r
}

// table measures every response on the documents of the seeds.
func table(t *testing.T, seeds []uint64) map[string]map[string][]response {
	s := studio(t)
	out := map[string]map[string][]response{}
	for _, seed := range seeds {
		which := int(seed % 4)
		again := func(o samples.CaptureOptions) scene { return capture(t, s, which, seed, o) }
		base := again(samples.CaptureOptions{})
		for _, h := range harms() {
			values := map[string][]float64{}
			note := func(f models.Finding) {
				for _, m := range f.Measures {
					values[m.Name] = append(values[m.Name], m.Value)
				}
			}
			note(h.original(base).finding(t))
			for _, step := range h.steps {
				note(h.apply(t, again, base, step).finding(t))
			}
			if out[h.name] == nil {
				out[h.name] = map[string][]response{}
			}
			for _, name := range quality.Names() {
				if len(values[name]) == len(h.steps)+1 {
					out[h.name][name] = append(out[h.name][name], respond(name, base.kind, values[name]))
				}
			}
		}
	}
	return out
}

func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	if len(v) == 0 {
		return math.NaN()
	}
	return v[len(v)/2]
}

// TestCross prints how every measure responds to every harm: the rank correlation with its own, and the median over the
// documents of the largest change under the others, in per cent of its range. Slow; LOUPE_MEASURE=1 asks for it.
func TestCross(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("LOUPE_MEASURE is not set: the figures of README.md are not measured")
	}
	seeds := []uint64{7000, 7001, 7002, 7003} // one of each document
	all := table(t, seeds)
	var b strings.Builder
	fmt.Fprintf(&b, "n = %d documents (cards, passports, licences, diplomas); * rank correlation with its own harm, + by nature the same thing, else change in %% of the range\n%-20s", len(seeds), "")
	for _, h := range harms() {
		fmt.Fprintf(&b, "%14s", h.name)
	}
	for _, name := range quality.Names() {
		fmt.Fprintf(&b, "\n%-20s", name)
		for _, h := range harms() {
			rs := all[h.name][name]
			var rhos, changes []float64
			for _, r := range rs {
				rhos, changes = append(rhos, r.rho), append(changes, 100*r.change)
			}
			switch {
			case len(rs) == 0:
				fmt.Fprintf(&b, "%14s", "-")
			case slices.Contains(h.own, name):
				fmt.Fprintf(&b, "%13.2f*", median(rhos))
			case slices.Contains(h.kin, name):
				fmt.Fprintf(&b, "%13.0f+", median(changes))
			default:
				fmt.Fprintf(&b, "%14.1f", median(changes))
			}
		}
	}
	t.Log("\n" + b.String())
}

// rankCorrelation is Spearman's rho of v against its own order 0, 1, 2, ...; ties take their mean rank.
func rankCorrelation(v []float64) float64 {
	n, sum := float64(len(v)), 0.0
	for i, a := range v {
		rank := 0.0
		for j, b := range v {
			if b < a || (b == a && j != i) {
				rank++
			}
			if b == a && j != i {
				rank -= 0.5
			}
		}
		sum += (rank - float64(i)) * (rank - float64(i))
	}
	return 1 - 6*sum/(n*(n*n-1))
}
