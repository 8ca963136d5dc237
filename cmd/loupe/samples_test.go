package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"loupe/models"
	"loupe/samples"
)

// The program is held to the manifest: every specimen, uploaded in order under its account, must be judged as it says.
func TestSamplesAreJudgedAsTheManifestSays(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED in short mode: draws and examines every specimen")
	}
	dir := t.TempDir()
	manifest, err := samples.Generate(t.Context(), dir, samples.Options{Bad: true})
	if err != nil {
		t.Fatal(err)
	}
	s := startServer(t, filepath.Join(dir, "data"))
	files := map[string]string{} // submission -> file
	for _, e := range manifest.Entries {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(e.File)))
		if err != nil {
			t.Fatal(err)
		}
		if e.Claim == nil {
			e.Claim = models.Claim{}
		}
		claim, err := json.Marshal(e.Claim)
		if err != nil {
			t.Fatal(err)
		}
		got := s.upload(t, append(form(e.Account, string(e.Kind)), [2]string{"side", string(e.Side)}, [2]string{"claim", string(claim)}), filepath.Base(e.File), data, "60")
		t.Run(e.File, func(t *testing.T) {
			if e.Expect.Refused != nil {
				checkRefused(t, got, *e.Expect.Refused)
				return
			}
			report := got.report(t)
			files[report.SubmissionID] = e.File
			checkReport(t, report, e, files)
		})
	}
	checkNothingHalfStored(t, s, len(files))
	s.stop(t)
}

func checkRefused(t *testing.T, got answer, want samples.Refused) {
	t.Helper()
	var problem struct{ Type, Title, Detail, Code string }
	got.decode(t, &problem)
	if got.status/100 != want.StatusClass || got.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("answer %d %s: %s", got.status, got.header.Get("Content-Type"), got.body)
	}
	if !slices.Contains(want.Reasons, models.ReasonCode(problem.Code)) || problem.Detail == "" {
		t.Errorf("code %q (%s), want one of %v", problem.Code, problem.Detail, want.Reasons)
	}
}

func checkReport(t *testing.T, r models.Report, e samples.Entry, files map[string]string) {
	t.Helper()
	var codes []models.ReasonCode
	for _, reason := range r.Reasons {
		codes = append(codes, reason.Code)
	}
	if !slices.Contains(e.Expect.Verdicts, r.Verdict) {
		t.Errorf("verdict %s, want one of %v; reasons %v", r.Verdict, e.Expect.Verdicts, r.Reasons)
	}
	for _, want := range e.Expect.Reasons {
		if !slices.Contains(codes, want) {
			t.Errorf("reason %s is missing among %v", want, codes)
		}
	}
	for _, no := range e.Expect.NotReasons {
		if slices.Contains(codes, no) {
			t.Errorf("reason %s must not be given; %v", no, r.Reasons)
		}
	}
	if e.Expect.Retryable != nil && r.Retryable != *e.Expect.Retryable {
		t.Errorf("retryable %v", r.Retryable)
	}
	checkLinks(t, r, e, files)
	for _, f := range r.Findings {
		if !f.Outcome.Evaluated() {
			t.Errorf("check %s is %s: %s", f.Check, f.Outcome, f.Message)
		}
	}
}

func checkLinks(t *testing.T, r models.Report, e samples.Entry, files map[string]string) {
	t.Helper()
	found := map[string]models.Relation{}
	for _, l := range r.Links {
		found[files[l.SubmissionID]] = l.Relation
		if l.Account == e.Account {
			t.Errorf("linked with its own account: %+v", l)
		}
	}
	right := 0
	for _, want := range e.Expect.Links {
		if found[want.To] == want.Relation {
			right++
		} else if !e.Expect.AnyLink {
			t.Errorf("link to %s is %q, want %s; links %v", want.To, found[want.To], want.Relation, found)
		}
	}
	if len(e.Expect.Links) > 0 && right == 0 {
		t.Errorf("links %v, want one of %v", found, e.Expect.Links)
	}
	if e.Expect.NoLinks && len(found) > 0 {
		t.Errorf("links %v, want none", found)
	}
}

func checkNothingHalfStored(t *testing.T, s *server, want int) {
	t.Helper()
	total, path := 0, "/v1/submissions?limit=100"
	for path != "" {
		var page struct {
			Items []models.SubmissionSummary `json:"items"`
			Next  string                     `json:"next"`
		}
		s.get(t, path).decode(t, &page)
		for _, item := range page.Items {
			if item.Revision == 0 {
				t.Errorf("%s has no report", item.ID)
			}
		}
		total, path = total+len(page.Items), page.Next
	}
	if total != want {
		t.Errorf("%d submissions are held, want %d", total, want)
	}
}
