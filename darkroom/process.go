package darkroom

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"loupe/darkroom/hold"
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

// startProcess starts a worker that stands back by so much.
func startProcess(c Config, nice int) (*process, error) {
	p := &process{stderr: &lastWords{max: 4096}, gone: make(chan struct{})}
	birth := hold.Birth{Program: c.Command[0], Readable: c.readable()}
	var once sync.Once // the thread is the worker's own, and of every attempt
	err := birth.Start(p.gone, func(attr *syscall.SysProcAttr) error { once.Do(func() { standBack(nice) }); return p.start(c, attr) })
	if err != nil {
		return nil, fmt.Errorf("start a darkroom worker: %w", err)
	}
	return p, nil
}

// start makes one attempt to create the process.
func (p *process) start(c Config, attr *syscall.SysProcAttr) error {
	cmd := exec.Command(c.Command[0], c.Command[1:]...)
	cmd.Env = c.environment() // nothing of the office's own
	cmd.Stderr, cmd.SysProcAttr = p.stderr, attr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	p.cmd, p.in, p.out = cmd, in, bufio.NewReaderSize(out, 1<<16)
	return cmd.Start()
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

// outcome is what came of one attempt: the result, or in which stage the worker was lost and what it had used.
type outcome struct {
	result *result
	stage  string
	cpu    time.Duration // only of a lost worker

	exhausted bool // it was lost because it had used up its CPU time
}

// do sends one job and waits for its result; l hears what comes before. When ctx ends the process is killed: nothing else stops a stuck C call.
func (p *process) do(ctx context.Context, req request, l *listener) (done outcome, err error) {
	before := p.cpu()
	l.begin()
	release := context.AfterFunc(ctx, p.kill)
	defer release()
	p.jobs++
	sent := make(chan error, 1)
	go func() {
		err := sendRequest(p.in, &req)
		if errors.As(err, new(sourceError)) {
			p.kill() // it waits for bytes that will not come
		}
		sent <- err
	}()
	done.result, err = receiveResult(p.out, l)
	done.stage = l.stage
	if err != nil {
		p.kill()
	}
	if serr := <-sent; serr != nil && (err == nil || errors.As(serr, new(sourceError))) {
		err = serr
	}
	if err == nil && ctx.Err() == nil {
		return done, nil
	}
	p.kill()
	<-p.gone
	done.exhausted = p.cmd.ProcessState.ExitCode() == exitCPU
	done.result, done.cpu = nil, p.cmd.ProcessState.UserTime()+p.cmd.ProcessState.SystemTime()-before
	if ctx.Err() != nil {
		return done, fmt.Errorf("killed in stage %q: %w", done.stage, context.Cause(ctx))
	}
	if errors.As(err, new(sourceError)) {
		return done, err
	}
	return done, fmt.Errorf("worker died in stage %q: %w (%s)", done.stage, err, p.stderr)
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

// userHZ is the unit of CPU times in /proc, fixed at 100 a second for user space (proc(5), sysconf _SC_CLK_TCK).
const userHZ = 100

// cpu returns the CPU time the living process has used; 0 when it cannot be read.
func (p *process) cpu() time.Duration {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/stat")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:])) // the name may hold spaces
	if len(fields) < 13 {
		return 0
	}
	user, err1 := strconv.ParseInt(fields[11], 10, 64)
	system, err2 := strconv.ParseInt(fields[12], 10, 64)
	if err1 != nil || err2 != nil {
		return 0
	}
	return time.Duration(user+system) * time.Second / userHZ
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
