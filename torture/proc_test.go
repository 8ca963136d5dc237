package torture_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// watcher looks at a server process and its workers in /proc as long as it runs (proc(5)).
type watcher struct {
	pid  int
	stop chan struct{}
	done chan struct{}

	mu        sync.Mutex
	server    int64 // the most resident memory of the server, bytes
	worker    int64 // the most of any worker
	marked    int64 // the most of any worker since mark
	processes int   // the most workers at once
}

// userHZ is the unit of CPU times in /proc.
const userHZ = 100

func watch(pid int) *watcher {
	w := &watcher{pid: pid, stop: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(w.done)
		for {
			w.look()
			select {
			case <-w.stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return w
}

func (w *watcher) end() {
	close(w.stop)
	<-w.done
}

func (w *watcher) look() {
	own, _ := memory(w.pid)
	var most, now int64
	workers := descendants(w.pid)
	for _, pid := range workers {
		peak, resident := memory(pid)
		most, now = max(most, peak), max(now, resident)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.server, w.worker, w.marked = max(w.server, own), max(w.worker, most), max(w.marked, now)
	w.processes = max(w.processes, len(workers))
}

// mark begins a new measurement of the workers' memory.
func (w *watcher) mark() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.marked = 0
}

// peaks returns the most resident memory of the server, of any worker, and of any worker since mark.
func (w *watcher) peaks() (server, worker, marked int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.server, w.worker, w.marked
}

// memory returns a process's peak and present resident memory in bytes, 0 for one that is gone.
func memory(pid int) (peak, now int64) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0
	}
	field := func(name string) int64 {
		_, rest, _ := strings.Cut(string(data), "\n"+name+":")
		text, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
		kb, _ := strconv.ParseInt(text, 10, 64) // 0 for a process that is ending
		return kb << 10
	}
	return field("VmHWM"), field("VmRSS")
}

// descendants lists the processes below pid.
func descendants(pid int) []int {
	var all []int
	children, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid)) // the pattern is well formed
	for _, c := range children {
		data, _ := os.ReadFile(c)
		for _, text := range strings.Fields(string(data)) {
			if child, err := strconv.Atoi(text); err == nil {
				all = append(append(all, child), descendants(child)...)
			}
		}
	}
	return all
}

// stat returns the state of a process, its CPU time, and that of its children that were reaped.
func stat(pid int) (state string, own, reaped time.Duration) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", 0, 0
	}
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	if len(fields) < 15 {
		return "", 0, 0
	}
	ticks := func(i int) time.Duration {
		n, _ := strconv.ParseInt(fields[i], 10, 64) // written by the kernel
		return time.Duration(n) * time.Second / userHZ
	}
	return fields[0], ticks(11) + ticks(12), ticks(13) + ticks(14)
}

// workersCPU returns the CPU time that all workers of a server have used since it started, the dead ones included.
func workersCPU(pid int) time.Duration {
	_, _, sum := stat(pid)
	for _, p := range descendants(pid) {
		_, own, reaped := stat(p)
		sum += own + reaped
	}
	return sum
}

// zombies lists the processes below pid that ended and were not reaped.
func zombies(pid int) []int {
	var dead []int
	for _, p := range descendants(pid) {
		if state, _, _ := stat(p); state == "Z" {
			dead = append(dead, p)
		}
	}
	return dead
}
