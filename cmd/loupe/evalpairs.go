package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"loupe/models"
	"loupe/samples"
)

// verdictOnPair is what was expected of a pair and what came of it.
type verdictOnPair struct {
	samples.PairEntry
	Found models.Relation `json:"found"`
	Score float64         `json:"score"`
	IoU   []float64       `json:"iou"` // of each region that differs, with the best region that was found; in the order of changed
	Error string          `json:"error,omitempty"`
}

// pairs compares every pair of a set and prints rates: of pairs that belong together how many were found, of the others
// how many were linked.
func (c evalCommand) pairs(ctx context.Context, log *slog.Logger) error {
	data, err := os.ReadFile(filepath.Join(c.Dir, samples.PairsFile))
	if err != nil {
		return err
	}
	var entries []samples.PairEntry
	if err := json.Unmarshal(data, &entries); err != nil {
		return fmt.Errorf("%s: %w", samples.PairsFile, err)
	}
	if len(entries) == 0 {
		return fmt.Errorf("%s lists no pair", samples.PairsFile)
	}
	verdicts, err := c.compareAll(ctx, entries, log)
	if err != nil {
		return err
	}
	if c.JSON {
		out := json.NewEncoder(os.Stdout)
		for _, v := range verdicts {
			err = errors.Join(err, out.Encode(v))
		}
		return err
	}
	return printRates(os.Stdout, verdicts)
}

// compareAll compares as many pairs at once as there are workers. A pair that cannot be compared is said to be so.
func (c evalCommand) compareAll(ctx context.Context, entries []samples.PairEntry, log *slog.Logger) ([]verdictOnPair, error) {
	pool, err := newPool(0, c.roomFlags, "", log)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	out := make([]verdictOnPair, len(entries))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for i, e := range entries {
		g.Go(func() error {
			v := verdictOnPair{PairEntry: e}
			comparison, err := c.compare(ctx, pool, e)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				v.Error = err.Error()
			}
			v.Found, v.Score = comparison.Relation, comparison.Score
			for _, r := range e.Changed {
				v.IoU = append(v.IoU, bestIoU(r, comparison.Changed))
			}
			out[i] = v
			return nil
		})
	}
	return out, g.Wait()
}

type comparer interface {
	Compare(ctx context.Context, a, b models.Sheaf, p models.Priority) (models.Comparison, error)
}

func (c evalCommand) compare(ctx context.Context, pool comparer, e samples.PairEntry) (models.Comparison, error) {
	var sides [2]models.Sheaf
	for i, name := range []string{e.A, e.B} {
		if !filepath.IsLocal(name) {
			return models.Comparison{}, fmt.Errorf("file %q is not inside the set", name)
		}
		data, err := os.ReadFile(filepath.Join(c.Dir, name))
		if err != nil {
			return models.Comparison{}, err
		}
		sides[i] = models.Sheaf{Kind: kindOr(e.Kind), Originals: []models.Original{{Data: data, Filename: name}}}
	}
	return pool.Compare(ctx, sides[0], sides[1], models.PriorityBulk)
}

func kindOr(k models.Kind) models.Kind {
	if k == "" {
		return models.KindIdentityDocument
	}
	return k
}

// bestIoU is the largest intersection over union of r with any of the regions found.
func bestIoU(r models.Region, found []models.Region) (best float64) {
	for _, f := range found {
		w, h := min(r.X+r.W, f.X+f.W)-max(r.X, f.X), min(r.Y+r.H, f.Y+f.H)-max(r.Y, f.Y)
		if w <= 0 || h <= 0 {
			continue
		}
		shared := float64(w * h)
		best = max(best, shared/(float64(r.W*r.H)+float64(f.W*f.H)-shared))
	}
	return best
}

func printRates(w io.Writer, all []verdictOnPair) error {
	rates := newRates(all)
	for _, line := range rates.lines() {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}
