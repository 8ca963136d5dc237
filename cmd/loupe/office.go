package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/google/uuid"

	"loupe/darkroom"
	"loupe/forensics/verdict"
	"loupe/models"
	"loupe/pipeline"
	"loupe/store"
	"loupe/store/blob"
)

// officeFlags say where things are kept and how many hands there are.
type officeFlags struct {
	roomFlags `embed:""`

	Data        string `help:"Directory of the database and the uploads." default:"data" type:"path"`
	DSN         string `name:"dsn" help:"Database: empty for SQLite in the data directory, or postgres://..."`
	LiveProfile string `help:"How thoroughly to look at live uploads: fast, or full. Rescans always look in full." enum:"fast,full" default:"fast"`
	Workers     int    `help:"Darkroom worker processes; 0 is one per core." default:"0"`
	MaxLive     int    `help:"Uploads in hand at once; beyond, callers are told when to come back. 0 is 6 per worker." default:"0"`
}

// office is everything behind the front door: store, blobs, darkroom, use cases.
type office struct {
	service *pipeline.Service
	store   *store.DB
	pool    *darkroom.Pool
	codeDir string // where workers find the compiled code of the sandboxed decoders
	log     *slog.Logger
}

func (f officeFlags) open(ctx context.Context, log *slog.Logger, requireKeys bool) (*office, error) {
	if err := os.MkdirAll(f.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data directory %s: %w", f.Data, err)
	}
	db, err := f.database(ctx)
	if err != nil {
		return nil, err
	}
	o := &office{store: db, log: log}
	if err := o.furnish(ctx, f, log, requireKeys); err != nil {
		return nil, errors.Join(err, o.close(ctx))
	}
	return o, nil
}

func (f officeFlags) database(ctx context.Context) (*store.DB, error) {
	dsn := f.DSN
	if dsn == "" {
		dsn = filepath.Join(f.Data, "loupe.db")
	}
	return store.Open(ctx, dsn, store.Options{Now: time.Now})
}

func (o *office) furnish(ctx context.Context, f officeFlags, log *slog.Logger, requireKeys bool) error {
	blobs, err := blob.Open(filepath.Join(f.Data, "blobs"))
	if err != nil {
		return err
	}
	o.codeDir = filepath.Join(f.Data, "code")
	if err := os.MkdirAll(o.codeDir, 0o700); err != nil {
		return fmt.Errorf("make the directory of compiled code: %w", err)
	}
	if o.pool, err = newPool(f.Workers, f.roomFlags, o.codeDir, log); err != nil {
		return err
	}
	config, err := pipelineConfig()
	if err != nil {
		return err
	}
	config.Jobs = cmp.Or(f.Workers, runtime.NumCPU())
	config.MaxLive = cmp.Or(f.MaxLive, pipeline.PlacesPerWorker*config.Jobs)
	config.RequireKeys, config.Live = requireKeys, models.Profile(f.LiveProfile)
	o.service, err = pipeline.New(ctx, config, o.store, blobs, o.pool, log)
	return err
}

func pipelineConfig() (pipeline.Config, error) {
	policy, err := verdict.DefaultPolicy()
	if err != nil {
		return pipeline.Config{}, err
	}
	c := pipeline.DefaultConfig()
	c.Policy, c.Engine, c.Now, c.NewID = policy, engine(policy), time.Now, newID
	return c, nil
}

// newID returns a unique id that sorts by time (UUID version 7, RFC 9562).
func newID(prefix string) string { return prefix + "_" + uuid.Must(uuid.NewV7()).String() }

// background works on jobs and tends the store until ctx ends or the returned function, which waits for both, is called.
func (o *office) background(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var hands sync.WaitGroup
	hands.Go(func() { o.service.Run(ctx) })
	hands.Go(func() { o.service.Tend(ctx) })
	hands.Go(func() { warm(ctx, o.codeDir, o.log) })
	return func() {
		cancel()
		hands.Wait()
	}
}

// closeLimit is how long jobs may take to give their leases back.
const closeLimit = 10 * time.Second

func (o *office) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeLimit)
	defer cancel()
	var errs []error
	if o.service != nil {
		errs = append(errs, o.service.Close(ctx))
	}
	if o.pool != nil {
		o.pool.Close()
	}
	return errors.Join(append(errs, o.store.Close())...)
}
