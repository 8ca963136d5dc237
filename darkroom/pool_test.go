package darkroom_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"loupe/darkroom"
	"loupe/forensics"
	"loupe/models"
)

// The test binary is also the worker: with this variable set it does what the variable names.
const faultVariable = "LOUPE_TEST_FAULT"

func TestMain(m *testing.M) {
	if fault, ok := os.LookupEnv(faultVariable); ok {
		os.Exit(worker(fault))
	}
	os.Exit(m.Run())
}

// worker serves with three checks, the middle one at fault.
func worker(fault string) int {
	out, err := darkroom.PrivateStdout()
	if err != nil {
		return 1
	}
	if fault == "babble" {
		_, _ = out.WriteString("HTTP/1.1 200 OK\r\n\r\n")
	}
	_, _ = out.Write(rogue(fault))
	opener, err := forensics.NewOpener(forensics.DefaultLimits())
	if err != nil {
		return 1
	}
	bench := darkroom.Bench{Checks: checks(fault, out), Opener: opener, StageCPU: time.Second, ReadCPU: time.Second, StageLimit: 500 * time.Millisecond}
	if strings.Contains(fault, "@") {
		bench.Checks = standIns(fault)
	}
	if fault == "blind" {
		bench.Checks = bench.Checks[:1]
	}
	hold := darkroom.Hold{MemoryBytes: 512 << 20, SoftMemory: 256 << 20}
	if err := darkroom.Serve(context.Background(), bench, hold, os.Stdin, out); err != nil {
		return 1
	}
	return 0
}

// checks returns three checks, the middle one at fault: on the page behind the dash, or on every page.
func checks(fault string, out io.Writer) []forensics.Check {
	name, number, one := strings.Cut(fault, "-")
	page := -1
	if one {
		page, _ = strconv.Atoi(number)
	}
	return []forensics.Check{check{"first", nil, -1}, check{"faulty", behave(name, out), page}, check{"last", nil, -1}}
}

func behave(fault string, out io.Writer) func() models.Finding {
	good := models.Finding{Check: "faulty", Outcome: models.OutcomeClear, Score: models.Score(0)}
	return map[string]func() models.Finding{
		"exit":    func() models.Finding { os.Exit(3); return good },
		"segv":    func() models.Finding { _ = syscall.Kill(os.Getpid(), syscall.SIGSEGV); select {} },
		"panic":   func() models.Finding { panic("boom") },
		"routine": func() models.Finding { go panic("in its own goroutine"); select {} },
		"hang":    func() models.Finding { select {} },
		"stop":    func() models.Finding { _ = syscall.Kill(os.Getpid(), syscall.SIGSTOP); select {} },
		"spin": func() models.Finding {
			for i := 0; ; i++ {
				_ = i
			}
		},
		"hog": func() models.Finding {
			var all [][]byte
			for {
				all = append(all, bytes.Repeat([]byte{1}, 64<<20))
				_ = all
			}
		},
		"garbage": func() models.Finding { return models.Finding{Check: "faulty", Outcome: "superb"} },
		"noise":   func() models.Finding { _, _ = out.Write(bytes.Repeat([]byte{0xff}, 100)); return good },
	}[fault]
}

type check struct {
	id   string
	run  func() models.Finding
	page int // where run is used; -1: everywhere
}

func (c check) Info() forensics.Info {
	return forensics.Info{ID: c.id, Version: 2, Group: models.GroupNoise, Kinds: models.Kinds()}
}

func (c check) Run(_ context.Context, x *forensics.Exhibit) (models.Finding, error) {
	if c.run != nil && (c.page < 0 || x.Page.Page == c.page) {
		return c.run(), nil
	}
	return models.Finding{Check: c.id, Outcome: models.OutcomeClear, Score: models.Score(0)}, nil
}

func infos() []forensics.Info {
	var out []forensics.Info
	for _, c := range checks("", nil) {
		out = append(out, c.Info())
	}
	return out
}

func pool(t *testing.T, fault string, change func(*darkroom.Config)) *darkroom.Pool {
	t.Helper()
	c := darkroom.DefaultConfig()
	c.Command, c.Workers, c.JobLimit = []string{"/proc/self/exe"}, 1, 10*time.Second
	c.Env = append(c.Env, faultVariable+"="+fault)
	if change != nil {
		change(&c)
	}
	p, err := darkroom.NewPool(c, infos(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func picture(t testing.TB) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 200, 120))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * i / 7)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func upload(data []byte) []models.Original { return []models.Original{{Data: data}} }

