package main_test

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// sample is what a server holds at one moment.
type sample struct{ minutes, resident, descriptors, goroutines, wal, temporary float64 }

// TestMeasureLongSoak keeps the server at 70 % of its capacity for LOUPE_SOAK_TIME (a duration; 2 minutes by default) and
// prints straight lines through what it holds, the first sixth left out: memory, descriptors, goroutines, the database's
// write-ahead log, temporary files.
func TestMeasureLongSoak(t *testing.T) {
	measuring(t)
	d, err := time.ParseDuration(os.Getenv("LOUPE_SOAK_TIME"))
	if err != nil {
		d = 2 * time.Minute
	}
	dir := t.TempDir()
	s := startServer(t, dir)
	body, media := multipartForm(t, "soak", photo(t, 3, 640, 480))
	var whole bytes.Buffer
	if _, err := whole.ReadFrom(body); err != nil {
		t.Fatal(err)
	}
	rate := 0.7 * closedLoop(s, whole.Bytes(), media, 8, 15*time.Second)
	var samples []sample
	began, end := time.Now(), make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for {
			select {
			case <-end:
				return
			case <-time.After(5 * time.Second):
				samples = append(samples, s.sample(t, dir, time.Since(began)))
			}
		}
	}()
	l := openLoop(s, whole.Bytes(), media, rate, d)
	close(end)
	<-watched
	t.Logf("%.1f uploads/s for %s: %d accepted, %d shed, %v other", rate, d, len(l.accepted), len(l.shed), l.other)
	samples = samples[len(samples)/6:]
	for _, line := range []struct {
		name string
		of   func(sample) float64
	}{
		{"server memory, MiB", func(x sample) float64 { return x.resident / (1 << 20) }}, {"descriptors", func(x sample) float64 { return x.descriptors }},
		{"goroutines", func(x sample) float64 { return x.goroutines }}, {"WAL, MiB", func(x sample) float64 { return x.wal / (1 << 20) }},
		{"temporary files", func(x sample) float64 { return x.temporary }},
	} {
		var xs, ys []float64
		for _, x := range samples {
			xs, ys = append(xs, x.minutes/60), append(ys, line.of(x))
		}
		t.Logf("%-20s %8.2f at the start, %8.2f at the end; slope %+.2f an hour (95 %% +- %.2f)", line.name, ys[0], ys[len(ys)-1], slope(xs, ys), slopeError(xs, ys))
	}
	s.stop(t)
}

var goroutines = regexp.MustCompile(`(?m)^loupe_goroutines ([0-9.e+]+)$`)

func (s *server) sample(t *testing.T, dir string, at time.Duration) sample {
	t.Helper()
	x := sample{minutes: at.Minutes(), resident: float64(ownResident(s.cmd.Process.Pid))}
	if open, err := os.ReadDir("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/fd"); err == nil {
		x.descriptors = float64(len(open))
	}
	if m := goroutines.FindSubmatch(s.get(t, "/metrics").body); m != nil {
		x.goroutines, _ = strconv.ParseFloat(string(m[1]), 64)
	}
	if info, err := os.Stat(filepath.Join(dir, "loupe.db-wal")); err == nil {
		x.wal = float64(info.Size())
	}
	if left, err := os.ReadDir(filepath.Join(dir, "blobs", "tmp")); err == nil {
		x.temporary = float64(len(left))
	}
	return x
}

// slopeError is half the 95 % interval of the least-squares slope, by the normal approximation.
func slopeError(xs, ys []float64) float64 {
	n := float64(len(xs))
	var mx, my float64
	for i := range xs {
		mx, my = mx+xs[i]/n, my+ys[i]/n
	}
	b := slope(xs, ys)
	var rest, xx float64
	for i := range xs {
		e := ys[i] - my - b*(xs[i]-mx)
		rest, xx = rest+e*e, xx+(xs[i]-mx)*(xs[i]-mx)
	}
	return 1.96 * math.Sqrt(rest/(n-2)/xx)
}
