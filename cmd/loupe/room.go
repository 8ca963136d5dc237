package main

import (
	"context"
	"log/slog"
	"os"
	"time"

	"loupe/darkroom"
	"loupe/forensics"
	"loupe/forensics/list"
	"loupe/forensics/verdict"
	"loupe/models"
	"loupe/ocr"
)

// darkroomCommand is the worker process: bytes in, facts out, nothing else.
type darkroomCommand struct{}

// Limits of one worker process and of the stages of one job.
const (
	workerMemory     = 1 << 30
	workerSoftMemory = 224 << 20
	jobCPU           = 20 * time.Second
	checkLimit       = 15 * time.Second
	readLimit        = 20 * time.Second
)

func (darkroomCommand) Run(ctx context.Context) error {
	out, err := darkroom.PrivateStdout()
	if err != nil {
		return err
	}
	reader, err := ocr.New(ocr.DefaultConfig())
	if err != nil {
		return err
	}
	bench := darkroom.Bench{
		Checks: list.All(), Reader: darkroom.TextReader{OCR: reader}, Limits: forensics.DefaultLimits(),
		CheckLimit: checkLimit, ReadLimit: readLimit,
	}
	hold := darkroom.Hold{MemoryBytes: workerMemory, SoftMemory: workerSoftMemory, CPU: jobCPU}
	return darkroom.Serve(ctx, bench, hold, os.Stdin, out)
}

// newPool starts a darkroom of n workers.
func newPool(n int, log *slog.Logger) (*darkroom.Pool, error) {
	c := darkroom.DefaultConfig()
	if n > 0 {
		c.Workers = n
	}
	return darkroom.NewPool(c, list.Infos(), log)
}

// engine names the versions of everything that judges.
func engine(p verdict.Policy) models.Engine {
	e := models.Engine{Version: version, Policy: p.Version, Checks: map[string]int{}}
	for _, i := range list.Infos() {
		e.Checks[i.ID] = i.Version
	}
	return e
}
