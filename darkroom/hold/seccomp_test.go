package hold_test

import (
	"encoding/binary"
	"testing"

	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"loupe/darkroom/hold"
)

// What the filter answers; include/uapi/linux/seccomp.h.
const (
	killed  = 0x80000000
	allowed = 0x7fff0000
	eperm   = 0x00050000 | uint32(unix.EPERM)
	enosys  = 0x00050000 | uint32(unix.ENOSYS)
)

const selfPID = 4711

// judge runs the filter of a machine.
type judge struct {
	machine *arch.Info
	vm      *bpf.VM
}

func newJudge(t testing.TB, goarch string) judge {
	t.Helper()
	machine, err := arch.GetInfo(goarch)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := hold.Policy(goarch, selfPID)
	if err != nil {
		t.Fatal(err)
	}
	program, ok := bpf.Disassemble(raw)
	if !ok {
		t.Fatal("the program holds an instruction that is none")
	}
	vm, err := bpf.NewVM(program)
	if err != nil {
		t.Fatal(err)
	}
	return judge{machine, vm}
}

// call lays out struct seccomp_data, every word big-endian as the test machine reads it.
func (j judge) call(t testing.TB, machine, number uint32, args ...uint64) uint32 {
	t.Helper()
	data := make([]byte, 64)
	binary.BigEndian.PutUint32(data, number)
	binary.BigEndian.PutUint32(data[4:], machine)
	for i, a := range args {
		binary.BigEndian.PutUint32(data[16+8*i:], uint32(a))
		binary.BigEndian.PutUint32(data[20+8*i:], uint32(a>>32))
	}
	out, err := j.vm.Run(data)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(out)
}

func machines() []string { return []string{"amd64", "arm64"} }

func TestPolicyByArguments(t *testing.T) {
	const thread = unix.CLONE_VM | unix.CLONE_FS | unix.CLONE_FILES | unix.CLONE_SIGHAND | unix.CLONE_THREAD | unix.CLONE_SYSVSEM
	for _, c := range []struct {
		name string
		args []uint64
		want uint32
	}{
		{"clone", []uint64{thread}, allowed},
		{"clone", []uint64{thread | unix.CLONE_SETTLS | unix.CLONE_PARENT_SETTID | unix.CLONE_CHILD_CLEARTID}, allowed},
		{"clone", []uint64{uint64(unix.SIGCHLD)}, eperm},
		{"clone", []uint64{unix.CLONE_VM | unix.CLONE_VFORK | uint64(unix.SIGCHLD)}, eperm},
		{"clone", []uint64{thread | unix.CLONE_NEWUSER}, eperm},
		{"clone", []uint64{thread | unix.CLONE_NEWNET}, eperm},
		{"clone3", []uint64{0x7fff0000, 88}, enosys},
		{"mmap", []uint64{0, 4096, unix.PROT_READ | unix.PROT_WRITE, unix.MAP_PRIVATE | unix.MAP_ANON}, allowed},
		{"mmap", []uint64{0, 4096, unix.PROT_EXEC | unix.PROT_WRITE, unix.MAP_PRIVATE | unix.MAP_ANON}, allowed},
		{"mmap", []uint64{0, 4096, unix.PROT_READ, unix.MAP_SHARED | unix.MAP_ANON}, eperm},
		{"mmap", []uint64{0, 4096, unix.PROT_READ, 3}, eperm}, // MAP_SHARED_VALIDATE
		{"mmap", []uint64{0, 4096, unix.PROT_READ, unix.MAP_PRIVATE | unix.MAP_ANON | unix.MAP_GROWSDOWN}, eperm},
		{"mmap", []uint64{0, 4096, unix.PROT_READ, unix.MAP_PRIVATE | 1<<40}, eperm},
		{"openat", []uint64{0, 0, unix.O_RDONLY | unix.O_CLOEXEC}, allowed},
		{"openat", []uint64{0, 0, unix.O_RDONLY | unix.O_DIRECTORY}, allowed},
		{"openat", []uint64{0, 0, unix.O_WRONLY}, eperm},
		{"openat", []uint64{0, 0, unix.O_RDWR}, eperm},
		{"openat", []uint64{0, 0, unix.O_WRONLY | unix.O_CREAT}, eperm},
		{"openat", []uint64{0, 0, unix.O_RDONLY | unix.O_TRUNC}, eperm},
		{"openat", []uint64{0, 0, unix.O_TMPFILE | unix.O_RDWR}, eperm},
		{"openat", []uint64{0, 0, unix.O_WRONLY | unix.O_CREAT | unix.O_APPEND}, allowed}, // freopen("/dev/null", "a")
		{"openat", []uint64{0, 0, unix.O_WRONLY | unix.O_CREAT | unix.O_APPEND | unix.O_TRUNC}, eperm},
		{"fcntl", []uint64{1, unix.F_GETFL}, allowed},
		{"fcntl", []uint64{1, unix.F_SETOWN, 1}, eperm}, // with F_SETSIG it would send signals
		{"fcntl", []uint64{1, unix.F_SETSIG, 9}, eperm},
		{"prctl", []uint64{unix.PR_SET_NAME}, allowed},
		{"prctl", []uint64{unix.PR_SET_DUMPABLE, 1}, eperm},
		{"prctl", []uint64{unix.PR_SET_PTRACER}, eperm},
		{"kill", []uint64{selfPID, 6}, allowed},
		{"kill", []uint64{0, 9}, eperm},
		{"kill", []uint64{1<<64 - 1, 9}, eperm},
		{"kill", []uint64{selfPID - 1, 9}, eperm},
		{"tgkill", []uint64{selfPID, selfPID + 3, 23}, allowed},
		{"tgkill", []uint64{selfPID - 1, selfPID - 1, 9}, eperm},
		{"prlimit64", []uint64{0, unix.RLIMIT_CPU, 0x1000, 0}, allowed},
		{"prlimit64", []uint64{0, unix.RLIMIT_DATA, 0, 0x1000}, allowed},
		{"prlimit64", []uint64{0, unix.RLIMIT_DATA, 0x1000, 0}, eperm},
		{"prlimit64", []uint64{0, unix.RLIMIT_DATA, 1 << 32, 0}, eperm},
		{"prlimit64", []uint64{selfPID - 1, unix.RLIMIT_CPU, 0x1000, 0}, eperm},
	} {
		for _, goarch := range machines() {
			j := newJudge(t, goarch)
			got := j.call(t, uint32(j.machine.ID), uint32(j.machine.SyscallNames[c.name]), c.args...)
			if got != c.want {
				t.Errorf("%s: %s%#x is answered %#x, want %#x", goarch, c.name, c.args, got, c.want)
			}
		}
	}
}

