package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"loupe/darkroom/hold"
	"loupe/forensics"
	"loupe/models"
	"loupe/ocr"
	"loupe/samples"
	"loupe/store"
)

type doctorCommand struct {
	officeFlags
	JSON bool `name:"json" help:"Print JSON."`
}

// diagnosis is one thing that was looked at.
type diagnosis struct {
	Name     string `json:"name"`
	OK       bool   `json:"ok"`
	Required bool   `json:"required"`
	Detail   string `json:"detail"`
	Remedy   string `json:"remedy,omitempty"`
}

// Run says what is missing and how to get it; it fails when something required is.
func (c doctorCommand) Run(ctx context.Context, log *slog.Logger) error {
	all := []diagnosis{c.languages(), c.database(ctx), c.directory(), c.worker(ctx, log), decoders(), specimenFont()}
	all = append(all, c.isolation(ctx, log)...)
	if err := printDiagnoses(os.Stdout, all, c.JSON); err != nil {
		return err
	}
	for _, d := range all {
		if d.Required && !d.OK {
			return errors.New("something required is missing; see above")
		}
	}
	return nil
}

func (c doctorCommand) languages() diagnosis {
	d := diagnosis{Name: "tesseract languages", Required: true, Remedy: "apt-get install tesseract-ocr-eng"}
	config := ocr.DefaultConfig()
	var err error
	if config.Languages, err = ocr.ParseLanguages(c.Languages); err != nil {
		d.Detail = err.Error()
		return d
	}
	reader, err := ocr.New(config)
	if err != nil {
		d.Detail = err.Error()
		return d
	}
	d.OK, d.Remedy, d.Detail = true, "", fmt.Sprint(reader.Languages())
	return d
}

func (c doctorCommand) database(ctx context.Context) diagnosis {
	d := diagnosis{Name: "database", Required: true, Remedy: "check --dsn and the data directory"}
	dsn := c.DSN
	if dsn == "" {
		dir, err := os.MkdirTemp("", "loupe-doctor-")
		if err != nil {
			d.Detail = err.Error()
			return d
		}
		defer os.RemoveAll(dir) //nolint:errcheck // a scratch directory
		dsn = filepath.Join(dir, "probe.db")
	}
	db, err := store.Open(ctx, dsn, store.Options{Now: time.Now})
	if err != nil {
		d.Detail = err.Error()
		return d
	}
	defer db.Close() //nolint:errcheck // nothing was written
	d.OK, d.Remedy, d.Detail = true, "", "opens and is migrated"
	return d
}

func (c doctorCommand) directory() diagnosis {
	d := diagnosis{Name: "data directory", Required: true, Remedy: "make it writable or choose another with --data"}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		d.Detail = err.Error()
		return d
	}
	f, err := os.CreateTemp(c.Data, ".doctor-*")
	if err != nil {
		d.Detail = err.Error()
		return d
	}
	err = errors.Join(f.Sync(), f.Close(), os.Remove(f.Name()))
	d.OK, d.Detail = err == nil, c.Data
	if d.OK {
		d.Remedy = ""
	}
	return d
}

// probe is a checkerboard of our own.
//
//go:embed probe.png
var probe []byte

// worker starts a real worker process on a picture of our own: limits, protocol and every check at once.
func (c doctorCommand) worker(ctx context.Context, log *slog.Logger) diagnosis {
	d := diagnosis{Name: "darkroom worker", Required: true, Remedy: "see the detail; the worker runs as `loupe darkroom`"}
	pool, err := newPool(1, c.roomFlags, "", log)
	if err != nil {
		d.Detail = err.Error()
		return d
	}
	defer pool.Close()
	exam, err := pool.Examine(ctx, []models.Original{{Data: probe, Filename: "probe.png"}}, models.Brief{Kind: models.KindIdentityDocument, Day: time.Now()}, models.PriorityLive, nil)
	if err != nil {
		d.Detail = err.Error()
		return d
	}
	for _, f := range exam.Findings {
		if !f.Outcome.Evaluated() {
			d.Detail = f.Check + ": " + f.Message
			return d
		}
	}
	d.OK, d.Remedy, d.Detail = true, "", fmt.Sprintf("%d checks answered", len(exam.Findings))
	return d
}

// isolation says what keeps a worker, which has just examined a picture of ours, from doing anything else. Nothing of it is
// required: what the kernel or a container does not allow is left out.
func (c doctorCommand) isolation(ctx context.Context, log *slog.Logger) []diagnosis {
	pool, err := newPool(1, c.roomFlags, "", log)
	if err != nil {
		return []diagnosis{{Name: "isolation", Detail: err.Error()}}
	}
	defer pool.Close()
	report, err := pool.Inspect(ctx, models.Original{Data: probe, Filename: "probe.png"}, models.KindIdentityDocument)
	if err != nil {
		return []diagnosis{{Name: "isolation", Detail: err.Error()}}
	}
	var all []diagnosis
	for _, h := range report.Holds {
		d := diagnosis{Name: "isolation: " + h.Name, OK: h.Held, Detail: h.Detail}
		if !h.Held {
			d.Remedy = isolationRemedy(h.Name)
		}
		all = append(all, d)
	}
	return all
}

func isolationRemedy(name string) string {
	switch name {
	case hold.Network:
		return "allow unprivileged user namespaces (user.max_user_namespaces; AppArmor; the container's seccomp profile)"
	case hold.Files:
		return "run Linux 5.13 or later with landlock among its security modules (lsm=landlock,...)"
	case hold.Calls:
		return "run a kernel with CONFIG_SECCOMP_FILTER on amd64 or arm64"
	}
	return ""
}

func decoders() diagnosis {
	d := diagnosis{Name: "sandboxed decoders", Remedy: "build with make, or with -tags nodynamic; until then these formats are refused"}
	if err := forensics.Sandboxed(); err != nil {
		d.Detail = err.Error()
		return d
	}
	d.OK, d.Remedy, d.Detail = true, "", "HEIC, AVIF and PDF are decoded in WebAssembly"
	return d
}

func specimenFont() diagnosis {
	d := diagnosis{Name: "fonts (samples only)", Remedy: "apt-get install fonts-ocr-b fonts-dejavu-core"}
	if _, err := samples.NewStudio(samples.Options{}); err != nil {
		d.Detail = err.Error()
		return d
	}
	d.OK, d.Remedy, d.Detail = true, "", "OCR-B and DejaVu"
	return d
}

func printDiagnoses(w io.Writer, all []diagnosis, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(all)
	}
	for _, d := range all {
		word := "ok"
		switch {
		case !d.OK && d.Required:
			word = "MISSING"
		case !d.OK:
			word = "absent"
		}
		fmt.Fprintf(w, "%-8s %-30s %s\n", word, d.Name, d.Detail)
		if d.Remedy != "" {
			fmt.Fprintf(w, "%-8s %-30s -> %s\n", "", "", d.Remedy)
		}
	}
	return nil
}
