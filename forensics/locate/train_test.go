package locate_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/jpeg"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"loupe/forensics/locate"
	"loupe/samples"
)

// lesson is a set of rendered pictures that the judge is fitted on: n from seed first.
type lesson struct {
	name   string
	first  uint64
	n      int
	render func(testing.TB, *samples.Studio, uint64) scene
}

func lessons() []lesson {
	return []lesson{
		{"photo", 3_000_001, 45, func(t testing.TB, s *samples.Studio, seed uint64) scene { return photograph(t, s, seed, 0.64) }},
		{"varied", 3_000_001, 55, varied},
		{"beyond", 3_000_601, 10, func(t testing.TB, s *samples.Studio, seed uint64) scene { return variedAt(t, s, seed, true) }},
		{"flat", 3_000_001, 25, flatScene},
		{"variedflat", 3_000_001, 12, variedFlat},
		{"cutoff", 4_100_001, 50, cutOff},
		{"drawn", 4_200_001, 60, drawnScene},
		{"variedflat", 3_000_013, 60, variedFlat},
		{"borderless", 4_000_001, 100, borderlessScene},
	}
}

// TestTrainJudge fits the judge, three quarters of the scenes to report and all of them to write it: make locate-model. The scenes are kept in LOUPE_SCENES, as JPEGs of quality
// 95 with their truth; what lies there already is not rendered again.
func TestTrainJudge(t *testing.T) {
	dir := os.Getenv("LOUPE_SCENES")
	if dir == "" {
		t.Skip("set LOUPE_SCENES to a folder for the scenes to fit the judge (make locate-model)")
	}
	var all []choice
	s := studio(t)
	for _, l := range lessons() {
		part := make([]choice, l.n)
		var wait sync.WaitGroup
		for worker := range runtime.GOMAXPROCS(0) {
			wait.Go(func() {
				for i := worker; i < l.n; i += runtime.GOMAXPROCS(0) {
					part[i] = newChoice(kept(t, s, dir, l, l.first+uint64(i)), l.name)
					part[i].held = i%4 == 3
				}
			})
		}
		wait.Wait()
		all = append(all, part...)
	}
	out := newPerceptron()
	out.fit(all, false)
	report(t, out, all)
	if os.Getenv("LOUPE_WRITE") != "" {
		out = newPerceptron()
		out.fit(all, true)
		if err := os.WriteFile("weights.go", out.source(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// kept returns a scene as it was kept, or renders and keeps it.
func kept(t testing.TB, s *samples.Studio, dir string, l lesson, seed uint64) scene {
	t.Helper()
	name := filepath.Join(dir, l.name, fmt.Sprint(seed))
	truth, err := os.ReadFile(name + ".json")
	if err != nil {
		sc := l.render(t, s, seed)
		var file bytes.Buffer
		truth, _ = json.Marshal(sc)
		if err := jpeg.Encode(&file, sc.picture, &jpeg.Options{Quality: 95}); err != nil {
			t.Error(err)
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Error(err)
		}
		if err := os.WriteFile(name+".jpg", file.Bytes(), 0o644); err != nil {
			t.Error(err)
		}
		if err := os.WriteFile(name+".json", truth, 0o644); err != nil {
			t.Error(err)
		}
	}
	var sc scene
	if err := json.Unmarshal(truth, &sc); err != nil {
		t.Error(err)
	}
	file, err := os.ReadFile(name + ".jpg")
	if err != nil {
		t.Error(err)
	}
	sc.picture = fromJPEG(t, file)
	return sc
}

// choice is one picture's outlines.
type choice struct {
	of     string // the lesson
	seed   uint64
	all    [][locate.FeatureCount]float32
	good   []bool
	some   bool // one of them is good
	flat   bool // there is no outline to be seen
	held   bool // not fitted on, to see how well others are judged
	chosen []int
}

func newChoice(sc scene, name string) choice {
	c := choice{of: name, seed: sc.Seed, flat: sc.Desk == "none"}
	outside := sidesOutside(sc) > 0
	for _, o := range locate.Candidates(sc.picture) {
		good := !c.flat && overlap(o.Quad, sc.Quad, float64(sc.W), float64(sc.H)) >= 0.95 && o.Open == outside
		c.all, c.good, c.some = append(c.all, o.Features), append(c.good, good), c.some || good
	}
	return c
}
