package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"loupe/models"
)

type compareCommand struct {
	roomFlags `embed:""`

	A         string `arg:"" help:"The first picture; regions are in its pixels." type:"path"`
	B         string `arg:"" help:"The second picture." type:"path"`
	Kind      string `help:"What the pictures claim to be." enum:"identity_document,diploma,profile_photo" default:"identity_document"`
	JSON      bool   `name:"json" help:"Print JSON."`
	Artifacts string `help:"Directory for the difference map and the registered pair." type:"path"`
}

// Run prints how the two pictures belong together.
func (c compareCommand) Run(ctx context.Context, log *slog.Logger) error {
	a, err := os.ReadFile(c.A)
	if err != nil {
		return err
	}
	b, err := os.ReadFile(c.B)
	if err != nil {
		return err
	}
	pool, err := newPool(1, c.roomFlags, "", log)
	if err != nil {
		return err
	}
	defer pool.Close()
	first := c.sheaf(c.A, a)
	comparison, err := pool.Compare(ctx, first, c.sheaf(c.B, b), models.PriorityLive)
	if err != nil {
		return err
	}
	if len(comparison.Changed) > 0 { // what stands there is known once A was read
		exam, err := pool.Examine(ctx, first.Originals, models.Brief{Kind: first.Kind, Day: time.Now().UTC()}, models.PriorityLive, nil)
		if err != nil {
			return err
		}
		comparison.Changed = models.Label(comparison.Changed, models.Landmarks(exam.Document, exam.Faces))
	}
	if comparison.Artifacts, err = keepArtifacts(c.Artifacts, "compare", comparison.Artifacts); err != nil {
		return err
	}
	return printComparison(os.Stdout, comparison, c.JSON)
}

// sheaf is the first page of a file.
func (c compareCommand) sheaf(path string, data []byte) models.Sheaf {
	return models.Sheaf{Kind: models.Kind(c.Kind), Originals: []models.Original{{Data: data, Filename: filepath.Base(path)}}}
}

func printComparison(w io.Writer, c models.Comparison, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(c)
	}
	fmt.Fprintf(w, "%s (score %.2f, %.0f %% of the first picture shared)\n", c.Relation, c.Score, 100*c.SharedFraction)
	for _, r := range c.Changed {
		fmt.Fprintf(w, "  changed: %s at %d,%d %dx%d\n", r.Label, r.X, r.Y, r.W, r.H)
	}
	for _, m := range c.Measures {
		fmt.Fprintf(w, "  %s: %.4g %s\n", m.Name, m.Value, m.Unit)
	}
	return nil
}
