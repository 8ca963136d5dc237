package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"loupe/models"
)

type rescanCommand struct {
	officeFlags
	Reason    string `help:"Why; kept with the rescan." default:"from the command line"`
	Kind      string `help:"Only this kind."`
	Account   string `help:"Only this account."`
	Verdict   string `help:"Only submissions whose latest verdict is this."`
	StaleOnly bool   `help:"Only reports made by other check or policy versions than this program's, or by the fast profile."`
	DryRun    bool   `help:"Say what would change and write no report."`
	New       bool   `help:"Start a new rescan even when an unfinished one could be resumed."`
}

// Run resumes the unfinished rescan, or starts one, and works until it is finished.
func (c rescanCommand) Run(ctx context.Context, log *slog.Logger) (err error) {
	o, err := c.open(ctx, log, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close(ctx)) }()
	r, err := c.begin(ctx, o)
	if err != nil {
		return err
	}
	defer o.background(ctx)()
	r, err = follow(ctx, o, r, os.Stderr)
	if err != nil {
		return fmt.Errorf("rescan %s stopped after %d of %d: run the command again to go on: %w", r.ID, r.Done, r.Total, err)
	}
	return printChanges(ctx, o, r, os.Stdout)
}

func (c rescanCommand) begin(ctx context.Context, o *office) (models.Rescan, error) {
	recent, err := o.service.Rescans(ctx, 100)
	if err != nil {
		return models.Rescan{}, err
	}
	for _, r := range recent {
		if r.State == models.RescanRunning && !c.New {
			fmt.Fprintf(os.Stderr, "Resuming rescan %s (%d of %d done); --new starts another.\n", r.ID, r.Done, r.Total)
			return r, nil
		}
	}
	filter := models.RescanFilter{Kind: models.Kind(c.Kind), Account: models.Account(c.Account), Verdict: models.Verdict(c.Verdict), StaleOnly: c.StaleOnly}
	return o.service.StartRescan(ctx, c.Reason, filter, c.DryRun)
}

// follow shows progress until the rescan is finished: a bar in a terminal, a line every few seconds elsewhere.
func follow(ctx context.Context, o *office, r models.Rescan, w io.Writer) (models.Rescan, error) {
	show, done := progress(w, r.Total)
	defer done()
	for r.State == models.RescanRunning {
		select {
		case <-ctx.Done():
			return r, ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
		now, err := o.service.Rescan(ctx, r.ID)
		if err != nil {
			return r, err
		}
		r = now
		show(r)
	}
	return r, nil
}

func progress(w io.Writer, total int) (show func(models.Rescan), done func()) {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p := mpb.New(mpb.WithOutput(w))
		bar := p.AddBar(int64(total), mpb.PrependDecorators(decor.CountersNoUnit("%d of %d examined")), mpb.AppendDecorators(decor.AverageETA(decor.ET_STYLE_GO)))
		return func(r models.Rescan) { bar.SetCurrent(int64(r.Done)) }, func() { bar.Abort(false); p.Wait() }
	}
	last := time.Now()
	return func(r models.Rescan) {
		if r.State == models.RescanFinished || time.Since(last) > 5*time.Second {
			last = time.Now()
			fmt.Fprintf(w, "%d of %d examined, %d changed, %d failed\n", r.Done, r.Total, r.Changed, r.Failed)
		}
	}, func() {}
}

func printChanges(ctx context.Context, o *office, r models.Rescan, w io.Writer) error {
	fmt.Fprintf(w, "Rescan %s: %d examined, %d changed, %d failed\n", r.ID, r.Done, r.Changed, r.Failed)
	var after models.Cursor
	for {
		changes, next, err := o.service.RescanChanges(ctx, r.ID, 100, after)
		if err != nil {
			return err
		}
		for _, c := range changes {
			fmt.Fprintf(w, "%s (account %s): %s -> %s\n", c.SubmissionID, c.Account, c.Before, c.After)
			for _, line := range c.Changes {
				fmt.Fprintf(w, "  %s\n", line)
			}
			if c.Error != "" {
				fmt.Fprintf(w, "  failed: %s\n", c.Error)
			}
		}
		if after = next; next == "" {
			return nil
		}
	}
}
