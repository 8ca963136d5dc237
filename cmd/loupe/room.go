package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"time"

	"loupe/darkroom"
	"loupe/forensics"
	"loupe/forensics/list"
	"loupe/forensics/sandbox"
	"loupe/forensics/verdict"
	"loupe/models"
	"loupe/ocr"
)

// darkroomCommand is the worker process: bytes in, facts out, nothing else.
type darkroomCommand struct {
	Settings string `help:"What the office allows, as JSON."`
	Warm     bool   `help:"Compile the sandboxed decoders, and end."`
}

// Limits of one worker process and of the stages of one job.
const (
	workerMemory     = 1 << 30
	workerSoftMemory = 224 << 20
	stageCPU         = 8 * time.Second  // one check of one page, or opening it
	readCPU          = 6 * time.Second  // reading a page; a whole scan of the 12 MP page takes 3.4 s
	stageLimit       = 30 * time.Second // wall time of the same
)

func (c darkroomCommand) Run(ctx context.Context) error {
	if c.Warm {
		return forensics.Warm(ctx)
	}
	var settings workerSettings
	if err := json.Unmarshal([]byte(c.Settings), &settings); err != nil {
		return fmt.Errorf("--settings: %w", err)
	}
	out, err := darkroom.PrivateStdout()
	if err != nil {
		return err
	}
	reader := textReader(settings.Languages)
	opener, err := forensics.NewOpener(settings.Limits)
	if err != nil {
		return err
	}
	policies, err := settings.policies()
	if err != nil {
		return err
	}
	bench := darkroom.Bench{
		Checks: policies.Pages(), Whole: policies.Whole(), Reader: reader, Opener: opener, StageCPU: stageCPU, ReadCPU: readCPU, StageLimit: stageLimit,
	}
	hold := darkroom.Hold{MemoryBytes: workerMemory, SoftMemory: workerSoftMemory, PageCPU: settings.PageCPU}
	return darkroom.Serve(ctx, bench, hold, os.Stdin, out)
}

// textReader reads with Tesseract. A missing language stops the checks that need it, and nothing else.
func textReader(languages []string) forensics.Reader {
	config := ocr.DefaultConfig()
	if len(languages) > 0 {
		config.Languages = languages
	}
	reader, err := ocr.New(config)
	if err != nil {
		return darkroom.NoReader{Why: err}
	}
	return darkroom.TextReader{OCR: reader}
}

// newPool starts a darkroom of n workers.
func newPool(n int, f roomFlags, codeDir string, log *slog.Logger) (*darkroom.Pool, error) {
	command, err := f.workerCommand()
	if err != nil {
		return nil, err
	}
	c := darkroom.DefaultConfig()
	c.Command, c.JobCPU, c.MaxPages, c.RequireIsolation = command, f.JobCPU, f.MaxPages, f.RequireIsolation
	c.CodeDir = codeDir
	if f.Institutions != "" {
		c.Files = []string{f.Institutions}
	}
	if n > 0 {
		c.Workers = n
	}
	return darkroom.NewPool(c, list.Infos(), log)
}

// engine names the versions of everything that judges.
func engine(p verdict.Policy) models.Engine {
	e := models.Engine{Version: version, Policy: p.Version, Checks: map[string]int{"fingerprint": models.FingerprintVersion}}
	for _, i := range list.Infos() {
		e.Checks[i.ID] = i.Version
	}
	return e
}

// warm has the sandboxed decoders compiled into dir, by a process that sees no upload. It takes some CPU seconds once for
// each version of them; without it every worker would spend these with its first file of such a format.
func warm(ctx context.Context, dir string, log *slog.Logger) {
	command := exec.CommandContext(ctx, "/proc/self/exe", "darkroom", "--warm")
	command.Env = []string{sandbox.Variable + "=" + dir}
	if out, err := command.CombinedOutput(); err != nil && ctx.Err() == nil {
		log.Warn("the sandboxed decoders could not be compiled ahead", "error", err, "said", string(out))
	}
}
