package darkroom_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"loupe/darkroom"
	"loupe/forensics"
	"loupe/forensics/list"
	"loupe/forensics/verdict"
	"loupe/models"
)

// standIn bears the name of a real check, is clear, and does what the fault says when it is the one at fault.
type standIn struct {
	info forensics.Info
	run  func() models.Finding
}

func (s standIn) Info() forensics.Info { return s.info }

func (s standIn) Run(context.Context, *forensics.Exhibit) (models.Finding, error) {
	if s.run != nil {
		f := s.run()
		f.Check = s.info.ID
		return f, nil
	}
	f := s.info.Finding(models.OutcomeClear, "Nothing found.")
	f.Score = models.Score(0)
	return f, nil
}

// standIns returns one stand-in per registered check; fault is FAULT@CHECK.
func standIns(fault string) []forensics.Check {
	name, at, _ := strings.Cut(fault, "@")
	var out []forensics.Check
	for _, info := range list.Infos() {
		s := standIn{info: info}
		s.info.Needs &^= forensics.NeedsText
		if info.ID == at {
			s.run = behave(name, nil)
		}
		out = append(out, s)
	}
	return out
}

// Every fault, in every registered check, for every kind that requires it: no verdict is accept.
func TestNoFaultIsAccepted(t *testing.T) {
	policy, err := verdict.DefaultPolicy()
	if err != nil {
		t.Fatal(err)
	}
	injected := 0
	for _, info := range list.Infos() {
		if info.Lifecycle == models.LifecycleExperimental {
			continue // shown, never counted: that one did not look holds up nothing
		}
		for _, fault := range []string{"exit", "segv", "panic", "routine", "hang", "hog", "garbage"} {
			c := darkroom.DefaultConfig()
			c.Command, c.Workers, c.JobLimit = []string{"/proc/self/exe"}, 1, 20*time.Second
			c.Env = append(c.Env, fmt.Sprintf("%s=%s@%s", faultVariable, fault, info.ID))
			p, err := darkroom.NewPool(c, list.Infos(), slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			kinds := info.Kinds
			if fault == "hang" || fault == "hog" {
				kinds = kinds[:1] // these last until a limit ends them
			}
			for _, kind := range kinds {
				exam, err := p.Examine(t.Context(), upload(picture(t)), models.Brief{Kind: kind}, models.PriorityLive, nil)
				if err != nil {
					t.Fatalf("%s in %s: %v", fault, info.ID, err)
				}
				j := verdict.Decide(policy, verdict.Case{Kind: kind, Findings: exam.Findings})
				if injected++; j.Verdict == models.VerdictAccept {
					t.Errorf("%s in %s of a %s was accepted: %+v", fault, info.ID, kind, exam.Findings)
				}
			}
			p.Close()
		}
	}
	t.Logf("%d faults were injected, none accepted", injected)
}

// Without a fault the same pictures are accepted: the test above can fail.
func TestNoFaultNoReview(t *testing.T) {
	policy, err := verdict.DefaultPolicy()
	if err != nil {
		t.Fatal(err)
	}
	c := darkroom.DefaultConfig()
	c.Command, c.Env = []string{"/proc/self/exe"}, append(c.Env, faultVariable+"=none@nothing")
	p, err := darkroom.NewPool(c, list.Infos(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, kind := range models.Kinds() {
		exam, err := p.Examine(t.Context(), upload(picture(t)), models.Brief{Kind: kind}, models.PriorityLive, nil)
		if err != nil {
			t.Fatal(err)
		}
		if j := verdict.Decide(policy, verdict.Case{Kind: kind, Findings: exam.Findings}); j.Verdict != models.VerdictAccept {
			t.Errorf("%s: %s %+v", kind, j.Verdict, j.Reasons)
		}
	}
}
