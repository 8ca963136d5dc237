package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"loupe/samples"
)

type evalCommand struct {
	roomFlags `embed:""`

	Dir       string `arg:"" help:"Directory with labels.json (pictures of which it is known whether they were edited; loupe samples --edits draws such a set) or pairs.json (pairs of which it is known how they belong together; --pairs)." type:"existingdir"`
	JSON      bool   `name:"json" help:"Print everything as JSON: of labelled pictures one document, of pairs a line for each."`
	By        string `help:"Also break the figures down." enum:",chain,operation,channel" default:""`
	Plots     string `help:"Directory for ROC and reliability plots (SVG)." type:"path"`
	Calibrate string `help:"Write the table of what the checks measured on the set's untouched pictures to this file." type:"path"`
}

// Run evaluates a set by its list.
func (c evalCommand) Run(ctx context.Context, log *slog.Logger) error {
	if _, err := os.Stat(filepath.Join(c.Dir, samples.LabelsFile)); err == nil {
		return c.labelled(ctx, log)
	}
	if c.By != "" || c.Plots != "" || c.Calibrate != "" {
		return fmt.Errorf("--by, --plots and --calibrate need %s, which %s lacks", samples.LabelsFile, c.Dir)
	}
	return c.pairs(ctx, log)
}
