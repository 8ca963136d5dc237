package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"loupe/models"
)

// Without its language file the reading checks say that they could not look and why; the others look, and nothing is
// accepted.
func TestAMissingLanguageIsSaid(t *testing.T) {
	command := exec.Command(binary, "scan", "--json", write(t, "a.jpg", photo(t, 5, 1200, 900)))
	command.Env = append(os.Environ(), "TESSDATA_PREFIX="+t.TempDir())
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var r models.Report
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatal(err)
	}
	if r.Verdict == models.VerdictAccept {
		t.Errorf("accepted: %+v", r.Reasons)
	}
	for _, f := range r.Findings {
		blind := f.Check == "text" || f.Check == "mrz" || f.Check == "textedit"
		if blind != (f.Outcome == models.OutcomeUnavailable) {
			t.Errorf("%s is %s: %s", f.Check, f.Outcome, f.Message)
		}
		if blind && !strings.Contains(f.Message, "eng") {
			t.Errorf("%s does not say what is missing: %s", f.Check, f.Message)
		}
	}
}
