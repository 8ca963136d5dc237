package darkroom

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

// Config says how the pool runs its worker processes.
type Config struct {
	Command      []string      // program and arguments of a worker
	Env          []string      // the whole environment of a worker
	Workers      int           // processes at once
	JobLimit     time.Duration // wall time of one job; then the process is killed
	RecycleJobs  int           // a process is replaced after so many jobs: libraries leak
	RecycleBytes int64         // or when it holds more resident memory than this
}

// DefaultConfig returns one worker per core, re-executing this binary as "loupe darkroom".
func DefaultConfig() Config {
	env := []string{"OMP_THREAD_LIMIT=1", "MALLOC_ARENA_MAX=2", "LC_ALL=C"}
	if dir := os.Getenv("TESSDATA_PREFIX"); dir != "" {
		env = append(env, "TESSDATA_PREFIX="+dir)
	}
	return Config{
		Command: []string{"/proc/self/exe", "darkroom"}, Env: env, Workers: runtime.NumCPU(),
		JobLimit: 45 * time.Second, RecycleJobs: 200, RecycleBytes: 400 << 20,
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
	case c.RecycleJobs < 1 || c.RecycleBytes < 1:
		return fmt.Errorf("darkroom: recycle after %d jobs or %d bytes, both must be positive", c.RecycleJobs, c.RecycleBytes)
	}
	return nil
}
