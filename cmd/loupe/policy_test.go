package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"loupe/models"
)

func TestQualityPolicy(t *testing.T) {
	policy, err := os.ReadFile("../../forensics/quality/policy.json")
	if err != nil {
		t.Fatal(err)
	}
	picture := write(t, "photo.jpg", photo(t, 1, 900, 700))
	// A picture that no camera takes is asked for.
	greedy := bytes.ReplaceAll(policy, []byte(`"megapixels": {"good": 0.5, "edge": 0.04`), []byte(`"megapixels": {"good": 900, "edge": 800`))
	out, stderr, err := run(t, "scan", "--json", "--kind", "profile_photo", "--quality-policy", write(t, "p.json", greedy), picture)
	if err != nil {
		t.Fatal(err, stderr)
	}
	var r models.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if r.Verdict != models.VerdictReject || !r.Retryable || r.Reasons[0].Code != models.ReasonQualityLowResolution {
		t.Errorf("%s, retryable %v: %+v", r.Verdict, r.Retryable, r.Reasons)
	}
	wrong := bytes.Replace(policy, []byte(`"edge": 20, "worst": 50`), []byte(`"edge": 5, "worst": 50`), 1)
	_, stderr, err = run(t, "scan", "--quality-policy", write(t, "p.json", wrong), picture)
	if err == nil || !strings.Contains(stderr, "--quality-policy") || !strings.Contains(stderr, "kinds.identity_document.limits.tilt: good 10, edge 5, worst 50") {
		t.Errorf("%v: %s", err, stderr)
	}
}
