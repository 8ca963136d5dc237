package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"loupe/forensics/picturetest"
	"loupe/models"
)

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestScanPrintsOneReportPerFile(t *testing.T) {
	good, text := write(t, "photo.jpg", photo(t, 1, 900, 700)), write(t, "text.jpg", []byte("no picture"))
	artifacts := t.TempDir()
	out, stderr, err := run(t, "scan", "--json", "--kind", "profile_photo", "--artifacts", artifacts, good, text)
	if err != nil {
		t.Fatal(err, stderr)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines", len(lines))
	}
	var reports [2]models.Report
	for i, line := range lines {
		if err := json.Unmarshal([]byte(line), &reports[i]); err != nil {
			t.Fatal(err)
		}
	}
	r := reports[0]
	if r.File.Width != 900 || r.Engine.Checks["ela"] < 1 || len(r.Findings) != len(r.Engine.Checks)-1 || r.Engine.Checks["fingerprint"] < 1 || len(r.Fingerprints) < 3 {
		t.Errorf("report: %+v", r)
	}
	for _, f := range r.Findings {
		if !f.Outcome.Evaluated() {
			t.Errorf("%s is %s: %s", f.Check, f.Outcome, f.Message)
		}
	}
	if len(r.Artifacts) != 2 || filepath.Dir(r.Artifacts[0].Path) != artifacts {
		t.Errorf("artifacts %+v", r.Artifacts)
	}
	if reports[1].Verdict != models.VerdictReject || reports[1].Reasons[0].Code != models.ReasonFileUnsupported {
		t.Errorf("a text file: %+v", reports[1])
	}
}

func TestScanFailsWhenAFileGotNoReport(t *testing.T) {
	_, stderr, err := run(t, "scan", "--json", filepath.Join(t.TempDir(), "missing.jpg"))
	if err == nil || !strings.Contains(stderr, "missing.jpg") {
		t.Errorf("%v %s", err, stderr)
	}
}

// The contract's keys are there even when they are null.
func TestReportShape(t *testing.T) {
	out, stderr, err := run(t, "scan", "--json", write(t, "a.jpg", photo(t, 3, 900, 700)))
	if err != nil {
		t.Fatal(err, stderr)
	}
	var r map[string]any
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"id", "submission_id", "revision", "created_at", "engine", "file", "kind", "verdict", "retryable", "reasons",
		"document", "text", "faces", "findings", "fingerprints", "links"} {
		if _, ok := r[key]; !ok {
			t.Errorf("%q is missing", key)
		}
	}
}

func TestCompareTemplateFarm(t *testing.T) {
	a, b := picturetest.Dir(t, "idfarm/sidtd/alb00.jpg"), picturetest.Dir(t, "idfarm/sidtd/alb01.jpg")
	out, stderr, err := run(t, "compare", "--json", "--artifacts", t.TempDir(), a, b)
	if err != nil {
		t.Fatal(err, stderr)
	}
	var c models.Comparison
	if err := json.Unmarshal([]byte(out), &c); err != nil {
		t.Fatal(err)
	}
	if c.Relation != models.RelationSameCapture {
		t.Fatalf("relation %s", c.Relation)
	}
	// Where the portrait and the surname stand on the card, by eye, in pixels of alb00.
	for name, box := range map[string]models.Region{"portrait": {X: 200, Y: 240, W: 400, H: 560}, "surname": {X: 700, Y: 230, W: 210, H: 80}} {
		if covered := coverage(box, c.Changed); covered < 0.5 {
			t.Errorf("%s: %.0f %% is marked as changed (%+v)", name, 100*covered, c.Changed)
		}
	}
}

// coverage is the share of box that lies in any of the regions.
func coverage(box models.Region, regions []models.Region) float64 {
	in := 0
	for y := box.Y; y < box.Y+box.H; y++ {
		for x := box.X; x < box.X+box.W; x++ {
			for _, r := range regions {
				if x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H {
					in++
					break
				}
			}
		}
	}
	return float64(in) / float64(box.W*box.H)
}

func TestCompareUnrelated(t *testing.T) {
	out, stderr, err := run(t, "compare", "--json", write(t, "a.jpg", photo(t, 1, 900, 700)), write(t, "b.jpg", photo(t, 2, 900, 700)))
	if err != nil || !strings.Contains(out, `"relation":"unrelated"`) {
		t.Errorf("%v %s %s", err, out, stderr)
	}
}

// A re-scan that is killed goes on where it was, and does nothing twice.
func TestRescanResumesAfterAKill(t *testing.T) {
	dir := t.TempDir()
	s := startServer(t, dir)
	const n = 8
	for i := range n {
		s.upload(t, form(fmt.Sprintf("a%d", i), "profile_photo"), "p.jpg", photo(t, uint64(i), 900, 700), "60").report(t)
	}
	s.stop(t)

	first := exec.Command(binary, "rescan", "--data", dir, "--workers", "1")
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(700 * time.Millisecond)
	_ = first.Process.Kill()
	_ = first.Wait()

	out, stderr, err := run(t, "rescan", "--data", dir)
	if err != nil {
		t.Fatal(err, stderr)
	}
	if !strings.Contains(out, fmt.Sprintf("%d examined, 0 changed, 0 failed", n)) {
		t.Errorf("%s\n%s", out, stderr)
	}
	s = startServer(t, dir)
	var page struct{ Items []models.SubmissionSummary }
	s.get(t, "/v1/submissions").decode(t, &page)
	for _, item := range page.Items {
		if item.Revision != 2 {
			t.Errorf("%s has revision %d, want 2", item.ID, item.Revision)
		}
	}
	s.stop(t)
}

func TestDoctor(t *testing.T) {
	out, stderr, err := run(t, "doctor", "--data", t.TempDir())
	if err != nil || strings.Contains(out, "MISSING") {
		t.Errorf("%v\n%s%s", err, out, stderr)
	}
}