// Every call that has a number gets the answer of the one list it is in; every other number ENOSYS.
func TestPolicyByName(t *testing.T) {
	answers := map[string]uint32{"hostile": killed, "refused": eperm, "plain": allowed}
	for _, goarch := range machines() {
		j := newJudge(t, goarch)
		list := map[string]string{}
		for kind, names := range hold.CallNames() {
			for _, name := range names {
				if other, twice := list[name]; twice {
					t.Errorf("%s is both %s and %s", name, other, kind)
				}
				list[name] = kind
			}
		}
		for number := range uint32(1200) {
			name := j.machine.SyscallNumbers[int(number)]
			if list[name] == "guarded" {
				continue
			}
			want, listed := answers[list[name]]
			if !listed {
				want = enosys
			}
			if got := j.call(t, uint32(j.machine.ID), number, 7, 7, 7, 7); got != want {
				t.Errorf("%s: call %d %q is answered %#x, want %#x", goarch, number, name, got, want)
			}
		}
	}
}

// A misspelt name would be left out in silence.
func TestPolicyNamesExist(t *testing.T) {
	for kind, names := range hold.CallNames() {
		for _, name := range names {
			_, intel := arch.X86_64.SyscallNames[name]
			_, arm := arch.AARCH64.SyscallNames[name]
			if !intel && !arm {
				t.Errorf("%s call %q exists nowhere", kind, name)
			}
		}
	}
}

// The filter must not be passed by calling as another machine does: 32-bit calls and the x32 numbers of a 64-bit one.
func TestPolicyOfForeignMachines(t *testing.T) {
	j := newJudge(t, "amd64")
	if got := j.call(t, uint32(arch.I386.ID), 1); got != killed {
		t.Errorf("a 32-bit call is answered %#x", got)
	}
	for _, number := range []uint32{0x40000000, 0x40000001, 0x40000000 + 520, 0xffffffff} {
		if got := j.call(t, uint32(j.machine.ID), number); got != enosys {
			t.Errorf("the x32 call %#x is answered %#x", number, got)
		}
	}
	if _, err := hold.Policy("riscv64", 1); err == nil {
		t.Error("a filter for a machine nobody looked at")
	}
}

// Whatever the arguments, a guarded call ends in its own block: nothing is judged by an argument's likeness to a number.
func FuzzPolicyGuards(f *testing.F) {
	f.Add(uint16(0), uint64(1), uint64(1), uint64(1), uint64(1))
	f.Add(uint16(1), uint64(1), uint64(0), uint64(0), uint64(unix.MAP_SHARED))
	f.Fuzz(func(t *testing.T, pick uint16, a, b, c, d uint64) {
		names := hold.CallNames()["guarded"]
		name := names[int(pick)%len(names)]
		for _, goarch := range machines() {
			j := newJudge(t, goarch)
			number, ok := j.machine.SyscallNames[name]
			if !ok {
				continue
			}
			if got := j.call(t, uint32(j.machine.ID), uint32(number), a, b, c, d); got != allowed && got != eperm {
				t.Errorf("%s: %s(%#x, %#x, %#x, %#x) is answered %#x", goarch, name, a, b, c, d, got)
			} else if name == "mmap" && got == allowed && d&unix.MAP_SHARED != 0 {
				t.Errorf("%s: shared memory with flags %#x", goarch, d)
			}
		}
	})
}

func BenchmarkPolicy(b *testing.B) {
	for b.Loop() {
		if _, err := hold.Policy("amd64", selfPID); err != nil {
			b.Fatal(err)
		}
	}
}
