package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"loupe/api"
)

type serveCommand struct {
	officeFlags
	Addr           string         `help:"Address to listen on." default:"127.0.0.1:8080"`
	QuotaPerMinute int            `help:"Uploads of one API key in a minute; 0 is no limit. Reads have 20 times as many." default:"120"`
	QuotaBurst     int            `help:"Uploads that one API key may send at once." default:"60"`
	DrainDelay     *time.Duration `help:"How long connections are still taken after SIGTERM, while /readyz says no; by default 5s, and 0s on loopback."`
}

// Run serves until ctx ends, then lets requests under way finish and gives unfinished jobs back.
func (c serveCommand) Run(ctx context.Context, log *slog.Logger) (err error) {
	loopback, err := isLoopback(c.Addr)
	if err != nil {
		return err
	}
	o, err := c.open(ctx, log, !loopback)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close(ctx)) }()
	if err := c.insistOnKeys(ctx, o, loopback); err != nil {
		return err
	}
	ln, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", c.Addr, err)
	}
	defer o.background(ctx)()
	fmt.Fprintf(os.Stderr, "loupe serves on http://%s (console: http://%s/console/)\n", ln.Addr(), ln.Addr())
	return serve(ctx, o, ln, log, c.config(loopback))
}

// drainDelay is what a load balancer that asks every few seconds needs to see that we are not ready any more.
const drainDelay = 5 * time.Second

func (c serveCommand) config(loopback bool) api.Config {
	config := api.DefaultConfig()
	config.Version, config.QuotaPerMinute, config.QuotaBurst = version, c.QuotaPerMinute, c.QuotaBurst
	switch {
	case c.DrainDelay != nil:
		config.DrainDelay = *c.DrainDelay
	case !loopback:
		config.DrainDelay = drainDelay
	}
	return config
}

func serve(ctx context.Context, o *office, ln net.Listener, log *slog.Logger, config api.Config) error {
	server, err := api.New(config, o.service, log)
	if err != nil {
		return errors.Join(err, ln.Close())
	}
	return server.Serve(ctx, ln)
}

func (c serveCommand) insistOnKeys(ctx context.Context, o *office, loopback bool) error {
	if loopback {
		return nil
	}
	n, err := o.store.CountKeys(ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("address %s can be reached from outside and no API key exists: create one with `loupe key create`, or listen on 127.0.0.1", c.Addr)
	}
	return nil
}

func isLoopback(addr string) (bool, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false, fmt.Errorf("address %q: %w: write it as HOST:PORT, for example 127.0.0.1:8080", addr, err)
	}
	if host == "localhost" {
		return true, nil
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback(), nil
}

type workCommand struct{ officeFlags }

// Run works on waiting jobs until ctx ends.
func (c workCommand) Run(ctx context.Context, log *slog.Logger) (err error) {
	o, err := c.open(ctx, log, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close(ctx)) }()
	defer o.background(ctx)()
	<-ctx.Done()
	return nil
}

type keyCommand struct {
	Create keyCreateCommand `cmd:"" help:"Create an API key and print it alone on the last line."`
}

type keyCreateCommand struct {
	officeFlags
	Admin bool `help:"The key may administer."`
}

// Run creates a key. The key itself is not kept anywhere.
func (c keyCreateCommand) Run(ctx context.Context, log *slog.Logger) (err error) {
	o, err := c.open(ctx, log, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.close(ctx)) }()
	key, err := o.service.CreateKey(ctx, c.Admin)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "Keep this key safe: it is shown once and only its digest is stored.")
	fmt.Println(key)
	return nil
}
