//go:build unix

// Package pgtest starts a private Postgres server for tests: its own data directory, a Unix socket, no network.
package pgtest

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// requireEnv makes a missing Postgres a failure instead of a skip; CI sets it.
const requireEnv = "LOUPE_REQUIRE_POSTGRES"

// startTimeout allows for a machine that is busy with other tests.
const startTimeout = 60 * time.Second

// Server is one running server. Its data does not survive it.
type Server struct {
	dir   string // the socket lives here
	admin *sql.DB
	made  atomic.Int64
}

// Start starts a server that stops when the test ends, and with the test process when that is killed. Without the
// binaries (apt-get install postgresql) the test is skipped, or fails when LOUPE_REQUIRE_POSTGRES=1.
func Start(t *testing.T) *Server {
	t.Helper()
	bin := binaries()
	if bin == "" {
		if os.Getenv(requireEnv) == "1" {
			t.Fatalf("Postgres is not installed and %s=1: apt-get install postgresql", requireEnv)
		}
		t.Skipf("SKIPPED: Postgres is not installed (apt-get install postgresql; %s=1 makes this a failure)", requireEnv)
	}
	who, err := unprivileged()
	if err != nil {
		t.Fatal(err)
	}
	dir := privateDir(t, who)
	run(t, who, filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", "postgres", "-A", "trust",
		"-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	s := &Server{dir: dir}
	s.serve(t, who, filepath.Join(bin, "postgres"))
	return s
}

// Database makes an empty database and returns its address.
func (s *Server) Database(t *testing.T) string {
	t.Helper()
	name := "test" + strconv.FormatInt(s.made.Add(1), 10)
	if _, err := s.admin.ExecContext(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatalf("pgtest: create database: %v", err)
	}
	return s.dsn(name)
}

func (s *Server) dsn(database string) string {
	return "postgres:///" + database + "?" + url.Values{"host": {s.dir}, "user": {"postgres"}}.Encode()
}

// binaries returns the newest installed version's directory.
func binaries() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres") // the pattern is well-formed
	if path, err := exec.LookPath("postgres"); err == nil {
		found = append(found, path)
	}
	if len(found) == 0 {
		return ""
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path)))) // 0 when the path names no version
		return n
	}
	sort.SliceStable(found, func(i, j int) bool { return version(found[i]) > version(found[j]) })
	return filepath.Dir(found[0])
}

// privateDir is not t.TempDir: that one's parents are closed to the server's user, and its name too long for a socket.
func privateDir(t *testing.T, who *syscall.Credential) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "loupe-pg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	if who != nil {
		if err := os.Chown(dir, int(who.Uid), int(who.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func run(t *testing.T, who *syscall.Credential, name string, args ...string) {
	t.Helper()
	cmd := command(who, name, args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("pgtest: %s: %v\n%s", filepath.Base(name), err, out)
	}
}

// serve runs the server as a child and waits until it answers.
func (s *Server) serve(t *testing.T, who *syscall.Credential, postgres string) {
	t.Helper()
	var log bytes.Buffer
	cmd := command(who, postgres, "-D", filepath.Join(s.dir, "data"), "-k", s.dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=32MB")
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait() // the log says why
		close(ended)
	}()
	admin, err := sql.Open("pgx", s.dsn("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	s.admin = admin
	t.Cleanup(func() {
		_ = admin.Close()                       // the server goes with it
		_ = cmd.Process.Signal(syscall.SIGQUIT) // immediate shutdown: the data is thrown away
		<-ended
	})
	if err := s.await(ended); err != nil {
		_ = cmd.Process.Kill()
		<-ended // before the log is read
		t.Fatalf("pgtest: the server did not start: %v\n%s", err, log.String())
	}
}

func (s *Server) await(ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	for {
		err := s.admin.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ended:
			return fmt.Errorf("it ended at once: %w", err)
		case <-ctx.Done():
			return err
		case <-time.After(50 * time.Millisecond):
		}
	}
}
