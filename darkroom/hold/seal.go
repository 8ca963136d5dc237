package hold

import (
	"fmt"
	"math"
	"runtime"

	"golang.org/x/sys/unix"
)

// Limits are the amounts a sealed process may use. CPU time is not among them: it is granted job by job.
type Limits struct {
	MemoryBytes uint64 // RLIMIT_DATA: private writable memory; the filter lets no other kind be had
	Descriptors uint64 // RLIMIT_NOFILE
}

// Sealed is a process after Seal.
type Sealed struct {
	Refused error // why there is no seccomp filter; nil when there is one

	limits Limits
	abi    int
	alone  error // what came of reaching for this machine's own address; nil: it could be reached
}

// Seal closes the calling process to everything but computing, for good and on all its threads. What it needs beyond
// reading files must be open by now, with close-on-exec set: descriptors without it were inherited, and are closed.
// The error says which limit could not be set.
func Seal(l Limits) (Sealed, error) {
	s := Sealed{limits: l, abi: landlockABI(), alone: reachSelf()}
	if err := closeInherited(); err != nil {
		return s, err
	}
	for _, r := range []struct {
		name     string
		resource int
		max      uint64
	}{
		{"memory", unix.RLIMIT_DATA, l.MemoryBytes},
		{"descriptors", unix.RLIMIT_NOFILE, l.Descriptors},
		{"file size", unix.RLIMIT_FSIZE, 0},
		{"core size", unix.RLIMIT_CORE, 0}, // a core would hold a person's document
	} {
		if err := unix.Setrlimit(r.resource, &unix.Rlimit{Cur: r.max, Max: r.max}); err != nil {
			return s, fmt.Errorf("limit %s to %d: %w", r.name, r.max, err)
		}
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return s, fmt.Errorf("switch tracing off: %w", err)
	}
	s.Refused = filterCalls()
	return s, nil
}

// filterCalls sets the filter on every thread.
func filterCalls() error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil { // the filter's flag gives it to the other threads
		return fmt.Errorf("forbid new privileges: %w", err)
	}
	program, err := policy(runtime.GOARCH, unix.Getpid())
	if err != nil {
		return err
	}
	return load(program)
}

// closeInherited closes what came through exec beyond the standard three: whatever was opened since has close-on-exec.
func closeInherited() error {
	const first, listed = 3, 1024
	for fd := uintptr(first); fd < listed; fd++ {
		flags, err := unix.FcntlInt(fd, unix.F_GETFD, 0)
		if err != nil || flags&unix.FD_CLOEXEC != 0 {
			continue
		}
		if err := unix.Close(int(fd)); err != nil {
			return fmt.Errorf("close the inherited descriptor %d: %w", fd, err)
		}
	}
	err := unix.CloseRange(listed, math.MaxUint32, 0)
	if err != nil && err != unix.ENOSYS { // before Linux 5.9 there is no such call
		return fmt.Errorf("close inherited descriptors: %w", err)
	}
	return nil
}

// reachSelf points a datagram socket at the loopback address; nothing is sent. It fails with ENETUNREACH where there is
// no network, not even that one: in a network namespace of one's own.
func reachSelf() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd) //nolint:errcheck // nothing was written
	return unix.Connect(fd, &unix.SockaddrInet4{Port: 9, Addr: [4]byte{127, 0, 0, 1}})
}
