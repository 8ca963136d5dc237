package torture_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"loupe/models"
	"loupe/samples"
	"loupe/torture/bombs"
)

// How much longer normal uploads take when every sixth upload is a picture that keeps the text reader busy. Arrivals are
// at fixed moments, whatever was answered before. A measurement, not a test: it prints figures.
func TestHostileOCRNeighbours(t *testing.T) {
	if os.Getenv("LOUPE_MEASURE") == "" {
		t.Skip("SKIPPED: a measurement; set LOUPE_MEASURE=1")
	}
	n := setting(t, "LOUPE_NEIGHBOURS", 60)
	every := time.Duration(setting(t, "LOUPE_EVERY_MS", 3000)) * time.Millisecond
	good, hostile := cards(t), readers()
	s := startServer(t)
	w := watch(s.cmd.Process.Pid)
	arrive(s, good, nil, 6, every/4) // the workers are up and warm
	alone, _ := arrive(s, good, nil, n, every)
	mixed, attacks := arrive(s, good, hostile, n, every)
	before, after := times(alone), times(mixed)
	t.Logf("%d uploads, one each %s, alone: %s, p95 %s", n, every, spread(before), percentile(before, 0.95))
	t.Logf("the same with one hostile for five: %s, p95 %s", spread(after), percentile(after, 0.95))
	t.Logf("the hostile ones: %s; %s; %d workers lost", tally(attacks), spread(times(attacks)), len(s.deaths()))
	growth := float64(percentile(after, 0.95))/float64(percentile(before, 0.95)) - 1
	t.Logf("the neighbours' p95 grows by %.0f %%", 100*growth)
	if growth > 0.2 {
		t.Log("FELL SHORT: the goal is below 20 %")
	}
	for _, a := range append(append(alone, mixed...), attacks...) {
		if why := a.wrong(); why != "" {
			t.Error(why)
		}
	}
	checkProcesses(t, s, w)
	w.end()
	s.stop(t)
}

// cards draws the specimens and returns the honest identity documents among them.
func cards(t *testing.T) []upload {
	t.Helper()
	dir := t.TempDir()
	m, err := samples.Generate(t.Context(), dir, samples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var all []upload
	for _, e := range m.Entries {
		if e.Kind != models.KindIdentityDocument || e.Group != samples.GroupClean {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(e.File)))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, upload{account: e.Account, name: filepath.Base(e.File), kind: e.Kind, data: data, wait: 60})
	}
	return all
}

// readers are the pictures that keep the text reader busy.
func readers() []upload {
	var all []upload
	for _, b := range bombs.All() {
		if strings.HasPrefix(b.Name, "reader/") {
			u := bombUpload(b)
			u.wait = 60
			all = append(all, u)
		}
	}
	return all
}

// arrive sends n good uploads, one each interval, and with every fifth a hostile one when there are any.
func arrive(s *server, good, hostile []upload, n int, every time.Duration) (answers, attacks []answer) {
	answers = make([]answer, n)
	if len(hostile) > 0 {
		attacks = make([]answer, n/5)
	}
	var wg sync.WaitGroup
	tick := time.NewTicker(every)
	defer tick.Stop()
	for i := range n {
		u := good[i%len(good)]
		wg.Go(func() { answers[i] = s.send(u) })
		if i%5 == 0 && i/5 < len(attacks) {
			wg.Go(func() { attacks[i/5] = s.send(hostile[i/5%len(hostile)]) })
		}
		<-tick.C
	}
	wg.Wait()
	return answers, attacks
}

func times(answers []answer) []time.Duration {
	var out []time.Duration
	for _, a := range answers {
		out = append(out, a.whole)
	}
	return out
}
