package darkroom

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"loupe/darkroom/hold"
	"loupe/forensics/sandbox"
)

// Config says how the pool runs its worker processes.
type Config struct {
	Command      []string      // program and arguments of a worker
	Env          []string      // the whole environment of a worker
	Workers      int           // processes at once
	JobLimit     time.Duration // wall time of one job; then the process is killed
	JobCPU       time.Duration // CPU time of one submission of one page, both attempts together; see Hold.PageCPU
	MaxPages     int           // pages of one file
	RecycleJobs  int           // a process is replaced after so many jobs: libraries leak
	RecycleBytes int64         // or when it holds more resident memory than this

	Files   []string // what else workers may read, such as an operator's list
	CodeDir string   // compiled code of the sandboxed decoders, which workers may read; "" for none

	RequireIsolation bool // where the kernel refuses a system call filter no worker works: Validate and every worker fail
}

// tessdata is the directory below which Debian and Ubuntu install language files.
const tessdata = "/usr/share/tesseract-ocr"

// What the office tells a worker beside Config.Env.
const (
	tessdataVariable = "TESSDATA_PREFIX"         // where the language files are
	libraryVariable  = "LD_LIBRARY_PATH"         // the worker may read no other libraries than those of the office
	requireVariable  = "LOUPE_REQUIRE_ISOLATION" // no filter, no work
	reportVariable   = "LOUPE_REPORT_HOLDS"      // say on standard error what holds, after the first job
)

// DefaultConfig returns one worker per core, re-executing this binary as "loupe darkroom".
func DefaultConfig() Config {
	env := []string{
		"OMP_THREAD_LIMIT=1", "MALLOC_ARENA_MAX=2", "LC_ALL=C",
		"GOMAXPROCS=" + strconv.Itoa(runtime.GOMAXPROCS(0)), // a worker cannot see what its control group may use
	}
	for _, name := range []string{tessdataVariable, libraryVariable} {
		if value := os.Getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	return Config{
		Command: []string{"/proc/self/exe", "darkroom"}, Env: env, Workers: runtime.NumCPU(),
		JobLimit: 90 * time.Second, JobCPU: 15 * time.Second, MaxPages: 20, RecycleJobs: 200, RecycleBytes: 400 << 20,
	}
}

// Validate reports the first setting that makes no sense.
func (c Config) Validate() error {
	switch {
	case len(c.Command) == 0:
		return fmt.Errorf("darkroom: no worker command")
	case c.Workers < 1:
		return fmt.Errorf("darkroom: %d workers, need at least 1", c.Workers)
	case c.JobLimit <= 0:
		return fmt.Errorf("darkroom: job limit is %s, must be positive", c.JobLimit)
	case c.JobCPU < time.Second || c.MaxPages < 1:
		return fmt.Errorf("darkroom: %s of CPU and %d pages, need at least 1s and 1", c.JobCPU, c.MaxPages)
	case c.RecycleJobs < 1 || c.RecycleBytes < 1:
		return fmt.Errorf("darkroom: recycle after %d jobs or %d bytes, both must be positive", c.RecycleJobs, c.RecycleBytes)
	case c.RequireIsolation && !hold.CanFilter():
		return fmt.Errorf("darkroom: isolation is required, but this kernel or container allows no system call filter (seccomp)")
	}
	return nil
}

// environment is the whole environment of a worker.
func (c Config) environment() []string {
	env := slices.Clone(c.Env)
	if c.RequireIsolation {
		env = append(env, requireVariable+"=1")
	}
	if c.CodeDir != "" {
		env = append(env, sandbox.Variable+"="+c.CodeDir)
	}
	return env
}

// readable returns what a worker may read beside its program: the language files, where its environment says they are,
// the operator's own files and compiled code.
func (c Config) readable() []string {
	dir := tessdata
	for _, v := range c.Env {
		if value, ok := strings.CutPrefix(v, tessdataVariable+"="); ok {
			dir = value // the last one counts, as in the process
		}
	}
	paths := append([]string{dir}, c.Files...)
	if c.CodeDir != "" {
		paths = append(paths, c.CodeDir)
	}
	return paths
}
