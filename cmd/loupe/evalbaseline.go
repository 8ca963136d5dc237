package main

import (
	"fmt"
	"slices"
)

// confounded is the AUC above which what a file is, without its pixels, tells edited pictures from clean ones: a set with
// such a baseline says nothing about checks (METHODS 0).
const confounded = 0.55

// baseline is the best that a stump over one feature of the file can do.
type baseline struct {
	Feature    string `json:"feature"`
	Area       auc    `json:"area"`
	Confounded bool   `json:"confounded"`
}

// metadataOnly tries every feature, in the direction that serves it better.
func metadataOnly(pictures []judgedPicture) (best baseline) {
	features := []struct {
		name  string
		value func(storedAs) float64
	}{
		{"bytes", func(s storedAs) float64 { return float64(s.Bytes) }}, {"width", func(s storedAs) float64 { return float64(s.Width) }},
		{"height", func(s storedAs) float64 { return float64(s.Height) }}, {"quality", func(s storedAs) float64 { return float64(s.Quality) }},
		{"exif", func(s storedAs) float64 { return when(s.EXIF) }},
	}
	for _, kind := range mediaTypes(pictures) {
		features = append(features, struct {
			name  string
			value func(storedAs) float64
		}{"type " + kind, func(s storedAs) float64 { return when(s.MediaType == kind) }})
	}
	for _, f := range features {
		for _, sign := range []float64{1, -1} {
			var all []observation
			for _, p := range pictures {
				if p.Error == "" {
					all = append(all, observation{sign * f.value(p.Stored), p.Edited})
				}
			}
			if a, ok := areaUnder(all); ok && a.Value > best.Area.Value {
				best = baseline{f.name, a, a.Value > confounded}
			}
		}
	}
	return best
}

func when(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func mediaTypes(pictures []judgedPicture) (types []string) {
	for _, p := range pictures {
		if !slices.Contains(types, p.Stored.MediaType) && p.Error == "" {
			types = append(types, p.Stored.MediaType)
		}
	}
	return types
}

func (b baseline) lines() []string {
	if b.Feature == "" {
		return nil
	}
	out := []string{fmt.Sprintf("%-34s %19s %19s", "metadata only: "+b.Feature, "", fmt.Sprintf("%.3f (%.3f-%.3f)", b.Area.Value, b.Area.Low, b.Area.High))}
	if b.Confounded {
		out = append(out, "", fmt.Sprintf("WARNING: the set is CONFOUNDED. %s alone tells edited from clean with an AUC of %.3f, above %.2f: no figure above is evidence of a check's power.", b.Feature, b.Area.Value, confounded))
		if b.Area.Low <= 0.5 {
			out = append(out, "The interval of that AUC holds 0.5: with so few pictures it may be chance. Evaluate more.")
		}
	}
	return out
}
