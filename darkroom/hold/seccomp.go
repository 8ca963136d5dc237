package hold

import (
	"fmt"
	"runtime"
	"unsafe"

	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// Offsets into struct seccomp_data; include/uapi/linux/seccomp.h. Arguments are 64 bits, little-endian on both machines
// this runs on.
const (
	offsetCall = 0
	offsetArch = 4
	offsetArgs = 16
)

// Answers of the filter.
const (
	kill    = unix.SECCOMP_RET_KILL_PROCESS
	refuse  = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	unknown = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS) // libraries fall back to an older call
	permit  = unix.SECCOMP_RET_ALLOW
)

// policy returns the filter for a machine (a GOARCH) and the process pid. It judges like this:
//
//   - a foreign instruction set, or a call that only somebody who took the process over would make: the process is killed;
//   - what an honest library may try, and can do without: EPERM;
//   - what computing needs: allowed, where needed by its arguments;
//   - everything else, calls that do not exist yet among it: ENOSYS.
//
// The system call tables are those of go-seccomp-bpf. Its assembler is not used: in v1.5.0 a call whose arguments do not fit
// is compared further with the last argument in the place of the call's number, so that mmap of shared memory at address 1
// passes as write.
func policy(goarch string, pid int) ([]bpf.RawInstruction, error) {
	machine, err := arch.GetInfo(goarch)
	if err != nil || (goarch != "amd64" && goarch != "arm64") {
		return nil, fmt.Errorf("no filter was written for %s", goarch)
	}
	a := assembler{calls: machine.SyscallNames}
	a.add(
		bpf.LoadAbsolute{Off: offsetArch, Size: 4},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(machine.ID), SkipTrue: 1},
		bpf.RetConstant{Val: kill},
		bpf.LoadAbsolute{Off: offsetCall, Size: 4},
	)
	a.answer(kill, hostileCalls())
	a.answer(refuse, refusedCalls())
	a.answer(permit, plainCalls())
	for _, c := range guardedCalls(pid) {
		a.guard(c)
	}
	a.add(bpf.RetConstant{Val: unknown})
	return bpf.Assemble(a.program)
}

// assembler writes a filter whose jumps are all short: every test stands directly before its answer.
type assembler struct {
	calls   map[string]int
	program []bpf.Instruction
}

func (a *assembler) add(is ...bpf.Instruction) { a.program = append(a.program, is...) }

// answer gives one answer to all the calls; those the machine does not have are left out.
func (a *assembler) answer(what uint32, names []string) {
	for _, name := range names {
		if number, ok := a.calls[name]; ok {
			a.add(bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(number), SkipFalse: 1}, bpf.RetConstant{Val: what})
		}
	}
}

// guard allows a call when one of its alternatives fits and refuses it otherwise. It never falls through: the accumulator
// holds an argument by then.
func (a *assembler) guard(c guarded) {
	number, ok := a.calls[c.name]
	if !ok {
		return
	}
	body := assembler{}
	for _, alternative := range c.alternatives {
		body.alternative(alternative)
	}
	body.add(bpf.RetConstant{Val: refuse})
	a.add(bpf.JumpIf{Cond: bpf.JumpEqual, Val: uint32(number), SkipFalse: uint8(len(body.program))})
	a.add(body.program...)
}

// alternative allows the call when every test passes, else goes on behind itself.
func (a *assembler) alternative(tests []test) {
	for i, t := range tests {
		left := 5*(len(tests)-1-i) + 1 // instructions of the tests behind this one, and the answer
		offset := uint32(offsetArgs + 8*t.arg)
		a.add(
			bpf.LoadAbsolute{Off: offset, Size: 4},
			bpf.ALUOpConstant{Op: bpf.ALUOpAnd, Val: t.mask},
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: t.want, SkipFalse: uint8(left + 2)},
			bpf.LoadAbsolute{Off: offset + 4, Size: 4},
			bpf.JumpIf{Cond: bpf.JumpEqual, Val: 0, SkipFalse: uint8(left)},
		)
	}
	a.add(bpf.RetConstant{Val: permit})
}

// load sets the filter on all threads at once, or on none.
func load(program []bpf.RawInstruction) error {
	filters := make([]unix.SockFilter, len(program))
	for i, r := range program {
		filters[i] = unix.SockFilter{Code: r.Op, Jt: r.Jt, Jf: r.Jf, K: r.K}
	}
	set := unix.SockFprog{Len: uint16(len(filters)), Filter: &filters[0]}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC,
		uintptr(unsafe.Pointer(&set)))
	if errno != 0 {
		return fmt.Errorf("set the seccomp filter: %w", errno)
	}
	if thread != 0 { // no error, but the id of the thread that could not follow; nothing was set
		return fmt.Errorf("set the seccomp filter: thread %d has one of its own", thread)
	}
	return nil
}

// CanFilter reports whether a process may set a system call filter on this machine. It sets none: EFAULT says that
// the kernel went to fetch a program, and there is none at address 0.
func CanFilter() bool {
	if _, err := policy(runtime.GOARCH, 1); err != nil {
		return false
	}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, 0)
	return errno == unix.EFAULT
}
