package torture_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"loupe/models"
)

// connections is how many uploads are under way at once.
const connections = 4

// The bounds of issue and design: resident memory, answers, and what one upload may cost.
const (
	maxServer  = 256 << 20
	maxWorker  = 1 << 30
	maxAnswer  = 30 * time.Second
	maxRefusal = 100 * time.Millisecond
	maxCPU     = 15 * time.Second
)

// parallel calls f for 0 to n-1, so many at once as there are connections.
func parallel(n int, f func(i int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range connections {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// percentile returns the p-th part, 0 to 1, of the sorted times; 0 when there are none.
func percentile(times []time.Duration, p float64) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))].Round(100 * time.Microsecond)
}

func spread(times []time.Duration) string {
	return fmt.Sprintf("p50 %s, p99 %s, max %s (n %d)", percentile(times, 0.5), percentile(times, 0.99), percentile(times, 1), len(times))
}

// wrong says what is wrong with an answer to a hostile file, "" when nothing is.
func (a answer) wrong() string {
	switch {
	case a.err != nil:
		return fmt.Sprintf("no answer: %v", a.err)
	case a.status >= http.StatusInternalServerError:
		return fmt.Sprintf("answer %d %s", a.status, a.code)
	case a.report == nil && (a.status < 400 || a.code == ""):
		return fmt.Sprintf("answer %d without a report and without a code", a.status)
	case a.report != nil && a.report.Verdict == models.VerdictAccept && a.blind() != "":
		return "accepted, although " + a.blind()
	}
	return ""
}

// blind names a check that did not look, "" when all did.
func (a answer) blind() string {
	if a.report == nil {
		return ""
	}
	for _, f := range a.report.Findings {
		if !f.Outcome.Evaluated() {
			return fmt.Sprintf("%s on page %d is %s: %s", f.Check, f.Page, f.Outcome, f.Message)
		}
	}
	return ""
}

// says reports whether the answer gives one of the codes: as its refusal's, or among its report's reasons.
func (a answer) says(codes []string) bool {
	if slices.Contains(codes, a.code) {
		return true
	}
	return a.report != nil && slices.ContainsFunc(a.report.Reasons, func(r models.Reason) bool { return slices.Contains(codes, string(r.Code)) })
}

// String is an answer in a few words.
func (a answer) String() string {
	if a.report == nil {
		return fmt.Sprintf("%d %s", a.status, a.code)
	}
	var codes []string
	for _, r := range a.report.Reasons {
		codes = append(codes, string(r.Code))
	}
	slices.Sort(codes)
	return fmt.Sprintf("%d %s %s", a.status, a.report.Verdict, strings.Join(slices.Compact(codes), " "))
}

// tally counts answers by what they say.
func tally(answers []answer) string {
	count := map[string]int{}
	for _, a := range answers {
		key := fmt.Sprintf("%d", a.status)
		if a.report == nil {
			key += " " + a.code
		} else {
			key += " " + string(a.report.Verdict)
		}
		count[key]++
	}
	var out []string
	for _, key := range slices.Sorted(maps.Keys(count)) {
		out = append(out, fmt.Sprintf("%s: %d", key, count[key]))
	}
	return strings.Join(out, "; ")
}

// checkProcesses holds memory and processes against their bounds.
func checkProcesses(t *testing.T, s *server, w *watcher) {
	t.Helper()
	own, worker, _ := w.peaks()
	t.Logf("peak memory: server %d MiB, any worker %d MiB; at most %d workers at once", own>>20, worker>>20, w.processes)
	if own > maxServer || own == 0 {
		t.Errorf("the server's peak memory is %d MiB, the limit is %d", own>>20, maxServer>>20)
	}
	if worker > maxWorker {
		t.Errorf("a worker's peak memory is %d MiB, the limit is %d", worker>>20, maxWorker>>20)
	}
	if z := zombies(s.cmd.Process.Pid); len(z) > 0 {
		time.Sleep(time.Second) // one may have died just now
		if z = zombies(s.cmd.Process.Pid); len(z) > 0 {
			t.Errorf("%d zombies: %v", len(z), z)
		}
	}
	if state, _, _ := stat(s.cmd.Process.Pid); state == "" || state == "Z" {
		t.Errorf("the server process %d is gone", s.cmd.Process.Pid)
	}
}
