package torture_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"loupe/models"
	"loupe/torture/mutate"
)

// herd makes mutants by number: every format in turn, every file of a format in turn.
type herd struct {
	first  int64
	types  []string
	byType map[string][]mutate.Base
}

func newHerd(t *testing.T, first int64) herd {
	t.Helper()
	h := herd{first: first, byType: map[string][]mutate.Base{}}
	written, err := mutate.Bases()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range append(written, realFiles(t)...) {
		h.byType[b.MediaType] = append(h.byType[b.MediaType], b)
	}
	h.types = slices.Sorted(maps.Keys(h.byType))
	for _, media := range h.types {
		t.Logf("%s: %d base files", media, len(h.byType[media]))
	}
	return h
}

// mutant returns the i-th mutant and what a person needs to make it again.
func (h herd) mutant(i int) (upload, string) {
	files := h.byType[h.types[i%len(h.types)]]
	base := files[i/len(h.types)%len(files)]
	donor := files[(i/len(h.types)+1)%len(files)]
	seed := h.first + int64(i)
	m := mutate.New(seed, base.Data, base.MediaType, donor.Data)
	u := upload{account: "mutants", name: base.Name, kind: models.KindProfilePhoto, data: m.Data, wait: 55}
	if i%4 == 3 {
		u.kind = models.KindIdentityDocument
	}
	if i%50 == 49 {
		u.account = fmt.Sprintf("mutants%d", i) // another account: the search for reuse meets it as well
	}
	return u, fmt.Sprintf("%s seed %d (%s)", base.Name, seed, m.How)
}

// No mutant of a good file stops the server, gets a 5xx, or is accepted by a check that did not look.
func TestMutants(t *testing.T) {
	n := 600
	if long() {
		n = 20_000
	}
	n = setting(t, "LOUPE_MUTANTS", n)
	h := newHerd(t, int64(setting(t, "LOUPE_SEED", 1)))
	s := startServer(t)
	control(t, s)
	w := watch(s.cmd.Process.Pid)
	answers := make([]answer, n)
	began := time.Now()
	parallel(n, func(i int) {
		u, _ := h.mutant(i)
		answers[i] = s.send(u)
		if i%1000 == 999 {
			t.Logf("%d mutants after %s", i+1, time.Since(began).Round(time.Second))
		}
	})
	took := time.Since(began)
	t.Logf("%d mutants in %s: %.1f a second", n, took.Round(time.Second), float64(n)/took.Seconds())
	reportMutants(t, s, h, answers)
	measureRefusals(t, s, h, answers)
	checkProcesses(t, s, w)
	w.end()
	s.stop(t)
}

func reportMutants(t *testing.T, s *server, h herd, answers []answer) {
	t.Helper()
	t.Log(tally(answers))
	var refused, examined []time.Duration
	unhandled, blind, shed := 0, 0, 0
	for i, a := range answers {
		shed += a.shed
		if why := a.wrong(); why != "" {
			unhandled++
			_, how := h.mutant(i)
			t.Errorf("mutant %d, %s: %s", i, how, why)
		}
		if why := a.blind(); why != "" {
			blind++
			_, how := h.mutant(i)
			t.Logf("mutant %d, %s: %s", i, how, why)
		}
		if a.report == nil {
			refused = append(refused, a.took)
		} else {
			examined = append(examined, a.took)
		}
	}
	deaths := s.deaths()
	t.Logf("refusals among the others: %s; examined: %s", spread(refused), spread(examined))
	t.Logf("%d workers lost, %d reports in which a check did not look, %d unhandled, %d times asked to come back", len(deaths), blind, unhandled, shed)
	logDeaths(t, deaths)
	if most := len(answers) / 100; len(deaths) > most {
		t.Errorf("%d of %d mutants cost a worker: more than %d", len(deaths), len(answers), most)
	}
}

// logDeaths prints what was said of lost workers, each word once.
func logDeaths(t *testing.T, deaths []string) {
	t.Helper()
	count := map[string]int{}
	for _, d := range deaths {
		count[d]++
	}
	for _, d := range slices.Sorted(maps.Keys(count)) {
		t.Logf("lost %d times: %s", count[d], d)
	}
}

// control sends the good files that were written by code: when they are not examined in full, nothing else says anything.
func control(t *testing.T, s *server) {
	t.Helper()
	files, err := mutate.Bases()
	if err != nil {
		t.Fatal(err)
	}
	parallel(len(files), func(i int) {
		b := files[i]
		a := s.send(upload{account: "control", name: b.Name, kind: models.KindProfilePhoto, data: b.Data, wait: 55})
		if why := a.wrong() + a.blind(); why != "" || a.report == nil {
			t.Errorf("the good file %s: %s %s %s", b.Name, a, a.detail, why)
		}
	})
	if t.Failed() {
		logDeaths(t, s.deaths())
		t.FailNow()
	}
}

// measureRefusals sends refused mutants again, with nothing between them: how long a refusal takes by itself.
func measureRefusals(t *testing.T, s *server, h herd, answers []answer) {
	t.Helper()
	var again []int
	most := len(answers) / 10
	for i, a := range answers {
		if a.report == nil && a.err == nil && a.status < http.StatusInternalServerError && len(again) < most {
			again = append(again, i)
		}
	}
	times := make([]time.Duration, len(again))
	names := make([]string, len(again))
	parallel(len(again), func(i int) {
		u, how := h.mutant(again[i])
		times[i], names[i] = s.send(u).took, how
	})
	t.Logf("the same refusals with nothing between them: %s", spread(times))
	for _, media := range h.types {
		var own []time.Duration
		for i, d := range times {
			if h.types[again[i]%len(h.types)] == media {
				own = append(own, d)
			}
		}
		t.Logf("  %s: %s", media, spread(own))
	}
	if p99 := percentile(times, 0.99); p99 > maxRefusal {
		t.Logf("FELL SHORT: refusal p99 is %s, the goal is %s; the slowest:\n%s", p99, maxRefusal, slowest(times, names, 10))
	}
}

// slowest lists the n names with the longest times.
func slowest(times []time.Duration, names []string, n int) string {
	order := make([]int, len(times))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(times[b] - times[a]) })
	var out []string
	for _, i := range order[:min(n, len(order))] {
		out = append(out, fmt.Sprintf("  %s %s", times[i].Round(time.Millisecond), names[i]))
	}
	return strings.Join(out, "\n")
}
