package torture_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"loupe/models"
	"loupe/torture/bombs"
)

// result is a bomb and what came of it.
type result struct {
	bombs.Bomb
	answer
	cpu  time.Duration // of the workers, when it was sent alone
	peak int64         // of any worker, when it was sent alone
}

// bombSet returns the bombs to throw: those whose names begin with LOUPE_BOMB, the dear ones only in the long version.
func bombSet() []bombs.Bomb {
	return slices.DeleteFunc(bombs.All(), func(b bombs.Bomb) bool {
		return b.Heavy && !long() || !strings.HasPrefix(b.Name, os.Getenv("LOUPE_BOMB"))
	})
}

// Every bomb is answered in time with what it deserves, and leaves nothing behind.
func TestBombs(t *testing.T) {
	set := bombSet()
	s := startServer(t)
	control(t, s)
	w := watch(s.cmd.Process.Pid)
	results := throw(s, set)
	judge(t, results)
	if long() {
		measureHeaders(t, s, results)
	}
	checkProcesses(t, s, w)
	logDeaths(t, s.deaths())
	w.end()
	s.stop(t)
	if long() {
		aloneBombs(t, results)
	}
	table(t, results)
}

func bombUpload(b bombs.Bomb) upload {
	format, what, _ := strings.Cut(b.Name, "/")
	u := upload{account: "bombs", name: what + "." + format, kind: b.Kind, data: b.Data(), wait: 25}
	if u.kind == "" {
		u.kind = models.KindProfilePhoto
	}
	return u
}

// throw sends all bombs, some at once.
func throw(s *server, set []bombs.Bomb) []result {
	results := make([]result, len(set))
	parallel(len(set), func(i int) {
		results[i] = result{Bomb: set[i], answer: s.send(bombUpload(set[i]))}
	})
	return results
}

func judge(t *testing.T, results []result) {
	t.Helper()
	var answers []answer
	for _, r := range results {
		answers = append(answers, r.answer)
		if why := r.wrong(); why != "" {
			t.Errorf("%s (%s): %s", r.Name, r.Why, why)
			continue
		}
		if codes := r.Codes(); codes != nil && !r.says(codes) {
			t.Errorf("%s (%s): got %s %s, want %s", r.Name, r.Why, r.answer, r.detail, r.Want)
		}
		if r.took > maxAnswer {
			t.Errorf("%s (%s): answered after %s, the limit is %s", r.Name, r.Why, r.took.Round(time.Millisecond), maxAnswer)
		}
		if why := r.blind(); why != "" {
			t.Logf("%s (%s): %s", r.Name, r.answer, why)
		}
	}
	t.Logf("%d bombs: %s", len(results), tally(answers))
}

// measureHeaders sends the bombs that were refused again, with nothing between them.
func measureHeaders(t *testing.T, s *server, results []result) {
	t.Helper()
	var again []bombs.Bomb
	for _, r := range results {
		if r.report == nil && !r.Heavy {
			again = append(again, r.Bomb)
		}
	}
	refusals := throw(s, again)
	var small, all []time.Duration
	var names []string
	for _, r := range refusals {
		all, names = append(all, r.took), append(names, r.Name)
		if len(r.Data()) < 1<<20 {
			small = append(small, r.took)
		}
	}
	t.Logf("refusals alone: %s; of files below 1 MiB: %s", spread(all), spread(small))
	if p99 := percentile(small, 0.99); p99 > maxRefusal {
		t.Logf("FELL SHORT: refusal p99 is %s, the goal is %s; the slowest:\n%s", p99, maxRefusal, slowest(all, names, 12))
	}
}

// aloneBombs sends what took long once more, one at a time to a fresh server, and measures what the workers used.
func aloneBombs(t *testing.T, results []result) {
	t.Helper()
	s := startServer(t)
	w := watch(s.cmd.Process.Pid)
	pid := s.cmd.Process.Pid
	for i := range results {
		r := &results[i]
		if r.took < time.Second && r.whole < time.Second {
			continue
		}
		u := bombUpload(r.Bomb)
		before := workersCPU(pid)
		w.mark()
		a := s.send(u)
		_, _, r.peak = w.peaks()
		r.cpu = workersCPU(pid) - before
		if why := a.wrong(); why != "" {
			t.Errorf("%s alone: %s", r.Name, why)
		}
		pages := 1
		if a.report != nil {
			pages = max(1, a.report.File.Pages)
		}
		if limit := maxCPU + time.Duration(pages-1)*2*time.Second; r.cpu > limit {
			t.Errorf("%s alone costs %s of CPU, the limit for %d pages is %s", r.Name, r.cpu, pages, limit)
		}
	}
	checkProcesses(t, s, w)
	w.end()
	s.stop(t)
}

// table prints what came of every bomb, and writes it to LOUPE_TABLE.
func table(t *testing.T, results []result) {
	t.Helper()
	var out strings.Builder
	fmt.Fprintln(&out, "| bomb | wanted | got | ms | alone: CPU s | worker MiB |\n|---|---|---|---:|---:|---:|")
	for _, r := range results {
		cpu, peak := "", ""
		if r.peak > 0 {
			cpu, peak = fmt.Sprintf("%.1f", r.cpu.Seconds()), fmt.Sprint(r.peak>>20)
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %d | %s | %s |\n", r.Name, strings.ReplaceAll(r.Want, "|", " or "), r.answer, r.took.Milliseconds(), cpu, peak)
	}
	if path := os.Getenv("LOUPE_TABLE"); path != "" {
		if err := os.WriteFile(filepath.Clean(path), []byte(out.String()), 0o600); err != nil {
			t.Error(err)
		}
	}
	worst := slices.Clone(results)
	slices.SortFunc(worst, func(a, b result) int { return int(b.cpu - a.cpu) })
	for _, r := range worst[:min(15, len(worst))] {
		if r.cpu > 0 {
			t.Logf("%-28s %5.1f CPU s, %4d MiB, %s", r.Name, r.cpu.Seconds(), r.peak>>20, r.answer)
		}
	}
}