// Whatever a check does to its worker, the other checks answer, this one is failed, and the next file is examined.
func TestFaultsBecomeFindings(t *testing.T) {
	for _, fault := range []string{"exit", "segv", "panic", "routine", "hang", "stop", "hog", "garbage", "noise"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			p := pool(t, fault, nil)
			for range 2 {
				exam, err := p.Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil)
				if err != nil {
					t.Fatal(err)
				}
				outcomes(t, exam, models.OutcomeClear, models.OutcomeFailed, models.OutcomeClear)
			}
		})
	}
}

func outcomes(t *testing.T, exam models.Examination, want ...models.Outcome) {
	t.Helper()
	if len(exam.Findings) != len(want) {
		t.Fatalf("%d findings, want %d: %+v", len(exam.Findings), len(want), exam.Findings)
	}
	for i, f := range exam.Findings {
		if f.Outcome != want[i] {
			t.Errorf("%s is %s (%s), want %s", f.Check, f.Outcome, f.Message, want[i])
		}
	}
}

// A worker that spins burns its CPU seconds and is gone, even though nobody can interrupt it.
func TestCPULimit(t *testing.T) {
	p := pool(t, "spin", func(c *darkroom.Config) { c.JobLimit, c.JobCPU = time.Minute, 2*time.Second })
	exam, err := p.Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil)
	if err != nil {
		t.Fatal(err)
	}
	if f := exam.Findings[1]; f.Outcome != models.OutcomeFailed {
		t.Errorf("spin: %+v", f)
	}
}

func TestAWorkerThatBabblesIsNotBelieved(t *testing.T) {
	_, err := pool(t, "babble", nil).Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil)
	if err == nil || !strings.Contains(err.Error(), "lost workers") {
		t.Errorf("got %v", err)
	}
}

func TestMissingAnswersAreFailures(t *testing.T) {
	exam, err := pool(t, "blind", nil).Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil)
	if err != nil {
		t.Fatal(err)
	}
	outcomes(t, exam, models.OutcomeClear, models.OutcomeFailed, models.OutcomeFailed)
}

func TestExamineGivesFactsAndArtifacts(t *testing.T) {
	exam, err := pool(t, "", nil).Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil)
	if err != nil {
		t.Fatal(err)
	}
	outcomes(t, exam, models.OutcomeClear, models.OutcomeClear, models.OutcomeClear)
	if exam.File.Width != 200 || exam.File.Height != 120 || len(exam.Fingerprints) == 0 {
		t.Errorf("facts: %+v, %d fingerprints", exam.File, len(exam.Fingerprints))
	}
	if len(exam.Artifacts) != 2 || len(exam.Artifacts[0].Data) == 0 {
		t.Errorf("artifacts: %d", len(exam.Artifacts))
	}
}

func TestRefusalsComeThrough(t *testing.T) {
	exam, err := pool(t, "", nil).Examine(t.Context(), upload([]byte("no picture")), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil)
	if err != nil || exam.Refused == nil || exam.Refused.Reason != models.ReasonFileUnsupported {
		t.Errorf("got %+v, %v", exam.Refused, err)
	}
}

func TestCancelKillsTheJob(t *testing.T) {
	p := pool(t, "stop", func(c *darkroom.Config) { c.JobLimit = time.Hour })
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := p.Examine(ctx, upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestWorkersAreRecycled(t *testing.T) {
	p := pool(t, "", func(c *darkroom.Config) { c.RecycleJobs = 2 })
	for range 5 {
		if _, err := p.Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityBulk, nil); err != nil {
			t.Fatal(err)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	p := pool(t, "", func(c *darkroom.Config) { c.Workers = 2 })
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			if _, err := p.Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.Priority(i%2), nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestClosedPool(t *testing.T) {
	p := pool(t, "", nil)
	p.Close()
	if _, err := p.Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil); !errors.Is(err, darkroom.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestConfigValidate(t *testing.T) {
	for name, change := range map[string]func(*darkroom.Config){
		"no command": func(c *darkroom.Config) { c.Command = nil }, "no workers": func(c *darkroom.Config) { c.Workers = 0 },
		"no limit": func(c *darkroom.Config) { c.JobLimit = 0 }, "no recycling": func(c *darkroom.Config) { c.RecycleJobs = 0 },
	} {
		c := darkroom.DefaultConfig()
		change(&c)
		if c.Validate() == nil {
			t.Errorf("%s passes", name)
		}
	}
}

// The office's environment holds keys and DSNs; a worker must not see it.
func TestWorkersInheritNothing(t *testing.T) {
	t.Setenv("LOUPE_DSN", "postgres://secret")
	for _, v := range darkroom.DefaultConfig().Env {
		if strings.Contains(v, "secret") {
			t.Errorf("a worker is given %s", v)
		}
	}
}
