package darkroom_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"loupe/darkroom"
	"loupe/darkroom/hold"
	"loupe/models"
)

// What a worker says about itself after it worked, and what this machine can give.
func TestInspect(t *testing.T) {
	report, err := pool(t, "", nil).Inspect(t.Context(), models.Original{Data: picture(t)}, models.KindDiploma)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range report.Holds {
		t.Logf("%-20s %-5v %s", h.Name, h.Held, h.Detail)
	}
	always := []string{hold.Memory, hold.CPU, hold.Descriptors, hold.Privileges, hold.Caps, hold.Secrecy}
	if hold.CanFilter() {
		always = append(always, hold.Calls)
	}
	for _, name := range always {
		if !report.Held(name) {
			t.Errorf("%s does not hold", name)
		}
	}
}

// The worker answers the same with the filter required, where there is one; where there is none, nothing starts.
func TestRequireIsolation(t *testing.T) {
	c := darkroom.DefaultConfig()
	c.RequireIsolation = true
	if !hold.CanFilter() {
		if c.Validate() == nil {
			t.Error("isolation is required, there is none, and the settings pass")
		}
		return
	}
	p := pool(t, "", func(c *darkroom.Config) { c.RequireIsolation = true })
	exam, err := p.Examine(t.Context(), []models.Original{{Data: picture(t)}}, models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil)
	if err != nil {
		t.Fatal(err)
	}
	outcomes(t, exam, models.OutcomeClear, models.OutcomeClear, models.OutcomeClear)
}

const officeVariable = "LOUPE_TEST_OFFICE"

// TestOffice is an office in a process of its own, for TestNoOrphans: it gives one job to a worker with the named fault.
func TestOffice(t *testing.T) {
	fault, ok := os.LookupEnv(officeVariable)
	if !ok {
		t.Skip("run by TestNoOrphans")
	}
	c := darkroom.DefaultConfig()
	c.Command, c.Workers, c.JobLimit = []string{"/proc/self/exe"}, 1, time.Hour
	c.Env = append(c.Env, faultVariable+"="+fault)
	p, err := darkroom.NewPool(c, infos(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if fault != "" {
		go func() { // the worker stops itself in the middle of the job
			_, _ = p.Examine(context.Background(), []models.Original{{Data: picture(t)}}, models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil)
		}()
	} else if _, err := p.Examine(t.Context(), []models.Original{{Data: picture(t)}}, models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil); err != nil {
		t.Fatal(err)
	}
	fmt.Println("at work")
	select {}
}

// An office that is killed takes its workers along: the idle one, and the one that is busy and stuck.
func TestNoOrphans(t *testing.T) {
	for _, fault := range []string{"", "stop"} {
		t.Run("fault="+fault, func(t *testing.T) {
			office := exec.Command("/proc/self/exe", "-test.run=^TestOffice$")
			office.Env = append(os.Environ(), officeVariable+"="+fault)
			out, err := office.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := office.Start(); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "at work\n" {
				t.Fatalf("the office says %q, %v", line, err)
			}
			worker := await(t, func() int { return childOf(office.Process.Pid) })
			if err := office.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = office.Wait()
			await(t, func() int {
				if alive(worker) {
					return 0
				}
				return 1
			})
		})
	}
}

// await asks until the answer is not 0, which must not take long.
func await(t *testing.T, ask func() int) int {
	t.Helper()
	for range 1000 {
		if n := ask(); n != 0 {
			return n
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("waited in vain")
	return 0
}

// childOf returns a child of the process, 0 for none.
func childOf(parent int) int {
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return 0
	}
	for _, path := range all {
		if pid, ppid, state := status(path); ppid == parent && state != "Z" {
			return pid
		}
	}
	return 0
}

func alive(pid int) bool {
	_, _, state := status("/proc/" + strconv.Itoa(pid) + "/stat")
	return state != "" && state != "Z" && state != "X"
}

// status reads "pid (name) state ppid ..."; proc_pid_stat(5).
func status(path string) (pid, ppid int, state string) {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, 0, ""
	}
	before, _, _ := bytes.Cut(data, []byte(" "))
	pid, _ = strconv.Atoi(string(before))
	rest := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
	ppid, _ = strconv.Atoi(rest[1])
	return pid, ppid, rest[0]
}
