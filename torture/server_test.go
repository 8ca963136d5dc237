package torture_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is the real program, serving, with a data directory and a directory for temporary files of its own.
type server struct {
	cmd       *exec.Cmd
	base      string
	data, tmp string
	client    *http.Client

	mu   sync.Mutex
	lost []string // what the log says of each darkroom worker that was lost
}

// readLimit is how long a report may take, after everything that stands before it.
const readLimit = 4 * time.Minute

// untilCompiled waits until the sandboxed decoders are compiled, which the server has done once in the background: what
// that costs is no upload's.
func (s *server) untilCompiled() {
	const decoders = 3
	for range 300 {
		if kept, err := filepath.Glob(filepath.Join(s.data, "code", "*", "*")); err == nil && len(kept) >= decoders && !slices.ContainsFunc(kept, func(f string) bool { return strings.HasSuffix(f, ".tmp") }) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func startServer(t *testing.T) *server {
	t.Helper()
	s := &server{data: t.TempDir(), tmp: t.TempDir(), client: &http.Client{Timeout: readLimit}}
	s.cmd = exec.Command(binary, "serve", "--addr", "127.0.0.1:0", "--data", s.data)
	s.cmd.Env = append(os.Environ(), "TMPDIR="+s.tmp)
	pipe, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); _ = s.cmd.Wait() })
	lines := bufio.NewScanner(pipe)
	lines.Buffer(nil, 1<<20)
	address := regexp.MustCompile(`serves on (http://[0-9.:]+)`)
	for lines.Scan() {
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			s.base = m[1]
			go s.listen(lines)
			s.untilCompiled()
			return s
		}
		t.Log(lines.Text())
	}
	t.Fatal("the server ended before it served")
	return nil
}

// listen reads the log: structured lines, of which those about lost workers are kept.
func (s *server) listen(lines *bufio.Scanner) {
	for lines.Scan() {
		var entry struct{ Msg, Stage, Error string }
		if json.Unmarshal(lines.Bytes(), &entry) == nil && entry.Msg == "darkroom worker lost" {
			s.mu.Lock()
			s.lost = append(s.lost, entry.Stage+": "+entry.Error)
			s.mu.Unlock()
		}
	}
}

// deaths returns what was said of the workers lost so far.
func (s *server) deaths() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.lost)
}

// stop ends the server as an operator would, and checks that nothing is left behind.
func (s *server) stop(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Errorf("the server is gone: %v", err)
		return
	}
	done := make(chan error, 1)
	go func() { done <- s.cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("the server ended with %v", err)
		}
	case <-time.After(2 * time.Minute):
		t.Error("the server did not end")
	}
	for _, dir := range append(tmpDirectories(s.data), s.tmp) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Error(err)
		}
		for _, e := range entries {
			t.Errorf("%s was left in %s", e.Name(), filepath.Base(dir))
		}
	}
}

// tmpDirectories lists the directories named tmp below dir.
func tmpDirectories(dir string) []string {
	var found []string
	for _, pattern := range []string{"tmp", "*/tmp"} {
		paths, _ := filepath.Glob(filepath.Join(dir, pattern)) // the pattern is well formed
		found = append(found, paths...)
	}
	return found
}
