// Command loupe is the whole product: server, jobs, command line, and the darkroom's worker process.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is the program's version, set at build time with -ldflags "-X main.version=...".
var version = "0.1.0"

// cli is the command line. Every flag has a LOUPE_* environment twin.
type cli struct {
	Serve   serveCommand   `cmd:"" help:"Answer HTTP: the upload API and the reviewer console."`
	Work    workCommand    `cmd:"" help:"Work on waiting jobs only, without HTTP."`
	Scan    scanCommand    `cmd:"" help:"Examine files and print one report each. Needs no server."`
	Compare compareCommand `cmd:"" help:"Say how two pictures belong together. Needs no server."`
	Eval    evalCommand    `cmd:"" help:"Judge pictures, or compare pairs, of which the answer is known, and print rates. Needs no server."`
	Rescan  rescanCommand  `cmd:"" help:"Examine again everything that is held, and say what changed."`
	Samples samplesCommand `cmd:"" help:"Draw the specimens of an invented country."`
	Doctor  doctorCommand  `cmd:"" help:"Say what is missing on this machine and how to get it."`
	Key     keyCommand     `cmd:"" help:"Manage API keys."`
	Demo    demoCommand    `cmd:"" hidden:"" help:"Draw the samples, upload them, print what came of it, and serve."`

	Darkroom darkroomCommand `cmd:"" hidden:"" help:"A worker process of the darkroom; started by the others."`

	Version kong.VersionFlag `help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c cli
	parsed := kong.Parse(&c, kong.Name("loupe"), kong.UsageOnError(), kong.DefaultEnvars("LOUPE"), kong.Vars{"version": version},
		kong.Description("Identity-document and photo forensics: is the picture good enough to judge, was it edited, does it hold together, was it seen before."))
	parsed.BindTo(ctx, (*context.Context)(nil))
	parsed.Bind(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	if err := parsed.Run(); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "loupe:", err)
		os.Exit(1)
	}
}
