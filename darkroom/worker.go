package darkroom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Hold is what a worker process lays on itself before it sees the first file.
type Hold struct {
	MemoryBytes uint64        // RLIMIT_DATA: private writable memory
	SoftMemory  int64         // the Go heap collects harder beyond this
	CPU         time.Duration // CPU time of one job
}

// exitCPU is the status of a worker that used up its CPU time.
const exitCPU = 152

// Serve is the life of a worker process: it reads requests from in and answers on out, one at a time, until in ends.
func Serve(ctx context.Context, b Bench, h Hold, in io.Reader, out io.Writer) error {
	if err := h.apply(); err != nil {
		return err
	}
	for {
		payload, err := expectFrame(in, frameRequest)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		var req request
		if err := json.Unmarshal(payload, &req); err != nil {
			return fmt.Errorf("request: %w", err)
		}
		if err := h.allowCPU(); err != nil {
			return err
		}
		res, err := b.serve(ctx, req, in, out)
		if err != nil {
			return err
		}
		if err := sendResult(out, res); err != nil {
			return err
		}
	}
}

func (b Bench) serve(ctx context.Context, req request, in io.Reader, out io.Writer) (*result, error) {
	begin := func(stage string) { _ = writeFrame(out, frameStage, []byte(stage)) } // a broken pipe shows at the result
	first, err := expectFrame(in, frameFile)
	if err != nil {
		return nil, err
	}
	var res result
	switch req.Op {
	case opExamine:
		res.Examination, err = b.examine(ctx, first, req.Kind, req.Skip, begin)
	case opCompare:
		second, ferr := expectFrame(in, frameFile)
		if ferr != nil {
			return nil, ferr
		}
		res.Comparison, err = b.compare(ctx, first, second, req.Kind, begin)
	default:
		return nil, fmt.Errorf("operation %q is unknown", req.Op)
	}
	if errors.Is(err, errAbandoned) {
		return nil, err
	}
	if err != nil {
		res = result{Error: err.Error()}
	}
	return &res, nil
}

func (h Hold) apply() error {
	debug.SetMemoryLimit(h.SoftMemory)
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: h.MemoryBytes, Max: h.MemoryBytes}); err != nil {
		return fmt.Errorf("limit memory to %d bytes: %w", h.MemoryBytes, err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("switch core dumps off: %w", err) // a core would hold a person's document
	}
	exceeded := make(chan os.Signal, 1)
	signal.Notify(exceeded, syscall.SIGXCPU)
	go func() {
		<-exceeded // delivered even while a C call is stuck
		os.Exit(exitCPU)
	}()
	return nil
}

// allowCPU moves the soft CPU limit to what is used now plus one job's allowance.
func (h Hold) allowCPU() error {
	var ru unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &ru); err != nil {
		return err
	}
	used := time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
	var lim unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CPU, &lim); err != nil {
		return err
	}
	lim.Cur = uint64((used+h.CPU)/time.Second) + 1
	if err := unix.Setrlimit(unix.RLIMIT_CPU, &lim); err != nil {
		return fmt.Errorf("limit CPU to %d s: %w", lim.Cur, err)
	}
	return nil
}

// PrivateStdout returns the worker's answer channel and points descriptor 1 at nothing, because C libraries print.
func PrivateStdout() (*os.File, error) {
	fd, err := unix.FcntlInt(1, unix.F_DUPFD_CLOEXEC, 10)
	if err != nil {
		return nil, fmt.Errorf("duplicate standard output: %w", err)
	}
	null, err := unix.Open(os.DevNull, unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", os.DevNull, err)
	}
	if err := unix.Dup2(null, 1); err != nil {
		return nil, fmt.Errorf("point standard output at %s: %w", os.DevNull, err)
	}
	return os.NewFile(uintptr(fd), "answers"), nil
}
