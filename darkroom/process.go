package darkroom

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// process is one worker process.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *lastWords
	jobs   int
	spent  atomic.Bool
	stop   sync.Once
	gone   chan struct{} // closed when the process was reaped
}

func startProcess(c Config) (*process, error) {
	cmd := exec.Command(c.Command[0], c.Command[1:]...)
	cmd.Env = c.Env // nothing of the office's own environment
	p := &process{cmd: cmd, stderr: &lastWords{max: 4096}, gone: make(chan struct{})}
	cmd.Stderr = p.stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start a darkroom worker: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start a darkroom worker: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a darkroom worker: %w", err)
	}
	p.in, p.out = in, bufio.NewReaderSize(out, 1<<16)
	return p, nil
}

// retireLimit is how long an idle process may take to end by itself.
const retireLimit = time.Second

// retire lets an idle process end by itself, so that its resources are accounted to us, and kills it when it does not.
func (p *process) retire() {
	p.stop.Do(func() {
		p.spent.Store(true)
		_ = p.in.Close() // the end of its input is the end of its work
		go p.reap()
	})
	select {
	case <-p.gone:
	case <-time.After(retireLimit):
		_ = p.cmd.Process.Kill()
		<-p.gone
	}
}

// reap collects the process; its status says nothing that the stream did not.
func (p *process) reap() {
	_ = p.cmd.Wait()
	close(p.gone)
}

// do sends one job and waits for its result. When ctx ends the process is killed: nothing else stops a stuck C call.
// stage returns the last stage the worker began.
func (p *process) do(ctx context.Context, req request, files ...[]byte) (res *result, stage string, err error) {
	release := context.AfterFunc(ctx, p.kill)
	defer release()
	p.jobs++
	sent := make(chan error, 1)
	go func() { sent <- p.send(req, files) }()
	res, err = receiveResult(p.out, func(s string) { stage = s })
	if err != nil {
		p.kill()
	}
	if serr := <-sent; err == nil && serr != nil {
		err = serr
	}
	if ctx.Err() != nil {
		return nil, stage, fmt.Errorf("killed in stage %q: %w", stage, context.Cause(ctx))
	}
	if err != nil {
		p.kill()
		return nil, stage, fmt.Errorf("worker died in stage %q: %w (%s)", stage, err, p.stderr)
	}
	return res, stage, nil
}

func (p *process) send(req request, files [][]byte) error {
	if err := writeJSON(p.in, frameRequest, req); err != nil {
		return err
	}
	for _, f := range files {
		if err := writeFrame(p.in, frameFile, f); err != nil {
			return err
		}
	}
	return nil
}

// kill ends the process at once and reaps it. It may be called several times.
func (p *process) kill() {
	p.stop.Do(func() {
		p.spent.Store(true)
		_ = p.cmd.Process.Kill() // already gone is what we want
		_ = p.in.Close()
		go p.reap()
	})
}

// resident returns the resident memory of the process in bytes; 0 when it cannot be read.
func (p *process) resident() int64 {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// lastWords keeps the first max bytes written to it and drops the rest: enough to see why a process died.
type lastWords struct {
	mu  sync.Mutex
	buf bytes.Buffer
	max int
}

func (t *lastWords) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := t.max - t.buf.Len(); room > 0 {
		t.buf.Write(b[:min(room, len(b))])
	}
	return len(b), nil
}

func (t *lastWords) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	line, _, _ := strings.Cut(strings.TrimSpace(t.buf.String()), "\n")
	if line == "" {
		return "no last words"
	}
	return line
}
