package main

import (
	"fmt"
	"path/filepath"

	"loupe/models"
	"loupe/samples"
)

// localised says how well a finding's regions cover what was edited, by pixels. Both are 0 for a finding that is not suspect.
type localised struct {
	Check string  `json:"check"`
	F1    float64 `json:"f1"`
	IoU   float64 `json:"iou"`
}

// localise holds the regions of every finding that looked properly against the mask, or against the boxes where there is none.
func localise(dir string, j judgedPicture) ([]localised, error) {
	out := []localised{}
	if !j.Edited || j.Mask == "" && len(j.Boxes) == 0 {
		return out, nil
	}
	truth := painted(j.Stored.Width, j.Stored.Height, j.Boxes)
	if j.Mask != "" {
		mask, err := samples.ReadMask(filepath.Join(dir, filepath.FromSlash(j.Mask)))
		if err != nil {
			return out, err
		}
		if mask.W != j.Stored.Width || mask.H != j.Stored.Height {
			return out, fmt.Errorf("mask %s has %d x %d pixels, the picture %d x %d", j.Mask, mask.W, mask.H, j.Stored.Width, j.Stored.Height)
		}
		truth = mask.Edited
	}
	for _, f := range j.Findings {
		if !f.Outcome.HasScore() {
			continue
		}
		l := localised{Check: f.Check}
		if f.Outcome == models.OutcomeSuspect {
			l.F1, l.IoU = agreement(truth, painted(j.Stored.Width, j.Stored.Height, f.Regions))
		}
		out = append(out, l)
	}
	return out, nil
}

// painted is the union of regions, as a picture of w x h pixels in rows.
func painted(w, h int, regions []models.Region) []bool {
	out := make([]bool, w*h)
	for _, r := range regions {
		for y := max(r.Y, 0); y < min(r.Y+r.H, h); y++ {
			for x := max(r.X, 0); x < min(r.X+r.W, w); x++ {
				out[y*w+x] = true
			}
		}
	}
	return out
}

// agreement returns F1 = 2TP/(2TP+FP+FN) and IoU = TP/(TP+FP+FN) of two pictures of equal size.
func agreement(truth, found []bool) (f1, iou float64) {
	both, either := 0, 0
	for i := range truth {
		if truth[i] && found[i] {
			both++
		}
		if truth[i] || found[i] {
			either++
		}
	}
	if either == 0 {
		return 0, 0
	}
	return 2 * float64(both) / float64(both+either), float64(both) / float64(either)
}
