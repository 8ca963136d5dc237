package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"loupe/darkroom"
	"loupe/forensics/jpegfile"
	"loupe/forensics/verdict"
	"loupe/models"
	"loupe/samples"
)

// judgedPicture is a picture of a set and what came of it.
type judgedPicture struct {
	samples.Labelled
	Stored     storedAs           `json:"stored"`
	Verdict    models.Verdict     `json:"verdict"`
	Reasons    []models.Reason    `json:"reasons"`
	Alteration *models.Alteration `json:"alteration"` // of the first page; null without calibrated evidence
	Doubted    bool               `json:"doubted"`    // not accepted, for a reason that is about an edit
	Findings   []models.Finding   `json:"findings"`   // of the first page and of the whole
	Localised  []localised        `json:"localised"`  // in the order of the findings; only of edited pictures whose truth is known
	ElapsedMS  int64              `json:"elapsed_ms"`
	Error      string             `json:"error,omitempty"`
}

// storedAs is what a file is without its pixels: what the metadata-only baseline may look at.
type storedAs struct {
	MediaType string `json:"media_type"`
	Bytes     int64  `json:"bytes"`
	Width     int    `json:"width"`
	Height    int    `json:"height"`
	EXIF      bool   `json:"exif"`
	Quality   int    `json:"quality"` // of the JPEG, on the scale of the IJG; 0 for other types
}

// labelled judges every picture of a set and prints what that says of the checks.
func (c evalCommand) labelled(ctx context.Context, log *slog.Logger) error {
	data, err := os.ReadFile(filepath.Join(c.Dir, samples.LabelsFile))
	if err != nil {
		return err
	}
	var labels []samples.Labelled
	if err := json.Unmarshal(data, &labels); err != nil {
		return fmt.Errorf("%s: %w", samples.LabelsFile, err)
	}
	if len(labels) == 0 {
		return fmt.Errorf("%s lists no picture", samples.LabelsFile)
	}
	pictures, err := c.judgeAll(ctx, labels, log)
	if err != nil {
		return err
	}
	if c.Calibrate != "" {
		if err := c.calibrate(pictures); err != nil {
			return err
		}
	}
	if c.Plots != "" {
		if err := writePlots(c.Plots, pictures); err != nil {
			return err
		}
	}
	if c.JSON {
		return json.NewEncoder(os.Stdout).Encode(evaluate(pictures, "chain", "operation", "channel"))
	}
	if c.By == "" {
		return evaluate(pictures).print(os.Stdout)
	}
	return evaluate(pictures, c.By).print(os.Stdout)
}

// judgeAll examines the pictures with all checks, as many at once as there are workers.
func (c evalCommand) judgeAll(ctx context.Context, labels []samples.Labelled, log *slog.Logger) ([]judgedPicture, error) {
	policy, err := verdict.DefaultPolicy()
	if err != nil {
		return nil, err
	}
	pool, err := newPool(0, c.roomFlags, "", log)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	out := make([]judgedPicture, len(labels))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for i, l := range labels {
		g.Go(func() error {
			j, err := c.judge(ctx, pool, policy, l)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil { // one picture that cannot be judged is said to be so
				j.Error = err.Error()
			}
			out[i] = j
			return nil
		})
	}
	return out, g.Wait()
}

func (c evalCommand) judge(ctx context.Context, pool *darkroom.Pool, policy verdict.Policy, l samples.Labelled) (judgedPicture, error) {
	kind, err := models.ParseKind(string(kindOr(l.Kind)))
	if err != nil {
		return judgedPicture{Labelled: l}, err
	}
	l.Kind = kind
	j := judgedPicture{Labelled: l}
	if !filepath.IsLocal(l.File) || l.Mask != "" && !filepath.IsLocal(l.Mask) {
		return j, fmt.Errorf("file %q or mask %q is not inside the set", l.File, l.Mask)
	}
	data, err := os.ReadFile(filepath.Join(c.Dir, l.File))
	if err != nil {
		return j, err
	}
	brief := models.Brief{Kind: l.Kind, Day: time.Now().UTC()}
	// The name says what was done to the picture; the checks must not know it.
	exam, err := pool.Examine(ctx, []models.Original{{Data: data, Filename: "picture" + filepath.Ext(l.File)}}, brief, models.PriorityBulk, nil)
	if err != nil {
		return j, err
	}
	if exam.Refused != nil {
		return j, fmt.Errorf("refused: %s", exam.Refused.Message)
	}
	report := reportOf(policy, l.Kind, exam, nil)
	j.Verdict, j.Reasons, j.ElapsedMS, j.Stored = report.Verdict, report.Reasons, report.ElapsedMS, stored(exam.File, data)
	for _, a := range report.Alterations {
		if a.Page == 0 {
			j.Alteration = &a
		}
	}
	for _, f := range report.Findings {
		if f.Page == 0 {
			j.Findings = append(j.Findings, f)
		}
	}
	j.Doubted = slices.ContainsFunc(j.Reasons, func(r models.Reason) bool {
		return policy.Actions[r.Code] != verdict.ActionNote && aboutEdit(r, j.Findings)
	})
	j.Localised, err = localise(c.Dir, j)
	return j, err
}

// aboutEdit reports whether a reason comes of a check for edits, or of their evidence together.
func aboutEdit(r models.Reason, findings []models.Finding) bool {
	return r.Code == models.ReasonContentAltered || slices.ContainsFunc(findings, func(f models.Finding) bool {
		return f.Check == r.Check && slices.Contains(editGroups(), f.Group)
	})
}

func stored(f models.FileInfo, data []byte) storedAs {
	s := storedAs{MediaType: f.MediaType, Bytes: f.Bytes, Width: f.Width, Height: f.Height, EXIF: bytes.Contains(data, []byte("eXIf"))}
	if j, err := jpegfile.Parse(data); err == nil {
		s.Quality, s.EXIF = j.Quality().Luma, len(j.App(1, "Exif\x00\x00")) > 0
	}
	return s
}
