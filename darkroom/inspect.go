package darkroom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"loupe/darkroom/hold"
	"loupe/models"
)

// Inspect starts a worker of its own, has it examine one file, and returns what holds it then: what the worker observed by
// trying, corrected by what the kernel says about it from outside. The file must be ours: a worker that was taken over
// says what it likes.
func (p *Pool) Inspect(ctx context.Context, file models.Original, kind models.Kind) (hold.Report, error) {
	c := p.config
	c.Env = append(slices.Clone(c.Env), reportVariable+"=1")
	w, err := startProcess(c, workerNice)
	if err != nil {
		return hold.Report{}, err
	}
	defer w.retire()
	limited, cancel := context.WithTimeout(ctx, c.JobLimit)
	defer cancel()
	if _, err := w.do(limited, request{Op: opExamine, Brief: models.Brief{Kind: kind}, Files: []models.Original{file}, CPU: c.JobCPU}, new(listener)); err != nil {
		return hold.Report{}, err
	}
	status, err := os.ReadFile("/proc/" + strconv.Itoa(w.cmd.Process.Pid) + "/status")
	if err != nil {
		return hold.Report{}, err
	}
	w.retire() // it has said everything when it is gone
	report, err := w.stderr.report()
	if err != nil {
		return hold.Report{}, err
	}
	for i, h := range report.Holds {
		report.Holds[i] = confirm(h, string(status))
	}
	return report, nil
}

// confirm takes a hold back when the kernel's own account of the process contradicts it; proc_pid_status(5).
func confirm(h hold.Hold, status string) hold.Hold {
	for name, line := range map[string]string{hold.Privileges: "NoNewPrivs:\t1\n", hold.Calls: "Seccomp:\t2\n"} {
		if h.Name == name && h.Held && !strings.Contains(status, line) {
			h.Held, h.Detail = false, fmt.Sprintf("the worker says: %s; /proc says otherwise", h.Detail)
		}
	}
	return h
}

// report returns the report among the words.
func (t *lastWords) report() (hold.Report, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for line := range bytes.Lines(t.buf.Bytes()) {
		var r hold.Report
		if json.Unmarshal(line, &r) == nil && len(r.Holds) > 0 {
			return r, nil
		}
	}
	return hold.Report{}, errors.New("the worker did not say what holds it")
}
