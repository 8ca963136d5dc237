package hold_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"loupe/darkroom/hold"
)

// TestForbiddenActs tries each act without any hold, where it must succeed, and under both, where it must fail; and under
// the one layer alone that is said to stop it too, so that neither hides that the other is broken.
func TestForbiddenActs(t *testing.T) {
	env := open(t)
	for _, c := range []struct {
		act     string
		alone   string // layers that stop it without the other
		control bool   // it is harmless enough to be tried without a hold
	}{
		{"dial tcp", "birth seal", true},
		{"send udp", "birth seal", true},
		{"connect unix", "seal", true},
		{"connect abstract unix", "birth seal", true},
		{"socket netlink", "seal", true},
		{"read passwd", "birth", true},
		{"read file", "birth", true},
		{"list root", "birth", true},
		{"read parent environ", "birth", true},
		{"read own environ", "birth", true},
		{"write file", "birth seal", true},
		{"truncate file", "birth seal", true},
		{"append to file", "birth seal", true},
		{"create file", "birth seal", true},
		{"remove file", "birth seal", true},
		{"rename file", "birth seal", true},
		{"chmod file", "seal", true},
		{"make fifo", "birth seal", true},
		{"exec", "birth seal", true},
		{"fork", "seal", true},
		{"run program", "birth seal", true},
		{"signal parent", "seal", true},
		{"signal group", "seal", true},
		{"signal by owner", "seal", true},
		{"trace parent", "seal", false},
		{"read parent memory", "birth seal", false},
		{"many descriptors", "seal", true},
		{"much memory", "seal", true},
		{"much memory by mprotect", "seal", true},
		{"shared memory", "seal", true},
		{"stack memory", "seal", true},
		{"memory file", "seal", true},
		{"raise memory limit", "seal", false},
		{"become dumpable", "seal", true},
		{"gain privileges", "birth seal", true},
		{"unshare", "seal", true},
		{"io_uring", "seal", false},
		{"bpf", "seal", false},
		{"keyring", "seal", false},
		{"userfaultfd", "seal", false},
		{"mount", "birth seal", false},
		{"filter again", "seal", true},
		{"threads born after", "seal", true},
		{"threads born before", "seal", true},
	} {
		t.Run(c.act, func(t *testing.T) {
			if c.control {
				if r := held(t, c.act, "none", env...); !r.done() {
					t.Errorf("without a hold: %s; the test cannot fail", r)
				}
			}
			if r := held(t, c.act, "birth seal", env...); !r.refused() {
				t.Errorf("under both: %s", r)
			}
			for layer := range strings.FieldsSeq(c.alone) {
				if layer == "birth" && !bornRestricted(t) {
					t.Logf("NOT TESTED by birth alone: landlock or namespaces are missing here")
					continue
				}
				if r := held(t, c.act, layer, env...); !r.refused() {
					t.Errorf("under %s alone: %s", layer, r)
				}
			}
		})
	}
}

// bornRestricted reports whether this machine gives a Birth its full strength.
func bornRestricted(t testing.TB) bool {
	return hold.LandlockABI() >= 6 && held(t, "reach loopback", "birth").refused()
}

// TestAllowedActs does under both layers what computing needs.
func TestAllowedActs(t *testing.T) {
	env := open(t)
	for _, act := range []string{
		"read model", "list models", "silence stderr", "collect garbage", "grow stacks", "start threads", "panic and recover",
		"signal itself", "sleep", "grant CPU", "pipe", "randomness", "compile wasm",
	} {
		t.Run(act, func(t *testing.T) {
			if r := held(t, act, "birth seal", env...); !r.done() {
				t.Error(r)
			}
		})
	}
}

// What an exec would pass on is closed, what the process opened itself is not.
func TestInheritedDescriptorsAreClosed(t *testing.T) {
	for layers, inherited := range map[string]bool{"none": true, "seal": false} {
		secret, err := os.Open(os.DevNull)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("/proc/self/exe")
		cmd.Env = []string{actVariable + "=count inherited", layersVariable + "=" + layers}
		cmd.ExtraFiles = []*os.File{secret, secret}
		out, err := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != exitRefused {
			t.Fatalf("%s: %v %s", layers, err, out)
		}
		if got := strings.TrimSpace(string(out)) != "refused: 0 inherited"; got != inherited {
			t.Errorf("%s: %s", layers, out)
		}
		if err := secret.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Who spins is ended by the kernel, whoever has the processor meanwhile.
func TestCPUTimeEnds(t *testing.T) {
	if r := held(t, "burn", "birth seal"); r.done() || r.refused() {
		t.Errorf("ended by itself: %s", r)
	}
}

// The thread that gives birth is restricted for good, and nothing else in this process is.
func TestTheMakerStaysFree(t *testing.T) {
	held(t, "sleep", "birth seal")
	if err := onThreads(50, func() error { return errors.Join(list("/"), dial("unix", "@nobody")) }, false); err != nil {
		t.Error(err)
	}
}

// Where nothing can be started, the last reason is given, and nothing waits for a process that never was.
func TestStartFails(t *testing.T) {
	err := hold.Birth{}.Start(nil, func(*syscall.SysProcAttr) error { return os.ErrNotExist })
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// Start gives up the namespaces, one set after the other, and never the signal that ends the process with its maker.
func TestStartWithLess(t *testing.T) {
	var tried []uintptr
	gone := make(chan struct{})
	close(gone)
	err := hold.Birth{}.Start(gone, func(attr *syscall.SysProcAttr) error {
		tried = append(tried, attr.Cloneflags)
		if attr.Pdeathsig != unix.SIGKILL {
			t.Errorf("with flags %#x it would survive: %v", attr.Cloneflags, attr.Pdeathsig)
		}
		if attr.Cloneflags != 0 {
			return unix.EPERM
		}
		return nil
	})
	if err != nil || len(tried) != 3 || tried[0]&unix.CLONE_NEWUSER == 0 || tried[1]&unix.CLONE_NEWNET == 0 || tried[2] != 0 {
		t.Errorf("%v, tried %#x", err, tried)
	}
}

// A report finds its holds by name; what it does not name does not hold.
func TestReportHeld(t *testing.T) {
	r := hold.Report{Holds: []hold.Hold{{Name: hold.Memory, Held: true}, {Name: hold.Files}}}
	for name, want := range map[string]bool{hold.Memory: true, hold.Files: false, hold.Calls: false} {
		if r.Held(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}
