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

	"loupe/darkroom/hold"
	"loupe/models"
)

// Hold is what a worker process lays on itself before it sees the first file.
type Hold struct {
	MemoryBytes uint64        // RLIMIT_DATA: private writable memory
	SoftMemory  int64         // the Go heap collects harder beyond this
	PageCPU     time.Duration // CPU time that each page after the first adds to its job's
}

// exitCPU is the status of a worker that used up its CPU time.
const exitCPU = 152

// Serve is the life of a worker process: it reads requests from in and answers on out, one at a time, until in ends.
func Serve(ctx context.Context, b Bench, h Hold, in io.Reader, out io.Writer) error {
	sealed, err := h.apply()
	if err != nil {
		return err
	}
	report := os.Getenv(reportVariable) != ""
	for {
		req, err := receiveRequest(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		budget, err := h.allow(req)
		if err != nil {
			return err
		}
		res, err := b.serve(ctx, req, budget, out)
		budget.end()
		if err != nil {
			return err
		}
		if err := sendResult(out, res); err != nil {
			return err
		}
		if report {
			report = false
			if err := json.NewEncoder(os.Stderr).Encode(sealed.Report()); err != nil {
				return err
			}
		}
	}
}

func (b Bench) serve(ctx context.Context, req *request, cpu *budget, out io.Writer) (*result, error) {
	begin := func(stage string) { _ = writeFrame(out, frameStage, []byte(stage)) } // a broken pipe shows at the result
	var ahead Early
	if req.Early {
		ahead = func(fps []models.Fingerprint) { sendEarly(out, fps) }
	}
	var res result
	var err error
	switch req.Op {
	case opExamine:
		res.Examination, err = b.examine(ctx, req, cpu, begin, ahead)
	case opCompare:
		res.Comparison, err = b.compare(ctx, req, begin)
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

// maxDescriptors is how many files a worker may have open: the streams, the runtime's own, and Tesseract's language files.
const maxDescriptors = 64

func (h Hold) apply() (hold.Sealed, error) {
	debug.SetMemoryLimit(h.SoftMemory)
	exceeded := make(chan os.Signal, 1)
	signal.Notify(exceeded, syscall.SIGXCPU)
	go func() {
		<-exceeded // delivered even while a C call is stuck
		os.Exit(exitCPU)
	}()
	sealed, err := hold.Seal(hold.Limits{MemoryBytes: h.MemoryBytes, Descriptors: maxDescriptors})
	if err == nil && sealed.Refused != nil && os.Getenv(requireVariable) != "" {
		err = fmt.Errorf("isolation is required: %w", sealed.Refused)
	}
	return sealed, err
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
