package main_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// These are measurements, not tests: they print figures and run only when LOUPE_MEASURE is set.
func measuring(t *testing.T) {
	t.Helper()
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1")
	}
}

// CPU seconds and peak memory of the whole process tree of loupe scan, beside the script that users have today.
func TestMeasureScan(t *testing.T) {
	measuring(t)
	bench := filepath.Join("..", "..", "..", "shared", "bench")
	for _, f := range []string{"card12.jpg", "page12.jpg", "photo12.jpg"} {
		file := filepath.Join(bench, f)
		if _, err := os.Stat(file); err != nil {
			t.Skipf("SKIPPED: %v", err)
		}
		for range 3 {
			cpu, peak := tree(t, exec.Command(binary, "scan", "--json", file))
			t.Logf("loupe scan %s: %.2f CPU s, peak %d MiB for the tree", f, cpu.Seconds(), peak>>20)
		}
		today := exec.Command("/usr/bin/python3", filepath.Join(bench, "today.py"), file)
		today.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
		cpu, peak := tree(t, today)
		t.Logf("today.py %s: %.2f CPU s, peak %d MiB for the tree", f, cpu.Seconds(), peak>>20)
	}
}

// tree runs cmd to its end and returns its CPU time, children included, and the peak of the sum of resident memory.
func tree(t *testing.T, cmd *exec.Cmd) (cpu time.Duration, peak int64) {
	t.Helper()
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	var top atomic.Int64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			top.Store(max(top.Load(), resident(cmd.Process.Pid)))
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	err := cmd.Wait()
	close(stop)
	<-stopped
	if err != nil {
		t.Fatalf("%v: %v %s", cmd.Args, err, errs.String())
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), top.Load()
}

// resident sums the resident memory of pid and its descendants.
func resident(pid int) int64 {
	sum := int64(0)
	if data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid)); err == nil {
		if f := strings.Fields(string(data)); len(f) > 1 {
			pages, _ := strconv.ParseInt(f[1], 10, 64)
			sum = pages * int64(os.Getpagesize())
		}
	}
	children, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, c := range children {
		data, _ := os.ReadFile(c)
		for _, child := range strings.Fields(string(data)) {
			if n, err := strconv.Atoi(child); err == nil {
				sum += resident(n)
			}
		}
	}
	return sum
}

// How long a report over HTTP takes beyond its examination, on an idle service.
func TestMeasureOverhead(t *testing.T) {
	measuring(t)
	s := startServer(t, t.TempDir())
	for i := range 12 {
		file := photo(t, uint64(i), 1600, 1200)
		began := time.Now()
		report := s.upload(t, form(fmt.Sprintf("a%d", i), "profile_photo"), "p.jpg", file, "60").report(t)
		whole := time.Since(began).Milliseconds()
		t.Logf("upload %d: %d ms in all, %d ms in the darkroom, %d ms beyond", i, whole, report.ElapsedMS, whole-report.ElapsedMS)
	}
	s.stop(t)
}

// Memory of the server process over many uploads, with the slope of a straight line through the second half.
func TestMeasureSoak(t *testing.T) {
	measuring(t)
	n, err := strconv.Atoi(os.Getenv("LOUPE_SOAK"))
	if err != nil {
		n = 1000
	}
	s := startServer(t, t.TempDir())
	var xs, server, tree []float64
	for i := range n {
		a := s.upload(t, form(fmt.Sprintf("a%d", i), "profile_photo"), "p.jpg", photo(t, uint64(i), 640, 480), "60")
		if a.status != http.StatusCreated {
			t.Fatalf("upload %d: %d %s", i, a.status, a.body)
		}
		own, all := ownResident(s.cmd.Process.Pid), resident(s.cmd.Process.Pid)
		xs, server, tree = append(xs, float64(i)), append(server, float64(own)/(1<<20)), append(tree, float64(all)/(1<<20))
		if i%100 == 99 {
			t.Logf("after %d uploads: server %.0f MiB, tree %.0f MiB", i+1, server[i], tree[i])
		}
	}
	half := n / 2
	t.Logf("slope over the last %d uploads: server %.2f KiB, tree %.2f KiB an upload", n-half,
		1024*slope(xs[half:], server[half:]), 1024*slope(xs[half:], tree[half:]))
	s.stop(t)
}

func ownResident(pid int) int64 {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	pages, _ := strconv.ParseInt(strings.Fields(string(data))[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

// slope is the least-squares slope of ys over xs.
func slope(xs, ys []float64) float64 {
	var mx, my, xy, xx float64
	for i := range xs {
		mx, my = mx+xs[i]/float64(len(xs)), my+ys[i]/float64(len(ys))
	}
	for i := range xs {
		xy, xx = xy+(xs[i]-mx)*(ys[i]-my), xx+(xs[i]-mx)*(xs[i]-mx)
	}
	return xy / xx
}
