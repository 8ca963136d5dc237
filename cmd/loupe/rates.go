package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// share counts how many of n were so.
type share struct{ n, hit int }

func (s *share) add(hit bool) {
	s.n++
	if hit {
		s.hit++
	}
}

// rates are the counts of an evaluation.
type rates struct {
	found   map[string]*share // pairs that belong together: by channel and by chain, how many were linked with the right relation
	alarms  map[string]*share // pairs that do not: by channel, how many were linked
	regions share             // regions that differ: how many were found with an intersection over union of 0.6
	iou     float64           // sum over them
	failed  int
	scores  [2][]float64 // of honest pairs, and of copies
}

const rightRegion = 0.6

func newRates(all []verdictOnPair) rates {
	r := rates{found: map[string]*share{}, alarms: map[string]*share{}}
	count := func(in map[string]*share, key string, hit bool) {
		if in[key] == nil {
			in[key] = &share{}
		}
		in[key].add(hit)
	}
	for _, v := range all {
		if v.Error != "" {
			r.failed++
			continue
		}
		if !v.Relation.Links() {
			count(r.alarms, "channel "+string(v.Channel), v.Found.Links())
			r.scores[0] = append(r.scores[0], v.Score)
			continue
		}
		for _, key := range []string{"channel " + string(v.Channel), "chain " + v.Chain} {
			count(r.found, key, v.Found == v.Relation)
		}
		r.scores[1] = append(r.scores[1], v.Score)
		for _, iou := range v.IoU {
			r.regions.add(iou >= rightRegion)
			r.iou += iou
		}
	}
	return r
}

// lines says the rates in words. An upper bound is that of the rule of three (Hanley and Lippman-Hand, JAMA 249(13), 1983)
// where nothing was seen.
func (r rates) lines() (out []string) {
	for _, key := range slices.Sorted(maps.Keys(r.found)) {
		s := r.found[key]
		out = append(out, fmt.Sprintf("belong together, %-16s %4d of %4d with the right relation (%.1f %%)", key, s.hit, s.n, 100*float64(s.hit)/float64(s.n)))
	}
	for _, key := range slices.Sorted(maps.Keys(r.alarms)) {
		s := r.alarms[key]
		line := fmt.Sprintf("do not,          %-16s %4d of %4d linked", key, s.hit, s.n)
		if s.hit == 0 {
			line += fmt.Sprintf(": the false-alarm rate is below %.2g at 95 %% confidence", math.Min(1, 3/float64(s.n)))
		}
		out = append(out, line)
	}
	if r.regions.n > 0 {
		out = append(out, fmt.Sprintf("regions that differ: intersection over union %.2f on average, %d of %d at least %.1f", r.iou/float64(r.regions.n), r.regions.hit, r.regions.n, rightRegion))
	}
	if honest, copies := r.scores[0], r.scores[1]; len(honest) > 0 && len(copies) > 0 {
		high, above := slices.Max(honest), 0
		for _, s := range copies {
			if s > high {
				above++
			}
		}
		out = append(out, fmt.Sprintf("at no false alarm in %d: score above %.3f, which %d of %d copies have", len(honest), high, above, len(copies)))
	}
	if r.failed > 0 {
		out = append(out, fmt.Sprintf("%d pairs could not be compared: --json says why", r.failed))
	}
	return out
}
